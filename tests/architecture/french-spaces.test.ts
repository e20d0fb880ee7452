/**
 * French sets a space before « : ; ? ! » and inside its quotes, and that space must not break a line: narrow before « ; ? ! », wide
 * before « : » (src/locale/formats.ts). Runs in Node, reads the words.
 * Without it a narrow phone begins a line with a colon. A condition of the code (` ? `, ` : ` between two values) is no French.
 */
import { describe, expect, test } from 'vitest'
import { wordsOf } from './quoted-words.ts'
import { readSources, type SourceFile } from './source-file.ts'

/** A letter, a figure or a value, then an ordinary space, then the mark; or a quote's inner space. */
const breaking = /[\p{L}\d%)»…¤] [:;?!](?=[ .]|$)|« | »/u

/** Too wide: U+00A0 before « ; ? ! », as the character or as its escape. A mark alone in quotes, « ? », is a key. */
const tooWide = /(?<!«)(?:\u00a0|\\u00a0)[;!?]/u

/** Too narrow: U+202F before a colon. */
const tooNarrow = /(?:\u202f|\\u202f):/u

const faultyLines = (files: readonly SourceFile[], fault: RegExp): readonly string[] =>
  files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        !/^\s*(\/\/|\/?\*)/.test(line) && wordsOf(line).some((words) => fault.test(words)) ? [`${path}:${index + 1}`] : [],
      ),
  )

/** Code put into a template, as it is written. */
const put = (code: string): string => `$\{${code}}`

describe('the French words', () => {
  const french = readSources().filter(({ path }) => /^src\/locale\/(fr\/|[a-z-]+\.ts$)/.test(path))

  test('break no line before a colon, a semicolon, a question or an exclamation mark', () => {
    expect(french.length).toBeGreaterThan(10)
    expect(faultyLines(french, breaking)).toEqual([])
  })

  test('set a narrow space before a semicolon, a question or an exclamation mark', () => {
    expect(faultyLines(french, tooWide)).toEqual([])
  })

  test('set a wide space before a colon', () => {
    expect(faultyLines(french, tooNarrow)).toEqual([])
    expect(
      faultyLines([{ path: 'src/locale/fr/order.ts', text: String.raw`say: 'Elle attend\u202f: relisez-la.'` }], tooNarrow),
    ).toHaveLength(1)
  })

  test.each([
    "say: 'Elle attend : relisez-la.'",
    "why: 'Pourquoi ?'",
    `of: (n: string) => \`${put('n')} : pris\``,
    "help: 'la touche « ? »'",
  ])('refused: %s', (text) => {
    expect(faultyLines([{ path: 'src/locale/fr/order.ts', text }], breaking)).toHaveLength(1)
  })

  test.each([String.raw`say: 'Elle attend\u00a0; relisez-la.'`, "why: 'Pourquoi\u00a0?'", String.raw`stop: 'Halte\u00a0!'`])(
    'too wide: %s',
    (text) => {
      expect(faultyLines([{ path: 'src/locale/fr/order.ts', text }], tooWide)).toHaveLength(1)
    },
  )

  test('a key in quotes, or a colon, is not too wide', () => {
    const text = String.raw`help: 'la touche «\u00a0?\u00a0»\u00a0: cette aide'`
    expect(faultyLines([{ path: 'src/locale/fr/order.ts', text }], tooWide)).toEqual([])
  })

  test('a condition of the code is none of it', () => {
    const text = `of: (n: number) => (n === 1 ? 'un' : 'plusieurs') + \`${put("n === 1 ? 'une' : n")} prises\``
    expect(faultyLines([{ path: 'src/locale/fr/order.ts', text }], breaking)).toEqual([])
  })
})
