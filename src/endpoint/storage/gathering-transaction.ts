/**
 * A library's transaction that can gather: once asked to (`gather`), it reads ahead and writes at the end, where each question would be
 * one of thousands; before that, and for whoever never asks, it is a plain one. Runs on the endpoint and in its commands.
 * What it answers is what the tables would: its own lines come first, and any other question waits until they are written.
 */
import type { ErasedRow } from '../../domain/desk/erased-row.ts'
import type { Count } from '../../domain/figures/count.ts'
import type { Counted } from '../../domain/figures/counted.ts'
import type { CardNumber, DeviceId, OperationId, OrderId, RecordId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { StoredAddress } from './addresses.ts'
import { buildRecord } from './build-record.ts'
import type { Foreseen, TurnWork } from './foreseen.ts'
import { Gathering } from './gathering.ts'
import type { RowLine } from './line-table.ts'
import type { StoredMessage } from './messages.ts'
import { SqlAddresses, toAddress } from './sql-addresses.ts'
import { toEntry } from './sql-catalogue.ts'
import { allInOrder, type SqlConnection, whenAnswered } from './sql-connection.ts'
import { SqlFigures, toCounterLine } from './sql-figures.ts'
import { SqlMessages, toLine, toMessage } from './sql-messages.ts'
import { toDevice, toReceipt } from './sql-reader.ts'
import { SqlTransaction, type StoredText } from './sql-transaction.ts'
import type { Awaitable, Library, QuarantineSize, Receipt, StoredDevice } from './store.ts'

/** Lets nothing pass that the tables cannot answer yet. */
const behind = (gathering: Gathering, real: SqlConnection): SqlConnection => {
  const after = <T>(ask: () => Awaitable<T>): Awaitable<T> => {
    const flushed = gathering.isOn ? gathering.beforeOthers() : undefined
    return flushed instanceof Promise ? flushed.then(ask) : ask()
  }
  // What was in memory may be as it was before.
  const changing = <T>(write: () => Awaitable<T>): Awaitable<T> =>
    after(() =>
      whenAnswered(write(), (answer) => {
        if (gathering.isOn) gathering.forget()
        return answer
      }),
    )
  return {
    dialect: real.dialect,
    periodKeys: real.periodKeys,
    one: (sql, ...parameters) => after(() => real.one(sql, ...parameters)),
    many: (sql, ...parameters) => after(() => real.many(sql, ...parameters)),
    run: (sql, ...parameters) => changing(() => real.run(sql, ...parameters)),
    readLines: (...asked) => after(() => real.readLines(...asked)),
    writeLines: (...written) => changing(() => real.writeLines(...written)),
  }
}

class GatheringFigures extends SqlFigures {
  readonly #gathering: Gathering

  constructor(connection: SqlConnection, library: Library, gathering: Gathering) {
    super(connection, library.id)
    this.#gathering = gathering
  }

  override async add(counts: readonly Count[]): Promise<void> {
    const { isOn, counters } = this.#gathering
    if (!isOn) return super.add(counts)
    for (const count of counts) {
      const line = toCounterLine(count)
      const waiting = counters.pending([line.day, line.measure, line.site, line.value])
      counters.put({ ...line, amount: line.amount + (waiting?.amount ?? 0) })
    }
  }

  override async counted(subject: string): Promise<Counted | undefined> {
    if (!this.#gathering.isOn) return super.counted(subject)
    const [line] = await this.#gathering.find(this.#gathering.counted, 'key', [subject])
    // As in the table.
    return line && (JSON.parse(line.json) as Counted)
  }

  override async keepCounted(subject: string, counted: Counted, now: Instant): Promise<void> {
    if (!this.#gathering.isOn) return super.keepCounted(subject, counted, now)
    this.#gathering.counted.put({ subject, json: JSON.stringify(counted), at: now })
  }
}

class GatheringMessages extends SqlMessages {
  readonly #gathering: Gathering

  constructor(connection: SqlConnection, library: Library, gathering: Gathering) {
    super(connection, library.id)
    this.#gathering = gathering
  }

  override async of(orderId: OrderId): Promise<readonly StoredMessage[]> {
    if (!this.#gathering.isOn) return super.of(orderId)
    const lines = await this.#gathering.find(this.#gathering.messages, 'group', [orderId])
    return lines.map(toMessage).sort((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1))
  }

  override async byKey(key: string): Promise<StoredMessage | undefined> {
    if (!this.#gathering.isOn) return super.byKey(key)
    const [line] = await this.#gathering.find(this.#gathering.messages, 'key', [key])
    return line && toMessage(line)
  }

  override async keep(message: StoredMessage): Promise<void> {
    if (!this.#gathering.isOn) return super.keep(message)
    this.#gathering.messages.put(toLine(message))
  }
}

class GatheringAddresses extends SqlAddresses {
  readonly #gathering: Gathering

  constructor(connection: SqlConnection, library: Library, gathering: Gathering) {
    super(connection, library.id)
    this.#gathering = gathering
  }

  override async of(card: CardNumber): Promise<StoredAddress | undefined> {
    if (!this.#gathering.isOn) return super.of(card)
    const [line] = await this.#gathering.find(this.#gathering.addresses, 'key', [card])
    return line && toAddress(line)
  }
}

export class GatheringTransaction extends SqlTransaction {
  readonly #gathering: Gathering
  readonly #mayGather: boolean
  #quarantine: { readonly of: DeviceId; readonly size: QuarantineSize } | undefined
  override readonly addresses: SqlAddresses
  override readonly messages: SqlMessages
  override readonly figures: SqlFigures

  /** `mayGather`: false once lines written together were not taken. */
  constructor(connection: SqlConnection, library: Library, mayGather: boolean) {
    const gathering = new Gathering(connection, library)
    const door = behind(gathering, connection)
    super(door, library)
    this.#gathering = gathering
    this.#mayGather = mayGather
    this.addresses = new GatheringAddresses(door, library, gathering)
    this.messages = new GatheringMessages(door, library, gathering)
    this.figures = new GatheringFigures(door, library, gathering)
  }

  override async gather(foreseen: Foreseen): Promise<void> {
    const gathering = this.#gathering
    if (!this.#mayGather || gathering.isOn) return
    const quarantine = this.quarantineOf(foreseen.device)
    gathering.start()
    for (const row of foreseen.rows) gathering.want(gathering.rows, 'key', row)
    for (const id of foreseen.receiptsOf) gathering.want(gathering.receipts, 'group', [id])
    for (const subject of foreseen.erased) gathering.want(gathering.erased, 'group', [subject])
    for (const subject of foreseen.counted) gathering.want(gathering.counted, 'key', [subject])
    for (const version of foreseen.versions) gathering.want(gathering.links, 'key', [`${version}`])
    for (const name of foreseen.memos) gathering.want(gathering.memos, 'key', [name])
    for (const orderId of foreseen.messagesOf) gathering.want(gathering.messages, 'group', [orderId])
    for (const card of foreseen.addressesOf) gathering.want(gathering.addresses, 'key', [card])
    gathering.want(gathering.devices, 'key', [foreseen.device])
    const [size] = await Promise.all([quarantine, gathering.read()])
    this.#quarantine = { of: foreseen.device, size }
  }

  override async inTurn<T>(works: readonly TurnWork<T>[]): Promise<readonly T[]> {
    return this.#gathering.isOn ? this.#gathering.inTurn(works, () => this.mark()) : super.inTurn(works)
  }

  protected override stored(kind: RowKind, id: string): Awaitable<StoredText | undefined> {
    if (!this.#gathering.isOn) return super.stored(kind, id)
    return whenAnswered(this.#gathering.find(this.#gathering.rows, 'key', [kind, id]), ([line]) => line)
  }

  protected override async keepRow(line: RowLine): Promise<void> {
    if (!this.#gathering.isOn) return super.keepRow(line)
    this.#gathering.rows.put(line)
  }

  override rowsOf<K extends RowKind>(kind: K): Awaitable<readonly RowOf<K>[]> {
    if (!this.#gathering.isOn) return super.rowsOf(kind)
    return whenAnswered(this.#gathering.find(this.#gathering.rows, 'group', [kind]), (lines) =>
      [...lines]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .flatMap((line) => {
          if (line.json === null) return []
          line.value ??= JSON.parse(line.json) as RowOf<K>
          return [line.value as RowOf<K>]
        }),
    )
  }

  override async erasedRows(subjects: readonly string[]): Promise<readonly ErasedRow[]> {
    if (!this.#gathering.isOn) return super.erasedRows(subjects)
    const found: ErasedRow[] = []
    for (const subject of new Set(subjects)) {
      const lines = await this.#gathering.find(this.#gathering.erased, 'group', [subject])
      for (const { json, ...line } of lines) found.push({ ...line, row: JSON.parse(json) as ErasedRow['row'] })
    }
    return found.sort((a, b) => b.version - a.version)
  }

  override async committedAt(version: number): Promise<Instant | undefined> {
    if (!this.#gathering.isOn) return super.committedAt(version)
    return (await this.#gathering.find(this.#gathering.links, 'key', [`${version}`]))[0]?.committedAt
  }

  override async catalogueRecord(recordId: RecordId): Promise<BibliographicRecord | undefined> {
    if (!this.#gathering.isOn) return super.catalogueRecord(recordId)
    return buildRecord((await this.#gathering.find(this.#gathering.catalogue, 'group', [recordId])).map(toEntry))
  }

  override async receiptsOf(operationId: OperationId): Promise<readonly Receipt[]> {
    if (!this.#gathering.isOn) return super.receiptsOf(operationId)
    return (await this.#gathering.find(this.#gathering.receipts, 'group', [operationId])).map(toReceipt)
  }

  override async receipt(operationId: OperationId, hash: string): Promise<Receipt | undefined> {
    if (!this.#gathering.isOn) return super.receipt(operationId, hash)
    return (await this.receiptsOf(operationId)).find((receipt) => receipt.hash === hash)
  }

  override async keepReceipt(receipt: Receipt): Promise<void> {
    if (!this.#gathering.isOn) return super.keepReceipt(receipt)
    const { type = null, happenedOn = null, caseId = null, reason = null } = receipt
    this.#quarantine = undefined
    this.#gathering.receipts.put({ ...receipt, type, happenedOn, caseId, reason })
  }

  override async quarantineOf(deviceId: DeviceId): Promise<QuarantineSize> {
    return this.#quarantine?.of === deviceId ? this.#quarantine.size : super.quarantineOf(deviceId)
  }

  override async device(id: DeviceId): Promise<StoredDevice | undefined> {
    if (!this.#gathering.isOn) return super.device(id)
    const [line] = await this.#gathering.find(this.#gathering.devices, 'key', [id])
    return line && toDevice({ ...line, libraryId: this.libraryId })
  }

  override async keepDevice(device: StoredDevice): Promise<void> {
    if (!this.#gathering.isOn) return super.keepDevice(device)
    const { nextCredentialHash = null, previousTicket = null, lastHeardAt = null, setAsideAt = null, build = null } = device
    this.#gathering.devices.put({ ...device, nextCredentialHash, previousTicket, lastHeardAt, setAsideAt, build })
  }

  override async memo(name: string): Promise<string | undefined> {
    if (!this.#gathering.isOn) return super.memo(name)
    return (await this.#gathering.find(this.#gathering.memos, 'key', [name]))[0]?.value
  }

  override async keepMemo(name: string, value: string): Promise<void> {
    if (!this.#gathering.isOn) return super.keepMemo(name, value)
    this.#gathering.memos.put({ name, value })
  }

  override async savepoint<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#gathering.isInMemory) {
      return super.savepoint(async () => {
        try {
          return await work()
        } catch (error) {
          // What came before it was written before it began.
          this.#gathering.drop()
          throw error
        }
      })
    }
    const [undoLines, undoRest] = [this.#gathering.mark(), this.mark()]
    try {
      return await work()
    } catch (error) {
      undoLines()
      undoRest()
      throw error
    }
  }

  override async seal(): Promise<void> {
    await allInOrder([this.#gathering.flush(), super.seal()])
  }
}
