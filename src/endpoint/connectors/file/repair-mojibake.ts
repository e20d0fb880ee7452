/**
 * Mends accents that were lost before the file was written: UTF-8 encoded twice ("Ã©" for é), and ANSEL read as Latin-1 ("Vallâee" for
 * Vallée). Runs in the endpoint's commands. A cell is mended only where it proves it itself, or where the whole file does: a Portuguese
 * title in a sound file is left alone.
 */

import { windows1252High } from './detect-encoding.ts'
import { ansel } from './marc/code-tables.ts'

// A reader may have taken the bytes for either table, ISO-8859-1 or Windows-1252.
const byteOf = (character: string): number => {
  const code = character.charCodeAt(0)
  return code <= 0xff ? code : 0x80 + windows1252High.indexOf(character)
}
const continuation = `[\u0080-\u00bf${windows1252High}]`
// Only what decodes to Latin letters, combining accents or European punctuation: "CAFÉ»" is valid UTF-8 by chance, and must stay.
const twiceEncoded = new RegExp(`[ÂÃÄÅÌ]${continuation}|â[€\u0080‚\u0082]${continuation}`, 'g')
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The cell with its twice encoded letters mended; the same text where there is none. */
export const repairTwiceEncoded = (text: string): string => {
  if (!/[ÂÃÄÅÌâ]/.test(text)) return text
  return text.replace(twiceEncoded, (found) => {
    try {
      return utf8.decode(Uint8Array.from(found, byteOf))
    } catch {
      return found
    }
  })
}

// ANSEL (ANSI/NISO Z39.47) puts the accent before its letter; a reader shows its bytes as Latin-1.
const anselPair = /[áâã](?=[aeiouyAEIOUY])|ä(?=[anoANO])|è(?=[aeiouyAEIOUY])|ð(?=[cC])/g
const anselPairOfFile = /[áâãäåè](?=[A-Za-z])|ç(?=[zIeg])|é(?=[cnrszCNRSZ])|ê(?=[auAU])|ð(?=[cCsStT])/g
/** "âe" and "ðc" are found in no language we lend. */
const proof = /â[eE]|ð[cC]/

const putBack = (text: string, pair: RegExp): string =>
  text.replace(new RegExp(`(?:${pair.source}).`, 'g'), ([accent = '', letter = '']) =>
    `${letter}${ansel.accents.get(byteOf(accent)) ?? ''}`.normalize('NFC'),
  )

/** Fewest proofs that make a whole file ANSEL. */
const proofsWanted = 3

/** Whether a whole file was written in ANSEL: it proves it several times, and has hardly an é or à of its own. */
export const isAnselFile = (text: string): boolean => {
  const proofs = text.match(new RegExp(proof.source, 'g'))?.length ?? 0
  return proofs >= proofsWanted && (text.match(/[éÉàÀ]/g)?.length ?? 0) <= proofs / 4
}

/** The cell with its ANSEL accents put back, where it proves them itself or `ofFile` does; else the same text. */
export const repairAnsel = (text: string, ofFile = false): string => {
  if (!ofFile) return proof.test(text) ? putBack(text, anselPair) : text
  // Its letters that are one sign: a reader's "¶" stands in the middle of a word nowhere else.
  return putBack(text, anselPairOfFile).replace(/[¶¦µ¥](?=\p{L})|(?<=\p{L})[¶µ]/gu, (sign) => ansel.signs.get(byteOf(sign)) ?? sign)
}
