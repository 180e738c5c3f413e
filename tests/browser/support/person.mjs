// A person of the demonstration at their own browser, who does what a person does: goes, looks, fills, presses.

import assert from 'node:assert/strict'
import { expectAccessible } from './axe.mjs'
import { expectNoHorizontalScroll, expectRoomForLargeText } from './layout.mjs'
import { signIn } from './sign_in.mjs'

const NARROW = 320

/** A visitor without an account: `visitor` comes from a story or from `newVisitor`. */
export function atBrowser(visitor, origin) {
  const { page } = visitor
  const main = page.locator('main')
  return {
    ...visitor,
    main,
    /** Opens an address of ours. */
    go: (path) => page.goto(origin + path),
    path: () => new URL(page.url()).pathname,
    /** What the page says, its blanks made single. */
    says: async () => (await main.innerText()).replace(/\s+/g, ' '),
    /** The page as it stands: whole for everyone, on the narrowest screen and with large text too. */
    look: async () => {
      await expectAccessible(page)
      await expectNoHorizontalScroll(page, NARROW)
      await expectRoomForLargeText(page)
    },
    /** Follows a link of the page's content, and waits for the page that it leads to. */
    follow: (name, within = main) => andLoad(page, within.getByRole('link', { name }).first()),
    /** Follows a link of the main navigation. */
    turnTo: (name) => andLoad(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })),
    /** Ticks a box or chooses one of several: the whole card belongs to its label, so that is what the click meets. */
    tick: (label, exact = false) => main.getByLabel(label, { exact }).check({ force: true }),
    /** Presses a button and waits for the page after it. */
    press: (name) => andLoad(page, main.getByRole('button', { name, exact: true })),
  }
}

/** One of the people whom the server named at its start, signed in. `name` is how they are called there. */
export async function signedIn(visitor, server, name) {
  const found = server.people().find((person) => person.line.startsWith(`${name},`))
  assert.ok(found, `${name} is not among the people that the server names`)
  await signIn(visitor.page, server.origin, found)
  return atBrowser(visitor, server.origin)
}

/** A form or a link answers with a document, with JavaScript or without. */
async function andLoad(page, element) {
  await Promise.all([page.waitForEvent('load'), element.click()])
}
