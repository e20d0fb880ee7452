/**
 * Mends accents that were lost before the file was written: UTF-8 encoded twice ("Ã©" for é), and ANSEL read as Latin-1 ("Vallâee" for
 * Vallée). Runs in the endpoint's commands. A whole file is mended, where it proves it, or none of it: a Portuguese title in a sound file is
 * left alone.
 */

import { windows1252High } from './detect-encoding.ts'
import type { Mojibake } from './import-finding.ts'
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

/** Again while something is mended: some were encoded three times. */
const mendTwice = (text: string): string => {
  const once = text.replace(twiceEncoded, (found) => utf8.decode(Uint8Array.from(found, byteOf)))
  return once === text ? text : mendTwice(once)
}

// ANSEL (ANSI/NISO Z39.47) puts the accent before its letter; a reader shows its bytes as Latin-1.
const anselPair = /[áâãäåè](?=[A-Za-z])|ç(?=[zIeg])|é(?=[cnrszCNRSZ])|ê(?=[auAU])|ð(?=[cCsStT])/g
/** "âe" and "ðc" are found in no language we lend. */
const proof = /â[eE]|ð[cC]/g

/** Its letters that are one sign: a reader's "¶" stands in the middle of a word nowhere else. */
const anselLetter = /[¶¦µ¥](?=\p{L})|(?<=\p{L})[¶µ]/gu

const mendAnsel = (text: string): string =>
  text
    .replace(new RegExp(`(?:${anselPair.source}).`, 'g'), ([accent = '', letter = '']) =>
      `${letter}${ansel.accents.get(byteOf(accent)) ?? ''}`.normalize('NFC'),
    )
    .replace(anselLetter, (sign) => ansel.signs.get(byteOf(sign)) ?? sign)

/** Fewest proofs that make a whole file ANSEL, and how many of them stand beside one letter that is sound. */
const proofsWanted = 3
const proofsPerSound = 4

/** How the accents of a whole file were lost: it proves that, and has hardly an accent of its own. */
export const findMojibake = (texts: Iterable<string>): Mojibake | undefined => {
  const found = { twice: 0, ansel: 0, soundBesideTwice: 0, soundBesideAnsel: 0 }
  const count = (text: string, signs: RegExp): number => text.match(signs)?.length ?? 0
  for (const text of texts) {
    found.twice += count(text, twiceEncoded)
    found.ansel += count(text, proof)
    found.soundBesideTwice += count(text, /[éèêëàçùûîïôöüäñíóúß]/gi)
    found.soundBesideAnsel += count(text, /[éà]/gi)
  }
  if (found.twice > 0 && found.soundBesideTwice <= found.twice / proofsPerSound) return 'twice'
  return found.ansel >= proofsWanted && found.soundBesideAnsel <= found.ansel / proofsPerSound ? 'ansel' : undefined
}

/** Whether a cell by itself looks as if its accents were lost. */
export const looksSpoiled = (text: string): boolean => text.search(twiceEncoded) !== -1 || text.search(proof) !== -1

export const mendMojibake = (text: string, how: Mojibake | undefined): string =>
  how === 'twice' ? mendTwice(text) : how === 'ansel' ? mendAnsel(text) : text
