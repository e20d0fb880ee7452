/**
 * What is on the screen before any screen that comes later draws no icon that comes with one. Runs in Node, reads the repository.
 * Which files those are is read off the static imports of main.tsx. A sample that breaks it stands beside.
 */
import { posix } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { laterIcons } from '../../src/ui/components/later-icons.ts'
import { readSources, type SourceFile } from './source-file.ts'

/** Files that `path` loads at once, all the way; an import of types loads nothing. */
const loadedBy = (path: string, files: ReadonlyMap<string, SourceFile>, seen = new Set<string>()): ReadonlySet<string> => {
  const file = files.get(path)
  if (file === undefined || seen.has(path)) return seen
  seen.add(path)
  const { staticImports, staticExports } = parseSync(path, file.text).module
  const specifiers = [
    ...staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map((one) => one.moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest, isType }) => (isType ? [] : (moduleRequest?.value ?? [])))),
  ]
  for (const specifier of specifiers) loadedBy(posix.join(posix.dirname(path), specifier), files, seen)
  return seen
}

/** Icons that a file names: of a button, of a list of screens, alone, or one of two. */
const iconsIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bicon(?:=|: )|<Icon name=)(\{[^}]*\}|'[a-z]+'|"[a-z]+")/g)].flatMap(([, given = '']) =>
    [...given.matchAll(/['"]([a-z]+)['"]/g)].map(([, name = '']) => name),
  )

const drawnTooEarly = (sources: readonly SourceFile[]): readonly string[] => {
  const files = new Map(sources.map((file) => [file.path, file]))
  return [...loadedBy('src/main.tsx', files)].flatMap((path) =>
    iconsIn(files.get(path)?.text ?? '')
      .filter((name) => name in laterIcons)
      .map((name) => `${path}: ${name}`),
  )
}

test('what stands before a later screen draws none of its icons', () => {
  const sources = readSources()
  expect(drawnTooEarly(sources)).toEqual([])
  expect(loadedBy('src/main.tsx', new Map(sources.map((file) => [file.path, file]))).size).toBeGreaterThan(100)
})

test.each(['<Button icon="key">', "{ name: 'a', icon: 'key' }", '<Icon name="key" />', "<Button icon={isOut ? 'cross' : 'key'} />"])(
  'refused: %s',
  (line) => {
    const files = [
      { path: 'src/main.tsx', text: "import type { A } from './later.tsx'\nimport { Bar } from './bar.tsx'" },
      {
        path: 'src/bar.tsx',
        text: `export const Bar = () => (${line.startsWith('{') ? line : '0'})${line.startsWith('<') ? ` // ${line}` : ''}`,
      },
      { path: 'src/later.tsx', text: line },
    ]
    expect(drawnTooEarly(files)).toEqual(['src/bar.tsx: key'])
  },
)
