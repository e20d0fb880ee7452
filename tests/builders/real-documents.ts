/**
 * The 58,000 documents of a real catalogue, where PTE_DATA names the folder that holds it. For tests, beside the catalogue.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import papa from 'papaparse'
import type { CatalogueDocument } from '../../src/catalogue/build-catalogue.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import { aDocument } from './a-document.ts'

const path = `${process.env.PTE_DATA ?? ''}/catalogue-58000.csv.gz`
export const areRealDocumentsThere = existsSync(path)

export const readRealDocuments = (): readonly CatalogueDocument[] =>
  papa
    .parse<Record<string, string>>(gunzipSync(readFileSync(path)).toString('utf8'), { header: true, skipEmptyLines: true })
    .data.map((row) =>
      aDocument({
        barcode: toItemBarcode(row.barcode ?? ''),
        recordId: toRecordId(row.record ?? ''),
        title: row.title ?? '',
        author: row.author ?? '',
        documentType: row.type ?? '',
        audience: row.audience ?? '',
        callNumber: row.cote ?? '',
        location: row.location ?? '',
        isbn: row.isbn ?? '',
        year: row.year ?? '',
        lent: Number(row.loans ?? 0),
      }),
    )
