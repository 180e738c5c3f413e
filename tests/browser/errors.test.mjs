// Forms that come back: every mistake at once, each with a way to its field, and nothing that was typed is lost.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './support/browser.mjs'
import { daysAgo } from './support/days.mjs'
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

/**
 * One row a form: who opens it and how, what is typed, the button, and the id of each field that is wrong with the words
 * that say how to mend it. `kept` are the values that must still be there.
 */
const FORMS = [
  {
    form: 'sign-in with nothing filled in',
    open: (visitor) => visitor.go('/sign-in'),
    button: 'Sign in',
    wrong: { email: /email/i, password: /password/i },
  },
  {
    form: 'sign-in with a wrong password',
    open: (visitor) => visitor.go('/sign-in'),
    type: { email: 'amara@trainee.example', password: 'not the one I chose' },
    button: 'Sign in',
    wrong: { password: /email address or the password is wrong/ },
    // A password is never sent back.
    kept: { email: 'amara@trainee.example', password: '' },
  },
  {
    form: 'check of a code that can’t be one',
    open: (visitor) => visitor.go('/check'),
    type: { code: 'UUUU-1' },
    button: 'Check',
    wrong: { code: /twelve letters and digits/ },
    kept: { code: 'UUUU-1' },
  },
  {
    form: 'enrolment with every field wrong',
    who: 'Ines Calder',
    open: (ines) => ines.go('/enrolments/new'),
    type: { email: 'nobody at nowhere', job_title: 'Paralegal, "dry" <team>' },
    button: 'Enrol',
    wrong: { name: /name/i, email: /email address/i, framework: /framework/i, from_on: /first day/i, employer: /employer/i },
    kept: { email: 'nobody at nowhere', job_title: 'Paralegal, "dry" <team>' },
  },
  {
    form: 'sitting with nothing filled in',
    who: 'Dana Whitlock',
    open: (dana) => dana.go('/sittings/new'),
    button: 'Add sitting',
    wrong: { element: /assessment/i, held_on: /date|day/i },
  },
  {
    form: 'decision without an answer',
    who: 'Ruth Hale',
    open: (ruth) => ruth.follow(/Client relationships, seen at work at Advanced/),
    button: 'Sign and send',
    wrong: { outcome: /Choose whether the outcome was met/ },
  },
  {
    form: 'decision that something is missing, without what',
    who: 'Ruth Hale',
    open: (ruth) => ruth.follow(/Client relationships, seen at work at Advanced/),
    tick: 'Partly met',
    type: { comment: 'She kept to the dates & rang.' },
    button: 'Sign and send',
    wrong: { missing: /Say what is missing/ },
    kept: { comment: 'She kept to the dates & rang.' },
    stillTicked: 'Partly met',
  },
  {
    form: 'draft whose last day is before its first',
    who: 'Amara Osei',
    open: newDraft,
    type: { narrative: '  I wrote it.\n\n  Twice.', happened_from: daysAgo(3), happened_until: daysAgo(5) },
    button: 'Save and go on to evidence',
    wrong: { happened_until: /on or after the first day/ },
    kept: { narrative: '  I wrote it.\n\n  Twice.', happened_from: daysAgo(3), happened_until: daysAgo(5) },
  },
  {
    form: 'link without a name or an address',
    who: 'Amara Osei',
    open: (amara) => addToNewDraft(amara, 'link'),
    type: { address: 'javascript:alert(1)' },
    button: 'Add link',
    wrong: { title: /leads to/, address: /https?/ },
    kept: { address: 'javascript:alert(1)' },
  },
  {
    form: 'file that was not chosen',
    who: 'Amara Osei',
    open: (amara) => addToNewDraft(amara, 'file'),
    button: 'Add file',
    wrong: { file: /Choose a file/ },
  },
  {
    form: 'claim sent without the declaration',
    who: 'Amara Osei',
    open: async (amara) => {
      await newDraft(amara)
      const sending = amara.path().replace(/draft$/, 'sending')
      for (const [id, text] of Object.entries({ narrative: 'I wrote it.', happened_from: daysAgo(5), happened_until: daysAgo(3) }))
        await amara.main.locator(`[id="${id}"]`).fill(text)
      await amara.press('Save and go on to evidence')
      await amara.follow('Add a text')
      await amara.page.getByLabel('Title').fill('Note')
      await amara.page.getByLabel('Text', { exact: true }).fill('Redacted.')
      await amara.press('Add text')
      await amara.go(sending)
    },
    button: 'Send the claim',
    wrong: { redacted: /remove|redact/i, supervisor: /who supervised/i },
  },
]

/** By the list of outcomes: home leads back to a draft that there is already. */
async function newDraft(amara) {
  await amara.go('/claims')
  await amara.follow('Claim an outcome')
  await amara.follow(/^Impact and communication.*Foundation/)
  await amara.press('Begin')
}

async function addToNewDraft(amara, kind) {
  await newDraft(amara)
  await amara.go(amara.path().replace(/draft$/, `evidence?add=${kind}`))
}

for (const javaScript of [true, false]) {
  for (const row of FORMS) {
    test(`${row.form}, JavaScript ${javaScript ? 'on' : 'off'}`, async (t) => {
      const visitor = await newVisitor(browser, { javaScript })
      t.after(() => visitor.close())
      const person = row.who ? await signedIn(visitor, server, row.who) : atBrowser(visitor, server.origin)
      await row.open(person)
      if (row.tick) await person.tick(row.tick, true)
      for (const [id, text] of Object.entries(row.type ?? {})) await person.main.locator(`[id="${id}"]`).fill(text)
      await person.press(row.button)
      await expectCameBack(person, row)
      await person.look()
      await person.quiet()
    })
  }
}

async function expectCameBack(person, { wrong, kept = {}, stillTicked }) {
  assert.match(await person.page.title(), /^Error: /)
  const summary = person.main.locator('#error-summary')
  const listed = await summary.getByRole('link').evaluateAll((links) => links.map((link) => [link.hash.slice(1), link.textContent]))
  assert.deepEqual(
    listed.map(([id]) => id).filter((id) => !(id in wrong)),
    [],
    `only what is wrong is listed, not ${JSON.stringify(listed)}`,
  )
  for (const [id, words] of Object.entries(wrong)) {
    const of = listed.filter(([field]) => field === id).map(([, text]) => text)
    assert.equal(of.length, 1, `${id} is listed once in ${JSON.stringify(listed)}`)
    assert.match(of[0], words)
  }
  for (const [id, text] of Object.entries(kept)) assert.equal(await person.main.locator(`[id="${id}"]`).inputValue(), text, `${id} is kept`)
  if (stillTicked) assert.ok(await person.main.getByLabel(stillTicked, { exact: true }).isChecked(), `${stillTicked} is kept`)
  // Each link leads to its place: a field is ready to be typed into, and says what is wrong with it.
  for (const [id] of listed) {
    await summary.locator(`a[href="#${id}"]`).click()
    const field = await person.page.evaluate(describeField, id)
    assert.ok(field.isThere, `#${id} is not on the page`)
    if (field.isControl) {
      assert.ok(field.isFocused, `${id} is focused by its link`)
      assert.match(field.described, wrong[id], `${id} says what is wrong with it`)
    }
  }
}

/** Runs in the page. A choice's error belongs to its fieldset. */
function describeField(id) {
  const field = document.getElementById(id)
  if (!field) return { isThere: false }
  const holder = field.matches('[type="radio"], [type="checkbox"]') ? field.closest('fieldset') : field
  const ids = (holder?.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
  return {
    isThere: true,
    isControl: field.matches('input, select, textarea'),
    isFocused: document.activeElement === field,
    described: ids.map((one) => document.getElementById(one)?.textContent ?? `(no #${one})`).join(' '),
  }
}

test('beside a signature stands only what belongs to its answer, after a refused form too', async (t) => {
  for (const javaScript of [true, false]) {
    const visitor = await newVisitor(browser, { javaScript })
    t.after(() => visitor.close())
    const ruth = await signedIn(visitor, server, 'Ruth Hale')
    await ruth.follow(/Client relationships, seen at work at Advanced/)
    const shown = async () => [await ruth.main.locator('form .attest:visible').count(), await ruth.main.locator('.error:visible').count()]
    await ruth.tick('I can’t say')
    await ruth.press('Sign and send')
    assert.deepEqual(await shown(), [1, 1])
    await ruth.tick('Met', true)
    assert.deepEqual(await shown(), [1, 0])
    assert.equal(await ruth.page.getByLabel('Why can’t you say?').isVisible(), false)
    assert.match(await ruth.main.locator('form .attest:visible').innerText(), /Ruth|supervised|saw/)
  }
})

test('a claim and the answer to it stand side by side where there is room', async (t) => {
  const visitor = await newVisitor(browser, { width: 1280 })
  t.after(() => visitor.close())
  const ruth = await signedIn(visitor, server, 'Ruth Hale')
  await ruth.follow(/Client relationships, seen at work at Advanced/)
  const place = (part) => ruth.main.locator(part).evaluate((one) => one.getBoundingClientRect().toJSON())
  const [claim, answer] = [await place('#shown'), await place('.answer')]
  assert.ok(claim.right <= answer.left && Math.abs(claim.top - answer.top) < 1, `${JSON.stringify([claim, answer])}`)
  await ruth.page.setViewportSize({ width: 390, height: 900 })
  const [above, below] = [await place('#shown'), await place('.answer')]
  assert.ok(above.bottom <= below.top, 'on a phone one follows the other')
})

test('a form that comes back begins at the list of what is wrong', async (t) => {
  for (const javaScript of [true, false]) {
    const visitor = await newVisitor(browser, { javaScript })
    t.after(() => visitor.close())
    const ines = await signedIn(visitor, server, 'Ines Calder')
    await ines.go('/enrolments/new')
    await ines.press('Enrol')
    assert.equal(new URL(ines.page.url()).hash, '#error-summary')
    assert.equal(await ines.page.evaluate(() => document.activeElement.id), 'error-summary')
    // Reloading asks for a fresh form, not for the same mistakes again.
    await ines.go('/enrolments/new')
    assert.equal(await ines.page.title(), 'Enrol a trainee – Gradus')
    await visitor.quiet()
  }
})
