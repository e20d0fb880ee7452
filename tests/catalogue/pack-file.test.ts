/**
 * A catalogue file packed for its way: what arrives is the file, byte for byte, and bytes that are no file harm nobody.
 * On the real catalogue, and how much it saves there, where PTE_DATA names the folder that holds it.
 */
import { brotliCompressSync, constants } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { packFile, unpackFile } from '../../src/catalogue/pack-file.ts'
import { toRecordId } from '../../src/domain/ids.ts'
import { aDocument } from '../builders/a-document.ts'
import { areRealDocumentsThere, readRealDocuments } from '../builders/real-documents.ts'

const throughPacking = (file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const packed = packFile(file)
  unpackFile(packed)
  return packed
}

test.each([
  ['of two documents', buildCatalogue([aDocument(), aDocument()])],
  ['without a document', buildCatalogue([])],
  ['of changes', buildCatalogue([aDocument()], [toRecordId('N9'), toRecordId('N7')])],
])('a file %s arrives as it was', (_, file) => {
  expect(packFile(file)).not.toEqual(file)
  expect(throughPacking(file)).toEqual(file)
})

test('any numbers come back, the highest and the lowest beside each other', () => {
  const aFile = fc
    .array(fc.oneof(fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff), fc.nat()), { maxLength: 40 })
    .map((numbers) => {
      const words = Uint32Array.of(0, 0, 0, 0, 1, 5, 32, numbers.length * 4, ...numbers)
      return new Uint8Array(words.buffer)
    })
  fc.assert(
    fc.property(aFile, (file) => {
      expect(throughPacking(file)).toEqual(file)
    }),
  )
})

test('bytes that are no catalogue file go through, or come out as others; none stops a reader', () => {
  const words = fc.array(fc.oneof(fc.nat({ max: 60 }), fc.integer()), { maxLength: 60 })
  fc.assert(
    fc.property(
      fc.oneof(
        words.map((all) => new Uint8Array(Uint32Array.from(all).buffer)),
        fc.uint8Array(),
      ),
      (bytes) => {
        const file = Uint8Array.from(bytes)
        unpackFile(file)
        expect(file.length).toBe(bytes.length)
      },
    ),
    { numRuns: 2000 },
  )
})

test.skipIf(!areRealDocumentsThere)('58,000 documents travel in 1.9 MB at most (needs PTE_DATA)', ({ annotate }) => {
  const file = buildCatalogue(readRealDocuments())
  expect(Buffer.from(throughPacking(file)).equals(file)).toBe(true)
  const { length } = brotliCompressSync(packFile(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  annotate(`${length} bytes`)
  expect(length).toBeLessThan(1_900_000)
})
