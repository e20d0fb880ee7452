/**
 * The house's habits as checks: names, opening comments, no barrel, no silenced compiler, and a domain that reads no clock.
 * Runs in tests. Each answers the faults it finds, one readable line each, so that the same function judges the repository and the
 * bad samples that prove it can fail.
 */
import { namesUsedIn, openingCommentLines, type SourceFile, silencedAt, statementsOf } from './source-file.ts'

const refusedNames = /^(utils?|helpers?|common|misc|managers?|services?|data|info|index)$/
/** Refused inside a longer name too: "date-helpers" says no more than "helpers". A manager is a person here, "base-index" says what it is. */
const refusedWords = /^(utils?|helpers?|common|misc|services?)$/
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/
/** Names that an outside tool gives. */
const given = new Set(['RULES', 'PROTOCOL', 'OPERATING', 'README', 'GLOSSARY', 'DESIGN', 'ACCESSIBILITY', 'RESULTS'])

/** Paths with a part that says nothing, or that is not kebab-case. `paths` may name any file of src and tests, scripts or not. */
export const refusedPaths = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) =>
    path.split('/').some((part) => {
      const name = part.split('.')[0] ?? ''
      if (given.has(name)) return false
      if (name === 'service-worker') return false
      return refusedNames.test(name) || name.split('-').some((word) => refusedWords.test(word)) || !kebabCase.test(name)
    }),
  )

/** Files that do not open with a comment of 3 to 8 lines; its two marks may stand on lines of their own. */
export const withoutOpening = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => {
    const lines = openingCommentLines(file)
    return lines >= 3 && lines <= 10 ? [] : [`${file.path}: opens with ${lines} lines of comment`]
  })

/** Files that only pass on others' names, wholly or by `export *`. */
export const barrels = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter((file) => {
      const statements = statementsOf(file)
      const own = statements.filter(({ type, isReExport }) => !isReExport && type !== 'ImportDeclaration')
      return statements.some(({ type }) => type === 'ExportAllDeclaration') || (own.length === 0 && statements.some((s) => s.isReExport))
    })
    .map(({ path }) => path)

/** Default exports, save in the files of tools that ask for one. */
export const defaultExports = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path }) => !/(^|\/)(vite|playwright)\.config\.ts$/.test(path))
    .filter((file) => statementsOf(file).some(({ type }) => type === 'ExportDefaultDeclaration'))
    .map(({ path }) => path)

/** `any`, and `!` after an expression. */
export const silenced = (files: readonly SourceFile[]): readonly string[] =>
  files.filter(({ path }) => !path.endsWith('.mjs')).flatMap((file) => silencedAt(file).map(({ line, by }) => `${file.path}:${line} ${by}`))

const impure = [
  ...[
    'Date',
    'Intl',
    'setTimeout',
    'setInterval',
    'queueMicrotask',
    'crypto',
    'fetch',
    'performance',
    'globalThis',
    'process',
    'navigator',
  ],
  ...['Math.random', '.localeCompare', '.toLocaleString', '.toLocaleDateString', '.toLocaleTimeString'],
  ...['.toLocaleUpperCase', '.toLocaleLowerCase'],
]

/** Where the rules would read a clock, chance, a locale, the network or their surroundings. */
export const impurities = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path }) => path.startsWith('src/domain/'))
    .flatMap((file) => {
      const names = namesUsedIn(file)
      return impure.filter((name) => names.has(name)).map((name) => `${file.path}: ${name}`)
    })
