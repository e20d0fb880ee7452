/**
 * A message's template: plain text with named blanks, « {créneau} », and optional sentences, « [Il manque {ce qui manque}.] », that vanish
 * with their blank (MSG-10). Runs everywhere. Whatever a template and its blanks hold, it is filled, and makes no line of its own in a
 * subject, which is a header.
 */

/** What a blank may stand for. Never a card, a surname, an address or what the patron borrows (MSG-6). */
const blankNames = ['number', 'documents', 'day', 'hour', 'place', 'missing', 'next', 'kept', 'loans', 'library', 'service'] as const
export type BlankName = (typeof blankNames)[number]

/** What each blank is called in the template's language. */
export type BlankWords = Readonly<Record<BlankName, string>>

/** What a blank holds now; absent or empty: there is nothing to say. */
export type Blanks = Readonly<Partial<Record<BlankName, string>>>

export interface Template {
  readonly subject: string
  readonly text: string
}

type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'blank'; readonly name: BlankName }
type Node = Piece | { readonly kind: 'optional'; readonly pieces: readonly Piece[] }

/** A bracket alone and a blank that nobody knows say nothing. */
const parse = (text: string, words: BlankWords): readonly Node[] => {
  const nodes: Node[] = []
  const nameByWord = new Map(Object.entries(words).map(([name, word]) => [word, name as BlankName]))
  let optional: Piece[] | undefined
  const push = (piece: Piece): unknown => (optional ?? nodes).push(piece)
  // Blanks, brackets, and what lies between them.
  for (const [token] of text.matchAll(/\{[^{}[\]\n]*\}|[{}[\]]|[^{}[\]]+/g)) {
    if (token.startsWith('{') && token.length > 1) {
      const name = nameByWord.get(token.slice(1, -1).trim())
      if (name !== undefined) push({ kind: 'blank', name })
    } else if (token === '[') optional ??= []
    else if (token === ']' && optional !== undefined) {
      nodes.push({ kind: 'optional', pieces: optional })
      optional = undefined
    } else if (!/^[{}[\]]$/.test(token)) push({ kind: 'text', text: token })
  }
  return nodes
}

const namesIn = (nodes: readonly Node[]): readonly BlankName[] =>
  nodes.flatMap((node) => (node.kind === 'blank' ? [node.name] : node.kind === 'optional' ? namesIn(node.pieces) : []))

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

export interface Letter {
  readonly subject: string
  readonly paragraphs: readonly Paragraph[]
}

/** The message of a template. */
export const fillTemplate = ({ subject, text }: Template, words: BlankWords, blanks: Blanks): Letter => {
  const plain = (_: BlankName, value: string): string => value
  const [ofSubject, ofText] = [parse(subject, words), parse(text, words)]
  // U+0001 stands before a day or an hour while paragraphs are cut: no template and no blank holds a control character.
  const marked = fill(ofText, blanks, (name, value) => {
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
  return { subject: inOneLine(fill(ofSubject, blanks, plain)), paragraphs }
}
