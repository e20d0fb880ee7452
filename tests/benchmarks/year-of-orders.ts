/**
 * A year of a library that works each open day: orders of three documents are placed, picked, put in their bay and handed over, and come
 * back the next day; each night is closed. Made through the endpoint's own routes, without a socket. Runs in Node. Nobody in it is real.
 */

import { subjectsOf } from '../../src/domain/desk/based.ts'
import { type DeviceId, type OperationId, toCardNumber, toItemBarcode, toLineId, toOrderId, toRecordId } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { addDays, daysBetween, fromMinutes, type LocalDate, type LocalTime, weekdayOf } from '../../src/domain/local-date.ts'
import { isFact, type Operation } from '../../src/domain/operation/operation.ts'
import type { closeDays } from '../../src/endpoint/authority/close-day.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { aLoanRight, anOpeningRange, aSettings, centre } from '../builders/a-settings.ts'
import { identityOf, type Pressed, pressedOf, seedLibrary } from './bench-desk.ts'
import { barcodeOf, cardOf, patronCount } from './bench-loan.ts'
import { type EndpointInProcess, type EndpointProduct, openEndpoint } from './endpoint-in-process.ts'

export type YearProduct = EndpointProduct & { readonly closeDays: typeof closeDays }

const titles = 6000
const linesOfOrder = [0, 1, 2]
/** Operations of one push. */
const batchSize = 50
const dayMs = 86_400_000
const opensAt = 14 * 60

/** The settings: Tuesday to Saturday, with places enough. */
const settings = aSettings({
  openingRanges: ([2, 3, 4, 5, 6] as const).map((weekday) => anOpeningRange(weekday, '14:00', '18:00', { capacity: 40 })),
  sites: [{ id: centre, name: 'Médiathèque', bays: 250 }],
  openOrders: 10,
  openOrdersPerSlot: 5,
  loanRights: [aLoanRight('*', '*', { maximum: 30 }), aLoanRight('adulte', 'DVD', { maximum: 6 })],
  totalMaximums: {},
})
export const isOpenOn = (day: LocalDate): boolean => weekdayOf(day) >= 2 && weekdayOf(day) <= 6

const typeOf = (title: number): string => (title % 5 === 0 ? 'DVD' : 'livre')

/** One tablet that does it all, and knows what it did. */
export class YearOfOrders {
  readonly #firstDay: LocalDate
  readonly #startedOn: number
  readonly #heads = new Map<string, OperationId>()
  readonly #deviceId: DeviceId
  #pressed = 0
  #orders = 0
  #out: number[] = []
  #day = 0
  #looks = 0

  constructor(firstDay: LocalDate, deviceId: DeviceId) {
    this.#firstDay = firstDay
    this.#deviceId = deviceId
    this.#startedOn = Date.parse(`${firstDay}T08:00:00Z`)
  }

  get orders(): number {
    return this.#orders
  }

  get today(): LocalDate {
    return addDays(this.#firstDay, this.#day)
  }

  /** A second at each look: the bounds on one tablet's requests never stand in the way. */
  readonly now = (): Instant => toInstant(this.#startedOn + this.#day * dayMs + 1000 * this.#looks++)

  goTo(day: LocalDate): void {
    this.#day = daysBetween(this.#firstDay, day)
    this.#looks = 0
  }

  #press(payload: Operation): Pressed {
    const subjects = isFact(payload) ? subjectsOf(payload) : []
    const based = Object.fromEntries(subjects.flatMap((one) => (this.#heads.has(one) ? [[one, [this.#heads.get(one) ?? '']]] : [])))
    const at = this.#startedOn + this.#day * dayMs
    const pressed = pressedOf(this.#pressed++, payload, { at, deviceId: this.#deviceId, based: based as never })
    for (const subject of subjects) this.#heads.set(subject, pressed.operationId)
    return pressed
  }

  /** What an order is until it has left: the nth of the year. */
  #order(n: number, slotDay: LocalDate): readonly Operation[] {
    const orderId = toOrderId(`order-${n}`)
    const happened = { date: this.today, time: '10:00' as LocalTime }
    const documents = linesOfOrder.map((line) => {
      const title = (n * linesOfOrder.length + line) % titles
      return { title, lineId: toLineId(`${line + 1}`), recordId: toRecordId(`r${title}`), barcode: toItemBarcode(barcodeOf(title, 0)) }
    })
    const slot = { siteId: centre, date: slotDay, time: fromMinutes(opensAt + 15 * (n % 16)) }
    const card = toCardNumber(cardOf(n % patronCount))
    return [
      {
        ...{ kind: 'place-order', orderId, number: `B-${n}`, source: n % 4 === 0 ? 'phone' : 'desk', card, slot, note: '' },
        ...{ callBackNumber: undefined, isUrgent: false, overrideReason: undefined },
        lines: documents.map(({ lineId, recordId }) => ({ id: lineId, wanted: { kind: 'record', recordId } })),
      },
      ...documents.map(
        ({ title, lineId, recordId, barcode }): Operation => ({
          ...{ kind: 'pick-item', orderId, lineId, recordId, barcode, documentType: typeOf(title), happened },
        }),
      ),
      { kind: 'bag-order', orderId, bays: [1 + (n % 250)], happened },
      {
        ...{ kind: 'hand-over-order', orderId, card, leftBehind: [], notFound: [], receipt: 'refused', happened },
        items: documents.map(({ title, lineId, recordId, barcode }) => ({
          ...{ barcode, recordId, documentType: typeOf(title), lineId, dueOn: addDays(this.today, 21), isNewRelease: false },
          // Now and then somebody takes more than the rights say.
          overrideReason: n % 97 === 0 ? 'accord de la responsable' : undefined,
        })),
      },
    ]
  }

  /** What comes back, and what leaves, on the day that it is. */
  pressesOf(count: number): readonly Pressed[] {
    const happened = { date: this.today, time: '09:30' as LocalTime }
    const returns = this.#out.flatMap((n) =>
      linesOfOrder.map((line): Operation => {
        const title = (n * linesOfOrder.length + line) % titles
        const barcode = toItemBarcode(barcodeOf(title, 0))
        return {
          ...{ kind: 'return-item', barcode, recordId: toRecordId(`r${title}`), documentType: typeOf(title) },
          ...{ quarantineUntil: undefined, bin: undefined, happened },
        }
      }),
    )
    this.#out = Array.from({ length: count }, () => this.#orders++)
    return [...returns, ...this.#out.flatMap((n) => this.#order(n, this.today))].map((payload) => this.#press(payload))
  }

  /** Orders of the days to come, still to prepare. */
  openOrders(count: number): readonly Pressed[] {
    const days = Array.from({ length: 14 }, (_, n) => addDays(this.today, n)).filter(isOpenOn)
    return Array.from({ length: count }, (_, k) => this.#order(this.#orders++, days[k % days.length] ?? this.today)[0]).flatMap((placed) =>
      placed === undefined ? [] : [this.#press(placed)],
    )
  }
}

/** The library, empty of orders. */
export const seedYear = async (store: Store, year: YearOfOrders, library: Parameters<typeof identityOf>[2]): Promise<string> => {
  const at = year.now()
  const epoch = await seedLibrary(store, { tablets: 2, now: at, ...(library === undefined ? {} : { library }) })
  const [id] = (await store.libraries()).map((one) => one.id)
  if (id === undefined) throw new Error('no library')
  await store.transact(id, async (transaction) => {
    await transaction.writeRow(settings, at)
    await transaction.upsertCatalogue(
      Array.from({ length: titles }, (_, title) => ({
        ...{
          barcode: toItemBarcode(barcodeOf(title, 0)),
          recordId: toRecordId(`r${title}`),
          title: `Titre ${title}`,
          author: 'NOM, Prénom',
        },
        ...{ documentType: typeOf(title), audience: 'A', callNumber: `R ${title}`, location: `Salle ${title % 12}` },
        ...{ arrivedOn: undefined, isbn: '', year: '2020', publisher: '' },
      })),
    )
  })
  return epoch
}

export interface WorkingTablet {
  readonly push: (operations: readonly Pressed[]) => Promise<void>
}

/** Throws unless each is accepted. */
export const openTablet = (endpoint: EndpointInProcess, identity: ReturnType<typeof identityOf>, size = batchSize): WorkingTablet => {
  let { ticket } = identity
  return {
    push: async (operations) => {
      for (let from = 0; from < operations.length; from += size) {
        const answer = await endpoint.push({ ...identity, ticket }, operations.slice(from, from + size))
        ticket = answer.ticket
        const other = answer.results.find(({ outcome }) => outcome !== 'accepted')
        if (other !== undefined) throw new Error(JSON.stringify(other))
      }
    },
  }
}

/** Works `orders` orders over the year that ends yesterday, night after night; `eachNight` is told the day, 0 the first. */
export const workYear = async (
  product: YearProduct,
  store: Store,
  year: YearOfOrders,
  { orders, library, eachNight }: { orders: number; library: Parameters<typeof identityOf>[2]; eachNight: (day: number) => Promise<void> },
): Promise<EndpointInProcess> => {
  const epoch = await seedYear(store, year, library)
  const endpoint = openEndpoint(product, store, year.now)
  const tablet = openTablet(endpoint, identityOf(0, epoch, library))
  const firstDay = year.today
  const days = Array.from({ length: 365 }, (_, n) => addDays(firstDay, n))
  const open = days.filter(isOpenOn).length
  let worked = 0
  for (const [n, day] of days.entries()) {
    year.goTo(day)
    if (isOpenOn(day)) {
      worked += 1
      await tablet.push(year.pressesOf(Math.round((orders * worked) / open) - year.orders))
    }
    await product.closeDays(store, year.now(), (defect) => {
      throw defect
    })
    await eachNight(n)
  }
  year.goTo(addDays(firstDay, 365))
  await tablet.push(year.openOrders(200))
  return endpoint
}
