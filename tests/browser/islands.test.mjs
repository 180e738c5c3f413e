// The islands: what JavaScript adds to pages that are complete without it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './support/browser.mjs'
import { startGradus } from './support/gradus.mjs'
import { atBrowser, signedIn } from './support/person.mjs'
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

/** Someone on one page, whose islands are awake; the page must have been quiet in the end. */
async function withPage(t, { name, path, options }) {
  const visitor = await newVisitor(browser, options)
  t.after(async () => {
    await visitor.quiet()
    await visitor.close()
  })
  const person = name ? await signedIn(visitor, server, name) : atBrowser(visitor, server.origin)
  if (path) await person.go(path)
  return person
}

/** An island answers only once it is awake: try until it does. */
async function until(what, holds) {
  const deadline = Date.now() + 10_000
  for (;;) {
    if (await holds()) return
    if (Date.now() > deadline) assert.fail(`${what}: not after ten seconds`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const MAP = '/frameworks/cpq/2021-06'
const nodeOf = (person, id) => person.main.locator(`svg.map a[data-node="${id}"]`)
const classesOf = async (locator) => ((await locator.getAttribute('class')) ?? '').split(/\s+/)

async function expectLit(person, { lit, dim }) {
  for (const id of lit) assert.ok((await classesOf(nodeOf(person, id))).includes('is-lit'), `${id} is not lit`)
  for (const id of dim) assert.ok((await classesOf(nodeOf(person, id))).includes('is-dim'), `${id} is not dimmed`)
}

const inWindow = (locator) =>
  locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })

for (const [way, reach] of [
  ['the pointer', (node) => node.hover()],
  ['the keyboard', (node) => node.focus()],
]) {
  test(`a node of the map shows what it needs and what it unlocks, with ${way}`, async (t) => {
    const visitor = await withPage(t, { path: MAP })
    const said = visitor.main.locator('.explore-said')
    await until('the map says what a node needs', async () => {
      await visitor.page.mouse.move(0, 0)
      await visitor.page.locator('.brand').focus()
      await reach(nodeOf(visitor, 'advanced-verification'))
      return (await said.innerText()) !== ''
    })
    assert.match(await said.innerText(), /^Comes after \d+ steps and before \d+ steps\.$/)
    await expectLit(visitor, { lit: ['advanced-verification', 'foundation', 'F01', 'advanced', 'step-off-lawyer'], dim: ['A-criminal', 'step-off-chartered-paralegal'] })
    const lines = visitor.main.locator('svg.map .line')
    const lit = await lines.evaluateAll((all) => all.filter((one) => one.classList.contains('is-lit')).map((one) => `${one.dataset.from} ${one.dataset.to}`))
    assert.ok(lit.includes('F01 foundation') && lit.includes('advanced-verification advanced'), lit.join(', '))
    assert.ok(!lit.some((line) => line.includes('A-criminal')), lit.join(', '))
    const order = await lines.evaluateAll((all) => all.map((one) => one.classList.contains('is-lit')))
    assert.ok(order.lastIndexOf(false) < order.indexOf(true), 'a pale line is drawn over one that is lit')
    assert.ok(await inWindow(said), 'what is said stands in the window')
    await visitor.page.emulateMedia({ media: 'print' })
    assert.equal(await said.isVisible(), false, 'paper shows what was pointed at')
    assert.equal(await nodeOf(visitor, 'A-criminal').evaluate((node) => getComputedStyle(node).opacity), '1', 'paper shows pale boxes')
    await visitor.page.emulateMedia({ media: 'screen' })
    await visitor.look()
  })
}

test('the map goes back to rest', async (t) => {
  const visitor = await withPage(t, { path: MAP })
  const said = visitor.main.locator('.explore-said')
  await until('the map lights up', async () => {
    await visitor.page.locator('.brand').focus()
    await nodeOf(visitor, 'F01').focus()
    return (await said.innerText()) !== ''
  })
  await visitor.page.locator('.brand').focus()
  assert.equal(await said.innerText(), '')
  assert.equal(await visitor.main.locator('.is-lit, .is-dim').count(), 0)
})

test('a list shows fewer rows while one types, and all again after', async (t) => {
  const amara = await withPage(t, { name: 'Amara Osei', path: '/claims' })
  const rows = amara.main.locator('#claim-list tbody tr')
  const field = amara.main.getByLabel('Filter claims')
  const all = await rows.count()
  assert.equal(all, 8)
  await until('rows are hidden', async () => {
    await field.fill('')
    await field.pressSequentially('TRUST, seen')
    return (await rows.filter({ visible: true }).count()) === 1
  })
  assert.match(await rows.filter({ visible: true }).innerText(), /^Trust, seen at work/)
  assert.match(await amara.main.getByRole('status').filter({ hasText: 'shown' }).innerText(), /^1 of 8 shown/)
  await amara.look()
  await field.fill('nothing like it')
  assert.equal(await rows.filter({ visible: true }).count(), 0)
  assert.match(await amara.main.getByRole('status').filter({ hasText: 'matches' }).innerText(), /^Nothing here matches\. Press the search button/)
  await field.fill('')
  assert.equal(await rows.filter({ visible: true }).count(), all)
})

test('without JavaScript the same field asks the server', async (t) => {
  const dana = await withPage(t, { name: 'Dana Whitlock', path: '/candidates', options: { javaScript: false } })
  assert.equal(await dana.main.locator('#cases tbody tr').count(), 7)
  await dana.main.getByLabel('Find by name').fill('osei')
  await dana.press('Search')
  assert.equal(await dana.main.locator('#cases tbody tr').count(), 1)
  assert.equal(await dana.main.getByLabel('Find by name').inputValue(), 'osei')
  assert.match(await dana.main.locator('#cases tbody tr').innerText(), /^Amara Osei/)
})

/** A new draft of one outcome, open at its first step. */
async function newDraft(person) {
  // From the outcome's own page: the first page offers the draft that an earlier test began.
  await person.turnTo('Map')
  await person.go(`${person.path().replace(/map$/, '')}nodes/segment-4-foundation`)
  await person.follow('Claim this outcome')
  await person.press('Begin')
  return person.path()
}

const narrative = (page) => page.getByLabel(/^What you did/)
const said = (page) => page.locator('.autosave-said')

/** Types at the end of the narrative, again and again until the island is awake and has saved it. */
async function typeAndSave(page, text) {
  await until('the draft is saved', async () => {
    await narrative(page).fill(text)
    await page.waitForTimeout(1800)
    return /^Draft saved at \d\d:\d\d\.$/.test(await said(page).innerText())
  })
}

test('a draft is saved while it is written', async (t) => {
  const amara = await withPage(t, { name: 'Amara Osei' })
  const draft = await newDraft(amara)
  assert.equal(await said(amara.page).evaluate((line) => line.getBoundingClientRect().width), 0, 'an empty line covers the page')
  await typeAndSave(amara.page, 'I wrote the letter <and> the note.\n\nTwice.')
  await amara.look()
  // A date that is only half typed does no harm; a whole one is kept.
  const kept = amara.page.waitForResponse(
    (answer) => answer.url().endsWith('/draft/autosave') && answer.request().postData().includes('2026-03-02'),
  )
  await amara.page.getByLabel('First day of the work').fill('2026-03-02')
  assert.equal((await kept).status(), 200)
  await amara.go('/claims')
  await amara.go(draft)
  assert.equal(await narrative(amara.page).inputValue(), 'I wrote the letter <and> the note.\n\nTwice.')
  assert.equal(await amara.page.getByLabel('First day of the work').inputValue(), '2026-03-02')
})

test('a second window is told that the draft has moved on, and loses nothing', async (t) => {
  const amara = await withPage(t, { name: 'Amara Osei' })
  // What the browser notes about the refused save.
  amara.expectError(/status of 409/)
  const draft = await newDraft(amara)
  const second = await amara.context.newPage()
  await second.goto(server.origin + draft)
  await typeAndSave(amara.page, 'The first window was faster.')

  await narrative(second).fill('The second window has a text of its own.')
  await until('the second window is told', async () => /^Not saved: /.test(await said(second).innerText()))
  assert.equal(await narrative(second).inputValue(), 'The second window has a text of its own.')
  await amara.go(draft)
  assert.equal(await narrative(amara.page).inputValue(), 'The first window was faster.')

  // Its own Save button says so too, with what was typed still there.
  await Promise.all([second.waitForEvent('load'), second.getByRole('button', { name: 'Save and leave' }).click()])
  assert.match(await second.title(), /^Error: /)
  assert.equal(await narrative(second).inputValue(), 'The second window has a text of its own.')
  assert.match(await second.locator('#error-summary').innerText(), /The first window was faster/)
})

test('a button pressed while the draft is being saved waits for that, and is not taken for another window', async (t) => {
  const amara = await withPage(t, { name: 'Amara Osei' })
  const draft = await newDraft(amara)
  await typeAndSave(amara.page, 'First.')
  let stored = false
  await amara.page.route('**/draft/autosave', async (route) => {
    // Stored at once, answered late: the page doesn't know the new revision yet.
    const response = await route.fetch()
    stored = true
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.fulfill({ response })
  })
  await narrative(amara.page).fill('First. Second')
  await until('the draft is stored', async () => stored)
  await narrative(amara.page).fill('First. Second.')
  await Promise.all([amara.page.waitForEvent('load'), amara.page.getByRole('button', { name: 'Save and leave' }).click()])
  assert.equal(amara.path(), '/claims')
  assert.match(await amara.main.innerText(), /The draft is saved\./)
  await amara.go(draft)
  assert.equal(await narrative(amara.page).inputValue(), 'First. Second.')
})

test('whoever is signed out meanwhile is told to keep their text', async (t) => {
  const amara = await withPage(t, { name: 'Amara Osei' })
  amara.expectError(/status of 401/)
  await newDraft(amara)
  await typeAndSave(amara.page, 'Written while signed in.')
  await amara.context.clearCookies()
  await narrative(amara.page).fill('Written while signed in, and after.')
  await until('it is said', async () => /^Not saved: you are signed out\. Copy your text/.test(await said(amara.page).innerText()))
  assert.equal(await narrative(amara.page).inputValue(), 'Written while signed in, and after.')
})
