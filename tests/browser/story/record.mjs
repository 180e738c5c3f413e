// The record: the whole story in order, on a page and as JSON.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

/** What the story has done, in the words of the page and of the events. */
const STORY = [
  [/^Result recorded, provisional: F06 /, 'recorded_result'],
  [/^Result confirmed: F06 /, 'confirmed_result'],
  [/^Began a claim: Impact and communication/, 'began_claim'],
  [/^Sent a claim: Impact and communication/, 'requested_signature'],
  [/^Found partly met: Impact and communication/, 'signed'],
  [/^Sent a claim: Impact and communication/, 'requested_signature'],
  [/^Found met: Impact and communication/, 'signed'],
  [/^Asked the employer/, 'requested_signature'],
  [/^The employer’s key was turned/, 'signed'],
  [/^Applied: Step off as a CILEX Paralegal/, 'applied'],
  [/^Status conferred: CILEX Paralegal/, 'conferred_status'],
  [/^Status withdrawn: CILEX Paralegal/, 'withdrew_status'],
]

/** Story, point 7. */
export async function recordTellsIt(amara) {
  await amara.turnTo('Record')
  await amara.look()
  // The latest comes first; asked for from the beginning, it is the story as it happened.
  const latest = await instantsOf(amara)
  await amara.page.getByLabel('Order').selectOption('Oldest first')
  await amara.press('Show')
  await amara.look()
  await amara.main.locator('.folded > details').evaluateAll((folded) => folded.forEach((one) => (one.open = true)))
  const told = await amara.main.locator('.timeline > li:not(.folded)').evaluateAll((items) => items.map((item) => item.innerText))
  expectInOrder(told.map((item) => item.split('\n').map((line) => line.trim())), (lines, [title]) => lines.some((line) => title.test(line)))
  const instants = await instantsOf(amara)
  expectRising(instants)
  assert.deepEqual(latest.toReversed(), instants)

  const [download] = await Promise.all([amara.page.waitForEvent('download'), amara.main.getByRole('link', { name: 'Export as JSON' }).click()])
  assert.match(download.suggestedFilename(), /^gradus-record-cpq-\d{4}-\d\d-\d\d\.json$/)
  const record = JSON.parse(await readFile(await download.path(), 'utf8'))
  assert.equal(record.format, 'gradus-record/1')
  assert.equal(record.enrolment.name, 'Amara Osei')
  expectInOrder(record.story, (event, [, act]) => event.act === act)
  expectRising(record.story.map((event) => Date.parse(event.at)))
}

const instantsOf = (person) => person.main.locator('.timeline time').evaluateAll((times) => times.map((time) => Date.parse(time.dateTime)))

/** The end of the list holds the story, step after step, whatever stands in between. */
function expectInOrder(list, is) {
  let at = list.findLastIndex((one) => is(one, STORY[0]))
  for (const step of STORY) {
    const found = list.findIndex((one, place) => place >= at && is(one, step))
    assert.notEqual(found, -1, `${step[1]} (${step[0]}) is missing, or out of order, in ${JSON.stringify(list.slice(at), null, 1)}`)
    at = found + 1
  }
}

function expectRising(instants) {
  assert.ok(instants.length > STORY.length && instants.every(Number.isFinite))
  for (let i = 1; i < instants.length; i += 1) assert.ok(instants[i - 1] <= instants[i], `entry ${i} comes before the one that it follows`)
}
