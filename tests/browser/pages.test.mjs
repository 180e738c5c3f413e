// Pages outside the story: what anyone may read, what is not there, the keyboard alone, and other colours.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './support/browser.mjs'
import { yesterday } from './support/days.mjs'
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

async function visitorTo(t, { name, ...options } = {}) {
  const visitor = await newVisitor(browser, options)
  t.after(() => visitor.close())
  return name ? signedIn(visitor, server, name) : atBrowser(visitor, server.origin)
}

const PUBLIC = ['/', '/sign-in', '/check', '/accessibility', '/frameworks', '/frameworks/cpq/2021-06', '/frameworks/cpq/2021-06/advanced', '/frameworks/cpq/2021-06/cilex-paralegal', '/frameworks/sqe/2021-09', '/frameworks/sqe/2021-09/FLK1', '/worth/cpq/2021-06', '/worth/sqe/2021-09', '/bodies/cilex', '/bodies/sra']

test('pages for anyone', async (t) => {
  const anyone = await visitorTo(t)
  for (const path of PUBLIC) {
    await anyone.go(path)
    assert.equal(anyone.path(), path)
    assert.match(await anyone.page.title(), / – Gradus$/)
    assert.equal(await anyone.page.locator('h1').count(), 1, `${path} has one heading of the first level`)
    await anyone.look()
  }
  await anyone.quiet()
})

// The pages of each role; `true` where the page lists something that leads one level further.
const OF_ROLES = {
  'Ines Calder': { '/applications': true, '/prior-learning': true, '/awards': true, '/enrolments': true, '/enrolments/new': false, '/organisations': true },
  'Dana Whitlock': { '/sittings': true, '/sittings/new': false, '/candidates': true },
  'Ruth Hale': { '/queue': true, '/signed': true, '/account': false },
  'Priya Nair': { '/queue': false, '/trainees': true, '/organisations': true },
  'Leo Fenn': { '/home': true, '/claims': true },
  'Mina Sato': { '/home': true },
  'Tomas Lind': { '/home': true, '/claims': false },
}

test('the first pages of every role', async (t) => {
  for (const [name, paths] of Object.entries(OF_ROLES)) {
    const person = await visitorTo(t, { name })
    for (const [path, leadsOn] of Object.entries(paths)) {
      await person.go(path)
      assert.equal(person.path(), path)
      await person.look()
      // One level further: the first thing that the page lists.
      const first = person.main.locator('tbody a, .next a').first()
      assert.equal((await first.count()) > 0, leadsOn, `${name} finds something on ${path}`)
      if (leadsOn) {
        await Promise.all([person.page.waitForEvent('load'), first.click()])
        await person.look()
      }
    }
    await person.quiet()
  }
})

test('pages that are not there say so, and no more', async (t) => {
  const anyone = await visitorTo(t)
  anyone.expectError(/status of 404/)
  for (const path of ['/nowhere', '/frameworks/cpq/1900-01', '/frameworks/cpq/2021-06/no-such-node', '/check/0000-0000-0000']) {
    const answer = await anyone.go(path)
    assert.equal(answer.status(), 404, path)
    await anyone.look()
  }
  // Someone else's page is as little there as one that never was.
  const amara = await visitorTo(t, { name: 'Amara Osei' })
  const map = await amara.page.getByRole('link', { name: 'Map', exact: true }).getAttribute('href')
  const tomas = await visitorTo(t, { name: 'Tomas Lind' })
  tomas.expectError(/status of 404/)
  for (const path of [map, map.replace(/map$/, 'record'), '/awards', '/sittings']) {
    const answer = await tomas.go(path)
    assert.equal(answer.status(), 404, path)
    assert.doesNotMatch(await tomas.says(), /Amara/)
    await tomas.look()
  }
  await anyone.quiet()
  await tomas.quiet()
})

for (const [page, name, open] of [
  ['sign-in', undefined, (person) => person.go('/sign-in')],
  ['a decision', 'Ruth Hale', (person) => openRequest(person)],
  ['the map', 'Amara Osei', (person) => person.turnTo('Map')],
]) {
  test(`with the keyboard alone: ${page}`, async (t) => {
    const person = await visitorTo(t, { name })
    // What fades in would be measured before it is there.
    await person.page.emulateMedia({ reducedMotion: 'reduce' })
    await open(person)
    const expected = await person.page.evaluate(focusable)
    const reached = []
    for (const _ of expected) {
      await person.page.keyboard.press('Tab')
      reached.push(await person.page.evaluate(focused))
    }
    assert.deepEqual(reached.map((one) => one.at), expected, 'everything is reached, in the order of the page')
    assert.equal(reached[0].text, 'Skip to content')
    assert.deepEqual(reached.filter((one) => !one.shows), [], 'the focus can be seen')

    // The way past the header.
    await person.page.evaluate(() => document.activeElement.blur())
    await open(person)
    await person.page.keyboard.press('Tab')
    await person.page.keyboard.press('Enter')
    await person.page.keyboard.press('Tab')
    assert.ok(await person.page.evaluate(() => document.activeElement.closest('main') !== null), 'the skip link leads into the content')
    await person.quiet()
  })
}

async function openRequest(ruth) {
  await ruth.turnTo('Queue')
  await ruth.follow(/Client relationships, seen at work at Advanced/)
}

/**
 * Runs in the page: what the Tab key must reach, as places in the document. Of a group of radio buttons it
 * reaches the one that is chosen, else the first.
 */
function focusable() {
  const all = [...document.querySelectorAll('*')]
  const groups = new Set(all.filter((one) => one.type === 'radio' && one.checked).map((one) => one.name))
  return all.flatMap((element, at) => {
    if (!element.matches('a[href], button, input:not([type="hidden"]), select, textarea, summary, .scroller')) return []
    if (element.matches('.scroller') && element.tabIndex < 0) return []
    if (!element.checkVisibility()) return []
    if (element.type === 'radio' && !element.checked) {
      if (groups.has(element.name)) return []
      groups.add(element.name)
    }
    return [at]
  })
}

/** Runs in the page: what has the focus, and whether anything is drawn around it or its card. */
function focused() {
  const element = document.activeElement
  const drawn = (one) => {
    const style = getComputedStyle(one)
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
  }
  const rect = element.querySelector?.('rect')
  return {
    at: [...document.querySelectorAll('*')].indexOf(element),
    text: element.textContent.trim(),
    shows: drawn(element) || (rect ? parseFloat(getComputedStyle(rect).strokeWidth) > 1.5 : false),
  }
}

test('the map on a phone: the same boxes in one column, the picture and the table when asked for', async (t) => {
  const amara = await visitorTo(t, { name: 'Amara Osei', javaScript: false, width: 390 })
  await amara.turnTo('Map')
  const [outline, picture, table] = ['.graph-outline', 'svg.map', '.graph-table'].map((part) => amara.main.locator(part))
  const hrefs = (links) => links.evaluateAll((all) => all.map((one) => one.getAttribute('href')).sort())
  const boxes = await hrefs(outline.locator('a'))
  assert.ok(boxes.length > 30)
  assert.deepEqual(boxes, await hrefs(picture.locator('a')))
  assert.deepEqual(boxes, await hrefs(table.locator('th a')))
  const shown = async () => [await outline.isVisible(), await picture.isVisible(), await table.isVisible()]
  assert.deepEqual(await shown(), [true, false, false])
  await amara.look()
  await amara.main.getByRole('link', { name: 'Show the picture' }).click()
  assert.deepEqual(await shown(), [true, true, false])
  await amara.look()
  await amara.main.getByRole('link', { name: 'Show the table' }).click()
  assert.deepEqual(await shown(), [true, false, true])
  await amara.look()
  await amara.page.emulateMedia({ media: 'print' })
  assert.deepEqual(await shown(), [false, true, true], 'paper shows the picture and the table')
  await amara.quiet()
})

test('paper says whose record it is, and where a code is checked', async (t) => {
  const amara = await visitorTo(t, { name: 'Amara Osei' })
  await amara.turnTo('Record')
  assert.equal(await amara.page.locator('h1').innerText(), 'Your record')
  await amara.page.emulateMedia({ media: 'print' })
  assert.equal(await amara.page.locator('h1').innerText(), 'The record of Amara Osei')
  assert.match(await amara.says(), /CILEX Professional Qualification.*as it stood on \d/)

  await amara.page.emulateMedia({ media: 'screen' })
  await amara.go('/claims')
  await amara.main.locator('a[href^="/claims/0"]').first().click()
  await amara.page.emulateMedia({ media: 'print' })
  assert.match(await amara.page.locator('h1').innerText(), /: claim of Amara Osei$/)
  for (const folded of await amara.main.locator('details > :not(summary)').all()) {
    assert.ok(await folded.isVisible(), 'paper leaves out what is folded')
  }

  const ines = await visitorTo(t, { name: 'Ines Calder' })
  await ines.go('/awards')
  const code = await ines.main.locator('tbody a').last().innerText()
  const anyone = await visitorTo(t)
  await anyone.go(`/check/${code}`)
  assert.doesNotMatch(await anyone.says(), /To check this code/)
  await anyone.page.emulateMedia({ media: 'print' })
  assert.ok((await anyone.says()).includes(`To check this code: ${server.origin}/check/${code}`))
  assert.doesNotMatch(await anyone.says(), /Check another code/)
})

test('dark, and in colours of one’s own', async (t) => {
  const dark = await visitorTo(t, { name: 'Amara Osei', colorScheme: 'dark' })
  const forced = await visitorTo(t, { name: 'Amara Osei' })
  await forced.page.emulateMedia({ forcedColors: 'active' })
  for (const person of [dark, forced]) {
    for (const part of ['Where you are', 'Map', 'Claims', 'Record']) {
      await person.turnTo(part)
      await person.look()
    }
    await person.quiet()
  }
  const background = await dark.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const [red, green, blue] = background.match(/\d+/g).map(Number)
  assert.ok(red + green + blue < 150, `${background} is dark`)
})

test('the Enter key in a mark records and sets nobody else to a pass, without scripts too', async (t) => {
  const visitor = await newVisitor(browser, { javaScript: false, width: 390 })
  t.after(() => visitor.close())
  const dana = await signedIn(visitor, server, 'Dana Whitlock')
  await dana.go('/sittings/new')
  await dana.page.getByLabel('Assessment or course').selectOption({ label: 'CPQ · F06 Professional and Legal Skills: Legal Research, Foundation' })
  await dana.page.getByLabel('Date').fill(yesterday())
  await dana.press('Add sitting')
  await dana.page.getByLabel('Mark of Tomas Lind').fill('58')
  await dana.press('Fill in Passed for the others')
  assert.equal(await dana.page.getByLabel('Mark of Tomas Lind').inputValue(), '58')
  assert.equal(await dana.page.getByLabel('Result of Amara Osei').inputValue(), 'pass')
  await dana.page.getByLabel('Result of Amara Osei').selectOption({ label: 'Not recorded' })
  await dana.page.getByLabel('Mark of Tomas Lind').press('Enter')
  await dana.main.locator('#results').waitFor()
  const recorded = await dana.main.locator('#results').innerText()
  assert.match(recorded, /Tomas Lind[\s\S]*Passed, 58/)
  assert.doesNotMatch(recorded, /Amara Osei/)
  await dana.look()
})

test('a name that is read from right to left turns no date round', async (t) => {
  const ines = await visitorTo(t, { name: 'Ines Calder' })
  await ines.go('/enrolments')
  await ines.follow('Amara Osei')
  await ines.follow('Name')
  await ines.page.getByLabel('Name', { exact: true }).fill('שרה כהן')
  await ines.press('Correct the name')
  assert.equal(await ines.main.locator('h1 bdi').innerText(), 'שרה כהן')
  // The sentence around the name goes on to its right.
  const turned = await ines.page.evaluate(() => {
    const name = document.querySelector('h1 bdi')
    const after = document.createRange()
    after.selectNodeContents(name.parentNode)
    after.setStartAfter(name)
    return name.getBoundingClientRect().left > after.getBoundingClientRect().right
  })
  assert.equal(turned, false)
})
