/**
 * What the readers of an import make of a text, or of bytes, before anything is written. For tests of defects. Runs in vitest.
 * Barcodes end with their Luhn digit, as the library's do.
 */
import type { Note, RejectedRow } from '../../src/endpoint/connectors/file/import-finding.ts'
import { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import { readOrders, readPatrons } from '../../src/endpoint/connectors/file/read-rows.ts'

export const file = (content: string | Uint8Array) => ({
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  compressed: false,
})
export const catalogue = (content: string | Uint8Array) => {
  const read = readCatalogue(file(content))
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
export const patrons = (content: string | Uint8Array) => {
  const read = readPatrons(file(content))
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
export const orders = (content: string) => {
  const read = readOrders(file(content))
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
export const kinds = (notes: readonly Note[]) => notes.map((note) => note.kind)
export const reasons = (rejected: readonly RejectedRow[]) => rejected.map(({ line, reason }) => [line, reason.kind])

export const codes = ['33331000000014', '33331000000022', '33331000000030', '33331000000048', '33331000000055']
export const header = 'code-barres,notice,titre,auteur,cote'
export const rows = (...extra: readonly string[]) =>
  [header, ...codes.slice(0, 4).map((code, i) => `${code},N${i},Titre ${i},Auteur,R AUT`), ...extra].join('\n')
