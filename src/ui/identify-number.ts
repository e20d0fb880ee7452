/**
 * What a scan is, once the numbers that the tablet knows have spoken; where they leave a card and a document both possible, whoever holds it
 * is asked. Runs in the browser.
 */
import { signal } from '@preact/signals'
import { toCardNumber, toItemBarcode } from '../domain/ids.ts'
import { isNumbered } from '../domain/order/order.ts'
import { identifyReading, numbersOfReading } from '../domain/scan/identify-reading.ts'
import type { Desk, DeskSnapshot, WholeScan } from '../tablet/desk.ts'

export type IdentifiedScan = Exclude<WholeScan, { readonly kind: 'card-or-item' }>

/** The question on screen; a newer one takes its place, and what it was about is not done. */
export const askedNumber = signal<{ readonly text: string; readonly answer: (answer: 'card' | 'item' | 'neither') => void } | undefined>(
  undefined,
)

interface KnownNumbers {
  readonly snapshot: Pick<DeskSnapshot, 'state'>
  readonly findItem: Desk['findItem']
}

export const identifyNumber = async (desk: KnownNumbers, scan: WholeScan): Promise<IdentifiedScan> => {
  const { by } = scan
  const { state } = desk.snapshot
  const numbers = numbersOfReading(scan)
  const isCard = (number: string): boolean => state.get('patron', toCardNumber(number)) !== undefined
  // Of the usual form, and the other kind has it not: the catalogue has nothing to say.
  const [only] = numbers
  if (only !== undefined && numbers.length === 1 && ((scan.kind === 'card' && isCard(only)) || (scan.kind === 'item' && !isCard(only)))) {
    return scan
  }
  const items = new Set<string>()
  for (const number of numbers) {
    const barcode = toItemBarcode(number)
    if (state.get('item', barcode) !== undefined || (await desk.findItem(barcode)) !== undefined) items.add(number)
  }
  const reading = identifyReading(scan, {
    isCard,
    isItem: (number) => items.has(number),
    isOrder: (number) => [...state.all('order')].some((order) => isNumbered(order, number)),
  })
  if (reading.kind !== 'card-or-item') return { ...reading, by }
  const { card, barcode } = reading
  const kind = await new Promise<'card' | 'item' | 'neither'>((resolve) => {
    askedNumber.value = { text: card, answer: resolve }
  })
  if (kind === 'neither') return { kind: 'unrecognised', text: card, by }
  return kind === 'card' ? { kind, card, by } : { kind, barcode, by }
}
