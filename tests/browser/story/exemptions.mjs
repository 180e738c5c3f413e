// What older qualifications are worth is read by anyone; a trainee sends them, the body confirms the proof or judges.

import assert from 'node:assert/strict'

export async function olderQualificationsAreRead(anyone) {
  await anyone.go('/frameworks/cpq/2021-06')
  await anyone.follow('what are they worth')
  await anyone.look()
  await anyone.tick('Level 3: Land Law')
  await anyone.press('See what it is worth')
  assert.match(await anyone.says(), /With Level 3: Conveyancing too: exempt from F04/)
  await anyone.look()
  await anyone.tick('Level 3: Conveyancing')
  await anyone.press('See what it is worth')
  assert.match(await anyone.says(), /Exempt from By F04.*Level 3: Land Law and Level 3: Conveyancing/)
}

async function send(trainee, fill) {
  const { page } = trainee
  await fill(page)
  await page.getByLabel('When was it awarded?').fill('2015-07-01')
  await page.getByLabel(/^What proves it/).fill('Certificate 4711')
  await trainee.press('Send it')
}

export async function unitsAreSent(tomas) {
  await tomas.follow(/^Exemptions/)
  assert.match(await tomas.says(), /Nothing sent yet/)
  await tomas.look()
  await tomas.follow('Say what you have')
  await tomas.look()
  await tomas.press('Send it')
  assert.match(await tomas.says(), /Choose what you have.*Enter the day on which it was awarded.*Say what proves it/)
  await tomas.look()
  const certificate = { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n') }
  await send(tomas, async (page) => {
    await page.getByLabel('What do you have?').selectOption('Level 3: Contract')
    await page.getByLabel(/^Certificate/).setInputFiles(certificate)
  })
  assert.match(await tomas.says(), /With the registrar.*14 working days.*certificate\.pdf/)
  await tomas.look()
  await tomas.follow('Exemptions')
  await tomas.follow('Say what you have')
  await send(tomas, async (page) => {
    await page.getByLabel('What do you have?').selectOption({ label: 'Something else (decided case by case)' })
    await page.getByLabel(/^If it is something else/).fill('LLM in Property Law')
    await page.getByLabel(/^Who awarded it/).fill('A university')
    await tomas.tick(/^F02/)
    await tomas.tick(/^F04/)
  })
  assert.match(await tomas.says(), /LLM in Property Law.*66 working days/)
}

export async function proofIsConfirmed(ines) {
  await ines.turnTo('Exemptions')
  assert.match(await ines.says(), /Tomas Lind Level 3: Contract.*Its proof confirmed/)
  await ines.look()
  const row = ines.main.getByRole('row').filter({ hasText: 'Level 3: Contract' })
  await ines.follow('Tomas Lind', row)
  await ines.look()
  await ines.tick(/^Yes, I confirm it/)
  await ines.press('Decide')
  assert.match(await ines.says(), /Tomas Lind is exempt from F03/)
  await ines.look()
}

export async function exemptionCounts(tomas) {
  await tomas.go('/home')
  await tomas.follow('See the whole map')
  assert.match(await tomas.says(), /Exempt/)
}

export async function otherIsDecidedInPart(ines, tomas) {
  await ines.turnTo('Exemptions')
  const row = ines.main.getByRole('row').filter({ hasText: 'LLM in Property Law' })
  await ines.follow('Tomas Lind', row)
  await ines.look()
  await ines.main.getByRole('group', { name: /^F02/ }).getByLabel('Not exempt').check({ force: true })
  await ines.main.getByRole('group', { name: /^F04/ }).getByLabel('Exempt, from today on').check({ force: true })
  await ines.page.getByLabel(/^Why an exemption from F02/).fill('No tort in it.')
  await ines.page.getByLabel(/^Why an exemption from F04/).fill('The same syllabus.')
  await ines.press('Decide')
  assert.match(await ines.says(), /Tomas Lind is exempt from F04.*Exempt from a part/)
  await ines.look()
  await tomas.go('/home')
  await tomas.follow(/^Exemptions/)
  await tomas.follow('LLM in Property Law')
  assert.match(await tomas.says(), /No tort in it\./)
  await tomas.look()
}

export async function reviewIsAsked(tomas) {
  await tomas.follow('Ask for a review')
  await tomas.look()
  await tomas.page.getByLabel(/^Why should it be/).fill('The third module was the law of tort.')
  await tomas.press('Ask for a review')
  assert.match(await tomas.says(), /In review/)
}

export async function otherIsReviewed(piet) {
  await piet.turnTo('Exemptions')
  await piet.follow('Tomas Lind', piet.main.getByRole('row').filter({ hasText: 'A review' }))
  assert.match(await piet.says(), /The third module was the law of tort\./)
  await piet.tick(/^Exempt, from today on/)
  await piet.page.getByLabel(/^Why an exemption from F02/).fill('It was, as the list of modules says.')
  await piet.press('Decide')
  assert.match(await piet.says(), /Tomas Lind is exempt from F02/)
  await piet.look()
}
