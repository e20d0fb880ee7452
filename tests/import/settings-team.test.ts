/**
 * The team that a settings file writes, through the same function as `npm run import`, into a real SQLite file: somebody who can act stays
 * in it, with a PIN and a passphrase of their own (SET-12).
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../src/domain/ids.ts'
import { importTrial, library } from './import-trial.ts'

const trial = importTrial()
const { head, put, run } = trial

const settings = {
  libraryName: 'Salins',
  sites: [{ id: 'centre', name: 'Centre' }],
  openingRanges: [{ weekday: 2, from: '10:00', to: '12:30' }],
}

test('[SET-12, SET-26] a file that would leave no manager who can act is refused, by a dry run too, with who must choose what first', async () => {
  const keepPassphrase = (name: string) =>
    trial.store.transact(library, (transaction) =>
      transaction.keepPassphrase({ librarianId: toLibrarianId(name), verifier: 'as kept', code: undefined }),
    )
  const hasPassphrase = (name: string) =>
    trial.store.read(library, async (reader) => (await reader.passphrase(toLibrarianId(name)))?.verifier !== undefined)
  const nadia = { name: 'Nadia', pin: '482160937518', isManager: true }
  const paul = { name: 'Paul', pin: '1379', isManager: true }
  const fileOf = (...librarians: readonly object[]) => put('team.json', JSON.stringify({ ...settings, librarians }))
  await run('--new-library', '--settings', fileOf(nadia))
  // Nobody has a passphrase yet: nothing is lost, and a library that is shut out comes back by a file.
  expect(await run('--settings', fileOf(nadia, paul))).toBe(0)
  await keepPassphrase('nadia')
  const before = await head()
  const demoted = { ...nadia, isManager: false }
  for (const people of [[paul], [demoted, paul], [demoted], [{ ...paul, isManager: false }]])
    for (const trialOnly of [[], ['--dry-run']]) {
      expect(await run('--settings', fileOf(...people), ...trialOnly), JSON.stringify(people)).toBe(2)
      expect(trial.complained).toContain('Nadia')
      expect([await head(), await hasPassphrase('nadia')]).toEqual([before, true])
    }
  await run('--settings', fileOf(paul))
  expect(trial.complained).toMatch(/phrase de passe.*Gardez Nadia.*Paul choisisse.*npm run passphrase/s)
  await run('--settings', fileOf(paul), '--lang', 'en')
  expect(trial.complained).toMatch(/passphrase.*Keep Nadia.*Paul has chosen.*npm run passphrase/s)

  await keepPassphrase('paul')
  expect(await run('--settings', fileOf(demoted, paul))).toBe(0)
  // Whoever is made a manager again begins anew.
  expect([await hasPassphrase('nadia'), await hasPassphrase('paul')]).toEqual([false, true])
})
