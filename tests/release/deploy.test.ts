/**
 * The files by which the endpoint is installed say what is there: variables that the code reads, its port, its routes, commands that are
 * built, secrets from files. Runs in Node, reads the repository; where systemd is installed, it reads its units too.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { askedNode, faultOfNode } from '../../src/endpoint/asked-node.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const files = readdirSync(join(root, 'deploy'), { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
const all = files.map((name) => ({ name, text: read(join('deploy', name)) }))
const codeOfEndpoint = readdirSync(join(root, 'src/endpoint'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(join('src/endpoint', name)))
  .join('\n')

/** Of other programs: Node, PostgreSQL's image, the proxy. */
const ofOthers = ['NPM_CONFIG_UPDATE_NOTIFIER', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD_FILE', 'SITE']

/** The variables that a file sets: one a line, several a line, or as a program is given them. */
const variablesIn = (text: string): readonly string[] => {
  const lists = [...text.matchAll(/^(?:ENV |Environment=)(.+)$/gm)].flatMap(([, list = '']) => list.split(' '))
  const single = /(?: -[eE] |<env name="|\bset )([A-Z_0-9]+)|^ {4,6}([A-Z][A-Z_0-9]+): /gm
  return [...lists, ...[...text.matchAll(single)].map(([, given, key]) => given ?? key ?? '')].map((one) => one.split('=')[0] ?? '')
}
const isRead = (name: string): boolean =>
  codeOfEndpoint.includes(`'${name}'`) || (/_FILE$/.test(name) && isRead(name.slice(0, -'_FILE'.length)))

test('every variable that they set is one that the endpoint reads', () => {
  const named = new Set(all.flatMap(({ text }) => variablesIn(text)))
  for (const name of ['DATA_DIR', 'DATABASE_URL_FILE', 'METRICS_TOKEN_FILE', 'LIBRARY_NAME', 'TRUST_PROXY', 'PORT', 'HOST'])
    expect(named).toContain(name)
  expect([...named].filter((name) => !ofOthers.includes(name) && !isRead(name))).toEqual([])
})

test('every variable that the endpoint reads has its line in docs/install.md', () => {
  const readme = read('docs/install.md')
  const asked = [...codeOfEndpoint.matchAll(/\btext\('([A-Z][A-Z_0-9]+)'\)/g)].map(([, name = '']) => name)
  expect(asked.length).toBeGreaterThan(20)
  expect([...new Set(asked)].filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('the example of the environment’s file names every variable that the endpoint reads, and compose.yaml hands that file over', () => {
  const named = [...read('deploy/environment.example').matchAll(/^#?([A-Z][A-Z_0-9]+)=/gm)].map(([, name = '']) => name)
  const asked = [...codeOfEndpoint.matchAll(/\btext\('([A-Z][A-Z_0-9]+)'\)/g)].map(([, name = '']) => name)
  // SITE is the proxy's, and makes PUBLIC_URL.
  expect(named.toSorted()).toEqual([...new Set([...asked, 'SITE'])].toSorted())
  const inPapers = [...read('docs/install.md').matchAll(/^\| (`[A-Z][^|]+) \|/gm)].flatMap(
    ([, cell = '']) => cell.match(/[A-Z][A-Z_0-9]+/g) ?? [],
  )
  expect(inPapers.length).toBeGreaterThan(40)
  expect(inPapers.filter((name) => !named.includes(name.replace(/_FILE$/, '')) && name !== 'ILS_FILE')).toEqual([])
  expect(read('deploy/compose.yaml')).toContain('env_file: /etc/pret-a-emporter/environment\n')
  expect(read('deploy/pret-a-emporter.service')).toContain('EnvironmentFile=-/etc/pret-a-emporter/environment\n')
})

test('every program that they start is built, and every file that they copy is in a release', () => {
  const programs = all.flatMap(({ text }) =>
    [...text.matchAll(/dist[/\\]endpoint[/\\]([\w/\\-]+)\.js/g)].map(([, name = '']) => name.replaceAll('\\', '/')),
  )
  expect(new Set(programs)).toEqual(
    new Set(['main', 'command/backup', 'command/certificate', 'command/enrol', 'command/import', 'command/restore']),
  )
  for (const name of programs) expect(existsSync(join(root, 'src/endpoint', `${name}.ts`)), name).toBe(true)
  const copied = [...read('deploy/Containerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '))
  expect(copied.length).toBeGreaterThan(3)
  for (const name of copied) if (!['dist', '.npmrc*'].includes(name)) expect(existsSync(join(root, name)), name).toBe(true)
})

test('an image that podman builds keeps its health check', () => {
  for (const { name, text } of all)
    for (const [line] of text.matchAll(/podman build .+/g)) expect(line, name).toMatch(/--format docker .*deploy\/Containerfile/)
  expect(read('deploy/Containerfile')).toContain('HEALTHCHECK ')
})

test('the page for Windows names commands of a release, accounts by number, and one folder whose rights it takes', () => {
  const page = read('deploy/windows.md')
  const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(read('package.json'))
  const named = [...page.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
  expect(named).toEqual(['certificate', 'enrol'])
  for (const name of named) expect(scripts[name]).toContain('dist/endpoint/command/')
  // Names of accounts are translated: « Administrateurs » is none of « Administrators ».
  const given = [...page.matchAll(/^ +icacls (\S+) (.+)$/gm)].map(([, folder, rights]) => ({ folder, rights }))
  expect(given).toEqual([{ folder: 'C:\\pret-a-emporter', rights: '/inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F' }])
  const places = [...page.matchAll(/\bC:\\[\w.-]+/g)].map(([place]) => place)
  expect(new Set(places)).toEqual(new Set(['C:\\pret-a-emporter', 'C:\\Program']))
  // Where the command makes the certificate, and where the service looks for it.
  const data = /DATA_DIR=(\S+)/.exec(page)?.[1]
  for (const file of ['endpoint.crt', 'endpoint.key']) expect(page).toContain(` ${data}\\certificate\\${file}`)
})

test('the Node that they name is one that a release asks for, and a checkout where it is built from one', () => {
  const released = /askedOfRelease = '(.+)'/.exec(read('release.mjs'))?.[1]
  const images = [...read('deploy/Containerfile').matchAll(/^FROM docker\.io\/library\/node:(\d+)-/gm)].map(([, major = '']) => major)
  expect(images).toHaveLength(2)
  // An image of that name is the newest of its line.
  for (const major of images) for (const asked of [released, askedNode()]) expect(faultOfNode(`${major}.99.0`, asked)).toBeUndefined()
  const named = all.flatMap(({ text }) =>
    [...text.matchAll(/\bNode[^\n\d]{0,24} (\d\d) or (\d\d)\b/g)].flatMap(([, one = '', other = '']) => [one, other]),
  )
  expect(named.length).toBeGreaterThan(3)
  for (const major of named) expect(faultOfNode(`${major}.99.0`, released)).toBeUndefined()
})

test('ports and routes are those of the endpoint', () => {
  const port = /text\('PORT'\) \?\? '(\d+)'/.exec(read('src/endpoint/configuration.ts'))?.[1]
  for (const { name, text } of all) {
    for (const [, given] of text.matchAll(/(?:PORT=|EXPOSE |first:|second:|127\.0\.0\.1:|localport=|lan:)(\d+)/g))
      expect(given, name).toBe(port)
    for (const [, route = ''] of text.matchAll(/(?:health_uri |127\.0\.0\.1:\d+)(\/\w+)/g))
      expect(codeOfEndpoint, name).toContain(`'${route}'`)
  }
  expect(read('deploy/Caddyfile')).toContain('health_uri /ready')
})

test('a stop is given longer than the endpoint takes to end what is under way', () => {
  const graceMs = Number(/const graceMs = (\d+)/.exec(read('src/endpoint/endpoint-process.ts'))?.[1])
  const given = all.flatMap(({ text }) =>
    [...text.matchAll(/(?:stop_grace_period: |TimeoutStopSec=|<stoptimeout>)(\d+)/g)].map(([, seconds]) => Number(seconds) * 1000),
  )
  expect(given).toHaveLength(4)
  const answersOnMs = Number(/STOP_GRACE: "(\d+)"/.exec(read('deploy/compose.yaml'))?.[1]) * 1000
  expect(Math.min(...given)).toBeGreaterThan(answersOnMs + 2 * graceMs)
})

test('each secret comes from a file, and none is written into them', () => {
  for (const { name, text } of all.filter(({ name }) => !name.endsWith('.md'))) {
    const given = variablesIn(text).filter((variable) => /PASSWORD|TOKEN|SECRET|_URL/.test(variable) && variable !== 'PUBLIC_URL')
    expect(
      given.filter((variable) => !variable.endsWith('_FILE')),
      name,
    ).toEqual([])
  }
})

test('a container engine would read compose.yaml as it is meant', ({ skip }) => {
  const parsed = spawnSync('python3', ['-c', 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)'], {
    input: read('deploy/compose.yaml'),
    encoding: 'utf8',
  })
  skip(parsed.status !== 0, 'no Python with a YAML reader here')
  const { services, secrets, volumes } = JSON.parse(parsed.stdout)
  expect(Object.keys(services)).toEqual(['postgres', 'first', 'second', 'copies', 'proxy'])
  const { depends_on: _, ...first } = services.first
  const { depends_on: __, ...second } = services.second
  expect(second).toEqual(first)
  expect(first.environment).toMatchObject({ TRUST_PROXY: '1', DATABASE_URL_FILE: '/run/secrets/database_url' })
  // What no upgrade replaces lies outside of the folder that it brings.
  expect(first.env_file).toBe('/etc/pret-a-emporter/environment')
  for (const { file } of Object.values<{ file: string }>(secrets)) expect(file).toMatch(/^\/etc\/pret-a-emporter\/secrets\/\w+$/)
  for (const [name, { logging }] of Object.entries<{ logging?: { options: Record<string, string> } }>(services))
    expect([name, logging?.options]).toEqual([name, { 'max-size': '10m', 'max-file': '5' }])
  // At 2 each night, whenever it was started.
  const [loop = ''] = services.copies.command
  const sum = /sleep \$\$\(\((.+)\)\);/.exec(loop)?.[1] ?? ''
  for (const at of [0, 7199, 7200, 7201, 86_399]) {
    const seconds = spawnSync('sh', ['-c', `echo $((${sum.replace('$$(date +%s)', String(at))}))`], { encoding: 'utf8' }).stdout
    expect([at, (at + Number(seconds)) % 86_400, Number(seconds) > 0]).toEqual([at, 7200, true])
  }
  expect(services.copies.build.target).toBe('copies')
  expect(services.copies.environment).toEqual({ DATABASE_URL_FILE: '/run/secrets/database_url', BACKUP_DIR: '/backups' })
  // pg_dump copies no server newer than itself.
  expect(read('deploy/Containerfile')).toContain(`FROM ${services.postgres.image} AS copies\n`)
  // Its image has no pg_dump: an upgrade asks for the number, and what is typed has to reach it.
  expect(first.environment).toHaveProperty('UPGRADE_TO', expect.stringMatching(/^\$\{UPGRADE_TO:-\}$/))
  expect(read('deploy/README.md')).toMatch(/UPGRADE_TO=\d+ docker compose up -d/)
  expect(first).toMatchObject({ init: true, read_only: true, cap_drop: ['ALL'] })
  // An image in podman's own format has no health check, and nothing would start after one that never gets well.
  const [, command = ''] = /^HEALTHCHECK .*\\\n +CMD (.+)$/m.exec(read('deploy/Containerfile')) ?? []
  expect(first.healthcheck.test).toEqual(['CMD', ...JSON.parse(command)])
  for (const { depends_on: before = {} } of Object.values<{ depends_on?: Record<string, { condition: string }> }>(services))
    for (const [name, { condition }] of Object.entries(before))
      expect([name, condition, services[name].healthcheck]).toEqual([name, 'service_healthy', expect.anything()])
  // While PostgreSQL's image makes the database, a server answers on its socket that stops again.
  expect(services.postgres.healthcheck.test.at(-1)).toContain('pg_isready -h ')
  for (const service of Object.values<{ secrets?: readonly string[]; volumes?: readonly string[] }>(services)) {
    for (const secret of service.secrets ?? []) expect(secrets).toHaveProperty([secret])
    for (const mount of service.volumes ?? []) {
      const [from = ''] = mount.split(':')
      if (from.startsWith('${')) continue
      if (from.startsWith('.')) expect(files).toContain(from.slice(2))
      else expect(volumes).toHaveProperty([from])
    }
  }
})

test('systemd finds nothing to say of the units', ({ skip }) => {
  const has = spawnSync('systemd-analyze', ['--version']).status === 0
  skip(!has, 'no systemd here')
  const folder = mkdtempSync(join(tmpdir(), 'units-'))
  try {
    // Where Node and a checkout lie on this machine: systemd looks whether the program is there.
    for (const { name, text } of all.filter(({ name }) => /\.(service|timer)$/.test(name)))
      writeFileSync(join(folder, name), text.replaceAll('/usr/bin/node', process.execPath).replaceAll('/opt/pret-a-emporter', root))
    const units = readdirSync(folder).map((name) => join(folder, name))
    expect(units).toHaveLength(3)
    expect(execFileSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
