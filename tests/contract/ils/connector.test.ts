/**
 * The contract of connectors: one suite for whatever hears an ILS and tells it. Runs on the connector by files; the next ones join the list.
 * `arrange` gives an ILS of three documents and two patrons that can be made to say things, and an endpoint beside it.
 */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import type { FileKind } from '../../../src/endpoint/connectors/file/column.ts'
import { createFileConnector } from '../../../src/endpoint/connectors/file/file-connector.ts'
import type { Connector, IlsSays } from '../../../src/endpoint/ils/connector.ts'
import { movementKey } from '../../../src/endpoint/ils/movement.ts'
import { takeSays } from '../../../src/endpoint/ils/take-says.ts'
import { tellMovements } from '../../../src/endpoint/ils/tell-movements.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack, undo } from '../../export/a-desk-day.ts'

/** What the ILS holds; the three documents are 31, 32 and 33, the patrons 21 and 22. */
interface IlsState {
  readonly onLoan: readonly string[]
  /** Number, card, document, time on the day after. */
  readonly orders: readonly (readonly [string, string, string, string])[]
}

interface Arranged {
  readonly connector: Connector<IlsSays, unknown>
  ilsHas(state: IlsState): void
  /** The ILS cannot be heard, or says what cannot be true. */
  breakIls(): void
  /** A number that this connector's words cannot hold; undefined: they hold any. */
  readonly unspeakable: string | undefined
  stop(): void
}

const arrangeFiles = (): Arranged => {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'))
  const writtenAt = inParis('2026-11-24 08:00:00') / 1000
  const files: Readonly<Record<FileKind, string>> = {
    catalogue: join(folder, 'catalogue.csv'),
    patrons: join(folder, 'patrons.csv'),
    orders: join(folder, 'orders.csv'),
  }
  const put = (kind: FileKind, ...lines: readonly string[]): void => {
    writeFileSync(files[kind], lines.join('\n'))
    utimesSync(files[kind], writtenAt, writtenAt)
  }
  return {
    connector: createFileConnector({
      files,
      map: {},
      rules: {},
      asOf: undefined,
      mendsMany: false,
      toLocal: wallClockOf('Europe/Paris'),
      now: () => inParis('2026-11-24 09:00:00'),
    }),
    ilsHas: ({ onLoan, orders }) => {
      const copies = ['00031', '00032', '00033'].map((code) => `${code},R${code},T,${onLoan.includes(code) ? 'prêté' : 'en rayon'}`)
      put('catalogue', 'barcode,record,title,status', ...copies)
      put('patrons', 'carte;nom;prêts en cours', '00021;LEFÈVRE;2', '00022;NGUYEN;0')
      const rows = orders.map(([number, card, code, time]) => `${number},${card},2026-11-25,${time},${code}`)
      put('orders', 'order,card,slot_date,slot_time,barcode', ...rows)
    },
    breakIls: () => put('patrons', 'not a list of patrons'),
    unspeakable: '3'.repeat(21),
    stop: () => rmSync(folder, { recursive: true }),
  }
}

const connectors: readonly (readonly [string, () => Arranged])[] = [['files', arrangeFiles]]

let stop = (): void => undefined
afterEach(() => stop())

describe.each(connectors)('a connector by %s', (_, arrangeConnector) => {
  const now = inParis('2026-11-25 09:00:00')
  const arrange = async (): Promise<Arranged & { readonly desk: DeskDay }> => {
    const arranged = arrangeConnector()
    stop = arranged.stop
    return { ...arranged, desk: await aDeskDay() }
  }
  const pull = async ({ connector, desk }: Arranged & { readonly desk: DeskDay }, at: Instant = now) => {
    const said = await connector.pull()
    if (!said.ok) throw new Error(`not heard: ${JSON.stringify(said.refusal)}`)
    return takeSays(desk.store, library, said.value, { now: () => at, isWhole: true })
  }
  const tell = ({ connector, desk }: Arranged & { readonly desk: DeskDay }, at: Instant = now) =>
    desk.store.transact(library, (transaction) => tellMovements(transaction, connector, day, at))
  const tellings = async (arranged: Arranged & { readonly desk: DeskDay }) =>
    (await tell(arranged)).map(({ movement, telling }) => `${movement.movement} ${movement.barcode} ${telling.kind}`)
  const head = ({ desk }: { readonly desk: DeskDay }): Promise<number> =>
    desk.store.read(library, async (reading) => (await reading.library()).head)

  const oneOrder = { onLoan: ['00032'], orders: [['I-1', '00021', '00031', '14:30']] } as const

  it('a list that is pulled is taken, and pulled twice, later, changes nothing', async () => {
    const arranged = await arrange()
    arranged.ilsHas(oneOrder)
    const first = await pull(arranged)
    expect([first.catalogue?.added, first.orders?.added]).toEqual([3, 1])
    const before = await head(arranged)
    const again = await pull(arranged, toInstant(now + 3_600_000))
    expect(await head(arranged)).toBe(before)
    expect([again.catalogue?.unchanged, again.patrons?.unchanged, again.orders?.unchanged]).toEqual([3, 2, 1])
  })

  it('[ORD-4] a loan of the ILS is known of the records that orders want, and is over when the ILS says so', async () => {
    const arranged = await arrange()
    const sinceOf = async () =>
      (await arranged.desk.store.read(library, async (reading) => reading.row('item', toItemBarcode('00032'))))?.ilsLoanSince
    arranged.ilsHas({ ...oneOrder, orders: [['I-1', '00021', '00032', '14:30']] })
    await pull(arranged)
    expect(await sinceOf()).toBeTypeOf('number')
    arranged.ilsHas({ onLoan: [], orders: [['I-1', '00021', '00032', '14:30']] })
    await pull(arranged)
    expect(await sinceOf()).toBeUndefined()
  })

  it('an ILS that cannot be heard, or speaks nonsense, is heard not at all', async () => {
    const arranged = await arrange()
    arranged.ilsHas(oneOrder)
    arranged.breakIls()
    expect((await arranged.connector.pull()).ok).toBe(false)
  })

  it('each loan and each return has exactly one answer, and told again is known', async () => {
    const arranged = await arrange()
    const [a, b] = [arranged.desk.tablet('A'), arranged.desk.tablet('B')]
    const given = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    b.learn(given)
    await arranged.desk.receive(given, a.press(takeBack('31'), '2026-11-24 11:00:00'), b.press(takeBack('31'), '2026-11-24 11:05:00'))
    const told = await tell(arranged)
    expect(told.map(({ telling }) => telling.kind)).toEqual(['told', 'told', 'told'])
    expect(new Set(told.map(({ movement }) => movementKey(movement))).size).toBe(3)
    expect(await tellings(arranged)).toEqual(['loan 31 known', 'loan 32 known', 'return 31 known'])
  })

  it('a fact that arrives late goes next, and alone', async () => {
    const arranged = await arrange()
    const [a, b] = [arranged.desk.tablet('A'), arranged.desk.tablet('B')]
    await arranged.desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    const [first] = await tell(arranged)
    await arranged.desk.receive(b.press(handOver('22', '33'), '2026-11-24 09:30:00'))
    const next = await tell(arranged)
    expect(next.map(({ movement, telling }) => [movement.barcode, telling.kind])).toEqual([
      ['31', 'known'],
      ['33', 'told'],
    ])
    expect(next[0]?.telling).toEqual({ kind: 'known', batch: first?.telling.kind === 'told' ? first.telling.batch : undefined })
  })

  it('[HO-7] undone before it was told, nothing is told; after, a return is', async () => {
    const arranged = await arrange()
    const a = arranged.desk.tablet('A')
    const [early, late] = [a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('21', '32'), '2026-11-24 10:01:00')]
    await arranged.desk.receive(early, a.press(undo(early), '2026-11-24 10:02:00'), late)
    expect(await tellings(arranged)).toEqual(['loan 32 told'])
    await arranged.desk.receive(a.press(undo(late), '2026-11-24 10:30:00'))
    expect(await tellings(arranged)).toEqual(['loan 32 known', 'return 32 told'])
  })

  it('[CASE-2] a fact that a person has to see first is apart, with the reason, and the rest goes', async () => {
    const arranged = await arrange()
    const [a, b] = [arranged.desk.tablet('A'), arranged.desk.tablet('B')]
    await arranged.desk.receive(
      a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'),
      b.press(handOver('22', '31'), '2026-11-24 10:05:00'),
    )
    const told = await tell(arranged)
    expect(told.map(({ movement, telling }) => [movement.barcode, movement.card, telling])).toEqual([
      ['32', '21', { kind: 'told', batch: expect.any(Number) }],
      ['31', '21', { kind: 'apart', reason: 'open-case' }],
      ['31', '22', { kind: 'apart', reason: 'open-case' }],
    ])
  })

  it('a number that its words cannot hold is apart, and said so', async () => {
    const arranged = await arrange()
    if (arranged.unspeakable === undefined) return
    await arranged.desk.receive(arranged.desk.tablet('A').press(handOver('21', arranged.unspeakable), '2026-11-24 10:00:00'))
    expect((await tell(arranged)).map(({ telling }) => telling)).toEqual([{ kind: 'apart', reason: 'unwritable' }])
  })

  it('its capabilities name what it brings', async () => {
    const arranged = await arrange()
    arranged.ilsHas(oneOrder)
    const said = await arranged.connector.pull()
    if (!said.ok) throw new Error('not heard')
    expect(Object.entries(said.value).flatMap(([list, one]) => (one === undefined ? [] : [list]))).toEqual(
      arranged.connector.capabilities.pulls,
    )
  })
})
