/**
 * The check digits of library barcodes. Pure arithmetic on text; runs wherever a barcode is judged.
 * Each takes the number as printed, its check sign last, and answers whether it holds.
 */

export type CheckDigit = 'none' | 'luhn' | 'mod-43' | 'mod-16'

/** Luhn's mod 10 over digits (ISO/IEC 7812-1, annex B). */
export const hasLuhnCheck = (text: string): boolean => {
  if (!/^\d+$/.test(text)) return false
  let sum = 0
  for (let place = 0; place < text.length; place++) {
    const digit = Number(text[text.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** A sign's place is its value (ISO/IEC 16388). */
const code39Signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%'

/** Code 39's mod 43: the last sign is the sum of the others. */
const hasMod43Check = (text: string): boolean => {
  const values = [...text].map((sign) => code39Signs.indexOf(sign))
  const check = values.pop()
  if (check === undefined || values.length === 0 || check < 0 || values.includes(-1)) return false
  return values.reduce((sum, value) => sum + value, 0) % 43 === check
}

/** Values 0 to 15, then the four start and stop signs (AIM BC3). */
const codabarSigns = '0123456789-$:/.+ABCD'

/**
 * Codabar's mod 16: start, signs, check and stop add up to a multiple of 16. `frame` is the start and stop as read ("AB");
 * where the reader keeps them to itself they are taken for two As, the commonest.
 */
const hasMod16Check = (text: string, frame = 'AA'): boolean => {
  const values = [...text, ...frame.toUpperCase()].map((sign) => codabarSigns.indexOf(sign))
  return text.length > 1 && !values.includes(-1) && values.reduce((sum, value) => sum + value, 0) % 16 === 0
}

/** An EAN-13: weights 1 and 3, sum a multiple of ten (ISO/IEC 15420). */
export const hasEanCheck = (text: string): boolean =>
  /^\d{13}$/.test(text) && [...text].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0

/** Whether `text` has the check sign that a rule asks for; `frame` as in `hasMod16Check`. */
export const holdsCheck = (check: CheckDigit, text: string, frame?: string): boolean => {
  switch (check) {
    case 'none':
      return true
    case 'luhn':
      return hasLuhnCheck(text)
    case 'mod-43':
      return hasMod43Check(text)
    case 'mod-16':
      return hasMod16Check(text, frame)
  }
}
