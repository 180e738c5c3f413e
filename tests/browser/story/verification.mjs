// The employer turns the second key. Only then is the stage met.

import assert from 'node:assert/strict'
import { expectStage, stateOf } from './standing.mjs'

export async function verificationIsAsked(amara) {
  await expectStage(amara, /In progress/)
  await amara.follow(/^Verification of competence at Foundation/)
  assert.match(await stateOf(amara), /^Open/)
  await amara.follow('Ask your employer to verify')
  await amara.look()
  await amara.tick('Hale & Partners')
  await amara.press('Ask to verify')
  assert.match(await amara.says(), /Hale & Partners is asked to verify/)
  await amara.look()
  await expectStage(amara, /In progress/)
}

/** Story, point 5. */
export async function stageIsVerified(priya) {
  assert.equal(priya.path(), '/queue')
  await priya.look()
  await priya.follow('Verification of competence at Foundation')
  await priya.look()
  const page = await priya.says()
  assert.match(page, /Verify the Foundation stage of Amara Osei/)
  assert.match(page, /\d+ of \d+ outcomes met, signed by Ruth Hale/)
  await priya.main.getByText('Each outcome, and who signed it').click()
  assert.match(await priya.says(), /Impact and communication, seen at work at Foundation Ruth Hale 1 of 1 Met/)
  await priya.look()
  await priya.tick('No, not now')
  // Refused for want of a reason: nothing of that answer stands beside the other one.
  await priya.press('Sign and send')
  assert.deepEqual([await statements(priya), await priya.main.locator('.error:visible').count()], [1, 1])
  await priya.tick('Yes, I verify it')
  assert.deepEqual([await statements(priya), await priya.main.locator('.error:visible').count()], [1, 0])
  await priya.tick('No, not now')
  assert.deepEqual([await priya.page.getByLabel('Why not').isVisible(), await priya.page.getByLabel(/^Remark/).isVisible()], [true, false])
  await priya.tick('Yes, I verify it')
  assert.deepEqual([await priya.page.getByLabel('Why not').isVisible(), await priya.page.getByLabel(/^Remark/).isVisible()], [false, true])
  await priya.look()
  await priya.press('Sign and send')
  assert.match(await priya.says(), /The Foundation stage of Amara Osei is verified/)
}

/** How many statements are in sight of whoever signs. */
const statements = (person) => person.main.locator('form .attest:visible').count()
