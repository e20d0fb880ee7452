/**
 * Which rules RULES.md states, and which of them the titles of the tests quote. Runs in tests.
 * A rule is a line that begins with its number ("ORD-3 …", in a list, a table or a heading); "(later)" on that line says that no
 * code answers for it yet. A title begins with its numbers in brackets: "[RET-2] an item in quarantine cannot be lent".
 */
import { parseSync, Visitor } from 'vite'
import type { SourceFile } from './source-file.ts'

export interface Rule {
  readonly number: string
  readonly isLater: boolean
}

export const rulesOf = (markdown: string): readonly Rule[] =>
  markdown.split('\n').flatMap((line) => {
    const number = /^[\s>|*#-]*([A-Z]+-\d+)\b/.exec(line)?.[1]
    return number === undefined ? [] : [{ number, isLater: line.includes('(later)') }]
  })

/** Titles of `test` and `it` in a file, `.each` and `.skipIf` included. A title made at run time is not read. */
export const titlesOf = ({ path, text }: SourceFile): readonly string[] => {
  const titles: string[] = []
  const isTest = (callee: { type: string; object?: unknown; callee?: unknown; name?: unknown; tag?: unknown }): boolean => {
    if (callee.type === 'Identifier') return callee.name === 'test' || callee.name === 'it'
    const inner = callee.object ?? callee.callee ?? callee.tag
    return typeof inner === 'object' && inner !== null && 'type' in inner && isTest(inner as Parameters<typeof isTest>[0])
  }
  new Visitor({
    CallExpression: ({ callee, arguments: [title] }) => {
      if (!isTest(callee)) return
      if (title?.type === 'Literal' && typeof title.value === 'string') titles.push(title.value)
      if (title?.type === 'TemplateLiteral') titles.push(title.quasis.map((quasi) => quasi.value.cooked ?? '').join('…'))
    },
  }).visit(parseSync(path, text).program)
  return titles
}

/** The most words of a rule, which one reads once: a longer one is two rules. */
const mostWords = 40

/** Rules of more than one sentence or of more than 40 words, with how many; the files that follow a rule are no words of it. */
export const longRules = (markdown: string): readonly string[] =>
  markdown.split(/\n(?=- \*\*|\n|#)/).flatMap((paragraph) => {
    const [, number, said = ''] = /^- \*\*([A-Z]+-\d+)\*\*(.*)/s.exec(paragraph) ?? []
    if (number === undefined) return []
    const text = said.replace(/(?:`[^`]+`(?:,\s*|\s*$))+$/, '').trim()
    const words = text.split(/\s+/).length
    return words > mostWords || /[.?!] \p{Lu}/u.test(text) ? [`${number}: ${words} words`] : []
  })

/** Titles that begin with what does not happen, or with « of » or « what »: the thing that acts comes first. */
export const backwardTitles = (titles: readonly string[]): readonly string[] =>
  titles.filter((title) =>
    /^(?:\[[^\]]*\]\s*)*(?:no|none|nothing|nobody|never|neither|nor|not|nowhere|without|cannot|of|what|whatever)\b(?!-)/i.test(title),
  )

const numbersIn = (title: string): readonly string[] => /^(?:\[[^\]]*\]\s*)+/.exec(title)?.[0].match(/[A-Z]+-\d+/g) ?? []

/** Rules without a test, and titles that quote a rule nobody stated; one readable line each. */
export const mismatches = (rules: readonly Rule[], titles: readonly string[]): readonly string[] => {
  const stated = new Set(rules.map(({ number }) => number))
  const quoted = new Set(titles.flatMap(numbersIn))
  return [
    ...rules.filter(({ number, isLater }) => !isLater && !quoted.has(number)).map(({ number }) => `${number} has no test that quotes it`),
    ...rules.filter(({ number }, at) => rules.findIndex((other) => other.number === number) !== at).map(({ number }) => `${number} twice`),
    ...titles.flatMap((title) =>
      numbersIn(title)
        .filter((number) => !stated.has(number))
        .map((number) => `${number} is quoted but not in RULES.md: ${title}`),
    ),
  ]
}
