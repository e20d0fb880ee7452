/**
 * A number that may be a card or a document (HO-1): what the tablet knows decides, and where it does not, a person does.
 * Runs in Node, on rows of the library; the question itself is a signal that the screen shows.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toRecordId } from '../../../src/domain/ids.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { askedNumber, identifyNumber } from '../../../src/ui/identify-number.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anItem } from '../../builders/an-item.ts'

const number = '123456'
const scan = { kind: 'card-or-item', card: toCardNumber(number), barcode: toItemBarcode(number), by: 'gun' } as const
const patron = aPatron({ id: toCardNumber(number) })
const item = anItem(number)
const inCatalogue = {
  barcode: toItemBarcode(number),
  recordId: toRecordId('record-1'),
  title: 'Germinal',
  author: 'Zola, Émile',
  documentType: 'livre',
  audience: 'A',
  callNumber: 'R ZOL',
  location: 'Romans',
  arrivedOn: undefined,
} as const

const settle = (rows: readonly Row[], isInCatalogue = false) =>
  identifyNumber({ snapshot: { state: aDesk(...rows) }, findItem: async () => (isInCatalogue ? inCatalogue : undefined) }, scan)

afterEach(() => {
  askedNumber.value = undefined
})

describe('a number that may be a card or a document', () => {
  test('[HO-1] is a card where only a patron has it', async () => {
    expect(await settle([patron])).toEqual({ kind: 'card', card: number, by: 'gun' })
    expect(askedNumber.value).toBeUndefined()
  })
  test('[HO-1] is a document where only a document has it, on the tablet or in the catalogue', async () => {
    expect(await settle([item])).toEqual({ kind: 'item', barcode: number, by: 'gun' })
    expect(await settle([], true)).toEqual({ kind: 'item', barcode: number, by: 'gun' })
    expect(askedNumber.value).toBeUndefined()
  })
  test.each([
    ['both have it', [patron, item]],
    ['neither has', []],
  ] as const)('[HO-1] is asked where %s, and is what the person says', async (_, rows) => {
    for (const [answer, kind] of [
      ['card', 'card'],
      ['item', 'item'],
      ['neither', 'unrecognised'],
    ] as const) {
      const settled = settle(rows)
      await expect.poll(() => askedNumber.value?.text).toBe(number)
      askedNumber.value?.answer(answer)
      expect((await settled).kind).toBe(kind)
      askedNumber.value = undefined
    }
  })

  test('[HO-1] is a document where the catalogue alone has it, although the rule takes it for a card, and nobody is asked', async () => {
    const desk = { snapshot: { state: aDesk() }, findItem: async (barcode: string) => (barcode === number ? inCatalogue : undefined) }
    expect(await identifyNumber(desk, { kind: 'card', card: scan.card, by: 'gun' })).toEqual({ kind: 'item', barcode: number, by: 'gun' })
    expect(askedNumber.value).toBeUndefined()
  })
  test('[HO-1] is settled without the catalogue where it has the usual form', async () => {
    const findItem = async () => Promise.reject(new Error('the catalogue is not there'))
    const settled = (row: Row[], kind: 'card' | 'item') =>
      identifyNumber({ snapshot: { state: aDesk(...row) }, findItem }, { kind, card: scan.card, barcode: scan.barcode, by: 'gun' })
    expect((await settled([patron], 'card')).kind).toBe('card')
    expect((await settled([], 'item')).kind).toBe('item')
  })
})
