/**
 * How much a text reads like one of Europe: bytes read by a wrong table give other letters, signs inside words, capitals after small letters.
 * Pure; runs in the endpoint's commands.
 */

/** Non-ASCII letters of European languages, and the quotes that they use; any other letter suggests a wrong table. */
const usual = /[àâäáãåāăąçćčďđéèêëěēęėğíìîïīįıłľĺńñňóòôöõőøřŕśšşșťţțúùûüůűūųýÿźžżœæßþðģķļņ’“”„«»]/giu
const anyLetter = /(?![A-Za-z])\p{L}/gu
/** A sign that is none, a line of a drawn frame, an accent without its letter. */
const noSign = /[\ufffd\u0080-\u009f\u2500-\u259f]|\p{M}/gu
/** A capital inside a word, a sign that stands in none, accents of ANSEL that were read as letters. */
const noWord =
  /(?<=\p{Ll})(?![A-Z])\p{Lu}|(?<=\p{L})(?![A-Z])\p{Lu}(?=\p{Ll})|(?<=\p{L})(?![’‘…·‐-―\u00a0\u00ad])[^\p{L}\p{M}\p{N}\p{Cc} -~](?=\p{L})|â(?=[eE])|ð(?=[cC])/gu
/** What is wrong counts twice: a right letter may come of a wrong table by chance. */
const weightOfWrong = 2

const countOf = (text: string, signs: RegExp): number => text.match(signs)?.length ?? 0

/** Signs and words that no text has, and escapes that were not understood. */
export const countWrong = (text: string): number => countOf(text, noSign) + countOf(text, noWord) + text.split('\u001b').length - 1

/** Of several readings of the same bytes, the one that weighs most makes most sense. */
export const weighText = (text: string): number => {
  const [good, letters] = [countOf(text, usual), countOf(text, anyLetter)]
  return good - Math.max(0, letters - good) - weightOfWrong * countWrong(text)
}
