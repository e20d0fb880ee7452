/**
 * Which folder may import which, and who may name a package: the table of src/README.md as data. Runs in tests.
 * The longest folder that matches a file speaks for it. What is not allowed here is refused, so a new package has to be written
 * down beside the one folder that may know it.
 */
import { builtinModules } from 'node:module'
import { importsOf, type SourceFile } from './source-file.ts'

interface Arrow {
  readonly folder: string
  /** Folders or files it may import from, besides itself. */
  readonly mayImport: readonly string[]
  readonly packages: readonly string[]
  /** What of its own folder it may not import all the same. */
  readonly mayNotImport?: readonly string[]
}

const [domain, protocol, catalogue, locale] = ['src/domain/', 'src/protocol/', 'src/catalogue/', 'src/locale/']
// Labels and the enrolment code are pictures that screens draw: bwip-js and uqr are loaded when one is asked for.
const screens = ['preact', '@preact/signals', 'wouter-preact', 'bwip-js', 'uqr']
const endpointPackages = ['node:', 'hono', '@hono/node-server', 'pino', 'prom-client', 'uqr']

/** A folder of the endpoint: the rooms below it, which it may know, and the packages that are its own. */
const room = (name: string, below: readonly string[], packages: readonly string[] = []): Arrow => ({
  folder: `src/endpoint/${name}/`,
  mayImport: [domain, protocol, catalogue, ...below.map((other) => `src/endpoint/${other}/`)],
  packages: [...endpointPackages, ...packages],
})

export const arrows: readonly Arrow[] = [
  // Words know no engine: what decides and applies is told of them, never they of it.
  { folder: 'src/domain/', mayImport: [], packages: [], mayNotImport: ['src/domain/desk/'] },
  { folder: 'src/domain/desk/', mayImport: [domain], packages: [] },
  { folder: 'src/protocol/', mayImport: [domain], packages: ['valibot'] },
  { folder: 'src/catalogue/', mayImport: [domain], packages: [] },
  { folder: 'src/locale/', mayImport: [domain], packages: [] },
  { folder: 'src/tablet/', mayImport: [domain, protocol, catalogue], packages: [] },
  { folder: 'src/tablet/storage/', mayImport: [domain, protocol, catalogue, 'src/tablet/'], packages: ['dexie'] },
  { folder: 'src/tablet/workers/', mayImport: [domain, protocol, catalogue, 'src/tablet/'], packages: ['comlink', 'zxing-wasm'] },
  {
    folder: 'src/tablet/scanner/',
    mayImport: [domain, protocol, catalogue, 'src/tablet/'],
    packages: ['@zxing/browser', '@zxing/library', 'idb-keyval', 'zxing-wasm'],
  },
  { folder: 'src/tablet/updates/', mayImport: [domain, protocol, catalogue, 'src/tablet/'], packages: ['workbox-window'] },
  { folder: 'src/ui/', mayImport: [domain, locale, 'src/tablet/desk.ts'], packages: screens },
  // Files of the folder itself put a process together: they know all of its rooms.
  { folder: 'src/endpoint/', mayImport: [domain, protocol, catalogue], packages: endpointPackages },
  room('clock', []),
  room('storage', [], ['better-sqlite3', 'pg']),
  room('retention', ['clock', 'storage']),
  room('figures', ['clock', 'storage']),
  // What the library writes has words of its own, in both languages.
  {
    ...room('messages', ['clock', 'storage']),
    mayImport: [domain, protocol, catalogue, locale, 'src/endpoint/clock/', 'src/endpoint/storage/'],
  },
  room('messages/mail', ['messages'], ['nodemailer']),
  room('authority', ['catalogue', 'clock', 'figures', 'messages', 'retention', 'storage']),
  room('catalogue', ['storage']),
  room('enrolment', ['authority', 'clock', 'storage'], ['@zxcvbn-ts/language-common']),
  // A settings file is as untrusted as a message: read by a schema of its own.
  room('settings', ['clock', 'enrolment', 'storage'], ['valibot']),
  // Its command says in both languages what the screen says of what the ILS has not.
  {
    ...room('ils', []),
    mayImport: [
      ...[domain, protocol, catalogue, locale],
      ...['catalogue', 'clock', 'figures', 'messages', 'retention', 'storage'].map((other) => `src/endpoint/${other}/`),
    ],
  },
  room('connectors', ['catalogue', 'clock', 'ils', 'settings', 'storage']),
  room('connectors/file', ['catalogue', 'clock', 'connectors', 'ils', 'settings', 'storage'], ['iconv-lite', 'papaparse', 'valibot']),
  // What Koha answers is read by schemas.
  room('connectors/koha', ['clock', 'ils', 'storage'], ['valibot']),
  // Encodings of the SIP2 servers that are in use.
  room('connectors/sip2', ['clock', 'ils', 'storage'], ['iconv-lite']),
  room('demo', ['authority', 'catalogue', 'clock', 'enrolment', 'storage']),
  // What patrons read, in both languages.
  {
    ...room('page', []),
    mayImport: [
      ...[domain, protocol, catalogue, locale],
      ...['authority', 'catalogue', 'clock', 'enrolment', 'ils', 'messages', 'storage'].map((other) => `src/endpoint/${other}/`),
    ],
  },
  // Whoever keeps several libraries: above them all, and below what serves them.
  {
    ...room('network', []),
    mayImport: [
      ...[domain, protocol, catalogue, locale],
      ...['catalogue', 'clock', 'enrolment', 'ils', 'messages', 'page', 'settings', 'storage'].map((other) => `src/endpoint/${other}/`),
    ],
  },
  room('http', [
    ...[
      'authority',
      'catalogue',
      'clock',
      'connectors',
      'enrolment',
      'figures',
      'ils',
      'messages',
      'network',
      'page',
      'retention',
      'settings',
      'storage',
    ],
  ]),
  {
    folder: 'src/endpoint/command/',
    // A file of figures has the words of the screen's.
    mayImport: [domain, protocol, catalogue, locale, 'src/endpoint/'],
    packages: [...endpointPackages, 'node-forge'],
  },
  { folder: 'src/main.tsx', mayImport: [domain, protocol, catalogue, locale, 'src/tablet/', 'src/ui/'], packages: ['preact'] },
  { folder: 'service-worker/', mayImport: [], packages: ['workbox-core', 'workbox-precaching', 'workbox-routing'] },
  // Written from the page alone: what it would have to import, the page does not say.
  { folder: 'tests/protocol/second-client/', mayImport: [], packages: ['node:'] },
]

const arrowOf = (path: string): Arrow | undefined =>
  arrows.filter(({ folder }) => path.startsWith(folder)).sort((a, b) => b.folder.length - a.folder.length)[0]

const isAmong = (packages: readonly string[], specifier: string): boolean =>
  packages.some((name) => (name === 'node:' ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`)))

/** Imports that the table does not allow, each as one readable line. */
export const bentArrows = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => {
    const arrow = arrowOf(file.path)
    if (arrow === undefined) return file.path.startsWith('src/') ? [`${file.path}: lies in no folder of the table`] : []
    return importsOf(file).flatMap(({ specifier, target }) => {
      const refusal = `${file.path} → ${target ?? specifier}`
      if (target !== undefined) {
        const isAllowed = [arrow.folder, ...arrow.mayImport].some((allowed) => target.startsWith(allowed))
        return isAllowed && !arrow.mayNotImport?.some((refused) => target.startsWith(refused)) ? [] : [refusal]
      }
      if (builtinModules.includes(specifier)) return [`${refusal} (write node:${specifier})`]
      return isAmong(arrow.packages, specifier) ? [] : [refusal]
    })
  })

/** Circles of imports, each once, written from its first file in alphabetical order. */
export const circles = (files: readonly SourceFile[]): readonly string[] => {
  const targetsByPath = new Map(files.map((file) => [file.path, importsOf(file).flatMap(({ target }) => (target ? [target] : []))]))
  const found = new Set<string>()
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start !== -1) {
      const circle = trail.slice(start)
      const first = circle.indexOf([...circle].sort()[0] ?? '')
      found.add([...circle.slice(first), ...circle.slice(0, first)].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const target of targetsByPath.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of targetsByPath.keys()) walk(path, [])
  return [...found]
}
