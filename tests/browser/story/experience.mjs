// Work is recorded, confirmed by the employer, and counts from then on.

import assert from 'node:assert/strict'
import { daysAgo } from '../support/days.mjs'

export async function workIsRecorded(mina) {
  await mina.turnTo('Experience')
  assert.match(await mina.says(), /No work recorded yet/)
  await mina.look()
  await mina.follow('Record work')
  await mina.look()
  await mina.press('Record the work')
  assert.match(await mina.says(), /Enter the first day of the work/)
  await mina.look()
  await mina.page.getByLabel('First day').fill(daysAgo(300))
  await mina.page.getByLabel('Last day').fill(daysAgo(20))
  await mina.page.getByLabel(/^Part of full time/).fill('60')
  await mina.page.getByLabel('What you did').fill('Drafting and research for two partners, supervised by Karim Daoud.')
  await mina.press('Record the work')
  assert.match(await mina.says(), /Mersey Street Legal is asked to confirm it.*With the employer/)
  await mina.look()
}

export async function workIsConfirmed(karim) {
  await karim.turnTo('Queue')
  await karim.look()
  await karim.follow('Qualifying work experience')
  await karim.look()
  const page = await karim.says()
  assert.match(page, /Confirm the work of Mina Sato/)
  assert.match(page, /60 % of full time/)
  await karim.tick('Yes, I confirm it')
  assert.equal(await karim.main.locator('form .attest:visible').count(), 1)
  await karim.look()
  await karim.press('Sign and send')
  assert.match(await karim.says(), /The work of Mina Sato is confirmed/)
}

export async function workCounts(mina) {
  await mina.turnTo('Experience')
  assert.match(await mina.says(), /In progress 168 of 730 days.*Confirmed/)
  await mina.main.getByText('As a table').first().click()
  await mina.look()
  await mina.follow(/ to /)
  assert.match(await mina.says(), /It is signed and locked/)
  await mina.look()
}
