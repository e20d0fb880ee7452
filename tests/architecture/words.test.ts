/**
 * One word, one meaning (src/GLOSSARY.md): a word that a team once read in two ways stands where it means the one thing, in both
 * languages. Runs in Node, reads the words of the screens line by line; each check with a line that breaks it.
 */
import { describe, expect, test } from 'vitest'
import { wordsOf } from './quoted-words.ts'
import { readSources, type SourceFile } from './source-file.ts'

interface Misuse {
  readonly language: 'fr' | 'en'
  readonly said: RegExp
  /** Where alone it is refused, by the name of the file; everywhere else left out. */
  readonly file?: string
  /** A line that has it. */
  readonly sample: string
}

const misuses: Readonly<Record<string, Misuse>> = {
  'a tablet is retired from service, an operation is kept apart; a handover or a book is put aside': {
    language: 'fr',
    said: /(tablette|serveur|lettre|opération).*(mis|mise|mises|met|mettre|mettez) (l.{1,20} )?de côté|[Mm]ettre de côté.*tablette/,
    sample: "wake: 'Réveillez la tablette, ou la personne responsable la met de côté.'",
  },
  'a case is decided: only the ILS settles': {
    language: 'fr',
    said: /[Rr]églée?s?(?!\p{L})/u,
    file: 'cases',
    sample: "question: 'Est-ce réglé ?'",
  },
  'a way back is no return': { language: 'fr', said: /[Rr]even(?:ir|ez)\b|^Retour$/, sample: "back: 'Retour'," },
  'what was done on paper has one name': { language: 'fr', said: /d’après papier/, sample: "onPaper: 'Saisir d’après papier'," },
  'a zone is released: documents are given back': {
    language: 'fr',
    said: /Rendre|rendue$/,
    file: 'preparation',
    sample: "release: 'Rendre',",
  },
  'a tablet is not heard from': { language: 'fr', said: /[Mm]uette/, sample: "silent: 'Muette depuis 14 h'" },
  'an hour is « 14 h 30 »': { language: 'fr', said: /\b\d{1,2}(?::|h)\d{2}\b|\b\d{1,2}h\b/, sample: "hint: 'Par exemple 14:30'" },
  'no file name is a word': { language: 'fr', said: /\.koc|CSV/, sample: "make: 'Faire le lot .koc'" },
  'an hour is “14:30”': { language: 'en', said: /\b\d{1,2}\s?h\b/, sample: "hint: 'At 14h'" },
  'an item is no document': { language: 'en', said: /[Dd]ocuments?\b(?!-)/, sample: "scan: 'Scan the documents.'" },
  'the ILS has one name': { language: 'en', said: /[Ll]ibrary(?:’s)? system/, sample: "said: 'The library system refuses.'" },
  'what the ILS keeps for a patron is a reservation': {
    language: 'en',
    said: /\b(?:a|that|this|the|on|cancel) holds?\b|\bHolds\b/,
    sample: "place: 'Place a hold in the ILS'",
  },
  'a case is no anomaly': { language: 'en', said: /[Aa]nomal/, sample: "say: 'an anomaly to decide'" },
  'an operation is held back, not in quarantine': {
    language: 'fr',
    said: /opérations? en quarantaine/,
    sample: "say: 'Elle a des opérations en quarantaine.'",
  },
  'orders are collected': { language: 'en', said: /[Pp]ick-?ups?\b/, sample: "next: 'Next pickup on Tuesday.'" },
  'a zone is no stop': { language: 'en', said: /\b[Ss]tops?\b/, file: 'walk', sample: "first: 'This is the first stop.'" },
  'what leaves the tablet is sent': { language: 'en', said: /[Tt]ransmit/, sample: "all: 'All transmitted'" },
  'a tablet is taken out of service, an operation is held back': {
    language: 'en',
    said: /[Ss]et (?:it )?(?:aside|apart)|kept apart/,
    sample: "tablet: 'The tablet was set aside.'",
  },
  'someone is waiting': { language: 'en', said: /[Ss]omebody|[Nn]o(?:body|thing) waits/, sample: "door: 'nobody waits'" },
  'the manager is in charge': { language: 'en', said: /person in charge|\ba manager\b/, sample: "tell: 'Tell the person in charge.'" },
  'a tablet is online or offline': { language: 'en', said: /\b[Oo]n line\b|\b[Oo]ff line\b/, sample: "say: 'These are done on line.'" },
  'an order that the library has is received': {
    language: 'en',
    said: /^[Nn]oted\b(?=.)|\b(?:is|are|was|once|already|order) noted\b|^Noted$/,
    sample: "subject: 'Your order {number} is noted',",
  },
  'what reads barcodes in the hand is a scanner': { language: 'en', said: /\b[Gg]uns?\b/, sample: "next: 'Plug in a barcode gun.'" },
  'no file name is an English word': { language: 'en', said: /\.koc|CSV/, sample: "make: 'Make the .koc batch'" },
}

/** Spaces that break no line are spaces here. */
const plain = (words: string): string => words.replaceAll(/\\u00a0|\\u202f|[\u00a0\u202f]/g, ' ')

const linesOf = (files: readonly SourceFile[], { said, file, language }: Misuse): readonly string[] =>
  files
    .filter(({ path }) => path.startsWith(`src/locale/${language}/`) && (file === undefined || path.endsWith(`/${file}.ts`)))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, n) => {
        const isWords = !/^\s*(\/\/|\/?\*|import )/.test(line)
        return isWords && wordsOf(line).some((words) => said.test(plain(words))) ? [`${path}:${n + 1}`] : []
      }),
    )

describe('one word, one meaning', () => {
  const words = readSources().filter(({ path }) => path.startsWith('src/locale/'))

  test.each(Object.entries(misuses))('%s', (_, misuse) => {
    expect(words.length).toBeGreaterThan(20)
    expect(linesOf(words, misuse)).toEqual([])
    const path = `src/locale/${misuse.language}/${misuse.file ?? 'today'}.ts`
    expect(linesOf([{ path, text: misuse.sample }], misuse)).toHaveLength(1)
  })

  test('what screens put together themselves bears no punctuation of one language', () => {
    const ofFrench = /\\u(?:00a0|202f)[:;!?»]|«\\u00a0|>\{[^<>]*\} [:;!?] </
    const found = readSources().filter(({ path, text }) => path.startsWith('src/ui/') && ofFrench.test(text))
    expect(found.map(({ path }) => path)).toEqual([])
    expect(['label + "\\u00a0: "', '<span>{number} : </span>'].every((sample) => ofFrench.test(sample))).toBe(true)
  })
})
