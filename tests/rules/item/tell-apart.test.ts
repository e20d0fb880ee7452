/**
 * Two documents of one title and one author in one pile: what tells them apart is said beside the title, and nothing more.
 */
import { describe, expect, it } from 'vitest'
import { type ItemBarcode, toItemBarcode } from '../../../src/domain/ids.ts'
import { findDocument } from '../../../src/domain/item/find-document.ts'
import { tellApart, titleToldApart } from '../../../src/domain/item/tell-apart.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aCatalogueItem, aRecord } from '../../builders/a-record.ts'

const like = (id: string, changes: Parameters<typeof aRecord>[1] & { readonly callNumber?: string } = {}) => {
  const record = aRecord(id, changes)
  return { ...record, recordId: record.id, callNumber: changes.callNumber }
}
const told = (...records: ReturnType<typeof like>[]): readonly (string | undefined)[] => {
  const apart = tellApart(records)
  return records.map(({ recordId }) => apart.get(recordId))
}

describe('documents that look alike', () => {
  it('[HO-2] a title that no other shares says nothing more, nor do two copies of one record', () => {
    expect(told(like('1'), like('2', { title: 'Germinal' }), like('3', { author: 'Feydeau, Georges' }))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(told(like('1', { year: '1998' }), like('1', { year: '1998' }))).toEqual([undefined, undefined])
  })

  it('[HO-2] the type tells the film from the book, before the year does', () => {
    expect(told(like('1', { year: '1998' }), like('2', { documentType: 'DVD', year: '2004' }))).toEqual(['livre', 'DVD'])
  })

  it('[HO-2] the year tells two editions; accents and case make no other title', () => {
    expect(told(like('1', { year: '1998' }), like('2', { title: 'AU BONHEUR DES DAMES', year: '2004' }))).toEqual(['1998', '2004'])
  })

  it('[HO-2] the publisher tells two editions of one year, before the call number does', () => {
    const of = (id: string, publisher: string, callNumber: string) => like(id, { year: '1998', publisher, callNumber })
    expect(told(of('1', 'Folio', 'R ZOL 1'), of('2', 'Le Livre de poche', 'R ZOL 2'))).toEqual(['Folio', 'Le Livre de poche'])
    expect(told(of('1', 'Folio', ''), of('2', 'Le Livre de poche', ''), like('3', { publisher: 'Folio', year: '2004' }))).toEqual([
      'livre, 1998, Folio',
      'livre, 1998, Le Livre de poche',
      'livre, 2004, Folio',
    ])
  })

  it('[HO-2] where one mark does not do, several together', () => {
    const [book, film] = [{ year: '1998' }, { documentType: 'DVD', year: '1998' }]
    expect(told(like('1', book), like('2', film), like('3', { year: '2004' }))).toEqual(['livre, 1998', 'DVD, 1998', 'livre, 2004'])
    expect(told(like('1', { callNumber: 'R ZOL 1' }), like('2', { callNumber: 'R ZOL 2' }))).toEqual(['R ZOL 1', 'R ZOL 2'])
  })

  it('[HO-2] where nothing tells them, what is known of them is said all the same', () => {
    expect(told(like('1', { documentType: '' }), like('2', { documentType: '', year: '2004' }))).toEqual([undefined, '2004'])
  })

  it('[HO-2] the base knows year and publisher of what was ordered, also where the catalogue file answers first', () => {
    const barcode: ItemBarcode = toItemBarcode('33331000000012')
    const desk = aDesk(aRecord('record-1', { year: '1998', publisher: 'Folio' }))
    expect(findDocument(desk, barcode)).toMatchObject({ year: '1998', publisher: 'Folio' })
    const inFile = new Map([[barcode, aCatalogueItem(barcode, { recordId: aRecord('record-1').id })]])
    expect(findDocument(desk, barcode, inFile)).toMatchObject({ title: 'Bel-Ami', year: '1998', publisher: 'Folio' })
  })

  it('stands in brackets behind the title', () => {
    expect([titleToldApart('Germinal', undefined), titleToldApart('Germinal', '1998')]).toEqual(['Germinal', 'Germinal (1998)'])
  })
})
