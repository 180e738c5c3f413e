// The main job, from the first look at the map to a status that anyone can check: told with JavaScript and without.

import { story } from './support/story.mjs'
import { seesWhereSheStands, stageIsMet } from './story/standing.mjs'
import { resultIsRecorded, resultIsConfirmed } from './story/results.mjs'
import { claimIsWritten, claimIsDecidedPartlyMet, claimIsAnswered, claimIsDecidedMet, claimIsLocked } from './story/claim.mjs'
import { verificationIsAsked, stageIsVerified } from './story/verification.mjs'
import { statusIsAppliedFor, statusIsConferred, statusIsChecked, statusIsWithdrawn } from './story/status.mjs'
import { recordTellsIt } from './story/record.mjs'
import { fileIsConfirmed, fileIsUploaded, rowIsDecidedAndAllIsRecorded, rowsAreChecked } from './story/imports.mjs'
import { workCounts, workIsConfirmed, workIsRecorded } from './story/experience.mjs'
import {
  exemptionCounts, olderQualificationsAreRead, otherIsDecidedInPart, otherIsReviewed, proofIsConfirmed, reviewIsAsked,
  unitsAreSent,
} from './story/exemptions.mjs'
import { atBrowser, signedIn } from './support/person.mjs'

story('a trainee climbs a stage with both keys and steps off with a status', async ({ server, visitor }) => {
  const enter = async (name) => signedIn(await visitor(), server, name)

  const amara = await enter('Amara Osei')
  await seesWhereSheStands(amara)

  // The first key: two people at the provider.
  const [dana, owen] = [await enter('Dana Whitlock'), await enter('Owen Marsh')]
  const sitting = await resultIsRecorded(dana, amara)
  await resultIsConfirmed(owen, sitting, amara)

  // Workplace competence: sent, answered, signed.
  const claim = await claimIsWritten(amara)
  const ruth = await enter('Ruth Hale')
  await claimIsDecidedPartlyMet(ruth, amara)
  await claimIsAnswered(amara, claim)
  await claimIsDecidedMet(ruth)
  await claimIsLocked(amara, claim)

  // The second key: the employer.
  await verificationIsAsked(amara)
  const priya = await enter('Priya Nair')
  await stageIsVerified(priya)
  await stageIsMet(amara)

  // The status, and the world outside.
  await statusIsAppliedFor(amara)
  const ines = await enter('Ines Calder')
  const anyone = atBrowser(await visitor(), server.origin)
  const code = await statusIsConferred(ines)
  await statusIsChecked(anyone, code)
  await statusIsWithdrawn(ines, code, anyone)
  await recordTellsIt(amara)
})

story('work is recorded, confirmed by the employer, and counts', async ({ server, visitor }) => {
  const mina = await signedIn(await visitor(), server, 'Mina Sato')
  await workIsRecorded(mina)
  await workIsConfirmed(await signedIn(await visitor(), server, 'Karim Daoud'))
  await workCounts(mina)
})

story('what is held from before is confirmed or judged, and counts', async ({ server, visitor }) => {
  await olderQualificationsAreRead(atBrowser(await visitor(), server.origin))
  const enter = async (name) => signedIn(await visitor(), server, name)
  const [tomas, ines] = [await enter('Tomas Lind'), await enter('Ines Calder')]
  await unitsAreSent(tomas)
  await proofIsConfirmed(ines)
  await exemptionCounts(tomas)
  await otherIsDecidedInPart(ines, tomas)
  await reviewIsAsked(tomas)
  await otherIsReviewed(await enter('Piet Larsen'))
})

story('results come from a file, and are confirmed as one', async ({ server, visitor }) => {
  const enter = async (name) => signedIn(await visitor(), server, name)
  const [dana, owen, amara] = [await enter('Dana Whitlock'), await enter('Owen Marsh'), await enter('Amara Osei')]
  const sitting = await fileIsUploaded(dana, [';Amara Osei;Passed;67', ';Zoë Groß;Passed;', 'amara@somewhere.example;;Merit;'])
  await rowsAreChecked(dana)
  await rowIsDecidedAndAllIsRecorded(dana)
  await fileIsConfirmed(owen, sitting, amara)
})
