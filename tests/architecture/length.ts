/**
 * What is too long to be held in one head: a file over 400 lines, a function over 120, a comment over 40 words, a paper's line over 160 signs.
 * Runs in tests.
 * Tables of words and data are apart, they are looked up and not followed; so are the callbacks of suites, which are lists of tests.
 */
import { parseSync, Visitor } from 'vite'
import type { SourceFile } from './source-file.ts'

const longestFile = 400
const longestFunction = 120
/** Words of a comment that one reads once. A second idea is a second comment, at its own line. */
const mostWords = 40
/** Signs: what a window shows beside another one. */
const longestLine = 160

/** Words that screens say, and what tests and the demo read as data. */
const tables = /^(src\/locale\/|src\/endpoint\/demo\/works\.ts$|tests\/fixtures\/|tests\/screens\/states\.ts$)/

const linesOf = (text: string): number => text.trimEnd().split('\n').length

export const longFiles = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path, text }) => !tables.test(path) && linesOf(text) > longestFile)
    .map(({ path, text }) => `${path}: ${linesOf(text)} lines`)

/** Functions of more lines than a screen or two shows, each by the line on which it begins. */
export const longFunctions = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    if (tables.test(path)) return []
    const found: string[] = []
    const suites = new Set<number>()
    const look = ({ start, end }: { readonly start: number; readonly end: number }): void => {
      const lines = linesOf(text.slice(start, end))
      if (lines > longestFunction && !suites.has(start)) found.push(`${path}:${linesOf(text.slice(0, start + 1))}: ${lines} lines`)
    }
    new Visitor({
      CallExpression: ({ callee, arguments: given }) => {
        // `describe(…)`, `test.each(…)(…)`, `it.skipIf(…)(…)`, and the suite of every store.
        if (/^(describe|test|it|onEachStore)\b/.test(text.slice(callee.start, callee.end))) for (const { start } of given) suites.add(start)
      },
      FunctionDeclaration: look,
      FunctionExpression: look,
      ArrowFunctionExpression: look,
    }).visit(parseSync(path, text).program)
    return found
  })

/** Lines of papers that are too long, each by its place. Code is left as it is typed; rows of tables, which cannot be wrapped, are apart. */
export const longLines = (papers: readonly SourceFile[]): { readonly lines: readonly string[]; readonly rows: readonly string[] } => {
  const found = papers.flatMap(({ path, text }) =>
    text
      .replaceAll(/^ *```.*\n(?:.*\n)*? *```$/gm, (code) => '\n'.repeat(linesOf(code) - 1))
      .split('\n')
      .flatMap((line, i) => ([...line].length > longestLine ? [{ place: `${path}:${i + 1}`, isRow: line.startsWith('|') }] : [])),
  )
  const placesOf = (ofRows: boolean) => found.flatMap(({ place, isRow }) => (isRow === ofRows ? [place] : []))
  return { lines: placesOf(false), rows: placesOf(true) }
}

/** Comments of more than 40 words, each by the line on which it begins; the file's head is apart. Lines of `//` that follow each other are one. */
export const longComments = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    const blocks: { readonly start: number; end: number; said: string }[] = []
    for (const { type, start, end, value } of parseSync(path, text).comments) {
      const last = blocks.at(-1)
      if (type === 'Line' && last !== undefined && /^\r?\n *$/.test(text.slice(last.end, start)) && text.startsWith('//', last.start))
        Object.assign(last, { end, said: `${last.said} ${value}` })
      else blocks.push({ start, end, said: value })
    }
    return blocks.flatMap(({ start, said }) => {
      const isHead = text.slice(0, start).replace(/^#!.*/, '').trim() === ''
      const words = said.replaceAll(/[*/]/g, ' ').match(/\S*[\p{L}\d]\S*/gu)?.length ?? 0
      return isHead || words <= mostWords ? [] : [`${path}:${linesOf(text.slice(0, start + 1))}: ${words} words`]
    })
  })
