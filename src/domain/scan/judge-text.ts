/**
 * What kind of number was read: a card, a document, one of our labels, or a publisher's code. Runs on the tablet, for the camera, the gun
 * and the keyboard alike. Nothing is guessed: what fits no rule of the library is not recognised, and of what fits two the screen asks.
 */
import { type CardNumber, type ItemBarcode, identifierSigns, toCardNumber, toItemBarcode } from '../ids.ts'
import { parseOrderNumber } from '../order/order.ts'
import type { BarcodeRule, Settings } from '../settings/settings.ts'
import { hasEanCheck, holdsCheck } from './check-digit.ts'
import { hasForm } from './number-pattern.ts'
import { allowedSymbologies, readAimIdentifier, type Symbology } from './symbology.ts'

/** The numbers that the reading may stand for, the one as read first. Absent where there is only one. */
interface Spelled {
  readonly spellings?: readonly string[]
}

export type Reading =
  | ({ readonly kind: 'card'; readonly card: CardNumber } & Spelled)
  | ({ readonly kind: 'item'; readonly barcode: ItemBarcode } & Spelled)
  | ({ readonly kind: 'order'; readonly number: string } & Spelled)
  /** The publisher's EAN-13 on a book: the library's own code is beside it. */
  | { readonly kind: 'isbn'; readonly text: string }
  /** The library's two rules both take it: whoever holds it says which. */
  | ({ readonly kind: 'card-or-item'; readonly card: CardNumber; readonly barcode: ItemBarcode } & Spelled)
  /** `spellings`: older numbers of the library may have a form that its rules do not take. Absent where nothing is to be looked up. */
  | ({ readonly kind: 'unrecognised'; readonly text: string } & Spelled)

/** The settings that tell codes apart. */
export type ScanRules = Pick<Settings, 'cardRule' | 'itemRule' | 'symbologies'>

/** One way to understand a reading. `frame` is Codabar's start and stop where they were read. */
interface Spelling {
  readonly text: string
  readonly frame?: string
  /** Its groups stand together. */
  readonly isJoined?: boolean
}

/** An EAN-13 of the book trade: prefix 978 or 979 (ISO 2108). */
const isIsbn = (text: string): boolean => /^97[89]/.test(text) && hasEanCheck(text)

/** A pattern of literal signs and counted classes alone: every number it takes has the same length. */
const isOfOneLength = (pattern: string): boolean => /^\^?(?:(?:[\w-]|\\d|\[[^\]]+\])(?:\{\d+\})?)+\$?$/.test(pattern)

const matches = (rule: BarcodeRule, spelling: Spelling, symbology: Symbology | undefined): boolean =>
  // ITF has neither start nor stop worth the name: part of a code is a code. Only a fixed length tells.
  (symbology !== 'itf' || rule.lengths !== undefined || isOfOneLength(rule.pattern)) &&
  hasForm(rule, spelling.text) &&
  holdsCheck(rule.check, spelling.text, spelling.frame)

/**
 * The text itself, then without the signs that some readers leave (* of Code 39, A to D of Codabar), then without the spaces printed
 * between its groups. Where the symbology is known, its start and stop are never text.
 */
const spellingsOf = (text: string, symbology: Symbology | undefined): readonly Spelling[] => {
  const codabar = symbology === undefined || symbology === 'codabar' ? /^([A-D])([\d$:/.+-]+)([A-D])$/i.exec(text) : null
  const inStars = symbology === undefined || symbology === 'code-39' ? /^\*(.+)\*$/.exec(text)?.[1] : undefined
  const bare: Spelling | undefined =
    codabar?.[2] !== undefined
      ? { text: codabar[2], frame: `${codabar[1]}${codabar[3]}` }
      : inStars === undefined
        ? undefined
        : { text: inStars }
  const known = bare === undefined ? [{ text }] : symbology === undefined ? [{ text }, bare] : [bare]
  return [
    ...known,
    ...known.flatMap((spelling) =>
      /\s/.test(spelling.text) ? { ...spelling, text: spelling.text.replace(/\s/gu, ''), isJoined: true } : [],
    ),
  ]
}

/**
 * Recognises a reading by the library's rules; leading zeros stay. `symbology` is what the camera saw, unknown to most guns.
 * Refuses nothing: what it cannot tell is `unrecognised`, or `card-or-item` where two rules take it.
 */
export const judgeText = (settings: ScanRules, read: string, symbology?: Symbology): Reading => {
  const aim = readAimIdentifier(read)
  const seen = symbology ?? aim.symbology
  const isAllowed = seen === undefined || allowedSymbologies(settings).includes(seen)
  // Whatever a loose rule says, no number of the library.
  if (!identifierSigns.test(aim.text)) return { kind: 'unrecognised', text: aim.text }
  const spellings = spellingsOf(aim.text, seen)
  // "P 12345" and "P12345" are two numbers, digits in groups are one. Part of an ITF is a code: only a rule tells.
  const mayBe = ({ text, isJoined }: Spelling): boolean => text !== '' && !/^\*.*\*$/.test(text) && (!isJoined || /^\d+$/.test(text))
  const asRead = isAllowed && seen !== 'itf' ? spellings.filter(mayBe) : []
  const spelled = (text: string): Spelled => {
    const all = [...new Set([...asRead.map((spelling) => spelling.text), text])]
    return all.length > 1 ? { spellings: all } : {}
  }
  for (const spelling of spellings) {
    const { text } = spelling
    // First of all: some documents carry the publisher's code too, and a loose rule would take it for the library's.
    if (isIsbn(text)) return { kind: 'isbn', text }
    const isCard = isAllowed && matches(settings.cardRule, spelling, seen)
    const isItem = isAllowed && matches(settings.itemRule, spelling, seen)
    if (isCard && isItem) return { kind: 'card-or-item', card: toCardNumber(text), barcode: toItemBarcode(text), ...spelled(text) }
    if (isCard) return { kind: 'card', card: toCardNumber(text), ...spelled(text) }
    if (isItem) return { kind: 'item', barcode: toItemBarcode(text), ...spelled(text) }
    // Our labels are in Code 128, our squares in QR; anything else that reads like one is something else.
    const number = seen === undefined || seen === 'code-128' || seen === 'qr-code' ? parseOrderNumber(text) : undefined
    if (number !== undefined) return { kind: 'order', number, ...spelled(number) }
  }
  return { kind: 'unrecognised', text: aim.text, ...(asRead.length > 0 ? { spellings: asRead.map(({ text }) => text) } : {}) }
}

/** A reading of a gun without the signs that the library set it to send before and after the code. */
export const stripGunAffixes = (settings: Pick<Settings, 'gunPrefix' | 'gunSuffix'> | undefined, text: string): string => {
  const { gunPrefix = '', gunSuffix = '' } = settings ?? {}
  const head = text.startsWith(gunPrefix) ? text.slice(gunPrefix.length) : text
  return gunSuffix !== '' && head.endsWith(gunSuffix) ? head.slice(0, -gunSuffix.length) : head
}

/** A pattern whose first sign is always the same ("14 digits beginning with 2"): a phantom seldom has it. */
const hasPrefix = (pattern: string): boolean => /^\^?(?:\[[^\]-]\]|[A-Za-z0-9])(?![?*{|])/.test(pattern) && !/(?<!\\)\|/.test(pattern)

/**
 * How many distinct frames must read alike before a camera's reading counts: two, or three where neither a check, a prefix nor a rule
 * vouches for it. Three frames of noise guessed an EAN-13 alike: it takes four.
 */
export const framesWanted = (settings: ScanRules, text: string, symbology: Symbology): 2 | 3 | 4 => {
  const alone = symbology === 'ean-13' ? 4 : 3
  const vouches = (rule: BarcodeRule): boolean => symbology === 'code-128' || rule.check !== 'none' || hasPrefix(rule.pattern)
  const { kind } = judgeText(settings, text, symbology)
  switch (kind) {
    case 'isbn':
    case 'order':
      return 2
    case 'card':
      return vouches(settings.cardRule) ? 2 : alone
    case 'item':
      return vouches(settings.itemRule) ? 2 : alone
    case 'card-or-item':
      return vouches(settings.cardRule) && vouches(settings.itemRule) ? 2 : alone
    case 'unrecognised':
      return alone
  }
}
