/**
 * A database put back from a copy: what the copy does not know comes again from the tablets (PROTOCOL.md, Epoch; I-16).
 * Real tablets on IndexedDB, the real endpoint on a real SQLite file, copied while it is open and replaced while it is stopped.
 */
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Case, formatCaseId } from '../../../src/domain/case/case.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import { backUpSqlite, restoreSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aLoan, libraryId, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
let copy: string
beforeEach(async () => {
  world = await openTabletWorld()
  copy = `${world.path}.copy`
})
afterEach(() => world.close())

const ordinary = { isForced: false, stamp: 'now' }
const forced = { isForced: true, stamp: 'now' }
const restore = (options: typeof ordinary) => restoreSqlite(copy, world.path, options)
const item = (barcode: string) => world.store.read(libraryId, async (reading) => reading.row('item', toItemBarcode(barcode)))
const library = async () => (await world.store.libraries())[0]
const caseKinds = () => world.store.read(libraryId, async (reading) => (await reading.rowsOf('case')).map((one) => one.caseKind))
const lend = async (tablet: TestTablet, barcode: string): Promise<void> => {
  expect((await aLoan(tablet.desk, barcode)).kind).toBe('saved')
  await until(() => tablet.desk.snapshot.pendingCount === 0, `the loan of ${barcode}`)
  await until(() => tablet.desk.snapshot.link.kind === 'online')
}
/** One exchange more, to its end: its pull is the last request. */
const exchange = async (tablet: TestTablet, isSo: () => Promise<boolean>): Promise<void> => {
  tablet.desk.tryNow()
  await until(async () => tablet.desk.snapshot.pendingCount === 0 && (await isSo()), 'what the tablet hands over again')
  await until(() => tablet.desk.snapshot.link.kind === 'online')
}

describe('restoring', () => {
  test('from yesterday’s backup loses no fact: each tablet, under its own letter, hands over again what the backup does not know', async () => {
    const [accueil, etage] = [await world.tabletOfJeanne(), await world.tabletOfJeanne()]
    await lend(accueil, '0001')
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const before = await library()
    await lend(accueil, '0002')
    await lend(etage, '0003')
    etage.spoil(offline)
    expect((await aLoan(etage.desk, '0004')).kind).toBe('saved')
    await world.replaceDatabase(async () => {
      expect(await restore(forced)).toMatchObject({ ok: true, libraries: [{ head: before?.head }] })
    })
    expect((await library())?.epoch).not.toBe(before?.epoch)
    expect((await library())?.identity).toBe(before?.identity)
    expect(await item('0002')).toBeUndefined()
    etage.spoil(undefined)
    await exchange(accueil, async () => (await item('0002')) !== undefined)
    await exchange(etage, async () => (await item('0003')) !== undefined && (await item('0004')) !== undefined)
    for (const barcode of ['0001', '0002', '0003', '0004']) {
      const found = await item(barcode)
      expect(found?.facts).toHaveLength(1)
      expect(found !== undefined && itemState(found).kind).toBe('out')
    }
    expect(await caseKinds()).toEqual([])
    expect([accueil, etage].map(({ desk }) => desk.snapshot.deviceLetter)).toEqual(['B', 'C'])
    expect([accueil, etage].flatMap(({ defects }) => defects)).toEqual([])
  })

  test('a roll-back without the tool is found out at the first exchange, and loses no fact either', async () => {
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const before = await library()
    await lend(tablet, '0002')
    await lend(tablet, '0003')
    await world.replaceDatabase(async () => copyFileSync(copy, world.path))
    expect(await library()).toEqual(before)
    await exchange(tablet, async () => (await item('0002')) !== undefined && (await item('0003')) !== undefined)
    expect((await library())?.epoch).not.toBe(before?.epoch)
    expect((await item('0001'))?.facts).toHaveLength(1)
    expect(await caseKinds()).toEqual([])
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
  })

  test('a roll-back to before a tablet’s first word in an epoch is found out before anything new is received', async () => {
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    tablet.spoil(offline)
    await world.replaceDatabase(async () => {
      expect(await restore(forced)).toMatchObject({ ok: true })
    })
    const sinceTheTool = `${world.path}.since`
    expect(await backUpSqlite(world.path, sinceTheTool)).toEqual({ ok: true })
    tablet.spoil(undefined)
    await lend(tablet, '0002')
    const before = await library()
    tablet.spoil(offline)
    expect((await aLoan(tablet.desk, '0003')).kind).toBe('saved')
    await world.replaceDatabase(async () => copyFileSync(sinceTheTool, world.path))
    tablet.spoil(undefined)
    await exchange(tablet, async () => (await item('0003')) !== undefined)
    expect((await library())?.epoch).not.toBe(before?.epoch)
    const { date } = tablet.desk.now()
    const received = await world.store.read(libraryId, (reading) => reading.receiptsOfDay(date, ['hand-over-order']))
    expect(received.map(({ envelope }) => /"barcode":"(\d+)"/.exec(envelope)?.[1])).toEqual(['0001', '0002', '0003'])
  })

  test('from a backup that does not know the tablet loses no fact: enrolled again, it hands over again what it had', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    await world.replaceDatabase(async () => {
      expect(await restore(forced)).toMatchObject({ ok: true })
    })
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.phase.kind === 'enrolment-lost', 'the loss')
    expect(await tablet.desk.enrol(await world.code(), '')).toEqual({ kind: 'enrolled' })
    await exchange(tablet, async () => (await item('0001')) !== undefined)
    expect((await item('0001'))?.facts).toHaveLength(1)
  })

  test('between two pages of a pull commits neither: the tablet pushes first, then holds the restored base whole', async () => {
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    await world.writeRows(...Array.from({ length: 1100 }, (_, i) => aPatron({ id: toCardNumber(`3${i}`) })))
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const before = (await tablet.storage.load()).mark
    const from = tablet.requests.length
    let isPutBack = false
    let isThere = false
    tablet.spoil(async ({ method }, carry) => {
      const pages = tablet.requests.slice(from).filter((request) => request.method === 'GET').length
      if (!isPutBack && method === 'GET' && pages === 2) {
        isPutBack = true
        expect((await tablet.storage.load()).mark).toEqual(before)
        await world.replaceDatabase(async () => {
          expect(await restore(forced)).toMatchObject({ ok: true })
        })
        isThere = true
        return carry()
      }
      return carry()
    })
    tablet.desk.tryNow()
    const epoch = async () => (await library())?.epoch
    await until(async () => {
      if (!isThere) return false
      tablet.desk.tryNow()
      world.advance(1000)
      return (await tablet.storage.load()).mark?.epoch === (await epoch())
    }, 'the restored base')
    // Nothing of the two pages was committed: the base that follows the push is the whole one.
    const after = tablet.requests.slice(from).map(({ method }) => method)
    expect(after.slice(0, 4)).toEqual(['POST', 'GET', 'GET', 'POST'])
    expect((await tablet.storage.load()).base.filter(({ kind }) => kind === 'patron')).toHaveLength(1101)
    expect((await item('0001'))?.facts).toHaveLength(1)
  })

  test('keeps what no tablet hands over again: which numbers batches have, and that two tablets ran under one identity', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const copied: Case = {
      kind: 'case',
      id: formatCaseId('two-tablets-one-identity', 'device/abc', 1),
      caseKind: 'two-tablets-one-identity',
      subject: 'device/abc',
      cites: [],
      follows: undefined,
      settlement: undefined,
    }
    await world.writeRows(copied)
    const { date: day } = (await world.tabletOfJeanne()).desk.now()
    const give = () =>
      world.store.transact(libraryId, async (transaction) => {
        const batch = {
          day,
          format: 'csv' as const,
          madeAt: world.now(),
          loans: 0,
          returns: 0,
          settledAt: undefined,
          fileName: 'x',
          content: new Uint8Array(),
        }
        return (await transaction.addBatch(batch, [])).number
      })
    // As numbered by an endpoint whose clock was years ahead at an earlier restore.
    await world.store.transact(libraryId, (transaction) => transaction.keepMemo('batch-floor', '90000000'))
    const given = [await give(), await give()]
    for (let again = 0; again < 3; again++) {
      await world.replaceDatabase(async () => {
        expect(await restore({ ...forced, stamp: `${again}` })).toMatchObject({ ok: true })
      })
      if (again !== 1) given.push(await give())
    }
    expect(given).toEqual([90000001, 90000002, 90000003, 90000004])
    const cases = await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))
    expect(cases).toMatchObject([{ id: copied.id }])
  })

  test('keeps of two tablets under one identity the case that cites more, in the copy or in what is replaced, and what was decided', async () => {
    const [one, two] = ['1', '2'].map((digit) => toOperationId(digit.repeat(32)))
    const ofTablet = (device: string, cites: Case['cites'], settlement?: Case['settlement']): Case => ({
      kind: 'case',
      id: formatCaseId('two-tablets-one-identity', `device/${device}`, 1),
      caseKind: 'two-tablets-one-identity',
      subject: `device/${device}`,
      cites,
      follows: undefined,
      settlement,
    })
    const both = [one, two].flatMap((id) => id ?? [])
    const first = both.slice(0, 1)
    const by = { librarianId: toLibrarianId('jeanne'), at: world.now(), operationId: toOperationId('3'.repeat(32)) }
    const decided: Case['settlement'] = { ...by, decision: { kind: 'acknowledged' }, note: '' }
    await world.writeRows(ofTablet('aaa', first), ofTablet('bbb', both), ofTablet('ccc', first, decided))
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    await world.writeRows(ofTablet('aaa', both, decided), ofTablet('bbb', first), ofTablet('ccc', both))
    await world.replaceDatabase(async () => {
      expect(await restore(forced)).toMatchObject({ ok: true })
    })
    const cases = await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))
    const found = cases.map(({ subject, cites, settlement }) => [subject, cites, settlement?.decision.kind]).sort()
    // What was decided in what is replaced is a request, which its tablet hands over again.
    expect(found).toEqual([
      ['device/aaa', both, undefined],
      ['device/bbb', both, undefined],
      ['device/ccc', first, 'acknowledged'],
    ])
  })

  test('finds that two tablets ran under one identity in a database that can no longer be read', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    const ofTablet = (device: string, cites: readonly string[]): Case => ({
      kind: 'case',
      id: formatCaseId('two-tablets-one-identity', `device/${device}`, 1),
      caseKind: 'two-tablets-one-identity',
      subject: `device/${device}`,
      cites: cites.map(toOperationId),
      follows: undefined,
      settlement: undefined,
    })
    const forty = Array.from({ length: 40 }, (_, i) => String(i).padStart(32, '0'))
    const [first, second, spoilt] = [ofTablet('abc', forty), ofTablet('def', []), ofTablet('123', [])]
    await world.writeRows({ ...first, cites: first.cites.slice(1) }, second, spoilt)
    await world.writeRows(first)
    const damages: Readonly<Record<string, (bytes: Buffer) => void>> = {
      'in its beginning': (bytes) => void bytes.fill('x', 0, 100),
      'in its rows': (bytes) => {
        const database = new Database(world.path, { readonly: true })
        const root =
          database.prepare<[], { page: number }>("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'row'").get()?.page ?? 0
        database.close()
        bytes.write('x', (root - 1) * bytes.readUInt16BE(16))
      },
    }
    for (const [where, damage] of Object.entries(damages)) {
      await world.replaceDatabase(async () => {
        const bytes = readFileSync(world.path)
        damage(bytes)
        // One letter of one case, which its hash tells.
        bytes.write('4', bytes.lastIndexOf('"subject":"device/123"') + '"subject":"device/'.length)
        writeFileSync(world.path, bytes)
        expect(await restore({ isForced: true, stamp: where })).toMatchObject({ ok: true, salvaged: 2 })
      })
      const cases = await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))
      expect(cases).toMatchObject([{ id: first.id, cites: first.cites }, { id: second.id }])
      await world.writeRows(spoilt)
    }
  })

  test('is refused while the endpoint has the database open, and changes nothing', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const before = await library()
    expect(await restore(forced)).toMatchObject({ ok: false, fault: expect.stringContaining('stop it first') })
    expect(await library()).toEqual(before)
    await lend(await world.tabletOfJeanne(), '0001')
  })

  test('is refused over a database that knows more, until it is forced; what was there is put aside', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    const tablet = await world.tabletOfJeanne()
    await lend(tablet, '0001')
    await world.replaceDatabase(async () => {
      expect(await restore(ordinary)).toMatchObject({ ok: false, fault: expect.stringContaining('knows more') })
    })
    expect(await item('0001')).toBeDefined()
    await world.replaceDatabase(async () => {
      expect(await restore(forced)).toMatchObject({ ok: true, aside: `${world.path}.before-now` })
    })
    await world.replaceDatabase(async () => copyFileSync(`${world.path}.before-now`, world.path))
    expect(await item('0001')).toBeDefined()
  })

  test('takes the place of a database that can no longer be read only when it is forced', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    await world.replaceDatabase(async () => {
      writeFileSync(world.path, 'no longer a database '.repeat(1000))
      expect(await restore(ordinary)).toMatchObject({ ok: false, fault: expect.stringContaining('cannot be read') })
      expect(await restore(forced)).toMatchObject({ ok: true })
    })
    expect((await library())?.name).toBe('Médiathèque de Valmont')
  })

  test('a file that is no backup of ours is refused by its reason, and leaves nothing behind', async () => {
    const names = () => readdirSync(dirname(world.path)).sort()
    await world.replaceDatabase(async () => {
      writeFileSync(copy, 'a letter')
      const before = names()
      expect(await restore(forced)).toMatchObject({ ok: false, fault: expect.stringContaining('it is no database') })
      expect(names()).toEqual(before)
    })
  })
})

describe('backing up', () => {
  test('gives one file that its owner alone can read, and never overwrites one', async () => {
    expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(copy)).filter((name) => name.includes('copy'))).toEqual(['desk.sqlite.copy'])
    expect(await backUpSqlite(world.path, copy)).toMatchObject({ ok: false, fault: expect.stringContaining('already there') })
  })
})
