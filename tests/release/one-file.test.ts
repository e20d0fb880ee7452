/**
 * The archives that bring their own Node: that of Linux is started in a root that holds nothing but it, a shell and the C library, in a network
 * of its own with nothing beyond it; it is updated there, and goes back. Runs in vitest; npm fetches the packages. Without them, or
 * without a second root, a test skips, saying so. PTE_SYSTEMS=all, at night, packs and reads those of the other systems too.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../fakes/free-port.ts'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { buildForRelease, packRelease, releaseName, root } from './pack-release.ts'

interface Packed {
  readonly bytes: Buffer
  readonly isProgram: boolean
}
type Entries = ReadonlyMap<string, Packed>
interface Scripts {
  readonly readArchive: (bytes: Buffer) => Entries
  readonly verifyVersion: (entries: Entries, key: string) => { readonly version: string; readonly files: Entries }
  readonly signVersion: (folder: string, keyPath: string) => void
  readonly packTar: (above: string, folder: string, madeAt: Date) => Buffer
  readonly systemdUnit: (asked: { readonly home: string; readonly uid: number; readonly writable: readonly string[] }) => string
  readonly launchdPlist: (asked: { readonly home: string; readonly user: string }) => string
  readonly scheduledTask: (asked: { readonly home: string }) => string
  readonly windowsRights: (home: string) => readonly (readonly string[])[]
}
/** Scripts have no types of their own. */
const load = async (...paths: readonly string[]): Promise<Scripts> =>
  Object.assign({}, ...(await Promise.all(paths.map((path) => import(join(root, path))))))
const { readArchive, verifyVersion, signVersion, packTar, systemdUnit, launchdPlist, scheduledTask, windowsRights } = await load(
  'deploy/one-file/read-archive.mjs',
  'deploy/one-file/service.mjs',
  'release-systems.mjs',
  'release-tools.mjs',
)

const folder = mkdtempSync(join(tmpdir(), 'one-file-'))
const inFolder = (...parts: readonly string[]): string => join(folder, ...parts)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    own: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    shown: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
const keys = { keeper: pair(), stranger: pair() }
for (const [name, { own }] of Object.entries(keys)) writeFileSync(inFolder(name), own, { mode: 0o600 })

const isOfAll = process.env.PTE_SYSTEMS === 'all'
let notPacked: string | undefined
beforeAll(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    notPacked = 'this is no Linux x64'
    return
  }
  const built = join(root, 'dist')
  const isBuilt = existsSync(join(built, 'endpoint', 'main.js')) && existsSync(join(built, 'app', 'index.html'))
  if (!isBuilt) await buildForRelease(inFolder('dist'))
  const environment = { ...process.env, RELEASE_KEY: inFolder('keeper') }
  await packRelease(isBuilt ? built : inFolder('dist'), inFolder('out'), isOfAll ? 'all' : 'linux-x64', environment).catch(
    (error: unknown) => {
      const said = String((error as { readonly stderr?: string }).stderr ?? error)
      // A registry that does not answer is no fault of ours; all else is.
      if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|E404|ENOTCACHED/.test(said)) throw error
      notPacked = 'npm cannot fetch Node or the packages here'
    },
  )
}, 600_000)

describe('what an update judges', () => {
  const versionOf = (change: (place: string) => void = () => undefined, key: string | undefined = inFolder('keeper')) => {
    const above = mkdtempSync(inFolder('small-'))
    const place = join(above, 'pret-a-emporter', 'versions', '9.0.0-next')
    mkdirSync(join(place, 'dist'), { recursive: true })
    writeFileSync(join(place, 'dist', 'main.js'), 'text')
    writeFileSync(join(above, 'pret-a-emporter', 'pret-a-emporter'), 'a starter, which no update takes')
    signVersion(place, key)
    change(place)
    return packTar(above, 'pret-a-emporter', new Date(0))
  }
  const judge = (bytes: Buffer) => verifyVersion(readArchive(bytes), keys.keeper.shown)

  test('a version of its keeper is taken, and of what stands beside it nothing', () => {
    const { version, files } = judge(versionOf())
    expect(version).toBe('9.0.0-next')
    expect([...files.keys()].sort()).toEqual(['SHA256SUMS', 'SHA256SUMS.sig', 'dist/main.js', 'release-key.pem'])
  })

  const notTheKeepers = /signature/
  const spoiled = /abîmée/
  test.each<[string, () => Buffer, RegExp]>([
    ['signed by somebody else', () => versionOf(undefined, inFolder('stranger')), notTheKeepers],
    ['signed by nobody', () => versionOf((place) => rmSync(join(place, 'SHA256SUMS.sig'))), notTheKeepers],
    [
      'with a list of sums changed after it was signed',
      () => versionOf((place) => writeFileSync(join(place, 'SHA256SUMS'), '')),
      notTheKeepers,
    ],
    ['with a file changed', () => versionOf((place) => writeFileSync(join(place, 'dist', 'main.js'), 'Text')), spoiled],
    ['with a file too many', () => versionOf((place) => writeFileSync(join(place, 'dist', 'more.js'), '')), spoiled],
    ['with a file too few', () => versionOf((place) => rmSync(join(place, 'dist', 'main.js'))), spoiled],
    ['cut short', () => versionOf().subarray(0, 200), spoiled],
    [
      'with a byte that fell over',
      () => Buffer.from(versionOf().map((byte, at, { length }) => (at === length - 6 ? byte ^ 1 : byte))),
      spoiled,
    ],
    ['that is none', () => gzipSync('words'.repeat(500)), /archive/],
    ['that leads out of its folder', () => gzipSync(renamed(gunzipSync(versionOf()))), spoiled],
  ])('an archive %s is refused', (_, make, why) => expect(() => judge(make())).toThrow(why))

  /** Of the same length, and with its sum of the header left wrong, which is not what refuses it. */
  const renamed = (tar: Buffer): Buffer =>
    Buffer.from(tar.toString('latin1').replace('9.0.0-next/dist/main.js', '9.0.0-next/../../main.js'), 'latin1')
})

test('a zip, as Windows opens it, is read to the byte', () => {
  const [name, body] = ['pret-a-emporter/LISEZMOI.txt', Buffer.from('é\r\n'.repeat(400))]
  const packed = deflateRawSync(body)
  const header = (mark: string, before: number, after: number): Buffer => {
    const bytes = Buffer.alloc(4 + before + 26 + after)
    bytes.write(mark, 'latin1')
    bytes.writeUInt16LE(8, 4 + before + 4)
    for (const [value, at] of [
      [packed.length, 14],
      [body.length, 18],
    ] as const)
      bytes.writeUInt32LE(value, 4 + before + at)
    bytes.writeUInt16LE(name.length, 4 + before + 22)
    return bytes
  }
  const [local, central, end] = [header('PK\x03\x04', 0, 0), header('PK\x01\x02', 2, 14), Buffer.alloc(22)]
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(local.length + name.length + packed.length, 16)
  const files = readArchive(Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]))
  expect(files.get(name)?.bytes.equals(body)).toBe(true)
})

/** What the program needs of the system it stands on, as its loader says. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path)

interface Typed {
  readonly code: number
  readonly said: string
}
interface Report extends Readonly<Record<'status' | 'imported' | 'good' | 'again' | 'broken' | 'tables' | 'spoiled' | 'alone', Typed>> {
  readonly seconds: Readonly<Record<string, number>>
  readonly page: number
  readonly orders: number
  readonly problems: readonly string[]
  readonly outcomes: readonly string[]
  readonly versions: readonly string[]
  readonly copies: readonly string[]
  readonly shown: string
  readonly before: string
  readonly afterGood: string
  readonly afterBroken: readonly unknown[]
  readonly afterAlone: readonly unknown[]
  readonly afterTables: readonly unknown[]
  readonly ordersLeft: number
  readonly stopped: number
  readonly unknown: number
}

/** A version that leaves tables which the former one cannot read, and ends. */
const bringsUpAndEnds = `import Database from 'better-sqlite3'
const database = new Database(process.env.DATA_DIR + '/desk.db')
database.pragma('user_version = 999')
database.close()
process.exit(3)
`

/** A later version, signed by the keeper. Its Node is the first one's, so that it is packed in a second. */
const packNext = (home: string, version: string, change: (place: string) => void): void => {
  const first = readFileSync(join(home, 'state', 'current'), 'utf8').trim()
  const above = inFolder(version)
  const place = join(above, 'pret-a-emporter', 'versions', version)
  const from = join(home, 'versions', first)
  cpSync(from, place, { recursive: true, filter: (path) => path !== join(from, 'node', 'bin', 'node') })
  writeFileSync(join(place, 'node', 'bin', 'node'), `#!/bin/sh\nexec /pret-a-emporter/versions/${first}/node/bin/node "$@"\n`)
  chmodSync(join(place, 'node', 'bin', 'node'), 0o755)
  writeFileSync(join(place, 'build.json'), JSON.stringify({ version, system: 'linux-x64', madeAt: '2099-01-01T00:00:00.000Z' }))
  change(place)
  signVersion(place, inFolder('keeper'))
  writeFileSync(inFolder('root', `${version}.tar.gz`), gzipSync(gunzipSync(packTar(above, 'pret-a-emporter', new Date(0))), { level: 1 }))
}

test('[INST] in an empty root, without npm and without network, it starts, takes a first order, is updated, and goes back from what does not start', {
  timeout: 300_000,
}, async ({ skip }) => {
  if (notPacked !== undefined) skip(notPacked)
  const apart = ['--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child']
  if (spawnSync('unshare', [...apart, 'sh', '-c', 'ip link set lo up']).status !== 0)
    skip('no root of its own can be made here (unshare, ip)')
  const inRoot = (...parts: readonly string[]): string => inFolder('root', ...parts)
  for (const name of ['tmp', 'dev']) mkdirSync(inRoot(name), { recursive: true })
  writeFileSync(inRoot('dev', 'null'), '')
  execFileSync('tar', ['xzf', inFolder('out', `${releaseName}-linux-x64.tar.gz`), '-C', inRoot()])
  const home = inRoot('pret-a-emporter')
  const first = readFileSync(join(home, 'state', 'current'), 'utf8').trim()
  const node = join('pret-a-emporter', 'versions', first, 'node', 'bin', 'node')
  for (const path of new Set([inRoot(node), '/bin/sh'].flatMap(librariesOf)).add('/bin/sh')) {
    mkdirSync(dirname(inRoot(path)), { recursive: true })
    cpSync(path, inRoot(path), { dereference: true })
  }
  mkdirSync(inRoot('files'))
  writeFileSync(inRoot('files', 'settings'), JSON.stringify({ ...tilleuls.settings, zone: 'UTC' }))
  writeFileSync(inRoot('files', 'catalogue'), tilleuls.catalogueFile())
  writeFileSync(inRoot('files', 'patrons'), tilleuls.patronsFile())
  cpSync(join(root, 'tests/protocol/second-client'), inRoot('test', 'second-client'), { recursive: true })
  cpSync(join(root, 'tests/release/in-empty-root.mjs'), inRoot('test', 'in-empty-root.mjs'))
  packNext(home, '9.0.0-good', () => undefined)
  packNext(home, '9.0.1-broken', (place) =>
    writeFileSync(join(place, 'dist/endpoint/main.js'), "console.error('not today')\nprocess.exit(3)\n"),
  )
  packNext(home, '9.0.2-tables', (place) => writeFileSync(join(place, 'dist/endpoint/main.js'), bringsUpAndEnds))
  const words = [
    '/test/in-empty-root.mjs',
    '/pret-a-emporter',
    String(await freePort()),
    '/9.0.0-good.tar.gz',
    '/9.0.1-broken.tar.gz',
    '/9.0.2-tables.tar.gz',
    '/files',
  ]
  const enter = [
    'sh',
    '-c',
    'ip link set lo up && mount --bind /dev/null "$1/dev/null" && exec chroot "$@"',
    'sh',
    inRoot(),
    `/${node}`,
    '--disable-warning=ExperimentalWarning',
    ...words,
  ]
  const { stdout } = await promisify(execFile)('unshare', [...apart, ...enter], { env: {}, maxBuffer: 10_000_000 })
  const report: Report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')

  expect([report.page, report.problems, report.outcomes, report.orders]).toEqual([
    200,
    [],
    [expect.stringMatching(/^accepted|^already-known$/)],
    1,
  ])
  expect(report.shown).toContain('Adresse : http://localhost:')
  expect(report.shown).toContain('install-service')
  expect(report.shown).not.toContain('npm')
  expect(report.status).toMatchObject({ code: 0, said: expect.stringContaining('tourne et répond') })
  expect(report.imported.code).toBe(0)

  expect(report.good).toMatchObject({ code: 0, said: expect.stringContaining('La version 9.0.0-good répond') })
  expect([report.before, report.afterGood]).toEqual([first, '9.0.0-good'])
  expect(report.again).toMatchObject({ code: 1, said: expect.stringContaining('déjà') })
  expect(report.broken).toMatchObject({ code: 1, said: expect.stringMatching(/not today.*9\.0\.0-good tourne de nouveau/s) })
  expect(report.afterBroken).toEqual(['9.0.0-good', true])
  expect(report.versions).toEqual([first, '9.0.0-good'].sort())
  expect(report.copies.filter((name) => name.startsWith('avant-'))).toHaveLength(3)
  expect(report.tables).toMatchObject({ code: 1, said: expect.stringContaining('avec la copie faite juste avant') })
  expect([report.afterTables, report.ordersLeft]).toEqual([['9.0.0-good', true], 1])
  expect(report.spoiled).toMatchObject({ code: 1, said: expect.stringContaining('abîmée') })
  expect([report.stopped, report.unknown]).toEqual([0, 2])
  // Where nobody keeps an endpoint it is tried, and stopped again.
  expect(report.alone).toMatchObject({ code: 1, said: expect.stringContaining('tourne de nouveau') })
  expect(report.afterAlone).toEqual(['9.0.0-good', false])
  console.log(`in an empty root, seconds: ${JSON.stringify(report.seconds)}`)
})

/** Of a program, by its first bytes: for which system and machine it was made. */
const formatOf = (program: Buffer): string => {
  if (program.toString('latin1', 0, 4) === '\x7FELF') return `ELF ${program.readUInt16LE(18)}`
  if (program.readUInt32LE(0) === 0xfeedfacf) return `Mach-O ${program.readUInt32LE(4).toString(16)}`
  const header = program.readUInt32LE(0x3c)
  return `${program.toString('latin1', header, header + 2)} ${program.readUInt16LE(header + 4).toString(16)}`
}

test.for<readonly [string, string, string, string, string]>([
  ['linux-x64', 'tar.gz', 'node', 'linux-x64', 'ELF 62'],
  ['linux-arm64', 'tar.gz', 'node', 'linux-arm64', 'ELF 183'],
  ['windows-x64', 'zip', 'node.exe', 'win32-x64', 'PE 8664'],
  ['macos-arm64', 'tar.gz', 'node', 'darwin-arm64', 'Mach-O 100000c'],
])(
  'the archive for %s holds its Node and its own better-sqlite3, is signed, and is 60 MB or less',
  { timeout: 120_000 },
  ([system, form, program, compiled, format], { skip }) => {
    const path = inFolder('out', `${releaseName}-${system}.${form}`)
    if (notPacked !== undefined) skip(notPacked)
    if (!isOfAll && system !== 'linux-x64') skip('packed at night alone (PTE_SYSTEMS=all)')
    const bytes = readFileSync(path)
    expect(bytes.length).toBeLessThanOrEqual(60_000_000)
    const entries = readArchive(bytes)
    const { version, files } = verifyVersion(entries, keys.keeper.shown)
    const bytesOf = (name: string): Buffer => files.get(name)?.bytes ?? Buffer.alloc(0)
    expect(JSON.parse(bytesOf('build.json').toString())).toMatchObject({ version, system })
    expect(formatOf(bytesOf(`node/bin/${program}`))).toBe(format)
    const compiledParts = [...files.keys()].filter((name) => name.endsWith('.node'))
    expect(compiledParts).toEqual([`node_modules/better-sqlite3/prebuilds/${compiled}.node`])
    expect(formatOf(bytesOf(compiledParts[0] ?? ''))).toBe(format)
    for (const name of ['dist/endpoint/main.js', 'deploy/one-file/launcher.mjs', 'node/LICENSE', 'docs/installer.md'])
      expect(files.has(name), name).toBe(true)
    expect(bytesOf('components.cdx.json').toString()).toContain('cpe:2.3:a:nodejs:node.js:')

    const isWindows = system === 'windows-x64'
    const starter = entries.get(`pret-a-emporter/pret-a-emporter${isWindows ? '.cmd' : ''}`)
    expect(starter?.isProgram).toBe(!isWindows)
    for (const name of [...entries.keys()].filter((one) => !one.includes('/versions/'))) {
      const text = entries.get(name)?.bytes.toString() ?? ''
      expect(
        text.split('\n').filter((line, at, all) => at < all.length - 1 && line.endsWith('\r') !== isWindows),
        name,
      ).toEqual([])
    }
    // 260 signs for a whole path, under C:\\Users\\somebody\\Downloads.
    if (isWindows) expect(Math.max(...[...entries.keys()].map((name) => name.length))).toBeLessThan(200)
  },
)

describe('the service', () => {
  test('systemd takes its unit, with a folder of any name', ({ skip }) => {
    const unit = systemdUnit({ home: '/home/Anne Le Goff/100% $A', uid: 1000, writable: ['/home/Anne Le Goff/100% $A/data'] })
    expect(unit).toContain('ExecStart="/home/Anne Le Goff/100%% $$A/pret-a-emporter" run')
    expect(unit).toContain('ReadWritePaths="/home/Anne Le Goff/100%% $A/data"')
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) skip('systemd-analyze is not here')
    mkdirSync(inFolder('here'))
    writeFileSync(inFolder('here', 'pret-a-emporter'), '#!/bin/sh\n', { mode: 0o755 })
    const path = inFolder('pret-a-emporter.service')
    writeFileSync(path, systemdUnit({ home: inFolder('here'), uid: 1000, writable: [inFolder('here')] }))
    const { stderr, status } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' })
    expect([status, stderr.split('\n').filter((line) => line.includes('pret-a-emporter.service'))]).toEqual([0, []])
  })

  test('Windows runs it under its low account, with a right to write its own three folders', () => {
    const task = scheduledTask({ home: 'C:\\Prêt & Cie' })
    expect(task).toContain('<UserId>S-1-5-19</UserId>')
    expect(task).toContain('"C:\\Prêt &amp; Cie\\pret-a-emporter.cmd"')
    expect(task.split('\n').filter((line, at, all) => at < all.length - 1 && !line.endsWith('\r'))).toEqual([])
    const writable = windowsRights('C:\\p').filter((words) => words.some((word) => word.endsWith('(M)') || word.endsWith(')M')))
    expect(writable.map(([path]) => path)).toEqual(['C:\\p\\data', 'C:\\p\\copies', 'C:\\p\\state'])
  })

  test('launchd gets a list of its own form, under the account of whoever unpacked', () => {
    const list = launchdPlist({ home: '/Users/a&b', user: 'anne' })
    expect(list).toContain('<key>UserName</key><string>anne</string>')
    expect(list).toContain('<string>/Users/a&amp;b/pret-a-emporter</string><string>run</string>')
  })
})

test('the repository holds no private key', () => {
  const tracked = execFileSync('git', ['ls-files', '-z', 'deploy', '*.pem'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)
  expect(tracked.filter((path) => /PRIVATE KEY/.test(readFileSync(join(root, path), 'latin1')))).toEqual([])
  expect(readdirSync(root).filter((name) => name.endsWith('.pem'))).toEqual([])
})
