/**
 * A day at the desk as the endpoint receives it: tablets that press, an endpoint in memory that receives, applies and keeps receipts.
 * For the export's tests. Everything goes through the domain's own `apply` and `basedOf`; only the network is left out.
 */
import { type Case, type CaseDecision, formatCaseId } from '../../src/domain/case/case.ts'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import { basedOf } from '../../src/domain/desk/based.ts'
import {
  type OperationId,
  toBootId,
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibrarianId,
  toLibraryId,
  toOperationId,
  toRecordId,
} from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { asReceived, pressedAt } from '../../src/domain/operation/doubtful-dates.ts'
import type { Envelope, Fact, Operation } from '../../src/domain/operation/operation.ts'
import type { Result } from '../../src/domain/result.ts'
import { applyOperation } from '../../src/endpoint/authority/apply-operation.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { type ExportRefusal, exportDay } from '../../src/endpoint/connectors/file/export-day.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { StoredBatch } from '../../src/endpoint/storage/stored.ts'
import type { ExportFormat } from '../../src/protocol/management.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDate, aMoment } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { aStore } from '../builders/a-store.ts'

export const library = toLibraryId('valmont')
export const day = aDate('2026-11-24')

/** An instant from the wall clock of Paris in winter, one hour ahead of UTC: "2026-11-24 14:30:05.250". */
export const inParis = (text: string): Instant => toInstant(Date.parse(`${text.replace(' ', 'T')}+01:00`))

const toLocal = wallClockOf('Europe/Paris')

/** `n` documents given to one card, as scanned. */
export const handOver = (card: string, ...barcodes: readonly string[]): Omit<Extract<Fact, { kind: 'hand-over-order' }>, 'happened'> => ({
  kind: 'hand-over-order',
  orderId: undefined,
  card: toCardNumber(card),
  items: barcodes.map((barcode) => ({
    barcode: toItemBarcode(barcode),
    recordId: toRecordId('N1'),
    documentType: 'livre',
    lineId: undefined,
    dueOn: aDate('2026-12-15'),
    isNewRelease: false,
    overrideReason: undefined,
  })),
  leftBehind: [],
  notFound: [],
  receipt: 'printed',
})
export const takeBack = (barcode: string): Omit<Extract<Fact, { kind: 'return-item' }>, 'happened'> => ({
  kind: 'return-item',
  barcode: toItemBarcode(barcode),
  recordId: undefined,
  documentType: undefined,
  quarantineUntil: undefined,
  bin: undefined,
})
export const undo = (handover: Envelope): Omit<Extract<Fact, { kind: 'undo-handover' }>, 'happened'> => {
  const { payload } = handover
  if (payload.kind !== 'hand-over-order') throw new Error('only a handover can be undone')
  return {
    kind: 'undo-handover',
    handover: handover.operationId,
    orderId: payload.orderId,
    card: payload.card,
    barcodes: payload.items.map(({ barcode }) => barcode),
  }
}

/** Decides the case about document 31, lent and returned without one knowing of the other: this fact came last. */
export const cameLast = (last: Envelope, ...others: readonly Envelope[]): Operation => ({
  kind: 'settle-case',
  caseId: formatCaseId('lent-and-returned', 'item/31', 1),
  cites: [last, ...others].map(({ operationId }) => operationId).sort(),
  decision: { kind: 'stands', fact: last.operationId },
  note: '',
})

type Unhappened = Fact extends infer F ? (F extends Fact ? Omit<F, 'happened'> : never) : never

export interface DeskTablet {
  /** Presses at a time of Paris; `happened` differs from the press for what is entered afterwards (HO-10). */
  press(fact: Unhappened, at: string, happened?: string): Envelope
  request(operation: Operation, at: string): Envelope
  learn(...envelopes: readonly Envelope[]): void
}

export interface DeskDay {
  readonly store: Store
  tablet(letter: string): DeskTablet
  /** The endpoint receives, in this order, each as it is pressed. */
  receive(...envelopes: readonly Envelope[]): Promise<void>
  /** And at a time of Paris. */
  receiveAt(at: string, ...envelopes: readonly Envelope[]): Promise<void>
  export(format?: ExportFormat, number?: number): Promise<Result<StoredBatch, ExportRefusal>>
  /** Lines of a batch without its header. */
  lines(format?: ExportFormat, number?: number): Promise<readonly string[]>
}

interface Decided {
  readonly id: string
  readonly at: Instant
  readonly anew?: { readonly replaces: OperationId } | undefined
}

/** A person decides a case, as a tablet's operation that the endpoint accepts. */
export const decideCase = async (store: Store, about: Case, decision: CaseDecision, { id, at, anew }: Decided): Promise<void> => {
  const payload = { kind: 'settle-case', caseId: about.id, ...whatIsSeen(about), decision, note: '', ...(anew && { anew }) } as const
  const by = { deviceId: toDeviceId('B'), librarianId: toLibrarianId('nadia'), bootId: toBootId('B'), n: 1, clockOffset: 0, build: 'test' }
  const envelope = { ...by, operationId: toOperationId(id), type: payload.kind, typeVersion: 1, payload, based: {}, at }
  await store.transact(library, (transaction) => applyOperation(transaction, envelope, at, at))
}

export const aDeskDay = async (store: Store = aStore()): Promise<DeskDay> => {
  await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
  const rows = [
    aSettings(),
    aPatron({ id: toCardNumber('21'), surname: 'LEFÈVRE', firstName: 'Aline' }),
    aPatron({ id: toCardNumber('22'), surname: 'NGUYEN', firstName: 'Paul' }),
    aPatron({ id: toCardNumber('23529001000463'), surname: 'OSTERMANN', firstName: 'Ida' }),
  ]
  await store.transact(library, async (transaction) => {
    for (const row of rows) await transaction.writeRow(row, toInstant(0))
  })
  const endpoint = aDesk(...rows)
  let now = inParis('2026-11-25 09:00:00')
  const exportFormat = (format: ExportFormat, number: number | undefined) => exportDay(store, library, { day, format, number }, now)
  const receive = async (envelope: Envelope, receivedAt: Instant): Promise<void> => {
    now = toInstant(Math.max(now, receivedAt))
    const taken = asReceived(envelope, receivedAt, toLocal)
    const applied = apply(endpoint, taken)
    endpoint.put(...applied.rows)
    await store.transact(library, async (transaction) => {
      for (const row of applied.rows) await transaction.writeRow(row, receivedAt)
      await transaction.keepReceipt({
        operationId: envelope.operationId,
        hash: envelope.operationId.padEnd(64, '0'),
        envelope: JSON.stringify(envelope),
        deviceId: envelope.deviceId,
        receivedAt,
        type: envelope.type,
        happenedOn: 'happened' in taken.payload ? taken.payload.happened.date : undefined,
        outcome: applied.caseIds.length > 0 ? 'accepted-with-case' : 'accepted',
        version: 1,
        caseId: applied.caseIds[0],
        reason: undefined,
      })
    })
  }
  return {
    store,
    tablet: (letter) => {
      const state = aDesk(...rows)
      let n = 0
      const learn = (...envelopes: readonly Envelope[]): void => {
        for (const envelope of envelopes) state.put(...apply(state, asReceived(envelope, pressedAt(envelope), toLocal)).rows)
      }
      const request = (payload: Operation, at: string): Envelope => {
        n++
        const envelope: Envelope = {
          operationId: toOperationId(`${letter}${n}`),
          bootId: toBootId(letter),
          n,
          deviceId: toDeviceId(letter),
          librarianId: toLibrarianId('nadia'),
          type: payload.kind,
          typeVersion: 1,
          payload,
          based: basedOf(state, payload),
          at: inParis(at),
          clockOffset: 0,
          build: 'test',
        }
        learn(envelope)
        return envelope
      }
      // The spread of a union loses the union: each member gets back the one field it lacked.
      const press = (fact: Unhappened, at: string, happened = at.slice(0, 16)) =>
        request({ ...fact, happened: aMoment(happened) } as Fact, at)
      return { press, request, learn }
    },
    receive: async (...envelopes) => {
      for (const envelope of envelopes) await receive(envelope, pressedAt(envelope))
    },
    receiveAt: async (at, ...envelopes) => {
      for (const envelope of envelopes) await receive(envelope, inParis(at))
    },
    export: (format = 'koc', number) => exportFormat(format, number),
    lines: async (format = 'koc', number) => {
      const made = await exportFormat(format, number)
      return made.ok ? new TextDecoder().decode(made.value.content).trimEnd().split(/\r?\n/).slice(1) : []
    },
  }
}
