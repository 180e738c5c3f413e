// A person at a browser: their own cookies, and a note of everything that went wrong on their pages.

import assert from 'node:assert/strict'

const withoutScripts = new WeakSet()

/** Whether the pages of this person run their scripts. */
export const runsScripts = (page) => !withoutScripts.has(page.context())

/**
 * Opens a new context with one page.
 *
 * `quiet()` fails when any page of it broke the Content-Security-Policy, wrote an error to the console or threw.
 * `expectError(pattern)` names what the test causes on purpose, such as the 404 it asks for.
 */
export async function newVisitor(browser, { javaScript = true, width = 1280, height = 900, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height },
    colorScheme,
    // Colours are judged as they are, and not half way.
    reducedMotion: 'reduce',
    acceptDownloads: true,
    // A test that passes only without the page's policy would prove nothing.
    bypassCSP: false,
  })
  if (!javaScript) withoutScripts.add(context)
  const notes = []
  const expected = []
  const sessions = []
  const watched = new Map()
  const watch = (page) => {
    if (!watched.has(page)) watched.set(page, watchPage(context, page, notes, sessions))
    return watched.get(page)
  }
  context.on('page', (page) => void watch(page).catch(() => {}))
  const page = await context.newPage()
  await watch(page)
  page.setDefaultTimeout(10_000)
  return {
    context,
    page,
    javaScript,
    expectError: (pattern) => void expected.push(pattern),
    quiet: async () => {
      // A page that has just opened is not watched yet; the browser then tells what it has seen so far.
      await Promise.all([...watched.values()].map((watching) => watching.catch(() => {})))
      await settle(sessions)
      const loud = notes.filter((note) => !expected.some((pattern) => pattern.test(note)))
      assert.deepEqual(loud, [], `pages must be quiet, but:\n${loud.join('\n')}\n`)
    },
    close: () => context.close(),
  }
}

/**
 * Policy violations come from the browser's own audit, not from `securitypolicyviolation` events: those need a script in
 * the page, and half of our tests run without any.
 */
async function watchPage(context, page, notes, sessions) {
  page.on('pageerror', (error) => notes.push(`${page.url()}: threw ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') notes.push(`${page.url()}: console: ${message.text()}`)
  })
  const session = await context.newCDPSession(page)
  session.on('Audits.issueAdded', ({ issue }) => {
    const policy = issue.details.contentSecurityPolicyIssueDetails
    if (policy) notes.push(`${page.url()}: policy: ${policy.violatedDirective} refused ${policy.blockedURL ?? 'something inline'}`)
  })
  await session.send('Audits.enable')
  sessions.push(session)
}

/** One round trip on each connection: what the browser sent before has then arrived. */
async function settle(sessions) {
  await Promise.all(sessions.map((session) => session.send('Runtime.evaluate', { expression: '0' }).catch(() => {})))
}
