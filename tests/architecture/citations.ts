/**
 * What comments and papers cite: a section or an invariant of PROTOCOL.md, a benchmark's target, another page. Runs in tests.
 * Whoever reads "(PROTOCOL.md, Push; I-8)" finds that line in this repository, or the citation is refused.
 */
import { basename } from 'node:path'
import type { SourceFile } from './source-file.ts'

export interface Citable {
  /** Headings of PROTOCOL.md. */
  readonly sections: ReadonlySet<string>
  /** Numbers of its invariants, and those that begin a row of the table of targets in RESULTS.md: "I-8", "P3". */
  readonly numbers: ReadonlySet<string>
  /** File names of the pages that there are. */
  readonly pages: ReadonlySet<string>
}

/** What may be cited in these pages. */
export const citableOf = (pages: readonly SourceFile[]): Citable => {
  const textOf = (name: string): string => pages.find(({ path }) => basename(path) === name)?.text ?? ''
  const found = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])
  return {
    sections: new Set(found(textOf('PROTOCOL.md'), /^## (.+)$/gm)),
    numbers: new Set([...found(textOf('PROTOCOL.md'), /^- \*\*(I-\d+)\*\*/gm), ...found(textOf('RESULTS.md'), /^\| (P\d+) \| `/gm)]),
    pages: new Set(pages.map(({ path }) => basename(path))),
  }
}

/** What a citation of PROTOCOL.md names besides its sections, which may have an "and" in their own name. */
const unknownIn = (line: string, sections: readonly string[]): readonly string[] =>
  [...line.matchAll(/\(PROTOCOL\.md, ([^);:.]+)/g)].flatMap(([, cited = '']) =>
    sections
      .reduce((left, section) => left.replace(section, ''), cited)
      .split(/ and |, /)
      .map((name) => name.trim())
      .filter((name) => name !== '' && !/^[IP]-?\d+$/.test(name)),
  )

/** Citations that lead nowhere, each as one readable line. Lines of code count too: a title or a sentence may cite. */
export const brokenCitations = (files: readonly SourceFile[], citable: Citable): readonly string[] => {
  const bySize = [...citable.sections].sort((a, b) => b.length - a.length)
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => {
      const sections = unknownIn(line, bySize)
      const numbers = [...line.matchAll(/\bI-\d+\b/g)].map(([number]) => number).filter((number) => !citable.numbers.has(number))
      const targets = [...line.matchAll(/(?<![\w-])P\d+(?=[,' ](?:[^"']|$))/g)]
        .map(([number]) => number)
        .filter((number) => path.startsWith('tests/benchmarks/') && !citable.numbers.has(number))
      const pages = [...line.matchAll(/(?<![\w./*-])(?:[A-Za-z0-9_-]+\/)*([A-Za-z0-9_-]+\.md)\b(?!\.\w)/g)]
        .map(([, page = '']) => page)
        .filter((page) => !citable.pages.has(page))
      return [...sections, ...numbers, ...targets, ...pages].map((cited) => `${path}:${i + 1} cites ${cited}`)
    }),
  )
}
