/**
 * The numbers of one column (barcodes of documents, or of cards) in the form that the library prints. Runs in the endpoint's commands.
 * The library's rule decides where it fits the column; otherwise the column's commonest shape does, because older documents keep
 * their older barcodes. Spreadsheets eat leading zeros and round long numbers: the first is mended, the second cannot be.
 */

import { hasLuhnCheck, holdsCheck } from '../../../domain/scan/check-digit.ts'
import type { BarcodeRule } from '../../../domain/settings/settings.ts'

export interface BarcodeColumn {
  /** True for a number of the library's usual form. */
  isUsual(code: string): boolean
  /** The numbers in one cell, each once, leading zeros as the library prints them. */
  parse(cell: string): { readonly codes: readonly string[]; readonly zeroRestored: boolean; readonly shared: boolean }
}

/** Not a number but what a spreadsheet shows for one: 3,3331E+13. */
export const isRounded = (cell: string): boolean => /^\d([.,]\d+)?E\+?\d+$/i.test(cell.trim())

const isCode = (text: string): boolean => /^[0-9A-Za-z][0-9A-Za-z.$/+%-]{2,29}$/.test(text) && /\d/.test(text)

// ="0333" is how exports keep Excel from eating a zero; * and quotes come from label software.
const strip = (cell: string): string => (/^\w+$/.test(cell) ? cell : stripMarks(cell))
const stripMarks = (cell: string): string => cell.replace(/^="?|["*'\u00a0\s]/g, ' ').trim()

const shapeOf = (code: string): string => `${code.length} ${/^\d+$/.test(code) ? 'digits' : code.replace(/\d/g, '9').slice(0, 2)}`

/** Below this share of the column, the library's rule is about something else. */
const shareOfRule = 0.5

const learn = (codes: readonly string[]): ((code: string) => boolean) => {
  const countByShape = new Map<string, number>()
  for (const code of codes) countByShape.set(shapeOf(code), (countByShape.get(shapeOf(code)) ?? 0) + 1)
  const [shape, count = 0] = [...countByShape].sort((a, b) => b[1] - a[1])[0] ?? []
  if (shape === undefined || count * 2 < codes.length) return isCode
  const ofShape = codes.filter((code) => shapeOf(code) === shape)
  const hasCheckDigit = shape === '14 digits' && ofShape.filter(hasLuhnCheck).length >= ofShape.length * 0.95
  return (code) => shapeOf(code) === shape && (!hasCheckDigit || hasLuhnCheck(code))
}

const ruleTest = ({ pattern, lengths, check }: BarcodeRule): ((code: string) => boolean) => {
  const expression = new RegExp(pattern)
  return (code) => expression.test(code) && (lengths?.includes(code.length) ?? true) && holdsCheck(check, code)
}

/** What the rule of a library without settings can be, from one of its own columns. */
export const ruleOf = (cells: readonly string[]): BarcodeRule => {
  const codes = cells.map(strip).filter(isCode)
  const isUsual = learn(codes)
  const usual = codes.filter(isUsual)
  const lengths = new Set(usual.map((code) => code.length))
  const [length] = lengths
  const isNumeric = usual.length > 0 && lengths.size === 1 && usual.every((code) => /^\d+$/.test(code))
  if (!isNumeric) return { pattern: '^[0-9A-Za-z.-]{4,20}$', check: 'none' }
  const prefix = usual.length >= 20 ? (/^\d{4}/.exec(usual[0] ?? '')?.[0] ?? '') : ''
  const shared = prefix !== '' && usual.every((code) => code.startsWith(prefix)) ? prefix : ''
  return { pattern: `^${shared}\\d{${(length ?? 0) - shared.length}}$`, check: usual.every(hasLuhnCheck) ? 'luhn' : 'none' }
}

/** Learns a column; `rule` is the library's, when it has settings. */
export const learnBarcodeColumn = (cells: readonly string[], rule: BarcodeRule | undefined): BarcodeColumn => {
  // A thousand cells tell the shape of a hundred thousand; evenly taken, because a file is often sorted by age.
  const step = Math.max(1, Math.floor(cells.length / 1000))
  const sample = cells
    .filter((_, i) => i % step === 0)
    .map(strip)
    .filter(isCode)
  const follows = rule === undefined ? undefined : ruleTest(rule)
  const isUsual = follows !== undefined && sample.filter(follows).length >= sample.length * shareOfRule ? follows : learn(sample)

  const asPrinted = (code: string): string => {
    if (isUsual(code)) return code
    if (isUsual(`0${code}`)) return `0${code}`
    const bare = code.replace(/^0+/, '')
    return isUsual(bare) ? bare : code
  }
  return {
    isUsual,
    parse: (cell) => {
      if (isCode(cell) && isUsual(cell)) return { codes: [cell], zeroRestored: false, shared: false }
      const found = strip(cell)
        .split(/[\s,;|]+|\s*\/\s*/)
        .filter(isCode)
      const codes = [...new Set(found.map(asPrinted))]
      const usual = codes.filter(isUsual)
      // An old number beside the usual one in the same cell is the same document's.
      const kept = usual.length > 0 ? usual : codes.slice(0, 1)
      return { codes: kept, zeroRestored: kept.some((code) => !found.includes(code)), shared: found.length > 1 }
    },
  }
}
