/**
 * A switch names every kind it answers for, so that the compiler lists the places where a new kind is missing. Runs in Node, reads the
 * repository. A `default` is right where text from outside is read, or where it is shown to be reached by nothing.
 */
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { readSources, type SourceFile } from './source-file.ts'

const mayDefault = [
  // Text, not a closed list.
  'src/domain/operation/subject.ts',
  // Takes a `never`: what a newer build wrote.
  'src/domain/case/case-decisions.ts',
]

/** The files in which a switch has a `default`. */
const defaulting = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    let found = 0
    new Visitor({
      SwitchCase: ({ test: named }) => {
        if (named === null) found++
      },
    }).visit(parseSync(path, text).program)
    return found === 0 ? [] : [path]
  })

test('a switch names every kind', () => {
  const files = readSources().filter(({ path }) => path.startsWith('src/'))
  expect([...defaulting(files)].sort()).toEqual([...mayDefault].sort())
})

test('refused: a switch whose default lets an unknown kind through', () => {
  const text = "export const may = (kind: 'a' | 'b') => { switch (kind) { case 'a': return false; default: return true } }"
  expect(defaulting([{ path: 'src/domain/may.ts', text }])).toEqual(['src/domain/may.ts'])
})
