/**
 * One file of the repository as the architecture checks see it: what it imports, what it opens with, which names it uses.
 * Runs in tests. Read with the parser that the bundler itself uses (oxc), not with patterns: a comment or a string is never taken for
 * code. A sample made of text in a test goes the same way as a file of the repository.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
}

export interface Import {
  /** As written, without a query (`?url`, `?worker`). */
  readonly specifier: string
  /** The file it names, from the root; undefined for a package. */
  readonly target: string | undefined
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

const isScript = (name: string): boolean => /\.(ts|tsx|mjs)$/.test(name)
/** Packages that a benchmark installs beside itself are not ours. */
export const isInstalled = (folder: string): boolean => folder.includes('node_modules')
const folders = ['src', 'service-worker', 'tests'] as const

/** Every script of the repository: the three folders, and the build's own files at the root. */
export const readSources = (): readonly SourceFile[] => {
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isScript(entry.name) && !isInstalled(entry.parentPath))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  )
  const atRoot = readdirSync(root).filter(isScript)
  return [...inFolders, ...atRoot].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Every paper of the repository. */
export const readPapers = (): readonly SourceFile[] =>
  ['src', 'tests', 'docs', 'deploy', '.']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: folder !== '.', withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !isInstalled(entry.parentPath))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }))

/** What is asked of a file by several checks of one test is worked out once: reading the repository's files is most of their time. */
const once = <T>(read: (file: SourceFile) => T): ((file: SourceFile) => T) => {
  const known = new WeakMap<SourceFile, T>()
  return (file) => {
    const before = known.get(file)
    if (before !== undefined) return before
    const found = read(file)
    known.set(file, found)
    return found
  }
}

const parse = ({ path, text }: SourceFile) => {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors.map((error) => error.message).join('; ')}`)
  return parsed
}

/** Static imports, dynamic ones, re-exports, types by `import('…')`, and files named by `new URL('…', import.meta.url)` (workers). */
export const importsOf = once((file): readonly Import[] => {
  const specifiers = new Set<string>()
  const { program } = parse(file)
  const add = (source: { type: string } | null) => {
    if (source?.type === 'Literal' && 'value' in source && typeof source.value === 'string') specifiers.add(source.value)
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    NewExpression: ({ callee, arguments: [url, base] }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || base?.type !== 'MemberExpression') return
      if (base.object.type === 'MetaProperty' && url?.type === 'Literal' && typeof url.value === 'string' && isScript(url.value)) add(url)
    },
  }).visit(program)
  return [...specifiers].map((written) => {
    const specifier = written.split('?')[0] ?? written
    const target = specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : undefined
    return { specifier, target }
  })
})

/** Lines of the comment that the file opens with, its marks included; 0 where code comes first. */
export const openingCommentLines = (file: SourceFile): number => {
  const [first] = parse(file).comments
  if (first === undefined || file.text.slice(0, first.start).replace(/^#!.*/, '').trim() !== '') return 0
  return file.text.slice(first.start, first.end).split('\n').length
}

/** Names used as values or types (a property's name after a dot stands with the dot: ".now"; known objects in full: "Math.random"). */
export const namesUsedIn = (file: SourceFile): ReadonlySet<string> => {
  const names = new Set<string>()
  new Visitor({
    Identifier: (node) => names.add(node.name),
    MemberExpression: ({ object, property, computed }) => {
      if (computed || property.type !== 'Identifier') return
      names.add(`.${property.name}`)
      if (object.type === 'Identifier') names.add(`${object.name}.${property.name}`)
    },
  }).visit(parse(file).program)
  return names
}

interface Statement {
  /** As the parser names it. */
  readonly type: string
  readonly isReExport: boolean
}

interface Silenced {
  /** From 1. */
  readonly line: number
  readonly by: 'any' | '!'
}

/** The file's own statements, and where it silences TypeScript. */
const lookAt = once((file): { readonly statements: readonly Statement[]; readonly silenced: readonly Silenced[] } => {
  const { program } = parse(file)
  const silenced: Silenced[] = []
  const lineOf = (start: number) => file.text.slice(0, start).split('\n').length
  new Visitor({
    TSAnyKeyword: (node) => silenced.push({ line: lineOf(node.start), by: 'any' }),
    TSNonNullExpression: (node) => silenced.push({ line: lineOf(node.start), by: '!' }),
  }).visit(program)
  const statements = program.body.map((node) => ({
    type: node.type,
    isReExport: node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null),
  }))
  return { statements, silenced }
})

/** The nodes that TypeScript lets one silence it with: `any`, and `!` after an expression. */
export const silencedAt = (file: SourceFile): readonly Silenced[] => lookAt(file).silenced

export const statementsOf = (file: SourceFile): readonly Statement[] => lookAt(file).statements
