// axe-core: every rule of WCAG 2.2 A and AA that a machine can judge, and its best practices.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { runsScripts } from './visitor.mjs'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with the page as it stands: a line for each place. */
export async function violations(page) {
  if (!runsScripts(page)) await page.evaluate(timersWithoutScripts)
  // Over the browser's debugging connection, which the page's policy doesn't govern and which leaves no trace in it.
  await page.evaluate(SOURCE)
  return page.evaluate(async (tags) => {
    const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
    return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${rule.help}`))
  }, TAGS)
}

/** Fails with every violation. Ids must differ, too: a link or a label that names one would meet the wrong place. */
export async function expectAccessible(page) {
  const found = [...(await violations(page)), ...(await page.evaluate(sameIds))]
  assert.deepEqual(found, [], `${page.url()}: axe found\n${found.join('\n')}\n`)
}

/** Runs in the page: the ids that more than one element has. */
function sameIds() {
  const seen = new Set()
  return [...document.querySelectorAll('[id]')].filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => `same id twice: ${id}`)
}

/**
 * Runs in the page. Without JavaScript the browser calls no timers, and axe waits for some of no length; promises do run.
 * Its long timers only limit its patience, so they may stay silent.
 */
function timersWithoutScripts() {
  globalThis.setTimeout = (work, wait = 0) => {
    if (wait < 1000) void Promise.resolve().then(work)
    return 0
  }
}
