/**
 * A library that works day after day in a benchmark: one tablet presses, another only follows. Each day's loans return the next day. Runs in
 * Node, on the built endpoint's routes without a socket.
 */
import { type LibraryId, toItemBarcode } from '../../src/domain/ids.ts'
import { addDays, type LocalDate, type LocalTime } from '../../src/domain/local-date.ts'
import { formatItemSubject } from '../../src/domain/operation/subject.ts'
import { identityOf, type Pressed, pressedOf } from './bench-desk.ts'
import { barcodeOf, loanOf } from './bench-loan.ts'
import type { EndpointInProcess } from './endpoint-in-process.ts'

/** In the morning, by the wall clock of Paris; both are real, and written as the types say. */
const firstDay = '2026-11-24' as LocalDate
const time = '10:00' as LocalTime
export const startedOn = Date.UTC(2026, 10, 24, 9, 0)
export const dayMs = 86_400_000
/** Loans and returns of one push. */
export const batchSize = 20
/** As many borrow there. */
export const patrons = 200

/** One library's two tablets: one presses, the other only follows. */
export class WorkingLibrary {
  readonly id: LibraryId
  readonly #writer: ReturnType<typeof identityOf>
  readonly follower: ReturnType<typeof identityOf>
  #ticket: string
  cursor: string | undefined
  #out: readonly { readonly n: number; readonly operationId: Pressed['operationId'] }[] = []
  #pressed = 0

  constructor(id: LibraryId, epoch: string) {
    this.id = id
    this.#writer = identityOf(0, epoch, id)
    this.follower = identityOf(1, epoch, id)
    this.#ticket = this.#writer.ticket
  }

  /** The day's presses: yesterday's documents come back, as many others leave. */
  pressesOf(day: number, count: number): readonly Pressed[] {
    const happened = { date: addDays(firstDay, day), time }
    const by = { at: startedOn + day * dayMs, deviceId: this.#writer.deviceId }
    const returns = this.#out.map(({ n, operationId }) => {
      const barcode = toItemBarcode(barcodeOf(n, 0))
      const payload = {
        kind: 'return-item',
        happened,
        barcode,
        recordId: undefined,
        documentType: 'livre',
        quarantineUntil: undefined,
      } as const
      return pressedOf(this.#pressed++, { ...payload, bin: undefined }, { ...by, based: { [formatItemSubject(barcode)]: [operationId] } })
    })
    const loans = Array.from({ length: Math.ceil(count / 2) }, () => {
      const n = this.#pressed++
      return { n, press: pressedOf(n, { ...loanOf(n % patrons, 0, happened), items: loanOf(n, 1, happened).items }, by) }
    })
    this.#out = loans.map(({ n, press }) => ({ n, operationId: press.operationId }))
    return [...returns, ...loans.map(({ press }) => press)]
  }

  async push(endpoint: EndpointInProcess, operations: readonly Pressed[]): Promise<void> {
    const { ticket } = await endpoint.push({ ...this.#writer, ticket: this.#ticket }, operations)
    this.#ticket = ticket
  }

  /** Follows to the end; answers how many rows came. */
  async pull(endpoint: EndpointInProcess): Promise<number> {
    let rows = 0
    for (let from = this.cursor; ; ) {
      const page = await endpoint.pull(this.follower, from)
      rows += page.rows.length
      if (page.end !== undefined) {
        this.cursor = page.end.cursor
        return rows
      }
      from = page.next
    }
  }
}
