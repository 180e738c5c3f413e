// A result is recorded by one person of the provider and confirmed by another; in between it is provisional.

import assert from 'node:assert/strict'
import { yesterday } from '../support/days.mjs'
import { expectStage } from './standing.mjs'

/** Story, point 2. Answers the path of the sitting. */
export async function resultIsRecorded(dana, amara) {
  assert.equal(dana.path(), '/sittings')
  await dana.look()
  await dana.follow('Add a sitting')
  await dana.page.getByLabel('Assessment or course').selectOption({ label: 'CPQ · F06 Professional and Legal Skills: Legal Research, Foundation' })
  await dana.page.getByLabel('Date').fill(yesterday())
  await dana.press('Add sitting')
  const sitting = dana.path()
  assert.match(sitting, /^\/sittings\/[0-9a-f-]{36}$/)
  await dana.look()
  await dana.page.getByLabel('Result of Amara Osei').selectOption({ label: 'Passed' })
  await dana.page.getByLabel('Mark of Amara Osei').fill('67')
  await dana.press('Record results')
  assert.equal(dana.path(), sitting)
  assert.match(await dana.main.locator('#results').innerText(), /Amara Osei[\s\S]*Passed, 67[\s\S]*Provisional[\s\S]*Waits for a colleague/)
  // Whoever recorded it is offered no way to confirm it.
  assert.equal(await dana.main.getByRole('button', { name: /Confirm/ }).count(), 0)
  await dana.look()

  // The trainee sees it, and sees that it does not count.
  await amara.turnTo('Where you are')
  const home = await amara.says()
  assert.match(home, /The results key needs 1 more result/)
  assert.match(home, /A result is recorded and provisional/)
  assert.match(home, /F06 [^.]*Northgate Law School [^.]*Provisional/)
  await amara.look()
  await expectStage(amara, /In progress/)
  await amara.go(`${amara.path().replace(/map$/, '')}nodes/F06`)
  assert.doesNotMatch(await amara.main.locator('.tag').first().innerText(), /^Met$/)
  assert.match(await amara.says(), /provisional/i)
  return sitting
}

/** The second person; from now on it counts. One key alone does not meet the stage. */
export async function resultIsConfirmed(owen, sitting, amara) {
  await owen.go(sitting)
  await owen.look()
  await owen.tick('Confirm the result of Amara Osei')
  await owen.press('Confirm the selected results')
  assert.match(await owen.main.locator('#results').innerText(), /Confirmed by Owen Marsh/)
  await owen.look()

  await amara.turnTo('Where you are')
  assert.match(await amara.says(), /The results key is turned, the employer’s key needs/)
  await expectStage(amara, /In progress/)
}
