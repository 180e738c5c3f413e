// Where the trainee stands: the first page, the map, and the page of one node.

import assert from 'node:assert/strict'

/** Story, point 1: the map, what is missing and why, and what to do next. */
export async function seesWhereSheStands(amara) {
  assert.equal(amara.path(), '/home')
  const home = await amara.says()
  assert.match(home, /You are on the Foundation stage/)
  assert.match(home, /The results key needs 1 more result/)
  assert.match(home, /F06 Professional and Legal Skills: Legal Research/)
  assert.match(home, /Claim Impact and communication/)
  assert.match(home, /Why Advanced is closed/)
  await amara.look()

  await amara.follow('See the whole map')
  await expectNode(amara, 'F06', /Open/)
  await expectNode(amara, 'foundation', /In progress/)
  await amara.look()
  // The table is the map in words.
  const row = amara.main.getByRole('row', { name: /^F06 / })
  assert.match(await row.innerText(), /Open/)

  await amara.follow(/^F06 /)
  assert.match(await amara.says(), /\bWhy\b/)
  await amara.look()
  await amara.turnTo('Where you are')
}

/** With both keys, and only then. */
export async function stageIsMet(amara) {
  await amara.turnTo('Where you are')
  const home = await amara.says()
  assert.match(home, /You are on the Advanced stage/)
  assert.match(home, /Apply for CILEX Paralegal/)
  await amara.turnTo('Map')
  await expectNode(amara, 'foundation', /Met/)
  await expectNode(amara, 'step-off-paralegal', /Open/)
  await amara.follow(/^Foundation: both keys/, amara.main.getByRole('table'))
  assert.match(await stateOf(amara), /^Met since/)
  await amara.look()
}

/** The stage with the state of its two keys, as the node's page gives them. */
export async function expectStage(amara, stage) {
  await amara.turnTo('Map')
  await expectNode(amara, 'foundation', stage)
}

/** How the node of the page that is open stands, in words. */
export const stateOf = async (person) => (await person.main.locator('.tag').first().locator('..').innerText()).replace(/\s+/g, ' ').trim()

/** How a node of the open map stands: the words inside its box. */
async function expectNode(person, id, state) {
  const words = await person.main.locator(`svg.map a[data-node="${id}"] .node-state`).textContent()
  assert.match(words.trim(), new RegExp(`^${state.source}$`), `the node ${id} of the map`)
}
