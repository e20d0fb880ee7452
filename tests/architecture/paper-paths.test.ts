/**
 * Papers and comments name files that are there: every path in backticks, and every link, of the repository's .md files, and every script
 * or paper that a comment names. Runs in Node, reads the repository. A path may be short (from `src/`, from the paper's own folder, a file's bare name); one with `<…>`, `*` or `…` is a pattern,
 * and what is built (`dist/`) is not there before it is built.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { readSources, root, type SourceFile } from './source-file.ts'

const isSkipped = (name: string): boolean => /^(node_modules|\.git|\.tsc|dist|data|test-results)$/.test(name)

/** Files and folders, from the root, with slashes; folders without the last one. */
const listed = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (isSkipped(entry.name)) return []
    return entry.isDirectory() ? [path, ...listed(path)] : [path]
  })

const isFile = /\.(ts|tsx|mjs|md|json|css|html)$/
/** As somebody types a path: neither a command, an address, a date, nor a pattern. */
const isPlain = /^[\w.-]+(\/[\w.-]+)*\/?$/

const isThereAmong = (paths: readonly string[]) => {
  const known = new Set(paths)
  return (named: string): boolean => known.has(named) || paths.some((one) => one.endsWith(`/${named}`))
}

/** Scripts and papers that a comment names and the repository does not hold. */
const lostInComments = ({ path, text }: SourceFile, isThere: (named: string) => boolean): readonly string[] =>
  parseSync(path, text).comments.flatMap(({ value }) =>
    [...value.matchAll(/(?<![\w./<*-])(?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ts|tsx|mjs|md|css)\b/g)].flatMap(([named]) =>
      isThere(named) ? [] : [`${path} names ${named}`],
    ),
  )

/** What a paper names and the repository does not hold; one readable line each. */
const lost = ({ path, text }: SourceFile, paths: readonly string[]): readonly string[] => {
  const known = new Set(paths)
  const folders = new Set(paths.filter((one) => !one.includes('/')).concat(readdirSync(join(root, 'src'))))
  const isThere = isThereAmong(paths)
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, named = '']) => {
    const isPath = isPlain.test(named) && !named.startsWith('.') && !named.startsWith('dist/')
    const isNamed = isFile.test(named) || (named.includes('/') && folders.has(named.split('/')[0] ?? ''))
    return isPath && isNamed && !isThere(named.replace(/\/$/, '')) ? [`${path} names ${named}`] : []
  })
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) => {
    const isOutside = /^[a-z]+:/.test(target)
    return isOutside || known.has(posix.join(posix.dirname(path), target).replace(/\/$/, '')) ? [] : [`${path} links to ${target}`]
  })
  return [...quoted, ...links]
}

test('papers name files that are there', () => {
  const paths = listed('.')
  const papers = paths.filter((path) => path.endsWith('.md'))
  expect(papers.length).toBeGreaterThan(20)
  expect(papers.flatMap((path) => lost({ path, text: readFileSync(join(root, path), 'utf8') }, paths))).toEqual([])
})

test('comments name files that are there', () => {
  const isThere = isThereAmong(listed('.'))
  expect(readSources().flatMap((file) => lostInComments(file, isThere))).toEqual([])
})

test('refused: a comment that names a file by the folder it once had', () => {
  const text = "// Made by `desk/apply.ts`, once `export/run.ts`; see export/run.ts.\nexport const said = 'gone.ts' // a `*.ts`\n"
  expect(lostInComments({ path: 'src/a.ts', text }, isThereAmong(['src/domain/desk/apply.ts']))).toEqual([
    'src/a.ts names export/run.ts',
    'src/a.ts names export/run.ts',
  ])
})

test('refused: a file that was moved, a folder that was never there, a link to nothing', () => {
  const paths = ['src', 'src/domain', 'src/domain/RULES.md', 'src/domain/ids.ts']
  const text = [
    'In `domain/ids.ts`, `ids.ts`, `src/domain/`, `domain/<subject>/`, `*.ts`, `npm test`, `24/11/2026`, [the rules](RULES.md#orders).',
    'In `domain/moved.ts`, `gone.ts`, `domain/never/`, [there](../never.md).',
  ].join('\n')
  expect(lost({ path: 'src/domain/RULES.md', text }, paths)).toEqual([
    'src/domain/RULES.md names domain/moved.ts',
    'src/domain/RULES.md names gone.ts',
    'src/domain/RULES.md names domain/never/',
    'src/domain/RULES.md links to ../never.md',
  ])
})
