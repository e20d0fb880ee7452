/**
 * Builds a desk whose day is closed before a tablet has spoken: one document, three patrons, two tablets, a clock. Runs in tests.
 * The real routes and closings over a real store; tablets press in the domain's terms.
 */

import type { Case } from '../../src/domain/case/case.ts'
import { type ItemBarcode, toCardNumber, toLibrarianId, toLineId, toOrderId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { Item } from '../../src/domain/item/item.ts'
import type { Envelope, HandedOverItem } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { beginCounting } from '../../src/endpoint/figures/close-figures.ts'
import { countRows } from '../../src/endpoint/figures/count-rows.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aDate, anInstant } from './a-moment.ts'
import { aPatron } from './a-patron.ts'
import { aStore } from './a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aReturn, libraryOfTests } from './an-endpoint.ts'
import { aLine, anOrder, aRecordWanted } from './an-order.ts'

export const barcode = '33331000000012'
export const first = toCardNumber('23333000000172')
export const second = toCardNumber('23333000000347')
export const third = toCardNumber('23333000000511')
export const otherOrder = anOrder({ id: toOrderId('order-2'), card: second, lines: [aLine('1', aRecordWanted('record-1'))] })
/** Those who sign on the tablets that `aTablet` makes. */
const librarians = ['A', 'B', 'C'].map(
  (letter): Row => ({
    kind: 'librarian',
    id: toLibrarianId(`librarian-${letter}`),
    name: letter,
    isManager: false,
    pin: { salt: '', iterations: 1, hash: '' },
  }),
)
export const rows: readonly Row[] = [otherOrder, aPatron({ id: second }), aPatron({ id: third }), ...librarians]

export const lend = (card: typeof first, orderId: string | undefined, changes: Partial<Envelope> = {}): Envelope =>
  anEnvelope(aHandOver({ card, orderId: orderId === undefined ? undefined : toOrderId(orderId) }), changes)
export const givenItem = (given: ItemBarcode): HandedOverItem => ({
  barcode: given,
  recordId: undefined,
  documentType: 'livre',
  lineId: toLineId('1'),
  dueOn: aDate('2026-12-15'),
  isNewRelease: false,
  overrideReason: undefined,
})
export const giveBack = (changes: Partial<Envelope>): Envelope => anEnvelope(aReturn(), changes)
export const basedOn = (...envelopes: readonly Envelope[]): Pick<Envelope, 'based'> => ({
  based: { [`item/${barcode}`]: envelopes.map(({ operationId }) => operationId).sort() },
})
export const never = (defect: unknown): void => {
  throw defect
}

export const aLateDesk = async (store: Store = aStore()) => {
  const endpoint = await anEndpoint({ store, rows })
  const [late, other] = [await endpoint.enrol(), await endpoint.enrol()]
  const rowsOf = async (...kinds: readonly Row['kind'][]): Promise<readonly Row[]> =>
    store.read(libraryOfTests, async (reading) => {
      const found: Row[] = []
      for (const kind of kinds) found.push(...(await reading.rowsOf(kind)))
      return found
    })
  return {
    ...endpoint,
    late,
    other,
    rowsOf,
    cases: async () => (await rowsOf('case')) as readonly Case[],
    item: async () => (await endpoint.row('item', barcode)) as Item | undefined,
    close: (at: string) => closeDays(store, anInstant(at), never),
    /** The clock of the endpoint, which tells late from wrong. */
    at: (text: string) => endpoint.advance(anInstant(text) - endpoint.instantBefore(0)),
  }
}
export type LateDesk = Awaited<ReturnType<typeof aLateDesk>>

/** Counts what the desk began with, and notes that counting begins. */
export const beginToCount = ({ store }: Pick<LateDesk, 'store'>, at: Instant): Promise<void> =>
  store.transact(libraryOfTests, async (transaction) => {
    await countRows(transaction, [...(await transaction.rowsOf('order')), ...(await transaction.rowsOf('item'))], at, () => undefined)
    await beginCounting(transaction, at)
  })
