/**
 * The numbers of one column (barcodes of documents, or cards) in the form in which the library prints them. Runs in the endpoint's
 * commands.
 * The library's rule decides where it fits the column. Elsewhere the commonest shape of the column does, because older documents keep older
 * barcodes. A cell is split, or given a zero, only where the whole column proves it: half a number is another document's.
 */
import { hasLuhnCheck, holdsCheck } from '../../../domain/scan/check-digit.ts'
import { hasForm } from '../../../domain/scan/number-pattern.ts'
import type { BarcodeRule } from '../../../domain/settings/settings.ts'
import { quoteCell } from '../../ils/take-finding.ts'
import type { Column } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason } from './import-finding.ts'

/** A number that is not taken as it stands in the file. */
export interface Mended {
  readonly before: string
  readonly after: string
}

export interface ParsedNumbers {
  /** The numbers in one cell, each once. */
  readonly codes: readonly string[]
  readonly mended: readonly Mended[]
  /** There are several numbers, and not each is of the usual form: which of them is the document's, nobody can say. */
  readonly isAmbiguous: boolean
}

export interface BarcodeColumn {
  /** True for a number of the library's usual form. */
  isUsual(code: string): boolean
  parse(cell: string): ParsedNumbers
  /** One number without what the column proves that a spreadsheet did to it. */
  mend(code: string): string
}

/** Not a number but what a spreadsheet shows for one: 3,3331E+13. « 1E0012 » may be a label. */
export const isRounded = (cell: string): boolean => /^\d(?:[.,]\d+E\+?|E\+)\d+$/i.test(cell.trim())
/** Such a number in one writing, with as many digits as it has. */
export const exponentOf = (cell: string): string =>
  Number(cell.trim().replace(',', '.')).toExponential(/[.,](\d+)/.exec(cell)?.[1]?.length ?? 0)
/** A number that a spreadsheet took for a decimal one. */
const decimal = /^(\d{4,})[.,](\d+)$/
const isSpoiled = (cell: string): boolean => /^\d{4,}[.,]0+$/.test(cell)
const withoutDecimals = (code: string): string => code.replace(decimal, '$1')

/** A number written whole. Spaces stand between capitals and digits only ("F DESE 25/0016"): "Tome 125" is a title. */
const isCode = (text: string): boolean =>
  !isRounded(text) &&
  (/^[0-9A-Za-z][0-9A-Za-z.$/+%_:-]{2,29}$/.test(text)
    ? /\d/.test(text)
    : /^[0-9A-Z][0-9A-Z.$/+%_: -]{3,29}$/.test(text) && /\d\D*\d\D*\d/.test(text))

// ="0333" is how exports keep Excel from eating a zero; quotes come from other software, and * is where Code 39 starts and stops.
const strip = (cell: string): string => (/^\w+$/.test(cell) ? cell : stripMarks(cell))
const stripMarks = (cell: string): string => cell.replace(/[\u00a0\u2007\u202f\t]/g, ' ').replace(/^[\s="'*]+|[\s"'*]+$/g, '')

/** What stands between two numbers, and never in one. */
const betweenNumbers = /\s*[,;|\r\n]+\s*|\s+\/\s+|\*+\s*\*+/
/** What may stand between two numbers, and in one as well. */
const perhapsBetween = /[\s/]+/
/** A usual number as long as this is one, whatever stands beside it. */
const unmistakableLength = 8

/** The form of a number: digits as 9; the first two letters as they are, because a prefix tells a record's number from a document's. */
export const shapeOf = (code: string): string =>
  `${code.slice(0, 2).replace(/\d/g, '9')}${code
    .slice(2)
    .replace(/\d/g, '9')
    .replace(/[A-Za-z]/g, 'A')}`

/** Below this share of the column, the library's rule is about something else. */
const shareOfRule = 0.5
/** A shape that this share of the column has is none of an accident. */
const shareOfShape = 0.05
/** The numbers have a check digit where this share of them holds it: a number of 14 digits holds one by chance once in ten. */
const shareOfCheck = 0.95
/** Cells that tell the shape of a column, however long. */
const sampleSize = 1000
/** Characters of a number that a loose rule takes, where the column's own are not shorter or longer. */
const looseLengths = { least: 4, most: 20 }

const countShapes = (codes: readonly string[]): readonly (readonly [shape: string, count: number])[] => {
  const countByShape = new Map<string, number>()
  for (const code of codes) countByShape.set(shapeOf(code), (countByShape.get(shapeOf(code)) ?? 0) + 1)
  return [...countByShape].sort((a, b) => b[1] - a[1])
}

interface Shapes {
  /** The one of half the column at least; undefined where there is none. */
  readonly main: string | undefined
  readonly hasCheckDigit: boolean
}

const learnShapes = (codes: readonly string[]): Shapes => {
  const [shape, count = 0] = countShapes(codes)[0] ?? []
  if (shape === undefined || count * 2 < codes.length) return { main: undefined, hasCheckDigit: false }
  const ofShape = codes.filter((code) => shapeOf(code) === shape)
  return { main: shape, hasCheckDigit: /^9{14}$/.test(shape) && ofShape.filter(hasLuhnCheck).length >= ofShape.length * shareOfCheck }
}

const ruleTest =
  (rule: BarcodeRule) =>
  (code: string): boolean =>
    hasForm(rule, code) && holdsCheck(rule.check, code)

/** Signs that a loose rule takes besides digits and letters, where the column has them. */
const otherSigns = '. $/+%_:'
/** Numbers of one shape that make a common beginning more than chance. */
const enoughForPrefix = 20
/** Characters of a common beginning, at most: beyond, it is of these numbers only. */
const longestPrefix = 4
/** Numbers that prove the length of all; and the share of them whose zeros prove that one was eaten. */
const enoughForLength = 3
const shareOfZeros = 0.1

const commonPrefix = (codes: readonly string[], longest: number): string => {
  const [first = ''] = codes
  let length = Math.min(longest, first.length)
  while (length > 0 && !codes.every((code) => code.startsWith(first.slice(0, length)))) length--
  return first.slice(0, length)
}

/** The expression of numbers of one shape: their common beginning where it is as long as `shortestPrefix`, then each sign by its kind. */
const expressionOf = (codes: readonly string[], shortestPrefix: number): string => {
  const found = codes.length >= enoughForPrefix ? commonPrefix(codes, longestPrefix) : ''
  const prefix = found.length >= shortestPrefix ? found : ''
  const kinds = shapeOf(codes[0] ?? '').slice(prefix.length)
  const tail = kinds.replace(/9+|A+|[^9A]/g, (run) => {
    const times = run.length > 1 ? `{${run.length}}` : ''
    return run.startsWith('9') ? `\\d${times}` : run.startsWith('A') ? `[A-Za-z]${times}` : run.replace(/[^A-Za-z0-9 :/_%-]/g, '\\$&')
  })
  return `${prefix.replace(/[^A-Za-z0-9 :/_%-]/g, '\\$&')}${tail}`
}

/**
 * The rule that a library without settings can have, from one of its own columns: the shapes of its numbers, or any of their signs.
 * `shortestPrefix`: from this length on, a common beginning is part of the rule.
 */
export const ruleOf = (cells: readonly string[], shortestPrefix = longestPrefix): BarcodeRule => {
  const codes = cells.map(strip).filter(isCode)
  const shapes = new Set(
    countShapes(codes).flatMap(([shape, count]) =>
      count >= Math.max(codes.length < 3 ? 1 : 2, codes.length * shareOfShape) ? [shape] : [],
    ),
  )
  const usual = codes.filter((code) => shapes.has(shapeOf(code)))
  if (usual.length === 0 || usual.length * 2 < codes.length) {
    const signs = [...otherSigns].filter((sign) => sign === '.' || codes.some((code) => code.includes(sign))).join('')
    const lengths = codes.map((code) => code.length)
    const [least, most] = [
      lengths.reduce((a, b) => Math.min(a, b), looseLengths.least),
      lengths.reduce((a, b) => Math.max(a, b), looseLengths.most),
    ]
    // A digit at least: a name that is typed is no number.
    return { pattern: `^(?=.*\\d)[0-9A-Za-z${signs}-]{${least},${most}}$`, check: 'none' }
  }
  const expressions = [...shapes].map((shape) =>
    expressionOf(
      usual.filter((code) => shapeOf(code) === shape),
      shortestPrefix,
    ),
  )
  const pattern = expressions.length === 1 ? `^${expressions[0]}$` : `^(?:${expressions.join('|')})$`
  return { pattern, check: usual.every(hasLuhnCheck) ? 'luhn' : 'none' }
}

const leadingZeros = (code: string): number => /^0*/.exec(code)?.[0].length ?? 0

/**
 * The zero that a spreadsheet ate, or one too many, where the column proves it: its numbers have one length, and those of that length begin
 * with as many zeros as this one lacks, or with none at all.
 */
const zeroMender = (usual: readonly string[], isUsual: (code: string) => boolean, isInColumn: (code: string) => boolean) => {
  const lengths = new Set(usual.map((code) => code.length))
  const [length = 0] = lengths
  const isProof = usual.length >= enoughForLength && lengths.size === 1 && usual.every((code) => /^\d+$/.test(code))
  const withZeros = (zeros: number): number => usual.filter((code) => leadingZeros(code) === zeros).length
  return (code: string): string => {
    if (!isProof || !/^\d+$/.test(code)) return code
    if (code.length > length) {
      const bare = code.replace(/^0+/, '')
      return isUsual(bare) && withZeros(0) === usual.length ? bare : code
    }
    const missing = length - code.length
    const whole = code.padStart(length, '0')
    // What still has a zero lost none, and two numbers of one file are two documents.
    const isEaten = missing > 0 && !code.startsWith('0') && withZeros(missing) >= Math.max(2, usual.length * shareOfZeros)
    return isEaten && isUsual(whole) && !isInColumn(whole) ? whole : code
  }
}

/** Learns a column; `rule` is the library's, when it has settings. */
export const learnBarcodeColumn = (cells: readonly string[], rule: BarcodeRule | undefined): BarcodeColumn => {
  // The sample is spread evenly, because a file is often sorted by age.
  const step = Math.max(1, Math.floor(cells.length / sampleSize))
  // Decimals of zeros alone are a spreadsheet's.
  const areZeros = cells.every((cell) => !decimal.test(cell.trim()) || isSpoiled(cell.trim()))
  const sample = cells
    .filter((_, i) => i % step === 0)
    .map(strip)
    .map((text) => (areZeros ? withoutDecimals(text) : text))
    // Digits in groups are one number or several: what stands without a space says which.
    .map((text) => (/^[\d ]+$/.test(text) ? text.replace(/ /g, '') : text))
    .filter(isCode)
  const { main, hasCheckDigit } = learnShapes(sample)
  const isOfMain = (code: string): boolean => shapeOf(code) === main && (!hasCheckDigit || hasLuhnCheck(code))
  const follows = rule === undefined ? undefined : ruleTest(rule)
  const fits = follows !== undefined && sample.filter(follows).length >= sample.length * shareOfRule
  const isUsual = fits ? follows : main === undefined ? isCode : isOfMain
  // A rule may take anything: only a shape of this column tells where a number ends.
  const common = new Set(
    countShapes(sample).flatMap(([shape, count]) => (count >= Math.max(2, sample.length * shareOfShape) ? [shape] : [])),
  )
  const isWhole = (code: string): boolean => isUsual(code) && (shapeOf(code) === main || (fits && common.has(shapeOf(code))))
  let inColumn: ReadonlySet<string> | undefined
  const mendZeros = zeroMender(sample.filter(isOfMain), isUsual, (code) => {
    inColumn ??= new Set(cells.map(strip))
    return inColumn.has(code)
  })

  const proof = sample.filter(isUsual).length
  const mend = (code: string): string => {
    const bare = areZeros && proof >= enoughForLength && isSpoiled(code) ? withoutDecimals(code) : code
    return isUsual(bare) ? bare : mendZeros(bare)
  }
  const none: ParsedNumbers = { codes: [], mended: [], isAmbiguous: false }
  const toNumbers = (pieces: readonly string[]): ParsedNumbers => {
    const printed = pieces.map((before) => ({ before, after: mend(before) }))
    return {
      codes: [...new Set(printed.map(({ after }) => after))],
      mended: printed.filter(({ before, after }) => before !== after),
      isAmbiguous: false,
    }
  }
  const areWhole = ({ codes }: ParsedNumbers): boolean => codes.length > 0 && codes.every(isWhole)

  const parseParts = (text: string): ParsedNumbers => {
    const listed = text.split(betweenNumbers).filter((piece) => piece !== '')
    if (listed.length > 1) {
      const numbers = toNumbers(listed)
      return areWhole(numbers) ? numbers : { ...none, isAmbiguous: listed.some((piece) => isCode(piece)) }
    }
    const pieces = text.split(perhapsBetween).filter((piece) => piece !== '')
    const numbers = toNumbers(pieces)
    if (areWhole(numbers)) return numbers
    const joined = text.replace(/ /g, '')
    if (/^\d+$/.test(joined) && isWhole(joined)) return { codes: [joined], mended: [{ before: text, after: joined }], isAmbiguous: false }
    if (numbers.codes.some((code) => code.length >= unmistakableLength && isWhole(code))) return { ...none, isAmbiguous: true }
    return isCode(text) ? { ...none, codes: [text] } : none
  }

  return {
    isUsual,
    mend,
    parse: (cell) => {
      const text = strip(cell)
      if (isSpoiled(text) && mend(text) !== text) return toNumbers([text])
      if (isCode(cell) && isUsual(cell) && !/[\s/]/.test(cell)) return { ...none, codes: [cell] }
      if (/[\s/,;|*]/.test(text)) return isWhole(text) ? { ...none, codes: [text] } : parseParts(text)
      return isCode(text) ? toNumbers([text]) : none
    },
  }
}

/** Too many mended numbers are no accident of some rows but a wrong idea of the column: up to this many are, whatever their share. */
const mendedAtLeast = 20
/** Above this share of the rows, the column is not what we think it is. */
const shareMended = 0.05
/** Mended numbers that the refusal shows. */
const numbersShown = 3

/** Why a cell gives no number. */
export const withoutNumber = (column: Column, cell: string, isAmbiguous: boolean): RejectionReason =>
  cell.trim() === ''
    ? { kind: 'cell-missing', column }
    : { kind: isAmbiguous ? 'numbers-ambiguous' : 'cell-unreadable', column, value: quoteCell(cell.trim()) }

export const createNumberReport = (column: Column, isUsual: (code: string) => boolean) => {
  const mended: MendedNumber[] = []
  const unusual: NumberAt[] = []
  const several: NumberAt[] = []
  const rounded: NumberAt[] = []
  return {
    /** A number that is taken for none, in a row that is taken. */
    addRounded: (line: number, number: string) => void rounded.push({ line, number }),
    /** Call once for each row that is taken. */
    add: (line: number, numbers: ParsedNumbers): void => {
      for (const one of numbers.mended) mended.push({ line, ...one })
      for (const number of numbers.codes) if (!isUsual(number)) unusual.push({ line, number })
      if (numbers.codes.length > 1) several.push({ line, number: numbers.codes.join(' + ') })
    },
    /** Set where more numbers were mended than the ceiling allows. */
    fault: (rows: number): FileFault | undefined =>
      mended.length > Math.max(mendedAtLeast, rows * shareMended)
        ? { kind: 'too-many-mended', column, numbers: mended.slice(0, numbersShown), count: mended.length, of: rows }
        : undefined,
    notes: (): readonly Note[] => [
      ...(rounded.length > 0 ? [{ kind: 'numbers-rounded', column, numbers: rounded } as const] : []),
      ...(several.length > 0 ? [{ kind: 'numbers-share-cell', column, numbers: several } as const] : []),
      ...(mended.length > 0 ? [{ kind: 'numbers-mended', column, numbers: mended } as const] : []),
      ...(unusual.length > 0 ? [{ kind: 'numbers-unusual', column, numbers: unusual } as const] : []),
    ],
  }
}
