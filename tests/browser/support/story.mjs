// A story is told twice, with JavaScript and without, each time to a new server. Every page in it must be quiet.

import { test } from 'node:test'
import { launch } from './browser.mjs'
import { startGradus } from './gradus.mjs'
import { newVisitor } from './visitor.mjs'

/**
 * `tell` gets `{ server, visitor, javaScript }`; `visitor(options)` opens a person's own browser, in the story's mode.
 */
export function story(name, tell, { start = startGradus } = {}) {
  for (const javaScript of [true, false]) {
    test(`${name}, JavaScript ${javaScript ? 'on' : 'off'}`, { timeout: 300_000 }, async (t) => {
      const server = await start()
      t.after(() => server.stop())
      const browser = await launch()
      t.after(() => browser.close())
      const visitors = []
      const visitor = async (options) => {
        const one = await newVisitor(browser, { ...options, javaScript })
        visitors.push(one)
        return one
      }
      await tell({ server, visitor, javaScript, t })
      for (const one of visitors) await one.quiet()
    })
  }
}
