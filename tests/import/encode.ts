/**
 * Text as older ILSs write it, byte by byte. Runs in tests.
 */

/** Windows-1252 of the few letters that ISO-8859-1 lacks and French needs (WHATWG Encoding, index-windows-1252). */
const extra: Readonly<Record<string, number>> = { '€': 0x80, '…': 0x85, œ: 0x9c, Œ: 0x8c, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96 }

export const windows1252 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => extra[letter] ?? letter.charCodeAt(0))
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
