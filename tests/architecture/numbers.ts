/**
 * Which numbers of the code stand without a word: a constant of a file says, above it, of what it is, in which unit, and why so much.
 * Runs in tests. One comment may speak for the constants right under it. How many minutes an hour has needs no reason.
 */
import { parseSync, Visitor } from 'vite'
import type { SourceFile } from './source-file.ts'

const conversion = /^(ms|minutes|days|bytes|bits|words)Per[A-Z]/

/** `5`, `-1`, `2 ** 17`, `7 * msPerDay`: a number that somebody chose. A sum of names alone is not. */
const isChosen = (text: string): boolean => /^[\w\s.()*/+-]+$/.test(text) && !/\w\(/.test(text) && /(^|[^\w.])\d/.test(text)

/** Constants of whole files, each by its line and name, with no comment above it. */
export const unexplainedNumbers = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    if (!/^(src|service-worker)\//.test(path)) return []
    const lines = text.split('\n')
    const found: string[] = []
    new Visitor({
      Program: ({ body }) => {
        for (const statement of body) {
          const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
          if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') continue
          for (const { id, init } of declared.declarations) {
            if (id.type !== 'Identifier' || init === null || !isChosen(text.slice(init.start, init.end)) || conversion.test(id.name))
              continue
            const line = text.slice(0, statement.start).split('\n').length
            let above = line - 2
            while (/^(export )?const \w+ = /.test(lines[above] ?? '')) above--
            const isComment = /^(\/\/| \*\/|\/\*\*)/.test(lines[above] ?? '')
            // The head of the file says what the file is.
            const begins = lines.slice(0, above + 1).findLastIndex((one) => /^(\/\/|\/\*)/.test(one))
            if (!isComment || begins === 0) found.push(`${path}:${line} ${id.name}`)
          }
        }
      },
    }).visit(parseSync(path, text).program)
    return found
  })
