/**
 * A message's template: plain text with named blanks, « {créneau} », and optional sentences, « [Il manque {ce qui manque}.] », that vanish
 * with their blank (MSG-10). Runs everywhere: the manager's screen, the sender and the preview read it by these functions alone.
 * A template that these accept cannot fail when a message is built.
 */

/** What a blank may stand for. Never a card, a surname, an address or what the patron borrows (MSG-6). */
const blankNames = [
  'number',
  'documents',
  'day',
  'hour',
  'place',
  'former',
  'missing',
  'next',
  'kept',
  'loans',
  'library',
  'service',
] as const
export type BlankName = (typeof blankNames)[number]

/** What each blank is called in the template's language. */
export type BlankWords = Readonly<Record<BlankName, string>>

/** What a blank holds now; absent or empty: there is nothing to say. */
export type Blanks = Readonly<Partial<Record<BlankName, string>>>

export interface Template {
  readonly subject: string
  readonly text: string
}

/** Characters of a text, and of a subject. */
const longestTemplate = 2000
const longestSubject = 120

export type TemplateFault =
  | { readonly kind: 'blank-unknown'; readonly name: string; readonly nearest: string }
  | { readonly kind: 'blank-missing'; readonly name: string }
  /** It may be empty, and stands outside of an optional sentence. */
  | { readonly kind: 'blank-bare'; readonly name: string }
  /** A bracket that opens and does not close, or closes what was not opened; the words around it. */
  | { readonly kind: 'bracket-alone'; readonly near: string }
  /** An optional sentence without a blank would vanish never, or always. */
  | { readonly kind: 'optional-without-blank'; readonly near: string }
  | { readonly kind: 'too-long'; readonly length: number; readonly most: number }
  | { readonly kind: 'subject-empty' }
  | { readonly kind: 'subject-broken' }

type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'blank'; readonly name: BlankName }
type Node = Piece | { readonly kind: 'optional'; readonly pieces: readonly Piece[] }

/** How many single changes lead from one word to the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}

const nearestTo = (name: string, known: readonly string[]): string =>
  known.reduce((best, word) => (distance(name, word) < distance(name, best) ? word : best))

/** Words around a fault, so that it is found. */
const around = (text: string, at: number): string => text.slice(Math.max(0, at - 15), at + 15).replace(/\s+/g, ' ')

const parse = (
  text: string,
  words: BlankWords,
  known: readonly BlankName[] = blankNames,
): { readonly nodes: readonly Node[]; readonly faults: readonly TemplateFault[] } => {
  const faults: TemplateFault[] = []
  const nodes: Node[] = []
  const nameByWord = new Map(known.map((name) => [words[name], name]))
  let optional: Piece[] | undefined
  let optionalAt = 0
  const push = (piece: Piece): unknown => (optional ?? nodes).push(piece)
  // Blanks, brackets, and what lies between them.
  for (const { 0: token, index } of text.matchAll(/\{[^{}[\]\n]*\}|[{}[\]]|[^{}[\]]+/g)) {
    if (token.startsWith('{') && token.length > 1) {
      const word = token.slice(1, -1).trim()
      const name = nameByWord.get(word)
      if (name === undefined) faults.push({ kind: 'blank-unknown', name: word, nearest: nearestTo(word, [...nameByWord.keys()]) })
      else push({ kind: 'blank', name })
    } else if (token === '[' && optional === undefined) {
      optional = []
      optionalAt = index
    } else if (token === ']' && optional !== undefined) {
      const isEmpty = !optional.some(({ kind }) => kind === 'blank')
      if (isEmpty && faults.length === 0) faults.push({ kind: 'optional-without-blank', near: around(text, optionalAt) })
      nodes.push({ kind: 'optional', pieces: optional })
      optional = undefined
    } else if (/^[{}[\]]$/.test(token)) faults.push({ kind: 'bracket-alone', near: around(text, index) })
    else push({ kind: 'text', text: token })
  }
  if (optional !== undefined) faults.push({ kind: 'bracket-alone', near: around(text, optionalAt) })
  return { nodes, faults }
}

const namesIn = (nodes: readonly Node[]): readonly BlankName[] =>
  nodes.flatMap((node) => (node.kind === 'blank' ? [node.name] : node.kind === 'optional' ? namesIn(node.pieces) : []))

/** Blanks of the messages of one kind: those that there are, those that must not lack, and those that may be empty. */
export interface BlankRules {
  readonly known: readonly BlankName[]
  readonly required: readonly BlankName[]
  readonly mayBeEmpty: readonly BlankName[]
}

/** What keeps a template from being kept, in its subject and in its text. */
export const checkTemplate = (
  { subject, text }: Template,
  words: BlankWords,
  { known, required, mayBeEmpty }: BlankRules,
): { readonly subject: readonly TemplateFault[]; readonly text: readonly TemplateFault[] } => {
  const [ofSubject, ofText] = [parse(subject, words, known), parse(text, words, known)]
  const found = new Set(namesIn(ofText.nodes))
  const lacking = required.filter((name) => !found.has(name))
  const bare = (nodes: readonly Node[]): readonly TemplateFault[] =>
    nodes.flatMap((node) =>
      node.kind === 'blank' && mayBeEmpty.includes(node.name) ? [{ kind: 'blank-bare', name: words[node.name] } as const] : [],
    )
  return {
    subject: [
      ...ofSubject.faults,
      ...bare(ofSubject.nodes),
      ...(subject.trim() === '' ? [{ kind: 'subject-empty' } as const] : []),
      ...(/[\p{Cc}\u2028\u2029]/u.test(subject) ? [{ kind: 'subject-broken' } as const] : []),
      ...(subject.length > longestSubject ? [{ kind: 'too-long', length: subject.length, most: longestSubject } as const] : []),
    ],
    text: [
      ...ofText.faults,
      ...bare(ofText.nodes),
      ...lacking.map((name) => ({ kind: 'blank-missing', name: words[name] }) as const),
      ...(text.length > longestTemplate ? [{ kind: 'too-long', length: text.length, most: longestTemplate } as const] : []),
    ],
  }
}

/** A blank's text, marked so that whoever lays the message out finds the hour. */
const fill = (pieces: readonly Node[], blanks: Blanks, write: (name: BlankName, value: string) => string): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      if (piece.kind === 'blank') return write(piece.name, blanks[piece.name] ?? '')
      const isWhole = namesIn(piece.pieces).every((name) => (blanks[name] ?? '') !== '')
      return isWhole ? fill(piece.pieces, blanks, write) : ''
    })
    .join('')

/** One line, whatever a blank holds: a subject is a header (MSG-10). */
const inOneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()

/** A paragraph of a message; `isHour`: it begins with the day or the hour, and is set apart. */
export interface Paragraph {
  readonly lines: readonly string[]
  readonly isHour: boolean
}

export const asLines = (...lines: readonly string[]): Paragraph => ({ lines, isHour: false })
export const asHour = (hour: string): Paragraph => ({ lines: [hour], isHour: true })

export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly Paragraph[]
}

/** The message of a template that was checked; where it was not, what is wrong in it is left out. */
export const fillTemplate = ({ subject, text }: Template, words: BlankWords, blanks: Blanks): Letter => {
  const plain = (_: BlankName, value: string): string => value
  const [ofSubject, ofText] = [parse(subject, words), parse(text, words)]
  // U+0001 stands before a day or an hour while paragraphs are cut: no template and no blank holds a control character.
  const marked = fill(ofText.nodes, blanks, (name, value) => {
    const clean = value.replace(/[^\P{Cc}\n]/gu, '')
    return name === 'day' || name === 'hour' ? `\u0001${clean}` : clean
  })
  const paragraphs = marked
    .split(/\n[ \t]*\n/)
    .map((paragraph) =>
      paragraph
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.replace('\u0001', '') !== ''),
    )
    .filter((lines) => lines.length > 0)
    .map((lines) => ({ lines: lines.map((line) => line.replaceAll('\u0001', '')), isHour: lines[0]?.startsWith('\u0001') ?? false }))
  return { subject: inOneLine(fill(ofSubject.nodes, blanks, plain)), paragraphs }
}
