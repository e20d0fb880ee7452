/**
 * The folder in which an ILS drops its files, and an account that may drop files there and nothing else: links, pipes, names, files that
 * change while they are read. Where root runs the tests, that account is another one, in processes of its own. Runs against the built
 * endpoint, and against the watch itself with the built import where a minute must pass.
 */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Instant } from '../../src/domain/instant.ts'
import { createFolderWatch, type WatchPorts } from '../../src/endpoint/connectors/file/watch-folder.ts'
import { beside, besiege, command, enrol, foundLibrary, pathHere, start } from './besieged-endpoint.ts'

besiege()

/** An account that nothing on this machine belongs to. */
const strangerId = 64_123
/** Without root these attacks skip, saying so: nobody else can act as another account. */
const isRoot = process.getuid?.() === 0
const asStranger = (...words: readonly string[]): readonly string[] =>
  isRoot ? ['setpriv', `--reuid=${strangerId}`, `--regid=${strangerId}`, '--clear-groups', ...words] : words
const stranger = (...words: readonly string[]): void => {
  const [program = '', ...rest] = asStranger(...words)
  execFileSync(program, rest)
}

const own = ['taken', 'archive', 'refused'] as const
const drop = (...parts: readonly string[]): string => pathHere('depot', ...parts)
const kept = (...parts: readonly string[]): string => pathHere('data', 'watched', ...parts)
const listing = (...where: readonly string[]): readonly string[] => (existsSync(join(...where)) ? readdirSync(join(...where)) : [])
/** The folder of the ILS, which whoever brings files may write to, as the whole way there. */
const makeDepot = (): void => {
  mkdirSync(drop())
  chmodSync(drop(), 0o777)
  chmodSync(pathHere(), 0o755)
}
const reasonsNow = (): readonly string[] =>
  listing(kept('refused')).flatMap((name) => (name.endsWith('.txt') ? [readFileSync(kept('refused', name), 'utf8')] : []))

const minute = 60_000
/** The watch as the endpoint runs it, at a clock of ours; `imported`: what each import read. */
const watchHere = () => {
  let clock = Date.now()
  const imported: string[] = []
  const done: Parameters<WatchPorts['onDone']>[0][] = []
  const during: ((path: string) => void)[] = []
  const watch = createFolderWatch({
    folder: drop(),
    own: kept(),
    keepDays: 7,
    now: () => clock as Instant,
    importFile: async (kind, path) => {
      for (const act of during) act(path)
      imported.push(readFileSync(path, 'latin1'))
      const { code, text } = await command('import', [`--${kind}`, path])
      return { code, report: text }
    },
    onDone: (one) => done.push(one),
  })
  const pass = async (ms = minute): Promise<void> => {
    clock += ms
    await watch.pass()
  }
  return { pass, imported, done, during }
}
const catalogue = 'barcode,record,title,author,type,cote,location\n33331000000014,R1,Un,Auteur,livre,R AUT,Adultes\n'
const titles = () => beside(async (store) => (await store.libraries()).map(({ head }) => head))

const layLinks = async (lay: (...words: readonly string[]) => void): Promise<void> => {
  await foundLibrary()
  makeDepot()
  mkdirSync(pathHere('loot'))
  chmodSync(pathHere('loot'), 0o777)
  lay('ln', '-s', pathHere('data'), drop('taken'))
  for (const name of ['archive', 'refused']) lay('ln', '-s', pathHere('loot'), drop(name))
  const before = statSync(pathHere('data', 'desk.db')).ino
  const endpoint = await start({ WATCH_DIR: drop() })
  // The first pass is over: where links are followed, or in folders of the endpoint's own.
  await expect.poll(() => listing(pathHere('loot')).length + listing(kept()).length, { timeout: 20_000 }).toBeGreaterThan(2)
  expect(listing(pathHere('loot'))).toEqual([])
  await enrol(endpoint)
  expect(statSync(pathHere('data', 'desk.db')).ino).toBe(before)
}

test.skipIf(!isRoot)('links that another account lays where the endpoint had its folders move nothing of the endpoint’s away', () =>
  layLinks(stranger),
)

test('links that the endpoint’s own account lays there move nothing away either', () =>
  layLinks((program, ...rest) => execFileSync(program, rest)))

test('a folder laid there as a link between two passes leads nowhere either, and the reason is kept', async () => {
  await foundLibrary()
  makeDepot()
  const { pass, imported } = watchHere()
  await pass()
  stranger('ln', '-s', pathHere('data'), drop('aside'))
  for (const name of own) stranger('sh', '-c', `rm -rf ${drop(name)}; ln -sfn ${pathHere('data')} ${drop(name)}`)
  writeFileSync(drop('catalogue.csv'), catalogue)
  await pass()
  await pass()
  expect(imported).toEqual([catalogue])
  expect(existsSync(pathHere('data', 'desk.db'))).toBe(true)
  expect(listing(pathHere('data')).filter((name) => /_|\.txt$/.test(name) && name !== 'library.txt')).toEqual([])
  expect(reasonsNow().filter((reason) => reason.includes('C’est un lien'))).toHaveLength(4)
  expect(listing(drop())).toEqual([])
})

test('a link, a second name of the endpoint’s own database, a pipe and a socket are not read, each with its reason', async () => {
  await foundLibrary()
  makeDepot()
  const { pass, imported } = watchHere()
  symlinkSync(pathHere('data', 'desk.db'), drop('catalogue-link.csv'))
  linkSync(pathHere('data', 'desk.db'), drop('catalogue-hard.csv'))
  stranger('mkfifo', drop('usagers-pipe.csv'))
  const server = createServer().listen(drop('commandes-socket.csv'))
  await expect.poll(() => existsSync(drop('commandes-socket.csv'))).toBe(true)
  await pass()
  await pass()
  expect(imported).toEqual([])
  expect(reasonsNow()).toHaveLength(4)
  for (const reason of reasonsNow()) expect(reason).toContain('Déposez une copie')
  expect(statSync(pathHere('data', 'desk.db')).nlink).toBe(1)
  expect(await titles()).toHaveLength(1)
  server.close()
})

test('a file that its sender still holds open, or keeps under a second name, is not changed while it is read', async () => {
  await foundLibrary()
  makeDepot()
  const { pass, imported, during } = watchHere()
  writeFileSync(drop('catalogue.csv'), catalogue)
  linkSync(drop('catalogue.csv'), pathHere('second-name.csv'))
  const held = openSync(drop('usagers.csv'), 'a')
  writeSync(held, 'carte;nom\n')
  during.push(() => writeSync(held, 'INTRUS\n'))
  await pass()
  await pass()
  closeSync(held)
  expect(imported).toEqual(['carte;nom\n'])
  expect(reasonsNow().filter((reason) => reason.includes('Déposez une copie'))).toHaveLength(1)
  expect(readFileSync(pathHere('second-name.csv'), 'utf8')).toBe(catalogue)
})

test.skipIf(!isRoot)('while another account swaps a file for a link as fast as it can, nothing of the endpoint’s is read', async () => {
  await foundLibrary()
  makeDepot()
  const secret = pathHere('data', 'period-keys-of-test')
  writeFileSync(secret, 'SECRET;'.repeat(10), { mode: 0o600 })
  // Of one length and one date, so that both look alike.
  const script = `cd ${drop()}; trap exit TERM; while :; do
    printf %${secret.length}s x > .a; touch -d @1000000000 .a; ln -s ${secret} .b; touch -h -d @1000000000 .b
    mv -fT .a catalogue.csv; mv -fT .b catalogue.csv; done`
  const [program = '', ...rest] = asStranger('sh', '-c', script)
  const swapping = spawn(program, rest, { stdio: 'ignore' })
  const { pass, imported } = watchHere()
  for (let i = 0; i < 60; i++) await pass()
  swapping.kill()
  expect(imported.filter((text) => text.includes('SECRET'))).toEqual([])
  expect(readFileSync(secret, 'utf8')).toContain('SECRET')
})

test('a name as long as a disk allows, or in no encoding, stops nobody else’s file', async () => {
  await foundLibrary()
  makeDepot()
  const { pass, imported, done } = watchHere()
  writeFileSync(drop(`usagers-${'x'.repeat(222)}`), 'rien')
  writeFileSync(Buffer.from(`${drop()}/r\xe9servations.csv`, 'latin1'), 'rien')
  writeFileSync(drop('usagers\n\u202e; $(reboot).csv'), 'rien')
  writeFileSync(drop('catalogue.csv'), catalogue)
  await pass()
  await pass()
  expect(imported).toContain(catalogue)
  expect(listing(drop())).toEqual([])
  expect(done.map(({ outcome }) => outcome).toSorted()).toEqual(['archived', 'refused', 'refused', 'refused'])
  expect(listing(kept('refused')).filter((name) => /[\n\u202e;$]/.test(name))).toEqual([])
})

test('a file larger than the disk has room for twice is left where it is, told once, and stops no other', async () => {
  await foundLibrary()
  makeDepot()
  const { pass, imported, done } = watchHere()
  writeFileSync(drop('usagers.csv'), '')
  truncateSync(drop('usagers.csv'), 2 ** 42)
  writeFileSync(drop('catalogue.csv'), catalogue)
  for (let i = 0; i < 4; i++) await pass()
  expect(imported).toEqual([catalogue])
  expect(listing(drop())).toEqual(['usagers.csv'])
  expect(done.filter(({ outcome }) => outcome === 'not-taken')).toHaveLength(1)
  expect(listing(kept('taken'))).toEqual([])
})

test('the data folder itself, or one around it, is not watched', async () => {
  await foundLibrary()
  for (const folder of [pathHere('data'), pathHere(), pathHere('data', 'rejected')]) {
    mkdirSync(folder, { recursive: true })
    const { code, text } = await command('enrol', [], { WATCH_DIR: folder })
    expect([folder, code]).toEqual([folder, 2])
    expect(text).toContain('WATCH_DIR')
  }
  mkdirSync(drop())
  expect(await command('enrol', [], { WATCH_DIR: drop() })).toMatchObject({ code: 0 })
})
