/**
 * How fast the rules alone are: a day of 200 orders of three documents, each prepared, waited for and handed over, through `decide` and
 * `apply` as a tablet and the endpoint call them. Runs in Node, on the bundled rules; no disk, no network, no screen.
 * `--rounds N`: the day that many times [7]; the first is a warm-up.
 */
import type { apply } from '../../src/domain/desk/apply.ts'
import type { basedOf } from '../../src/domain/desk/based.ts'
import type { decide } from '../../src/domain/desk/decide.ts'
import type { buildHandOverOrder } from '../../src/domain/handover/build-hand-over-order.ts'
import type { judgePile } from '../../src/domain/handover/judge-pile.ts'
import type { Pile } from '../../src/domain/handover/pile.ts'
import {
  toBootId,
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibrarianId,
  toLineId,
  toOperationId,
  toOrderId,
  toRecordId,
} from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { buildPullList } from '../../src/domain/pull-list/build-pull-list.ts'
import type { dayProgress } from '../../src/domain/slot/day-progress.ts'
import { aDesk, type Desk } from '../builders/a-desk.ts'
import { aMoment, anInstant, aTime } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aCopy, aRecord } from '../builders/a-record.ts'
import { aLoanRight, anOpeningRange, aSettings, centre } from '../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted } from '../builders/an-order.ts'
import { buildProduct, type Load } from './built-product.ts'
import { Measurement } from './measurement.ts'
import { numberOf } from './options.ts'
import { startTiming } from './took.ts'

interface Rules {
  readonly apply: typeof apply
  readonly basedOf: typeof basedOf
  readonly decide: typeof decide
  readonly buildHandOverOrder: typeof buildHandOverOrder
  readonly judgePile: typeof judgePile
  readonly buildPullList: typeof buildPullList
  readonly dayProgress: typeof dayProgress
}

const parts = [
  ...['desk/apply', 'desk/based', 'desk/decide', 'handover/build-hand-over-order', 'handover/judge-pile'],
  ...['pull-list/build-pull-list', 'slot/day-progress'],
].map((path) => `src/domain/${path}.ts`)

const orderCount = 200
const linesPerOrder = 3
/** Turns in which a view is asked for in one round: once is too little to time. */
const turns = Array.from({ length: 10 }, (_, n) => n)
/** As many as the town of the demo has. */
const patronCount = 3260

const now = aMoment('2026-11-24 14:30')
const at = anInstant('2026-11-24 14:30')
const settings = aSettings({
  openingRanges: [anOpeningRange(2, '08:00', '18:00', { intervalMinutes: 30, capacity: 10 })],
  sites: [{ id: centre, name: 'Centre', bays: orderCount + 40 }],
  loanRights: [aLoanRight('*', '*')],
  totalMaximums: {},
})

const librarianId = toLibrarianId('nadia')

const cardOf = (n: number) => toCardNumber(`2000${String(n).padStart(10, '0')}`)
const barcodeOf = (n: number, line: number) => toItemBarcode(`3${String(n).padStart(9, '0')}${String(line).padStart(4, '0')}`)
const recordOf = (n: number, line: number) => `record-${n}-${line}`
const orders = Array.from({ length: orderCount }, (_, n) => toOrderId(`order-${n}`))
const lines = Array.from({ length: linesPerOrder }, (_, line) => line)

/** The morning: everything ordered, nothing touched. */
const morning = (): Desk =>
  aDesk(
    settings,
    ...Array.from({ length: patronCount }, (_, n) => aPatron({ id: cardOf(n) })),
    ...orders.flatMap((_, n) => lines.map((line) => aRecord(recordOf(n, line), { copies: [aCopy(barcodeOf(n, line))] }))),
    ...orders.map((id, n) =>
      anOrder({
        id,
        number: `B-${String(n).padStart(3, '0')}`,
        card: cardOf(n),
        slot: { siteId: centre, date: now.date, time: aTime(`${String(8 + (n % 10)).padStart(2, '0')}:${n % 20 < 10 ? '00' : '30'}`) },
        lines: lines.map((line) => aLine(String(line), aRecordWanted(recordOf(n, line)))),
      }),
    ),
  )

/** A press that the rules allow, as it is recorded. */
type Press = Parameters<typeof apply>[1]

/** The day of a desk, press by press. Throws where the rules refuse, or find a contradiction: then no time is worth anything. */
class WorkedDay {
  readonly desk = morning()
  readonly presses: Press[] = []
  readonly #rules: Rules

  constructor(rules: Rules) {
    this.#rules = rules
  }

  press(payload: Operation): void {
    const { basedOf } = this.#rules
    const n = this.presses.length + 1
    const press = {
      ...{ operationId: toOperationId(`operation-${n}`), bootId: toBootId('boot'), n, deviceId: toDeviceId('tablet'), librarianId },
      ...{ type: payload.kind, typeVersion: 1, payload, based: basedOf(this.desk, payload), at, clockOffset: 0, build: 'bench' },
    }
    decideOn(this.#rules, this.desk, press)
    applyTo(this.#rules, this.desk, press)
    this.presses.push(press)
  }
}

const decideOn = ({ decide }: Rules, desk: Desk, { payload }: Press): void => {
  const decided = decide(desk, payload, { now, librarian: { id: librarianId }, end: 'tablet' })
  if (!decided.ok) throw new Error(`${payload.kind} refused: ${decided.refusal.kind}`)
}

const applyTo = ({ apply }: Rules, desk: Desk, press: Press): void => {
  const { rows, caseIds } = apply(desk, press)
  if (caseIds.length > 0) throw new Error(`${press.payload.kind} opened a case`)
  desk.put(...rows)
}

/** The pile of the nth order with its documents scanned. */
const pileOf = (n: number): Pile => ({
  card: cardOf(n),
  orderId: orders[n],
  scanned: lines.map((line) => ({ barcode: barcodeOf(n, line), overrideReason: undefined })),
  leftBehind: [],
  notFound: [],
  happened: undefined,
  collectedWith: undefined,
})

/** What a call costs, in milliseconds of this process: what else the machine does is not the rules'. */
const timeEach = <T>(all: readonly T[], work: (one: T) => unknown): number => {
  const stop = startTiming()
  for (const one of all) work(one)
  return stop().cpu / all.length
}

/** Every order picked, given its bay and waited for; then judged and handed over. */
const workOneDay = (rules: Rules, measurement?: Measurement): void => {
  const day = new WorkedDay(rules)
  const { desk, presses } = day
  const listMs = timeEach(turns, () => rules.buildPullList(desk))
  for (const [n, orderId] of orders.entries()) {
    for (const line of lines) {
      const found = { barcode: barcodeOf(n, line), recordId: toRecordId(recordOf(n, line)), documentType: 'livre' }
      day.press({ kind: 'pick-item', orderId, lineId: toLineId(String(line)), ...found, happened: now })
    }
    day.press({ kind: 'bag-order', orderId, bays: [n + 1], happened: now })
    day.press({ kind: 'record-arrival', orderId, happened: now })
  }
  const progressMs = timeEach(turns, () => rules.dayProgress(desk, centre, now))
  const judge = (n: number) => rules.judgePile(desk, settings, pileOf(n), now.date)
  const judgeMs = timeEach(
    turns.flatMap(() => [...orders.keys()]),
    judge,
  )
  for (const n of orders.keys()) {
    const handover = rules.buildHandOverOrder(pileOf(n), judge(n), now, 'printed')
    if (!handover.ok) throw new Error(`handover refused: ${handover.refusal.kind}`)
    day.press(handover.value)
  }
  const handedOver = rules.dayProgress(desk, centre, now).countByState['handed-over']
  if (handedOver !== orderCount) throw new Error(`${handedOver} of ${orderCount} orders handed over`)

  // The same presses on the same morning, without and with the question whether they may be done.
  const [plain, asking] = [morning(), morning()]
  const applyMs = timeEach(presses, (press) => applyTo(rules, plain, press))
  const bothMs = timeEach(presses, (press) => {
    decideOn(rules, asking, press)
    applyTo(rules, asking, press)
  })
  measurement?.take('apply, one press', 1000 * applyMs, 'µs')
  measurement?.take('decide and apply, one press', 1000 * bothMs, 'µs')
  measurement?.take('judge a handover of three documents', 1000 * judgeMs, 'µs')
  measurement?.take('the pull list of the whole day', listMs, 'ms')
  measurement?.take('the day as a line', progressMs, 'ms')
}

export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const rounds = numberOf(options, '--rounds', 7)
  const rules = await buildProduct<Rules>(load, 'rules', parts)
  const measurement = new Measurement('rules')
  workOneDay(rules)
  for (let round = 0; round < rounds; round++) workOneDay(rules, measurement)
  measurement.table()
  console.log(`✓ each of ${rounds} days: ${orderCount} orders handed over, 0 refused, 0 cases`)
}
