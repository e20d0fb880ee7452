/**
 * Which of the codes in one picture is meant: the library's before the publisher's, then the one aimed at. Pure; runs on the tablet.
 * Where two labels lie side by side and neither is aimed at, the screen asks: a right reading of the wrong label lends the wrong document.
 */
import { judgeText, type ScanRules } from './judge-text.ts'
import type { Symbology } from './symbology.ts'

/** A code somewhere in a picture; the box in shares of the picture's width and height, 0 to 1. */
export interface CodeInFrame {
  readonly text: string
  readonly symbology: Symbology
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
}

export type Choice =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly code: CodeInFrame }
  /** Two or more, and none of them in the middle: show one alone. `contradicted`: those read from one label. */
  | { readonly kind: 'several'; readonly contradicted: readonly string[] }

/** A code counts as aimed at this close to the middle even where it does not cover it. Share of the picture. */
const nearMiddle = 0.05
/** Share of the picture. */
const touching = 0.01

/** How far the middle of the picture is from the code; 0 inside. */
const distanceToMiddle = ({ box }: CodeInFrame): number => Math.max(box.left - 0.5, 0.5 - box.right, box.top - 0.5, 0.5 - box.bottom, 0)

/** Bars that touch are one label's: labels side by side have their quiet zones between. */
const areOneLabel = ({ box: a }: CodeInFrame, { box: b }: CodeInFrame): boolean =>
  a.left <= b.right + touching && b.left <= a.right + touching && a.top <= b.bottom + touching && b.top <= a.bottom + touching

/** The code that is meant, among those a frame shows. */
export const chooseInFrame = (settings: ScanRules, codes: readonly CodeInFrame[]): Choice => {
  const judged = codes
    .map((code) => ({ code, kind: judgeText(settings, code.text, code.symbology).kind }))
    // A square that is no order's is an advertisement's: jackets are full of them.
    .filter(({ code, kind }) => code.symbology !== 'qr-code' || kind === 'order')
  const ours = judged.filter(({ kind }) => kind !== 'isbn' && kind !== 'unrecognised')
  const isbns = judged.filter(({ kind }) => kind === 'isbn')
  const meant = (ours.length > 0 ? ours : isbns.length > 0 ? isbns : judged).map(({ code }) => code)
  const [first, ...others] = meant
  if (first === undefined) return { kind: 'none' }
  // The same label read twice is one.
  if (others.every(({ text, symbology }) => text === first.text && symbology === first.symbology)) return { kind: 'one', code: first }
  const contradicted = meant
    .filter((code) => meant.some((other) => other.text !== code.text && areOneLabel(code, other)))
    .map(({ text }) => text)
  if (contradicted.length > 0) return { kind: 'several', contradicted }
  const aimedAt = meant.filter((code) => distanceToMiddle(code) <= nearMiddle)
  return aimedAt.length === 1 && aimedAt[0] !== undefined ? { kind: 'one', code: aimedAt[0] } : { kind: 'several', contradicted: [] }
}
