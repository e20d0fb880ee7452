/**
 * `npm run release`: one archive of what runs, made from the commit that is checked out. Runs on Node, with npm, git and GNU tar.
 * The same commit gives the same bytes: names are sorted, times are the commit's, and nothing says who made it, where or when.
 *   node release.mjs                     builds, and packs into release/
 *   node release.mjs --dist D --out O    packs what lies built in D, whatever else was changed
 *   … --systems none|linux-x64,…         of the archives that bring their own Node, these alone (release-systems.mjs)
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { packSystems, systemNames } from './release-systems.mjs'
import { filesIn, packTar, run, sha256 } from './release-tools.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
process.chdir(root)
const options = { dist: { type: 'string' }, out: { type: 'string', default: 'release' }, systems: { type: 'string', default: 'all' } }
const { dist, out, systems } = parseArgs({ options }).values

const project = JSON.parse(readFileSync('package.json', 'utf8'))
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
/**
 * A release asks for a Node that is kept up, and brings the better-sqlite3 that carries its compiled part, which no older Node runs (decision 9).
 * Our lock has that one under a name of its own.
 */
const askedOfRelease = '^22.14.0 || ^24.0.0'
const [carried, carriedAs] = ['better-sqlite3', 'better-sqlite3-13']
const pathOf = (name) => `node_modules/${name}`
const { name: _, ...carriedEntry } = lock.packages[pathOf(carriedAs)]
lock.packages[pathOf(carried)] = carriedEntry
project.dependencies[carried] = carriedEntry.version

const folder = `${project.name}-${project.version}`
/** Papers that the README leads to, at their own places, so that its links hold. */
const papers = ['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs', 'deploy', 'src/*.md', 'tests/*.md']
const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`)

const refuse = (fault) => {
  console.error(fault)
  process.exit(1)
}

/** What the endpoint imports: the app's packages are in its own script already. */
const endpointPackages = (endpoint) => {
  const scripts = filesIn(endpoint).filter((name) => name.endsWith('.js'))
  const text = scripts.map((name) => readFileSync(join(endpoint, name), 'utf8')).join('\n')
  const isNamed = (name) => new RegExp(`(?:from|import)[\\s(]*["']${name}(?:/[^"']*)?["']`).test(text)
  return Object.fromEntries(Object.entries(project.dependencies).filter(([name]) => isNamed(name)))
}

/** The library's own commands, without the build that they look for in a checkout. */
const endpointScripts = () =>
  Object.fromEntries(
    Object.entries(project.scripts).flatMap(([name, script]) => {
      const command = /^(?:node build\.mjs --if-missing && )?(node dist\/endpoint\/\S+)$/.exec(script)?.[1]
      return command === undefined ? [] : [[name, command]]
    }),
  )

/** Our lock without what the package.json there does not ask for. npm has nothing to fetch for it. */
const shortenLock = (stage) => {
  writeJson(join(stage, 'package-lock.json'), lock)
  run('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], stage)
}

const writePackage = (stage) => {
  const { name, version, type, license } = project
  const engines = { node: askedOfRelease }
  const dependencies = endpointPackages(join(stage, 'dist', 'endpoint'))
  writeJson(join(stage, 'package.json'), { name, version, private: true, type, license, engines, scripts: endpointScripts(), dependencies })
  // A lock does not say that a package carries its compiled part: npm would run node-gyp, which wants Python, make and Node's headers to do nothing.
  // And the library's own commands ask nobody whether there is a newer npm.
  writeFileSync(join(stage, '.npmrc'), 'ignore-scripts=true\nupdate-notifier=false\n')
  shortenLock(stage)
}

/** As the package says which it was compiled from: whoever watches over known faults looks for SQLite, not for what carries it. */
const sqliteHeader = readFileSync(join(pathOf(carriedAs), 'deps', 'sqlite3', 'sqlite3.h'), 'utf8')
const sqliteVersion = /^#define SQLITE_VERSION +"([\d.]+)"/m.exec(sqliteHeader)[1]

/** What is inside what we ship and is no package of npm's; its text in a file of its own, or here. */
const embedded = [
  {
    name: 'SQLite',
    version: sqliteVersion,
    cpe: `cpe:2.3:a:sqlite:sqlite:${sqliteVersion}:*:*:*:*:*:*:*`,
    licence: 'blessing',
    words: /The author disclaims[^*]+(?:\*\*[^*]+)+(?=\*{3})/.exec(sqliteHeader)[0].replaceAll(/^\*\* ?/gm, ''),
    purpose: `the database inside ${carried}`,
  },
  { name: 'Atkinson Hyperlegible Next', licence: 'OFL-1.1', text: 'public/fonts/OFL.txt', purpose: 'the font of the screens' },
  {
    name: 'zxing-cpp',
    licence: 'Apache-2.0',
    text: 'node_modules/@zxing/library/LICENSE',
    purpose: 'the barcode reader inside zxing-wasm',
  },
]

/**
 * The list of components, in CycloneDX: npm's own, with what is no package, and without the hour. npm is shown a package without tools,
 * for `--omit=dev` leaves out what we share with a tool.
 */
const listComponents = (madeAt, above) => {
  const { name, version, license, dependencies } = project
  const shipped = join(above, name)
  mkdirSync(shipped)
  writeJson(join(shipped, 'package.json'), { name, version, license, dependencies })
  shortenLock(shipped)
  const list = JSON.parse(run('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], shipped))
  const others = embedded.map(({ name: own, version: ofOwn, cpe, licence, purpose }) => ({
    'bom-ref': own.toLowerCase().replaceAll(' ', '-'),
    type: 'library',
    name: own,
    version: ofOwn,
    cpe,
    description: purpose,
    scope: 'required',
    licenses: [{ license: { id: licence } }],
  }))
  const components = [...list.components, ...others].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1))
  const hex = sha256(JSON.stringify(components))
  // A name-based UUID: the same list is the same document.
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  const metadata = { ...list.metadata, timestamp: madeAt.toISOString(), lifecycles: [{ phase: 'build' }] }
  return { ...list, serialNumber: `urn:uuid:${uuid}`, metadata, components }
}

const licenceOf = ({ licenses = [] }) => licenses.map(({ license, expression }) => expression ?? license.id ?? license.name).join(', ')

/** The texts of a package's licence and notices, as it came. */
const licenceTexts = (path) =>
  (existsSync(path) ? readdirSync(path) : [])
    .filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name))
    .sort()
    .map((name) => readFileSync(join(path, name), 'utf8').replaceAll('\r\n', '\n').trim())

const listLicences = ({ components }) => {
  const parts = components.map((component) => {
    const { name, version, properties = [] } = component
    const path = properties.find((property) => property.name === 'cdx:npm:package:path')?.value
    const own = embedded.find((one) => one.name === name)
    const from = name === carried ? pathOf(carriedAs) : (path ?? pathOf(name))
    const texts = own === undefined ? licenceTexts(from) : [(own.words ?? readFileSync(own.text, 'utf8')).trim()]
    const body = texts.length === 0 ? ['(It comes with no text of its own: the licence named above is meant.)'] : texts
    return [`${[name, version].filter(Boolean).join(' ')}: ${licenceOf(component)}`, ...body].join('\n\n')
  })
  const opening = `What is shipped with ${project.name} ${project.version}, or fetched by its npm ci, and under which licence. Its own is in LICENSE.`
  return `${[opening, ...parts].join(`\n\n${'='.repeat(80)}\n\n`)}\n`
}

const stageRelease = (above, madeAt) => {
  const stage = join(above, folder)
  for (const part of ['app', 'endpoint']) cpSync(join(dist ?? 'dist', part), join(stage, 'dist', part), { recursive: true })
  // What git knows: secrets that somebody keeps beside an example stay there.
  for (const paper of run('git', ['ls-files', '-z', ...papers])
    .split('\0')
    .filter(Boolean))
    cpSync(paper, join(stage, paper))
  writePackage(stage)
  const components = listComponents(madeAt, above)
  writeJson(join(stage, 'components.cdx.json'), components)
  writeFileSync(join(stage, 'LICENCES-OF-OTHERS.txt'), listLicences(components))
  const sums = filesIn(stage).map((name) => `${sha256(readFileSync(join(stage, name)))}  ${name}\n`)
  writeFileSync(join(stage, 'SHA256SUMS'), sums.join(''))
}

if (!readFileSync('CHANGELOG.md', 'utf8').includes(`\n## ${project.version} `)) refuse(`CHANGELOG.md says nothing of ${project.version}.`)
if (dist === undefined) {
  const changed = run('git', ['status', '--porcelain'])
  if (changed !== '') refuse(`No commit holds these changes, so nobody could make this release again:\n${changed}`)
  run(process.execPath, ['build.mjs'])
}
const madeAt = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? run('git', ['log', '-1', '--format=%ct'])) * 1000)
const above = mkdtempSync(join(tmpdir(), 'release-'))
try {
  stageRelease(above, madeAt)
  const archive = packTar(above, folder, madeAt)
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, `${folder}.tar.gz`), archive)
  writeFileSync(join(out, `${folder}.tar.gz.sha256`), `${sha256(archive)}  ${folder}.tar.gz\n`)
  console.log(`${join(out, folder)}.tar.gz: ${(archive.length / 1e6).toFixed(1)} MB`)
  const names = systems === 'all' ? systemNames : systemNames.filter((one) => systems.split(',').includes(one))
  const version = `${project.version}-${run('git', ['rev-parse', '--short=8', 'HEAD']).trim()}`
  if (names.length > 0) packSystems({ stage: join(above, folder), above, out, names, name: folder, version, madeAt })
} finally {
  rmSync(above, { recursive: true })
}
