/**
 * A record of the base, made of the lines that the ILS gave, one a copy.
 */
import { expect, test } from 'vitest'
import { buildRecord } from '../../src/endpoint/storage/sql-catalogue.ts'
import { aCatalogueItem } from '../builders/a-record.ts'

test('a record has the year that its ILS gives, and no year where it gives none', () => {
  const entry = { ...aCatalogueItem('33331000000012'), isbn: '', year: '1998' }
  expect(buildRecord([entry])?.year).toBe('1998')
  expect(Object.keys(buildRecord([{ ...entry, year: '' }]) ?? {})).not.toContain('year')
})

test('a record has the publisher that its ILS gives, and none where it gives none', () => {
  const entry = { ...aCatalogueItem('33331000000012'), isbn: '', year: '' }
  expect(buildRecord([{ ...entry, publisher: 'Folio' }])?.publisher).toBe('Folio')
  for (const none of [entry, { ...entry, publisher: '' }]) expect(Object.keys(buildRecord([none]) ?? {})).not.toContain('publisher')
})
