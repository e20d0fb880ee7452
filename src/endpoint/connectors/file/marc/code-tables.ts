/**
 * The two code tables of libraries in which an accent stands before its letter: ISO 5426 (UNIMARC) and ANSEL, the Latin of MARC-8 (MARC21).
 * Runs in the endpoint's commands; pure. Only the upper half: the lower one is ASCII. Signs of other scripts, to which an escape sequence
 * leads, are not known here: they are named, never guessed.
 */
export interface CodeTable {
  /** The sign of a byte of 0xA0 and above. */
  readonly signs: ReadonlyMap<number, string>
  /** The accent of such a byte, which joins the letter that follows. */
  readonly accents: ReadonlyMap<number, string>
}

/** Each run of signs begins at its byte. */
const runs = (all: Readonly<Record<number, string>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(all).flatMap(([from, signs]) => [...signs].map((sign, i) => [Number(from) + i, sign] as const)))

/** ISO 5426:1983. */
export const iso5426: CodeTable = {
  signs: runs({
    161: '¡„£$¥†§′‘“«♭©℗®',
    176: 'ʻʼ‚',
    182: '‡·″’”»♯ʹʺ',
    191: '¿',
    225: 'ÆĐ',
    230: 'Ĳ',
    232: 'ŁØŒ',
    236: 'Þ',
    241: 'æđð',
    245: 'ıĳ',
    248: 'łøœßþ',
  }),
  accents: runs({
    192: '\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315',
    204: '\u0312\u030b\u031b\u030c\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324',
    216: '\u0332\u0333\u0329\u032d',
    221: '\ufe20\ufe21',
  }),
}

/** ANSEL (ANSI/NISO Z39.47) with the signs that MARC21 added to it. */
export const ansel: CodeTable = {
  signs: runs({
    161: 'ŁØĐÞÆŒʹ·♭®±ƠƯʼ',
    176: 'ʻłøđþæœʺı£ð',
    188: 'ơư',
    192: '°ℓ℗©♯¿¡ß€',
  }),
  accents: runs({
    224: '\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u030a\ufe20',
    236: '\ufe21\u0315\u030b\u0310\u0327\u0328\u0323\u0324\u0325\u0333\u0332\u0326',
    248: '\u031c\u032e\ufe22\ufe23',
    254: '\u0313',
  }),
}
