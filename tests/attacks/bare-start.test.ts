/**
 * What an installation that forgot something gives to the world: a plain proxy before /metrics, a demo under a public name, a service whose
 * environment file is missing, and a backup that somebody put something into. Runs against the built endpoint and its commands.
 */
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { besiege, command, foundLibrary, pathHere, start } from './besieged-endpoint.ts'

besiege()

const token = 'a token of sixteen'
const publicUrl = { PUBLIC_URL: 'https://drive.example.fr' }
const figures = (origin: string, headers: Readonly<Record<string, string>> = {}) => fetch(`${origin}/metrics`, { headers })

test('behind a proxy that adds no header /metrics answers nobody without a token, and says which', async () => {
  await foundLibrary()
  const { origin } = await start(publicUrl)
  const answer = await figures(origin)
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('METRICS_TOKEN')])
  const guarded = await start({ ...publicUrl, METRICS_TOKEN: token })
  expect((await figures(guarded.origin, { Authorization: `Bearer ${token}` })).status).toBe(200)
  expect((await figures((await start()).origin)).status).toBe(200)
})

/** A start without a name; how it ended, or that it listens. */
const bare = (more: Readonly<Record<string, string>>): Promise<string> =>
  start({ LIBRARY_NAME: '', ...more }).then(
    ({ output }) => `listens ${output()}`,
    (ended: Error) => ended.message,
  )

test('a demo is neither made nor opened under a public name or on a public address, and the start says what to write', async () => {
  for (const [name, value] of [
    ['PUBLIC_URL', 'https://drive.example.fr'],
    ['PUBLIC_URL', 'https://203.0.113.7'],
  ] as const) {
    const said = await bare({ [name]: value })
    expect(said).toMatch(/ended with 2/)
    expect(said).toMatch(new RegExp(`${name}.*LIBRARY_NAME`))
    expect(said).not.toMatch(/PIN \d/)
  }
  // Whoever tries it on this machine, or shows it to tablets of the house, has it.
  const { output } = await start({ LIBRARY_NAME: '', PUBLIC_URL: 'https://drive.example.lan:8080' })
  await expect.poll(output).toMatch(/PIN \d/)
  // And one that is there is not opened to the world later.
  expect(await bare(publicUrl)).toMatch(/ended with 2/)
}, 120_000)

test('a service whose environment file is missing makes no demo, prints no PIN, and is not started again in vain', async () => {
  const said = await bare({ NODE_ENV: 'production' })
  expect(said).toMatch(/ended with 2: .*NODE_ENV.*LIBRARY_NAME/)
  expect(said).not.toMatch(/PIN \d/)
  const named = await start({ NODE_ENV: 'production' })
  await expect.poll(named.output).toContain('Médiathèque')
})

test('a backup that holds a trigger or a view is neither put back nor tried, and the thing is named', async () => {
  await foundLibrary()
  const copy = pathHere('copy.db')
  expect(await command('backup', ['--out', copy])).toMatchObject({ code: 0 })
  const strange: readonly (readonly [name: string, sql: string])[] = [
    ['spy', 'CREATE TRIGGER spy AFTER UPDATE ON library BEGIN DELETE FROM passphrase; END'],
    ['people', 'CREATE VIEW people AS SELECT json FROM row'],
    ['extra', 'CREATE TABLE extra (a TEXT)'],
    ['by_name', 'CREATE INDEX by_name ON library (upper(name))'],
  ]
  for (const [name, sql] of strange) {
    const database = new Database(copy)
    database.exec(sql)
    database.close()
    for (const how of ['--from', '--try']) {
      const { code, text } = await command('restore', [how, copy, ...(how === '--from' ? ['--force'] : [])])
      expect([name, how, code, text]).toEqual([name, how, 1, expect.stringContaining(name)])
    }
    const again = new Database(copy)
    again.exec(`DROP ${sql.split(' ')[1]} ${name}`)
    again.close()
  }
  expect(await command('restore', ['--from', copy, '--force'])).toMatchObject({ code: 0 })
  expect(existsSync(pathHere('data', 'desk.db'))).toBe(true)
})
