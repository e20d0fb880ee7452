/**
 * What nothing reaches: files of the product that no entry point leads to, and exported names that no line of it uses.
 * Runs in tests. Tests and benchmarks do not count as users: a rule that they alone call is promised and not kept.
 */
import { parseSync, Visitor } from 'vite'
import { importsOf, type SourceFile } from './source-file.ts'

/** Where each program begins; workers are named by whoever starts them. */
const entries = /^(src\/main\.tsx|src\/endpoint\/main\.ts|src\/endpoint\/command\/[^/]+\.ts|service-worker\/service-worker\.ts)$/

/** What a `.d.ts` declares is for the compiler: nothing of it runs. */
const ofProduct = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => /^(src|service-worker)\//.test(path) && !path.endsWith('.d.ts'))

/** Files that no entry point leads to, by imports of any form. */
export const unreachedFiles = (files: readonly SourceFile[]): readonly string[] => {
  const product = ofProduct(files)
  const fileByPath = new Map(product.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const reach = (path: string): void => {
    const file = fileByPath.get(path)
    if (file === undefined || reached.has(path)) return
    reached.add(path)
    for (const { target } of importsOf(file)) if (target !== undefined) reach(target)
  }
  for (const { path } of product) if (entries.test(path)) reach(path)
  return product.map(({ path }) => path).filter((path) => !reached.has(path))
}

interface Names {
  readonly exported: readonly string[]
  /** Every name written, be it a binding, a property or a key, and how often: the form of an import is not looked into. */
  readonly counts: ReadonlyMap<string, number>
}

const namesOf = ({ path, text }: SourceFile): Names => {
  const { program, module } = parseSync(path, text)
  const counts = new Map<string, number>()
  const count = ({ name }: { readonly name: string }): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  new Visitor({ Identifier: count, JSXIdentifier: count }).visit(program)
  return { exported: module.staticExports.flatMap(({ entries }) => entries.flatMap(({ exportName }) => exportName.name ?? [])), counts }
}

/** Files that are had by `import('…')`: whoever uses what is in them may have been given it, and not import it. */
const loadedLater = (files: readonly SourceFile[]): ReadonlySet<string> =>
  new Set(
    files.flatMap((file) =>
      importsOf(file).flatMap(({ specifier, target }) =>
        target !== undefined && file.text.includes(`import('${specifier}`) ? target : [],
      ),
    ),
  )

/** Exported names that nothing of the product uses: neither a file that imports theirs, nor a second line of their own. */
export const unusedExports = (files: readonly SourceFile[]): readonly string[] => {
  const product = ofProduct(files)
  const late = loadedLater(product)
  const namesByPath = new Map(product.map((file) => [file.path, namesOf(file)]))
  const importersByPath = new Map<string, string[]>()
  for (const file of product) {
    for (const { target } of importsOf(file)) {
      if (target !== undefined) importersByPath.set(target, [...(importersByPath.get(target) ?? []), file.path])
    }
  }
  return [...namesByPath].flatMap(([path, { exported, counts }]) => {
    const users = late.has(path) ? [...namesByPath.keys()].filter((other) => other !== path) : (importersByPath.get(path) ?? [])
    const isUsed = (name: string): boolean =>
      (counts.get(name) ?? 0) > 1 || users.some((user) => namesByPath.get(user)?.counts.has(name) === true)
    return exported.filter((name) => !isUsed(name)).map((name) => `${path}: ${name}`)
  })
}
