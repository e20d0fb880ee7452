/**
 * Text as it is compared: without accents, case, ligatures or typographic apostrophes. Runs everywhere.
 * Used to find a patron by three letters, to order call numbers, and to recognise a column's header.
 */
const ligatures: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l' }

/** Folded text: lower case, no combining mark, ligatures spelled out, apostrophes and spaces made plain. Idempotent. */
export const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæßøđł]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[’ʼ`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
