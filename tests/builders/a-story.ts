/**
 * Random stories of three tablets that press and hear of each other, or do not: the tablets' own, told once for every test that asks what
 * an order of arrival changes. Runs in tests.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { CardNumber, ItemBarcode, OrderId } from '../../src/domain/ids.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import type { LocalMoment } from '../../src/domain/local-date.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { standingHandovers } from '../../src/domain/order/order.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { aTablet, type TestTablet } from './a-tablet.ts'

/** What may be pressed over what a tablet shows; undefined: nothing there suits it. */
export type Press = (tablet: TestTablet) => Operation | undefined

const letters = ['A', 'B', 'C'] as const

/** One step of a story: a tablet presses, or hears everything that another one knows. */
export type Step = { readonly who: number; readonly press: number } | { readonly who: number; readonly hears: number }

export const aStep = (presses: readonly Press[]): fc.Arbitrary<Step> => {
  const who = fc.nat(letters.length - 1)
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ who, press: fc.nat(presses.length - 1) }) },
    { weight: 1, arbitrary: fc.record({ who, hears: who }) },
  )
}

interface Setting {
  readonly base: readonly Row[]
  readonly happened: LocalMoment
  readonly presses: readonly Press[]
}

/** What the tablets pressed, in the order in which they did. */
export const tellStory = ({ base, happened, presses }: Setting, steps: readonly Step[]): readonly Envelope[] => {
  const tablets = letters.map((letter) => ({ tablet: aTablet(letter, base, happened), heard: [] as Envelope[] }))
  const all: Envelope[] = []
  for (const move of steps) {
    const me = tablets[move.who]
    if (me === undefined) continue
    if ('hears' in move) {
      const fresh = (tablets[move.hears]?.heard ?? []).filter((envelope) => !me.heard.includes(envelope))
      me.tablet.learn(...fresh)
      me.heard.push(...fresh)
      continue
    }
    const operation = presses[move.press]?.(me.tablet)
    if (operation === undefined) continue
    const envelope = me.tablet.press(operation)
    me.heard.push(envelope)
    all.push(envelope)
  }
  return all
}

const hex = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

/** What each tablet has to send, in its order, as it travels: with the ids of the protocol, and composed at `at`. */
export const toQueues = (story: readonly Envelope[], at: Envelope['at']): Envelope[][] =>
  letters.map((letter) =>
    story
      .filter(({ operationId }) => operationId.startsWith(letter))
      .map((envelope) => {
        const text = JSON.stringify(envelope).replaceAll(/"([ABC]\d+)"/g, (_, id: string) => `"${hex(id)}"`)
        return { ...(JSON.parse(text) as Envelope), deviceId: envelope.deviceId, at } // It was an envelope before.
      }),
  )

/** Takes back the handover that stands, of an order that was handed over. */
export const undoHandover =
  (orderId: OrderId, card: CardNumber, happened: LocalMoment): Press =>
  ({ state }) => {
    const order = state.get('order', orderId)
    const handover = order && standingHandovers(order)[0]
    return (
      handover && {
        kind: 'undo-handover',
        handover: handover.operationId,
        orderId,
        card,
        barcodes: handover.items.map((item) => item.barcode),
        happened,
      }
    )
  }

/** Takes back the return that stands, of a document that came back. */
export const undoReturn =
  (barcode: ItemBarcode, happened: LocalMoment): Press =>
  ({ state }) => {
    const row = state.get('item', barcode)
    const back = row && storyOf(row).returns[0]
    return back && { kind: 'undo-return', barcode, returning: back.operationId, happened }
  }
