// A claim of workplace competence: written, sent, answered, signed and locked.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { daysAgo } from '../support/days.mjs'

const OUTCOME = /Impact and communication, seen at work at Foundation/
const NARRATIVE = 'I told a client by telephone why an offer had to be answered within the week.\nThen I wrote the same three points down for her.'
const FILE = { name: 'letter-redacted.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear [client],\n\nyou asked what happens next.\n') }
const SHA256 = /^[0-9a-f]{64}$/

/** Story, point 3. Answers the path of the claim. */
export async function claimIsWritten(amara) {
  await amara.turnTo('Where you are')
  await amara.follow(/^Claim Impact and communication/)
  await amara.look()
  await amara.press('Begin')
  const claim = amara.path().replace(/\/draft$/, '')
  assert.match(claim, /^\/claims\/[0-9a-f-]{36}$/)
  await amara.look()
  await amara.page.getByLabel(/^What you did/).fill(NARRATIVE)
  await amara.page.getByLabel('First day of the work').fill(daysAgo(20))
  await amara.page.getByLabel('Last day of the work').fill(daysAgo(18))
  await amara.press('Save and go on to evidence')
  assert.equal(amara.path(), `${claim}/evidence`)
  await amara.look()

  await amara.follow('Add a text')
  await amara.look()
  await amara.page.getByLabel('Title').fill('Attendance note, redacted')
  await amara.page.getByLabel('Text', { exact: true }).fill('Call of twelve minutes. Three points. She repeated them in her own words.')
  await amara.press('Add text')
  await amara.follow('Add a link')
  await amara.page.getByLabel('What it leads to').fill('The practice direction I used')
  await amara.page.getByLabel('Address').fill('https://example.org/practice-direction')
  await amara.press('Add link')
  await amara.follow('Add a file')
  await amara.page.getByLabel('File', { exact: true }).setInputFiles(FILE)
  await amara.press('Add file')
  assert.match(await amara.says(), /Attendance note, redacted.*The practice direction I used.*letter-redacted\.txt/)
  await amara.look()

  await amara.follow('Go on to check and send')
  await amara.look()
  // The declaration is asked for, and asked for again.
  await amara.tick('Ruth Hale')
  await amara.press('Send the claim')
  assert.match(await amara.page.title(), /^Error: /)
  await amara.look()
  await send(amara)
  assert.equal(amara.path(), claim)
  assert.match(await amara.says(), /Sent to Ruth Hale/)
  await amara.look()
  await amara.turnTo('Claims')
  await amara.look()
  return claim
}

async function send(amara) {
  await amara.tick(/^I have removed the names/)
  await amara.tick('Ruth Hale')
  await amara.press('Send the claim')
}

/** Story, point 4: the supervisor reads exactly what will be attested. */
export async function claimIsDecidedPartlyMet(ruth, amara) {
  assert.equal(ruth.path(), '/queue')
  await ruth.look()
  await ruth.follow(OUTCOME)
  await ruth.look()
  const page = await ruth.says()
  for (const said of [...NARRATIVE.split('\n'), 'names removed, says the trainee']) assert.ok(page.includes(said), `the request does not show “${said}”`)
  await expectFile(ruth)
  // What belongs to one answer comes with it.
  const [missing, why] = [ruth.page.getByLabel('What is missing'), ruth.page.getByLabel('Why can’t you say?')]
  assert.deepEqual([await missing.isVisible(), await why.isVisible()], [false, false])
  await ruth.tick('I can’t say')
  assert.deepEqual([await missing.isVisible(), await why.isVisible()], [false, true])
  assert.equal(await ruth.main.locator('.attest:visible').count(), 1)
  await ruth.tick('Partly met')
  assert.deepEqual([await missing.isVisible(), await why.isVisible()], [true, false])
  assert.equal(await ruth.main.locator('.attest:visible').count(), 1)
  await ruth.look()
  await ruth.page.getByLabel('What you saw').fill('The call was clear and calm.')
  await missing.fill('Say how you checked that she had understood.')
  await ruth.press('Sign and send')
  assert.match(await ruth.says(), /Signed as partly met/)

  await amara.turnTo('Where you are')
  assert.match(await amara.says(), /Answer on Impact and communication.*partly met.*Say how you checked/)
  await amara.look()
}

/** The file comes as an attachment, the very bytes that were sent. */
async function expectFile(ruth) {
  const [download] = await Promise.all([ruth.page.waitForEvent('download'), ruth.main.getByRole('link', { name: FILE.name }).click()])
  assert.equal(download.suggestedFilename(), FILE.name)
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
  assert.equal(hash(await readFile(await download.path())), hash(FILE.buffer))
}

/** The same claim, with what was missing, sent a second time. */
export async function claimIsAnswered(amara, claim) {
  await amara.go(claim)
  await amara.look()
  await amara.follow('Answer and send again')
  assert.match(await amara.says(), /Say how you checked that she had understood\./)
  await amara.look()
  await amara.page.getByLabel(/^What you did/).fill(`${NARRATIVE}\nShe told me in her own words what she would decide, and by when.`)
  await amara.press('Save and go on to evidence')
  await amara.follow('Go on to check and send')
  await send(amara)
  assert.match(await amara.says(), /for the second time/)
}

export async function claimIsDecidedMet(ruth) {
  await ruth.turnTo('Queue')
  await ruth.follow(OUTCOME)
  assert.match(await ruth.says(), /She told me in her own words/)
  await ruth.tick('Met', true)
  await ruth.page.getByLabel('What you saw').fill('I sat beside her. The client knew what to do.')
  await ruth.press('Sign and send')
  assert.match(await ruth.says(), /Signed as met/)
}

/** What was signed is locked and hashed; both rounds stay. */
export async function claimIsLocked(amara, claim) {
  await amara.go(claim)
  assert.match(await amara.says(), /It is signed and locked\./)
  for (const details of await amara.main.locator('details').all()) await details.evaluate((element) => (element.open = true))
  const hashes = await amara.main.locator('code.hash').allTextContents()
  assert.equal(hashes.length, 4, 'two rounds, each with what was shown and what was signed')
  for (const hash of hashes) assert.match(hash, SHA256)
  assert.equal(new Set(hashes).size, 4)
  await amara.look()
  // Its draft is closed, and no link leads to it.
  assert.equal(await amara.main.getByRole('link', { name: /Answer|draft/ }).count(), 0)
  await amara.go(`${claim}/draft`)
  assert.equal(amara.path(), claim)
}
