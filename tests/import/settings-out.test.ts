/**
 * The settings as a file that goes out of one library and comes into it again, through the functions of `npm run export` and
 * `npm run import`: nothing changes, and the file names nobody and no PIN.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runExport } from '../../src/endpoint/connectors/file/run-export.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { importTrial, now } from './import-trial.ts'

const trial = importTrial()
const { head, put, rowsOf, run } = trial
const settings = {
  libraryName: 'Salins',
  sites: [{ id: 'centre', name: 'Centre' }],
  openingRanges: [{ weekday: 2, from: '10:00', to: '12:30' }],
  librarians: [{ name: 'Nadia', pin: '482160937518', isManager: true }],
}

it('the settings go out as the file that comes in: here it changes nothing, and it names nobody and no PIN', async () => {
  const rota = [{ weekday: 2, from: '14:00', to: '18:00', task: 'handover', librarianId: 'nadia' }]
  const mails = { messagesOff: ['moved'], messageTemplates: { fr: { reminder: { subject: 'Demain', text: '{jour} {heure} {lieu}' } } } }
  const callWords = { fr: 'Votre nom suffit.', en: 'Your name is enough.' }
  await run('--settings', put('settings.json', JSON.stringify({ ...settings, rota, ...mails, callWords, territory: 'reunion' })))
  expect((await rowsOf('settings'))[0]).toMatchObject({ callWords })
  const before = await head()
  const out = join(trial.folder, 'out.json')
  const said: string[] = []
  const ports = {
    openStore: () => withMembers(trial.store, { close: async () => {} }),
    now: () => now,
    output: { write: (line: string) => said.push(line) },
    errors: { write: (line: string) => said.push(line) },
  }
  expect(await runExport(['--settings', '--out', out], ports)).toBe(0)
  expect(said.join('')).toContain(`Les réglages → ${out}`)
  const text = readFileSync(out, 'utf8')
  expect(text).not.toMatch(/"pin"|"librarians"|Nadia/)
  expect(await run('--settings', out, '--dry-run')).toBe(0)
  expect(trial.said).toContain('ne changerait rien')
  expect(await run('--settings', out)).toBe(0)
  expect(await head()).toBe(before)
  expect((await rowsOf('librarian')).map(({ name }) => name)).toEqual(['Nadia'])
  // A rota of people whom the library has not is refused, as it was.
  const strange = put('strange.json', text.replaceAll('"nadia"', '"paul"'))
  expect(await run('--settings', strange, '--dry-run')).toBe(2)
  // What is there already is not written over, unless somebody says so.
  expect(await runExport(['--settings', '--out', strange, '--lang', 'en'], ports)).toBe(1)
  expect(said.join('')).toContain('something is there under that name')
})
