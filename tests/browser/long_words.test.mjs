// Words longer than a phone is wide: they break, and the page doesn't scroll sideways.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './support/browser.mjs'
import { daysAgo } from './support/days.mjs'
import { startGradus } from './support/gradus.mjs'
import { expectNoHorizontalScroll } from './support/layout.mjs'
import { signedIn } from './support/person.mjs'
import { newVisitor } from './support/visitor.mjs'

let server
let browser
before(async () => {
  server = await startGradus()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const WORD = 'Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3).slice(0, 232)
const FILE = { name: `${WORD.slice(0, 180)}.txt`, mimeType: 'text/plain', buffer: Buffer.from('Dear [client],\n') }
const WIDTHS = [320, 390, 760, 1280]

async function visitorTo(t, name) {
  const visitor = await newVisitor(browser, { javaScript: false })
  t.after(() => visitor.close())
  return signedIn(visitor, server, name)
}

/** At every width the page is as wide as its window, and no text sticks out of the card that it stands in. */
async function fits(person) {
  for (const width of WIDTHS) {
    await expectNoHorizontalScroll(person.page, width)
    await person.page.setViewportSize({ width, height: 900 })
    const out = await person.page.evaluate(() =>
      [...document.querySelectorAll('main :is(.card, .attest, .step, .summary, .timeline, .table, .heading)')]
        .filter((box) => box.scrollWidth > box.clientWidth + 1)
        .map((box) => box.className),
    )
    assert.deepEqual(out, [], `${person.path()} at ${width} px: text sticks out`)
  }
}

test('a claim with a very long word, for whoever wrote it and whoever decides', async (t) => {
  const amara = await visitorTo(t, 'Amara Osei')
  await amara.go('/home')
  await amara.follow(/^Claim Impact and communication/)
  await amara.press('Begin')
  await amara.page.getByLabel(/^What you did/).fill(`I read ${WORD} aloud.`)
  await amara.page.getByLabel('First day of the work').fill(daysAgo(20))
  await amara.page.getByLabel('Last day of the work').fill(daysAgo(18))
  await fits(amara)
  await amara.press('Save and go on to evidence')
  await amara.follow('Add a link')
  await amara.page.getByLabel('What it leads to').fill(WORD.slice(0, 120))
  await amara.page.getByLabel('Address').fill(`https://example.org/${WORD}`)
  await amara.press('Add link')
  await fits(amara)
  await amara.follow('Add a file')
  await amara.page.getByLabel('File', { exact: true }).setInputFiles(FILE)
  await amara.press('Add file')
  await fits(amara)
  await amara.follow('Go on to check and send')
  await fits(amara)
  await amara.tick(/^I have removed the names/)
  await amara.tick('Ruth Hale')
  await amara.press('Send the claim')
  assert.ok((await amara.says()).includes(WORD))
  await fits(amara)
  for (const part of ['Where you are', 'Claims', 'Record']) {
    await amara.turnTo(part)
    await fits(amara)
  }

  const ruth = await visitorTo(t, 'Ruth Hale')
  await ruth.go('/queue')
  await ruth.follow(/Impact and communication/)
  assert.ok((await ruth.says()).includes(WORD))
  await fits(ruth)
})

test('a person with a very long name', async (t) => {
  const ines = await visitorTo(t, 'Ines Calder')
  await ines.go('/enrolments/new')
  await ines.page.getByLabel('Name', { exact: true }).fill(`Ada ${WORD.slice(0, 90)}`)
  await ines.page.getByLabel('Email address').fill(`${WORD.slice(0, 60)}@${WORD.slice(60, 120)}.example`.toLowerCase())
  await ines.tick(/CILEX|CPQ/)
  await ines.page.getByLabel('First day').fill(daysAgo(3))
  await ines.press('Enrol')
  await fits(ines)
  await ines.go('/enrolments')
  await fits(ines)
  await ines.follow(/^Ada /, ines.main.locator('tbody'))
  assert.match(await ines.page.locator('h1').innerText(), /Donau/)
  await fits(ines)
  for (const page of ['map', 'record']) {
    await ines.go(`${ines.path().replace(/\/(map|record)$/, '')}/${page}`)
    await fits(ines)
  }
})
