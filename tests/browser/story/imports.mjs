// The results of a sitting come from a file: semicolons, and letters as Windows writes them.

import assert from 'node:assert/strict'
import { yesterday } from '../support/days.mjs'

/** As Windows-1252, in which every letter of these is one byte. */
const windows = (text) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')

/** Uploads it from the page of a new sitting; answers the path of the sitting. */
export async function fileIsUploaded(dana, rows) {
  await dana.follow('Add a sitting')
  await dana.page.getByLabel('Assessment or course').selectOption({ label: 'CPQ · F06 Professional and Legal Skills: Legal Research, Foundation' })
  await dana.page.getByLabel('Date').fill(yesterday())
  await dana.press('Add sitting')
  const sitting = dana.path()
  await dana.follow('Import results from a file')
  await dana.look()
  const buffer = windows(`E-Mail;Name;Result;Mark\n${rows.join('\n')}\n`)
  await dana.page.getByLabel('File').setInputFiles({ name: 'Prüfung.csv', mimeType: 'text/csv', buffer })
  await dana.press('Upload file')
  assert.match(dana.path(), /^\/imports\/[0-9a-f-]{36}\/columns$/)
  assert.match(await dana.says(), /read as Windows writes them: look at the accents/)
  assert.match(await dana.main.getByLabel('Name').innerText(), /Zoë Groß/)
  await dana.look()
  return sitting
}

/** Has the rows checked: the page looks again by itself, with JavaScript and without. */
export async function rowsAreChecked(dana) {
  await dana.press('Check the rows')
  await dana.main.getByRole('link', { name: 'Download the report' }).waitFor({ timeout: 20_000 })
  await dana.look()
}

/** Decides about the row that names a candidate by the name alone, and records; two rows can't be. */
export async function rowIsDecidedAndAllIsRecorded(dana) {
  const wrong = await dana.main.locator('#rows-wrong').innerText()
  assert.match(wrong, /No candidate of this sitting is called Zoë Groß\./)
  assert.match(wrong, /“Merit” is no result: write Passed or Not passed/)
  assert.match(await dana.main.locator('#decide').innerText(), /Row 2: whose result is “Passed, 67”\?[\s\S]*Only the name is given/)
  await dana.press('Use these answers')
  assert.match(await dana.main.locator('#rows-ready').innerText(), /Amara Osei: Passed, 67/)
  await dana.press('Record 1 result')
  assert.match(await dana.says(), /Mend the rows that can’t be recorded and upload the file again, or leave them out/)
  await dana.look()
  await dana.tick('Leave out the 2 rows that can’t be recorded')
  await dana.press('Record 1 result')
  assert.match(await dana.says(), /You imported this file. Someone else at the provider confirms it\./)
  await dana.look()
}

/** The second person confirms it as one, and the trainee sees it. */
export async function fileIsConfirmed(owen, sitting, amara) {
  await owen.go(sitting)
  await owen.look()
  await owen.follow('Prüfung.csv')
  await owen.look()
  await owen.press('Confirm 1 result')
  assert.match(await owen.says(), /Confirmed by Owen Marsh/)
  await amara.turnTo('Where you are')
  assert.match(await amara.says(), /The results key is turned/)
}
