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
  assert.match(page, /Impact and communication, seen at work at Foundation 1 of 1 Met/)
  await priya.tick('Yes, I verify it')
  await priya.tick('I sign this statement')
  await priya.press('Sign and send')
  assert.match(await priya.says(), /The Foundation stage of Amara Osei is verified/)
}
