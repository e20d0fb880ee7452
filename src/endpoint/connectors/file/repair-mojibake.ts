/**
 * Accents that were lost before the file was written, and can still be told: UTF-8 encoded twice ("Ã©" for é), and ANSEL read as Latin-1
 * ("Vallâee" for Vallée). Runs in the endpoint's commands. Works on one cell at a time, and only where the cell itself gives proof, so that
 * a Portuguese title in a sound file is left alone.
 */

import { windows1252High } from './detect-encoding.ts'

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

// ANSEL (ANSI/NISO Z39.47) puts the accent before its letter; these are its accents as Latin-1 shows them.
const combiningByAnsel: Readonly<Record<string, string>> = { á: '\u0300', â: '\u0301', ã: '\u0302', ä: '\u0303', è: '\u0308', ð: '\u0327' }
const anselPair = /[áâã](?=[aeiouyAEIOUY])|ä(?=[anoANO])|è(?=[aeiouyAEIOUY])|ð(?=[cC])/g

/** The cell with its ANSEL accents put back, where "âe" or "ðc" (found in no language we lend) proves it; else the same text. */
export const repairAnsel = (text: string): string =>
  /â[eE]|ð[cC]/.test(text)
    ? text.replace(new RegExp(`(?:${anselPair.source}).`, 'g'), ([accent = '', letter = '']) =>
        `${letter}${combiningByAnsel[accent] ?? ''}`.normalize('NFC'),
      )
    : text
