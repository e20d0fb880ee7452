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

const table = (signs: Readonly<Record<number, string>>, accents: Readonly<Record<number, number>>): CodeTable => ({
  signs: new Map(Object.entries(signs).flatMap(([from, all]) => [...all].map((sign, i) => [Number(from) + i, sign] as const))),
  accents: new Map(Object.entries(accents).map(([byte, code]) => [Number(byte), String.fromCharCode(code)])),
})

/** ISO 5426:1983. Each run of signs begins at its byte. */
export const iso5426 = table(
  {
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
  },
  {
    192: 0x309,
    193: 0x300,
    194: 0x301,
    195: 0x302,
    196: 0x303,
    197: 0x304,
    198: 0x306,
    199: 0x307,
    200: 0x308,
    201: 0x308,
    202: 0x30a,
    203: 0x315,
    204: 0x312,
    205: 0x30b,
    206: 0x31b,
    207: 0x30c,
    208: 0x327,
    209: 0x31c,
    210: 0x326,
    211: 0x328,
    212: 0x325,
    213: 0x32e,
    214: 0x323,
    215: 0x324,
    216: 0x332,
    217: 0x333,
    218: 0x329,
    219: 0x32d,
    221: 0xfe20,
    222: 0xfe21,
  },
)

/** ANSEL (ANSI/NISO Z39.47) with the signs that MARC21 added to it. */
export const ansel = table(
  {
    161: 'ŁØĐÞÆŒʹ·♭®±ƠƯʼ',
    176: 'ʻłøđþæœʺı£ð',
    188: 'ơư',
    192: '°ℓ℗©♯¿¡ß€',
  },
  {
    224: 0x309,
    225: 0x300,
    226: 0x301,
    227: 0x302,
    228: 0x303,
    229: 0x304,
    230: 0x306,
    231: 0x307,
    232: 0x308,
    233: 0x30c,
    234: 0x30a,
    235: 0xfe20,
    236: 0xfe21,
    237: 0x315,
    238: 0x30b,
    239: 0x310,
    240: 0x327,
    241: 0x328,
    242: 0x323,
    243: 0x324,
    244: 0x325,
    245: 0x333,
    246: 0x332,
    247: 0x326,
    248: 0x31c,
    249: 0x32e,
    250: 0xfe22,
    251: 0xfe23,
    254: 0x313,
  },
)
