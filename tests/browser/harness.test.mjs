// The harness itself: each of its nets must catch what is planted, in both modes, and let a clean page through.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { expectAccessible, violations } from './support/axe.mjs'
import { launch } from './support/browser.mjs'
import { people, startGradus } from './support/gradus.mjs'
import { expectNoHorizontalScroll } from './support/layout.mjs'
import { signIn } from './support/sign_in.mjs'
import { story } from './support/story.mjs'
import { newVisitor } from './support/visitor.mjs'

const POLICY = "default-src 'none'; script-src 'nonce-known' 'strict-dynamic'; style-src 'self'; img-src data:; form-action 'self'"
const clean = (inside) =>
  `<!doctype html><html lang="en-GB"><head><title>Page</title><link rel="icon" href="data:,"></head>` +
  `<body><main><h1>Page</h1>${inside}</main></body></html>`

const PAGES = {
  '/clean': clean('<p>Nothing wrong.</p>'),
  '/unnamed-button': clean('<button></button>'),
  '/same-id': clean('<p id="one">First.</p><p id="one">Second.</p>'),
  '/inline-style': clean('<p style="color: red">Refused.</p>'),
  '/foreign-image': clean('<img alt="Refused" src="http://127.0.0.1:9/x.png">'),
  '/throws': clean('<p>Throws.</p><script nonce="known">throw new Error("planted")</script>'),
  '/complains': clean('<p>Complains.</p><script nonce="known">console.error("planted")</script>'),
  '/script': clean('<p id="who">no script</p><script nonce="known">document.getElementById("who").textContent = "script"</script>'),
  '/wide': clean('<table><tr><td><img alt="" width="700" height="1"></td></tr></table>'),
  '/scroller': clean('<div class="scroller" tabindex="0"><img alt="" width="700" height="1"></div>').replace(
    '</head>',
    '<link rel="stylesheet" href="/style.css"></head>',
  ),
  '/sign-in': clean(
    '<form method="post" action="/sign-in"><label>E-mail <input name="email"></label>' +
      '<label>Password <input name="password" type="password"></label><button>Sign in</button></form>',
  ),
}

async function startPages() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname === '/style.css') return response.setHeader('content-type', 'text/css').end('.scroller{overflow-x:auto}')
    if (pathname === '/sign-in' && request.method === 'POST') {
      let form = ''
      for await (const part of request) form += part
      const right = new URLSearchParams(form).get('password') === 'right password'
      return response.writeHead(303, { location: right ? '/clean' : '/sign-in' }).end()
    }
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY }
    response.writeHead(pathname in PAGES ? 200 : 404, headers).end(PAGES[pathname] ?? clean('<p>Not here.</p>'))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

let pages
let browser
before(async () => {
  pages = await startPages()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await pages?.stop()
})

async function visit(path, options) {
  const visitor = await newVisitor(browser, options)
  await visitor.page.goto(pages.origin + path)
  return visitor
}

for (const javaScript of [true, false]) {
  const mode = `JavaScript ${javaScript ? 'on' : 'off'}`

  test(`a clean page passes every check, ${mode}`, async () => {
    const visitor = await visit('/clean', { javaScript })
    await expectAccessible(visitor.page)
    await expectNoHorizontalScroll(visitor.page, 320)
    await visitor.quiet()
    await visitor.close()
  })

  test(`axe finds a button without a name, ${mode}`, async () => {
    const visitor = await visit('/unnamed-button', { javaScript })
    assert.match((await violations(visitor.page)).join(), /^button-name/)
    await assert.rejects(expectAccessible(visitor.page), /button-name/)
    await visitor.close()
  })

  test(`an id that two elements share is noticed, ${mode}`, async () => {
    const visitor = await visit('/same-id', { javaScript })
    await assert.rejects(expectAccessible(visitor.page), /same id twice: one/)
    await visitor.close()
  })

  test(`what the policy refuses is noticed, ${mode}`, async () => {
    for (const [path, directive] of [['/inline-style', 'style-src-attr'], ['/foreign-image', 'img-src']]) {
      const visitor = await visit(path, { javaScript })
      await assert.rejects(visitor.quiet(), new RegExp(`policy: ${directive}`))
      await visitor.close()
    }
  })

  test(`a page that was not asked for on purpose is noticed, ${mode}`, async () => {
    const visitor = await visit('/missing', { javaScript })
    await assert.rejects(visitor.quiet(), /404/)
    visitor.expectError(/status of 404/)
    await visitor.quiet()
    await visitor.close()
  })

  test(`a page wider than the window is noticed, its own scroller is not, ${mode}`, async () => {
    const wide = await visit('/wide', { javaScript })
    await assert.rejects(expectNoHorizontalScroll(wide.page, 320), /in a window of 320 px; look at .*img/)
    assert.equal(wide.page.viewportSize().width, 1280)
    const scroller = await visit('/scroller', { javaScript })
    await expectNoHorizontalScroll(scroller.page, 320)
    await Promise.all([wide.close(), scroller.close()])
  })

  test(`signing in waits for the page after it, ${mode}`, async () => {
    const visitor = await visit('/clean', { javaScript })
    await signIn(visitor.page, pages.origin, { email: 'ada@example.org', password: 'right password' })
    assert.equal(new URL(visitor.page.url()).pathname, '/clean')
    visitor.page.setDefaultNavigationTimeout(500)
    await assert.rejects(signIn(visitor.page, pages.origin, { email: 'ada@example.org', password: 'wrong' }), /Timeout/)
    await visitor.close()
  })

  test(`the page's scripts stay off after axe has looked, ${mode}`, async () => {
    const visitor = await visit('/script', { javaScript })
    await expectAccessible(visitor.page)
    const expected = javaScript ? 'script' : 'no script'
    assert.equal(await visitor.page.locator('#who').textContent(), expected)
    await visitor.page.reload()
    assert.equal(await visitor.page.locator('#who').textContent(), expected)
    await visitor.close()
  })
}

test('a page that throws or complains is noticed', async () => {
  for (const path of ['/throws', '/complains']) {
    const visitor = await visit(path)
    await assert.rejects(visitor.quiet(), /planted/)
    await visitor.close()
  }
})

test('a second page of the same person is watched too', async () => {
  const visitor = await visit('/clean')
  const second = await visitor.context.newPage()
  await second.goto(`${pages.origin}/inline-style`)
  await assert.rejects(visitor.quiet(), /policy: style-src-attr/)
  await visitor.close()
})

const told = []
story(
  'a story is told in both modes',
  async ({ server, visitor, javaScript }) => {
    const { page } = await visitor()
    await page.goto(`${server.origin}/script`)
    assert.equal(await page.locator('#who').textContent(), javaScript ? 'script' : 'no script')
    told.push(javaScript)
  },
  { start: startPages },
)
after(() => assert.deepEqual(told, [true, false]))

test('the people who can sign in are read from what the server prints', () => {
  const printed = 'Sign in at http://127.0.0.1:3000 as\n  trainee    ada@example.org     step-by-step\n  nobody  eve@example.org\n'
  assert.deepEqual(people(printed), [
    { email: 'ada@example.org', password: 'step-by-step', line: 'trainee    ada@example.org     step-by-step' },
  ])
})

test('a server that will not start is quoted', async () => {
  await assert.rejects(startGradus({ binary: '/bin/false' }), /ended at once \(1\)/)
  await assert.rejects(startGradus({ binary: '/no/such/program' }), /ENOENT/)
})
