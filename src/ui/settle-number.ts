/**
 * A number that both of the library's rules take: what the tablet knows says whether it is a card or a document; where it knows both or
 * neither, whoever holds it is asked. Runs in the browser.
 */
import { signal } from '@preact/signals'
import type { Desk, DeskSnapshot, Scan } from '../tablet/desk.ts'

export type SettledScan = Exclude<Scan, { readonly kind: 'card-or-item' }>
type Unsettled = Extract<Scan, { readonly kind: 'card-or-item' }>

/** The question on screen; a newer one takes its place, and what it was about is not done. */
export const askedNumber = signal<{ readonly text: string; readonly answer: (answer: 'card' | 'item' | 'neither') => void } | undefined>(
  undefined,
)

interface KnownNumbers {
  readonly snapshot: Pick<DeskSnapshot, 'state'>
  readonly findItem: Desk['findItem']
}

export const settleNumber = async (desk: KnownNumbers, scan: Unsettled): Promise<SettledScan> => {
  const { card, barcode, by } = scan
  const { state } = desk.snapshot
  const isCard = state.get('patron', card) !== undefined
  const isItem = state.get('item', barcode) !== undefined || (await desk.findItem(barcode)) !== undefined
  const kind =
    isCard === isItem
      ? await new Promise<'card' | 'item' | 'neither'>((resolve) => {
          askedNumber.value = { text: card, answer: resolve }
        })
      : isCard
        ? 'card'
        : 'item'
  if (kind === 'neither') return { kind: 'unrecognised', text: card, by }
  return kind === 'card' ? { kind, card, by } : { kind, barcode, by }
}
