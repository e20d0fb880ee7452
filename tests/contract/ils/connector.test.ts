/**
 * The contract of connectors: one list of sentences for whatever tells an ILS, on files, on SIP2 and on Koha in both of its ways.
 * Each `arrange` gives an ILS of three documents and two patrons: files on the disk, a SIP2 server and a small Koha on real ports.
 * A connector that joins the list must pass it whole; what lists of the ILS change is asked of those that bring any.
 */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import type { Result } from '../../../src/domain/result.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import type { FileKind } from '../../../src/endpoint/connectors/file/column.ts'
import { fileConnector } from '../../../src/endpoint/connectors/file/file-connector.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { collectDay } from '../../../src/endpoint/ils/collect-day.ts'
import type { Connector, IlsSays } from '../../../src/endpoint/ils/connector.ts'
import { takeSays } from '../../../src/endpoint/ils/take-says.ts'
import { tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire } from '../../../src/endpoint/ils/wire.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack, undo } from '../../export/a-desk-day.ts'
import { startKoha } from '../../fakes/koha-ils.ts'
import { startSip2Ils } from '../../fakes/sip2-ils.ts'

const [documents, cards] = [
  ['31', '32', '33'],
  ['21', '22'],
] as const
const now = inParis('2026-11-25 09:00:00')

interface Arranged {
  readonly connector: Connector
  /** Tells what the day has to tell, once. */
  tell(desk: DeskDay): Promise<void>
  /** People of the ILS load what was made, or go through their list. */
  seeTo(): void
  /** What reached the ILS, in order. */
  readonly heard: () => readonly string[]
  /** Whether it can be heard, without a word about loans. */
  hear(): Promise<Result<unknown, unknown>>
  breakIls(): void | Promise<void>
  /** A number that its words cannot hold. */
  readonly unspeakable: string
  stop(): void | Promise<void>
}

/** What the ILS says in files; the three documents are 31, 32 and 33, the patrons 21 and 22. */
interface IlsState {
  readonly onLoan: readonly string[]
  /** Number, card, document, time on the day after. */
  readonly orders: readonly (readonly [string, string, string, string])[]
}

interface ArrangedFiles extends Arranged {
  hear(): Promise<Result<IlsSays, unknown>>
  ilsHas(state: IlsState): void
}

const arrangeFiles = (): ArrangedFiles => {
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
  const ilsHas = ({ onLoan, orders }: IlsState): void => {
    const copies = ['00031', '00032', '00033'].map((code) => `${code},R${code},T,${onLoan.includes(code) ? 'prêté' : 'en rayon'}`)
    put('catalogue', 'barcode,record,title,status', ...copies)
    put('patrons', 'carte;nom;prêts en cours', '00021;LEFÈVRE;2', '00022;NGUYEN;0')
    const rows = orders.map(([number, card, code, time]) => `${number},${card},2026-11-25,${time},${code}`)
    put('orders', 'order,card,slot_date,slot_time,barcode', ...rows)
  }
  ilsHas({ onLoan: [], orders: [['I-1', '00021', '00031', '14:30']] })
  const connector = fileConnector('koc')
  const heard: string[] = []
  return {
    connector,
    heard: () => heard,
    tell: (desk) =>
      desk.store.transact(library, async (transaction) => {
        const movements = await collectDay(transaction, day, connector)
        if (movements.ready.length === 0) return
        const { content } = await connector.tell(transaction, day, movements, now)
        const lines = Buffer.from(content).toString('utf8').trim().split('\n').slice(1)
        for (const line of lines) {
          const [, action, ...numbers] = line.trim().split('\t')
          heard.push(action === 'issue' ? `loan ${numbers[1]} ${numbers[0]}` : `return ${numbers[0]}`)
        }
      }),
    seeTo: () => undefined,
    hear: () =>
      connector.hear({
        files,
        map: {},
        rules: {},
        asOf: undefined,
        mendsMany: false,
        toLocal: wallClockOf('Europe/Paris'),
        now: () => inParis('2026-11-24 09:00:00'),
      }),
    ilsHas,
    breakIls: () => put('patrons', 'not a list of patrons'),
    unspeakable: '3'.repeat(21),
    stop: () => rmSync(folder, { recursive: true }),
  }
}

/** Passes of a wire: what lies in a list there is looked at again some minutes later. */
const overWire = (makeWire: (now: () => number) => Wire) => {
  let at: number = now
  const wire = makeWire(() => at)
  const tell = async ({ store }: DeskDay): Promise<void> => {
    at += 400_000
    await tellOverWire({ store, libraryId: library, wire, now: () => toInstant(at), isStopping: () => false })
  }
  return { connector: wire, tell, hear: () => wire.tryOut(undefined), end: () => wire.end?.() }
}

const arrangeSip2 = async (): Promise<Arranged> => {
  const ils = await startSip2Ils()
  for (const barcode of documents) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of cards) ils.patrons.add(card)
  const { end, ...wired } = overWire((clock) => createSip2Wire(ils.settings, clock))
  const stop = async (): Promise<void> => {
    end()
    await ils.stop()
  }
  const fieldIn = (message: string, name: string): string => new RegExp(`\\|?${name}([^|]*)\\|`).exec(message.slice(20))?.[1] ?? ''
  return {
    ...wired,
    heard: () =>
      ils.heard.flatMap((message) => {
        const [code, barcode] = [message.slice(0, 2), fieldIn(message, 'AB')]
        return code === '11' ? [`loan ${barcode} ${fieldIn(message, 'AA')}`] : code === '09' ? [`return ${barcode}`] : []
      }),
    seeTo: () => undefined,
    breakIls: stop,
    unspeakable: '3|1',
    stop,
  }
}

const arrangeKoha = (isDirect: boolean) => async (): Promise<Arranged> => {
  const koha = await startKoha({ isDirect })
  for (const barcode of documents) koha.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
  for (const card of cards) koha.patrons.add(card)
  const { end, ...wired } = overWire((clock) => createKohaWire(koha.settings, clock))
  return {
    ...wired,
    heard: () =>
      koha.lines.map((line) =>
        line.get('action') === 'issue' ? `loan ${line.get('barcode')} ${line.get('cardnumber')}` : `return ${line.get('barcode')}`,
      ),
    seeTo: () => koha.goThroughList(),
    breakIls: () => koha.stop(),
    unspeakable: '3'.repeat(21),
    stop: () => koha.stop(),
  }
}

const connectors: readonly (readonly [string, () => Arranged | Promise<Arranged>])[] = [
  ['by files', arrangeFiles],
  ['by SIP2', arrangeSip2],
  ['to Koha, at once', arrangeKoha(true)],
  ['to Koha, through its list', arrangeKoha(false)],
]

let stop: Arranged['stop'] = () => undefined
afterEach(() => stop())

describe.each(connectors)('a connector %s', (_, arrangeConnector) => {
  const arrange = async () => {
    const arranged = await arrangeConnector()
    stop = arranged.stop
    const desk = await aDeskDay()
    /** As often as a list needs it: one line of a document at a time. */
    const tell = async (): Promise<readonly string[]> => {
      for (let n = 0; n < 6; n++) {
        await arranged.tell(desk)
        arranged.seeTo()
      }
      return arranged.heard()
    }
    const standing = async () => {
      const { ready, apart, known } = await desk.store.read(library, (reading) => collectDay(reading, day, arranged.connector))
      return [
        ...known.map(({ movement, barcode }) => `${movement} ${barcode} known`),
        ...ready.map(({ movement, barcode }) => `${movement} ${barcode} waits`),
        ...apart.map(({ movement, barcode, reason }) => `${movement} ${barcode} ${reason}`),
      ]
    }
    return { ...arranged, desk, tell, standing, tellOnce: () => arranged.tell(desk) }
  }

  it('[ILS-1] tells each loan and each return once, in order; told again, it is known', async () => {
    const { desk, tell, standing } = await arrange()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    b.learn(given)
    await desk.receive(given, a.press(takeBack('31'), '2026-11-24 11:00:00'), b.press(takeBack('31'), '2026-11-24 11:05:00'))
    expect(await tell()).toEqual(['loan 31 21', 'loan 32 21', 'return 31'])
    expect(await standing()).toEqual(['loan 31 known', 'loan 32 known', 'return 31 known'])
    expect(await tell()).toHaveLength(3)
  })

  it('tells a fact that arrives late next, and alone', async () => {
    const { desk, tell } = await arrange()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect(await tell()).toEqual(['loan 31 21'])
    await desk.receive(b.press(handOver('22', '33'), '2026-11-24 09:30:00'))
    expect(await tell()).toEqual(['loan 31 21', 'loan 33 22'])
  })

  it('[HO-7] tells nothing of a loan that was undone before it was told, and a return of one that was undone after', async () => {
    const { desk, tell, standing } = await arrange()
    const a = desk.tablet('A')
    const [early, late] = [a.press(handOver('21', '31'), '2026-11-24 10:00:00'), a.press(handOver('21', '32'), '2026-11-24 10:01:00')]
    await desk.receive(early, a.press(undo(early), '2026-11-24 10:02:00'), late)
    expect(await tell()).toEqual(['loan 32 21'])
    await desk.receive(a.press(undo(late), '2026-11-24 10:30:00'))
    expect(await tell()).toEqual(['loan 32 21', 'return 32'])
    expect(await standing()).toEqual(['loan 32 known', 'return 32 known'])
  })

  it('[CASE-2] sets apart what a person has to see first, with the reason, and tells the rest', async () => {
    const { desk, tell, standing } = await arrange()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'), b.press(handOver('22', '31'), '2026-11-24 10:05:00'))
    expect(await tell()).toEqual(['loan 32 21'])
    expect(await standing()).toEqual(['loan 32 known', 'loan 31 open-case', 'loan 31 open-case'])
  })

  it('[ILS-39] sets apart a number that its words cannot hold, and says nothing of it', async () => {
    const { connector, desk, tell, standing, unspeakable } = await arrange()
    await desk.receive(desk.tablet('A').press(handOver('21', unspeakable), '2026-11-24 10:00:00'))
    expect(await tell()).toEqual([])
    // Over a wire it has a journey from then on, whose case is a person's.
    expect(await standing()).toEqual([`loan ${unspeakable} ${connector.tells === 'by-file' ? 'unwritable' : 'asked'}`])
  })

  it('[ILS-5] says that a line is known once it went through what `tells` names: in a list, after a person', async () => {
    const { connector, desk, seeTo, standing, tellOnce } = await arrange()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await tellOnce()
    expect(await standing()).toEqual([connector.tells === 'by-list' ? 'loan 31 asked' : 'loan 31 known'])
    seeTo()
    await tellOnce()
    expect(await standing()).toEqual(['loan 31 known'])
  })

  it('shares one memory with every other way to an ILS: what went one way goes no other', async () => {
    const { desk, tell } = await arrange()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await tell()
    const files = arrangeFiles()
    try {
      await files.tell(desk)
      expect(files.heard()).toEqual([])
    } finally {
      await files.stop()
    }
  })

  it('hears an ILS that can be heard, and not one that is gone or speaks nonsense', async () => {
    const { hear, breakIls } = await arrange()
    expect((await hear()).ok).toBe(true)
    await breakIls()
    expect((await hear()).ok).toBe(false)
  })
})

describe('a connector that brings lists', () => {
  const arrange = async () => {
    const arranged = arrangeFiles()
    stop = arranged.stop
    const desk = await aDeskDay()
    const pull = async (at: Instant = now) => {
      const said = await arranged.hear()
      if (!said.ok) throw new Error(`not heard: ${JSON.stringify(said.refusal)}`)
      return takeSays(desk.store, library, said.value, { now: () => at, isWhole: true })
    }
    return { ...arranged, desk, pull }
  }

  it('a list that is pulled is taken, and pulled twice, later, changes nothing', async () => {
    const { desk, ilsHas, pull } = await arrange()
    const head = (): Promise<number> => desk.store.read(library, async (reading) => (await reading.library()).head)
    ilsHas({ onLoan: ['00032'], orders: [['I-1', '00021', '00031', '14:30']] })
    const first = await pull()
    expect([first.catalogue?.added, first.orders?.added]).toEqual([3, 1])
    const before = await head()
    const again = await pull(toInstant(now + 3_600_000))
    expect(await head()).toBe(before)
    expect([again.catalogue?.unchanged, again.patrons?.unchanged, again.orders?.unchanged]).toEqual([3, 2, 1])
  })

  it('[ORD-4] a loan of the ILS is known of the records that orders want, and is over when the ILS says so', async () => {
    const { desk, ilsHas, pull } = await arrange()
    const sinceOf = async () =>
      (await desk.store.read(library, async (reading) => reading.row('item', toItemBarcode('00032'))))?.ilsLoanSince
    const orders = [['I-1', '00021', '00032', '14:30']] as const
    ilsHas({ onLoan: ['00032'], orders })
    await pull()
    expect(await sinceOf()).toBeTypeOf('number')
    ilsHas({ onLoan: [], orders })
    await pull()
    expect(await sinceOf()).toBeUndefined()
  })
})
