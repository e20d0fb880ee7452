/**
 * A release: packed by `npm run release`, unpacked into an empty folder, started there with the packages of its own lock and nothing else,
 * neither sources nor build tools. The endpoint is built for it; the app is one page; packages are links to those that are here.
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { untilListening } from '../fakes/listening-endpoint.ts'
import { buildForRelease, releaseName as name, packRelease, project, root, unpackRelease } from './pack-release.ts'

const folder = mkdtempSync(join(tmpdir(), 'release-'))
const inFolder = (...parts: readonly string[]): string => join(folder, ...parts)
const inRelease = (...parts: readonly string[]): string => inFolder('empty', name, ...parts)
const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8'))

beforeAll(async () => {
  await buildForRelease(inFolder('dist'))
  await Promise.all(['once', 'again'].map((out) => packRelease(inFolder('dist'), inFolder(out))))
  unpackRelease(inFolder('once'), inFolder('empty'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('one commit gives one archive, byte for byte, and its sum lies beside it', () => {
  const [once, again] = ['once', 'again'].map((out) => readFileSync(inFolder(out, `${name}.tar.gz`)))
  expect(once?.equals(again ?? Buffer.alloc(0))).toBe(true)
  const sum = createHash('sha256')
    .update(once ?? '')
    .digest('hex')
  expect(readFileSync(inFolder('once', `${name}.tar.gz.sha256`), 'utf8')).toBe(`${sum}  ${name}.tar.gz\n`)
})

test('it holds what runs, its papers and the sum of each file, and no source, test or build tool', () => {
  const files = readdirSync(inRelease(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(inRelease().length + 1))
  for (const paper of ['README.md', 'LICENSE', 'CHANGELOG.md', 'src/endpoint/OPERATING.md', 'deploy/Containerfile'])
    expect(files).toContain(paper)
  expect(files.filter((path) => /\.(ts|tsx)$|^node_modules\/|^(src|tests)\/.+(?<!\.md)$/.test(path))).toEqual([])
  const summed = readFileSync(inRelease('SHA256SUMS'), 'utf8').trimEnd().split('\n')
  expect(summed.map((line) => line.slice(66)).sort()).toEqual(files.filter((path) => path !== 'SHA256SUMS').sort())
  for (const line of summed)
    expect(line).toBe(
      `${createHash('sha256')
        .update(readFileSync(inRelease(line.slice(66))))
        .digest('hex')}  ${line.slice(66)}`,
    )
})

/** Names that Windows refuses, whatever stands behind the first point. */
const refusedByWindows = /[<>:"|?*\\\p{Cc}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu

test('Windows can unpack it, and its commands ask for no shell', () => {
  const paths = readdirSync(inRelease(), { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'))
  expect(paths.filter((path) => path.split('/').some((part) => refusedByWindows.test(part)))).toEqual([])
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length)
  // 260 signs for a whole path; npm's packages go deeper than what is packed.
  expect(Math.max(...paths.map((path) => `${name}/${path}`.length))).toBeLessThan(150)
  const { scripts } = json<Package>(inRelease('package.json'))
  expect(Object.values(scripts).filter((script) => !/^node dist\/endpoint\/[\w/-]+\.js$/.test(script))).toEqual([])
})

test('a release holds all that its papers lead to', () => {
  const papers = readdirSync(inRelease(), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))
  const links = papers.flatMap((paper) => {
    const prose = readFileSync(inRelease(paper), 'utf8').replaceAll(/```.*?```|`[^`\n]*`/gs, '')
    return [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g)].map(([, to = '']) => ({ paper, to }))
  })
  const local = links.filter(({ to }) => !/^(https?|mailto):/.test(to))
  expect(local.length).toBeGreaterThan(50)
  expect(local.filter(({ paper, to }) => !existsSync(inRelease(dirname(paper), to)))).toEqual([])
})

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version: string
        readonly dev?: boolean
        readonly hasInstallScript?: boolean
        readonly integrity?: string
        readonly dependencies?: object
      }
    >
  >
}
const packagesOf = (lock: Lock): readonly string[] => Object.keys(lock.packages).filter((path) => path !== '')

/** Where the package of a release lies here: of better-sqlite3 it has the one that carries its compiled part (decision 9). */
const pathHere = (path: string): string => (path === 'node_modules/better-sqlite3' ? 'node_modules/better-sqlite3-13' : path)

test('its lock has what the endpoint imports, in the versions of our lock, nothing for development, and nothing to compile or fetch besides', () => {
  const [ours, released] = [json<Lock>(join(root, 'package-lock.json')), json<Lock>(inRelease('package-lock.json'))]
  const { dependencies } = json<{ dependencies: object }>(inRelease('package.json'))
  expect(released.packages['']?.dependencies).toEqual(dependencies)
  expect(Object.keys(dependencies)).toContain('better-sqlite3')
  expect(packagesOf(released)).not.toContain('node_modules/preact')
  for (const path of packagesOf(released)) {
    expect(released.packages[path]?.dev, path).toBeUndefined()
    expect(released.packages[path]?.hasInstallScript, path).toBeUndefined()
    // Where a package has what node-gyp reads, npm runs it unasked.
    expect(readFileSync(inRelease('.npmrc'), 'utf8')).toBe('ignore-scripts=true\nupdate-notifier=false\n')
    for (const what of ['version', 'integrity'] as const) {
      expect(released.packages[path]?.[what], path).toBeDefined()
      expect(released.packages[path]?.[what], path).toBe(ours.packages[pathHere(path)]?.[what])
    }
  }
})

interface Component {
  readonly 'bom-ref': string
  readonly type: string
  readonly name: string
  readonly version?: string
  readonly cpe?: string
  readonly licenses?: readonly { readonly license?: { readonly id?: string; readonly name?: string }; readonly expression?: string }[]
}
interface ComponentList {
  readonly bomFormat: string
  readonly specVersion: string
  readonly serialNumber: string
  readonly metadata: { readonly timestamp: string; readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

test('its list of components is CycloneDX: each once, with a licence whose text is there, and what it depends on in the list', () => {
  const list = json<ComponentList>(inRelease('components.cdx.json'))
  expect([list.bomFormat, list.specVersion]).toEqual(['CycloneDX', '1.5'])
  expect(list.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Date(list.metadata.timestamp).toISOString()).toBe(list.metadata.timestamp)
  expect(list.metadata.component).toMatchObject({ name: project.name, version: project.version })
  const refs = [list.metadata.component, ...list.components].map((component) => component['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  for (const { ref, dependsOn } of list.dependencies) for (const one of [ref, ...dependsOn]) expect(refs).toContain(one)
  const texts = readFileSync(inRelease('LICENCES-OF-OTHERS.txt'), 'utf8')
  for (const { type, name: named, version, licenses = [] } of list.components) {
    expect(['library', 'application']).toContain(type)
    expect(licenses.length, named).toBeGreaterThan(0)
    expect(texts, named).toContain(`\n${[named, version].filter(Boolean).join(' ')}: `)
  }
  // In the app's own script, in the endpoint's folder of packages, and in neither.
  const names = list.components.map((component) => component.name)
  for (const shipped of ['preact', 'dexie', 'hono', 'pg', 'zxing-cpp', 'SQLite', 'Atkinson Hyperlegible Next'])
    expect(names).toContain(shipped)
  for (const tool of ['vite', 'vitest', 'typescript', '@biomejs/biome']) expect(names).not.toContain(tool)
  // Whoever watches over known faults looks for SQLite by its number, which its compiled part says too.
  const { version = 'none', cpe = '' } = list.components.find((component) => component.name === 'SQLite') ?? {}
  expect(cpe).toBe(`cpe:2.3:a:sqlite:sqlite:${version}:*:*:*:*:*:*:*`)
  expect(readFileSync(join(root, 'node_modules/better-sqlite3-13/prebuilds/linux-x64.node')).includes(`${version}\0`)).toBe(true)
  expect(texts).toContain('In place of\na legal notice, here is a blessing:\n\n   May you do good and not evil.')
})

/** Than what a release asks for. */
const isOlder = Number.parseInt(process.versions.node, 10) < 22

/**
 * Links to the packages that are here. The better-sqlite3 that a release brings runs on no Node before 22: there our own stands for it, with what it
 * asks for.
 */
const linkPackages = (): void => {
  const own = isOlder ? ['node_modules/bindings', 'node_modules/file-uri-to-path'] : []
  for (const path of [...packagesOf(json<Lock>(inRelease('package-lock.json'))), ...own]) {
    const from = join(root, isOlder ? path : pathHere(path))
    // What is meant for another system is not installed here either.
    if (!existsSync(from) || existsSync(inRelease(path))) continue
    mkdirSync(dirname(inRelease(path)), { recursive: true })
    symlinkSync(from, inRelease(path))
  }
}

const urlOf = (server: Server): string => `postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`

interface Package {
  readonly engines: { readonly node: string }
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
}
/** Writes which Node the release asks for. */
const ask = (node: string): void =>
  writeFileSync(inRelease('package.json'), JSON.stringify({ ...json<Package>(inRelease('package.json')), engines: { node } }))

test('it asks for Node 22 or 24, and says so in a sentence, in French and English, before a database is opened', () => {
  expect(json<Package>(inRelease('package.json')).engines).toEqual({ node: '^22.14.0 || ^24.0.0' })
  linkPackages()
  // Where the tests have such a Node, one that nobody has stands for an older one.
  if (!isOlder) ask('^1022.14.0 || ^1024.0.0')
  for (const program of ['main', 'command/backup', 'command/enrol', 'command/restore']) {
    const args = ['--preserve-symlinks', `dist/endpoint/${program}.js`]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: inRelease(), encoding: 'utf8' })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^Il faut Node (10)?22 \((10)?22\.14 au moins\) ou (10)?24, et celui-ci est [\d.]+ : rien n’a été ouvert\. · Node [^\n]* is needed, and this one is [\d.]+: nothing was opened\.\n$/,
    )
  }
  expect(existsSync(inRelease('data'))).toBe(false)
})

test('unpacked into an empty folder, with the packages of its lock alone, it starts, serves, and stops when asked', async () => {
  linkPackages()
  // On each Node that it asks for itself: on-each-node.test.ts.
  ask(isOlder ? json<Package>(join(root, 'package.json')).engines.node : '^22.14.0 || ^24.0.0')
  const { scripts } = json<Package>(inRelease('package.json'))
  for (const script of Object.values(scripts)) expect(existsSync(inRelease(script.replace(/^node /, ''))), script).toBe(true)
  const child = spawn(process.execPath, ['--preserve-symlinks', (scripts.start ?? '').replace(/^node /, '')], {
    cwd: inRelease(),
    env: { PATH: process.env.PATH, PORT: '0', LIBRARY_NAME: 'Médiathèque' },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const { origin } = await untilListening(child)
  expect(await (await fetch(`${origin}/`)).text()).toContain('<!doctype html>')
  expect(await (await fetch(`${origin}/ready`)).json()).toEqual({ status: 'ready' })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('asked to stop before it listens, it stops as asked: no other process of a container would end it', async () => {
  linkPackages()
  ask(isOlder ? json<Package>(join(root, 'package.json')).engines.node : '^22.14.0 || ^24.0.0')
  // A server that takes the call and says nothing: the start waits for it.
  const silent = createServer()
  const called = once(silent, 'connection')
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const child = spawn(process.execPath, ['--preserve-symlinks', 'dist/endpoint/main.js'], {
    cwd: inRelease(),
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: inFolder('unused'), DATABASE_URL: urlOf(silent) },
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])))
  const [socket] = await called
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  socket.destroy()
  silent.close()
})

test('a certificate is made where the data lie', () => {
  linkPackages()
  ask(isOlder ? json<Package>(join(root, 'package.json')).engines.node : '^22.14.0 || ^24.0.0')
  const certify = (dataDir: string) =>
    spawnSync(process.execPath, ['--preserve-symlinks', 'dist/endpoint/command/certificate.js', 'drive.example.lan'], {
      cwd: inRelease(),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    })
  const made = certify(inFolder('own data'))
  expect([made.status, made.stderr]).toEqual([0, ''])
  expect(made.stdout).toContain(`--tls-cert ${inFolder('own data', 'certificate', 'endpoint.crt')}`)
  expect(readdirSync(inFolder('own data', 'certificate')).sort()).toEqual([
    'authority.crt',
    'authority.key',
    'endpoint.crt',
    'endpoint.key',
  ])

  expect(certify('').stdout).toContain(`--tls-cert ${join('data', 'certificate', 'endpoint.crt')}`)
})

test('a build that is not there, and missing tools, are said in a sentence', async () => {
  mkdirSync(inFolder('bare'))
  for (const file of ['build.mjs', 'package.json', 'package-lock.json'])
    writeFileSync(inFolder('bare', file), readFileSync(join(root, file)))
  const built = promisify(execFile)(process.execPath, ['build.mjs', '--if-missing'], { cwd: inFolder('bare') })
  await expect(built).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^[^\n]*npm ci[^\n]*\n$/) })
})
