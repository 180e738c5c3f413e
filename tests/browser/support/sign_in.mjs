// Signing in as a person would, with or without JavaScript.

import assert from 'node:assert/strict'

/** Fills the form on `/sign-in` and waits for the page after it. */
export async function signIn(page, origin, { email, password }) {
  await page.goto(`${origin}/sign-in`)
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="password"]').fill(password)
  const form = page.locator('form', { has: page.locator('input[name="password"]') })
  await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), form.locator('[type="submit"], button').first().click()])
  assert.notEqual(new URL(page.url()).pathname, '/sign-in', `${email} could not sign in`)
}
