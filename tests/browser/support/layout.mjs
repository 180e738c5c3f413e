// WCAG 1.4.10: at 320 CSS pixels nobody scrolls sideways, except inside a table's or the map's own scroller.

import assert from 'node:assert/strict'

/** Makes the window this wide, measures, and puts it back. */
export async function expectNoHorizontalScroll(page, width = 320) {
  const before = page.viewportSize()
  await page.setViewportSize({ width, height: before?.height ?? 900 })
  const { needed, given, culprits } = await page.evaluate(measure)
  if (before) await page.setViewportSize(before)
  assert.ok(needed <= given, `${page.url()} is ${needed} px wide in a window of ${given} px; look at ${culprits.join(', ')}`)
}

/** WCAG 1.4.4: with text twice as large nobody scrolls sideways either. */
export async function expectRoomForLargeText(page, widths = [390, 1280]) {
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  for (const width of widths) await expectNoHorizontalScroll(page, width)
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
}

/** Runs in the page. */
function measure() {
  const root = document.documentElement
  const given = root.clientWidth
  const scrolls = (element) => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
  const inScroller = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true
    return false
  }
  const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((one) => `.${one}`).join('')
  const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > given + 0.5 && !inScroller(e))
  return { needed: root.scrollWidth, given, culprits: [...new Set(wide.map(name))].slice(0, 5) }
}
