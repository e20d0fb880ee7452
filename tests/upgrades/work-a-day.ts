/**
 * A short day in the build that this file stands in, kept as files: the endpoint's database, the same on PostgreSQL, the catalogue's file,
 * a tablet's database with what it had not sent yet, and what went over the wire. Runs in Node, started by keep-build.mjs.
 * It is also copied into older checkouts, so it leans on little: the world of tablets in tests, and the database's own words.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type CardNumber, toCardNumber, toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import { publishCatalogue } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import { restorePostgres } from '../../src/endpoint/storage/restore-postgres.ts'
import { backUpSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aLine, anOrder, aRecordWanted } from '../builders/an-order.ts'
import { startPostgres } from '../fakes/running-postgres.ts'
import { card, libraryId, openTabletWorld, type TabletWorld, until } from '../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../fakes/test-tablet.ts'
import { keepDatabase } from './browser-database.ts'

const titles = ['Au Bonheur des Dames', 'Germinal', 'Nana']
const barcodes = ['33331000000012', '33331000000020', '33331000000038']

const publish = async ({ store, path, now }: TabletWorld): Promise<Buffer> => {
  await store.transact(libraryId, (transaction) =>
    transaction.upsertCatalogue(
      titles.map((title, i) => ({
        barcode: toItemBarcode(barcodes[i] ?? ''),
        recordId: toRecordId(`record-${i}`),
        title,
        author: 'Zola, Émile',
        documentType: 'livre',
        audience: 'A',
        callNumber: 'R ZOL',
        location: 'Adultes romans',
        arrivedOn: undefined,
        isbn: '',
        year: '1883',
        lent: i,
        publisher: 'Charpentier',
      })),
    ),
  )
  await (await publishCatalogue(store, libraryId, dirname(path), now())).compressed
  const folder = join(dirname(path), 'catalogue', libraryId)
  const name = readdirSync(folder).find((one) => one.endsWith('.bin')) ?? ''
  return readFileSync(join(folder, name))
}

/** Somebody else than the card of that world: one document lent to two people is a case. */
export const another = toCardNumber('2000000002')

export const lend = async ({ desk }: TestTablet, barcode: string, to: CardNumber = card): Promise<void> => {
  const item = { recordId: undefined, documentType: 'livre', lineId: undefined, isNewRelease: false, overrideReason: undefined }
  const items = [{ ...item, barcode: toItemBarcode(barcode), dueOn: desk.now().date }]
  const rest = { orderId: undefined, leftBehind: [], notFound: [], receipt: 'undecided' } as const
  const done = await desk.perform({ kind: 'hand-over-order', happened: desk.now(), card: to, items, ...rest })
  if (done.kind !== 'saved') throw new Error(`the loan of ${barcode}: ${done.kind}`)
}
const sent = async ({ desk }: TestTablet): Promise<void> => {
  await until(() => {
    // Asked while an exchange fails, it would be for nothing.
    desk.tryNow()
    return desk.snapshot.pendingCount === 0 && desk.snapshot.link.kind === 'online'
  }, 'what a tablet has to send')
}

/** From now on, what it asks and is answered. Credentials stay out. */
const record = (tablet: TestTablet): object[] => {
  const exchanges: object[] = []
  tablet.spoil(async ({ method, path, body }, carry) => {
    const { status, text } = await carry()
    exchanges.push({ method, path, body, status, text })
    return { status, text, retryAfterMs: undefined }
  })
  return exchanges
}

const dumpOnPostgres = async (copy: string): Promise<Buffer> => {
  const server = await startPostgres()
  try {
    const moved = await restorePostgres(copy, server.url, false)
    if (!moved.ok) throw new Error(moved.fault)
    return execFileSync(join(process.env.PTE_POSTGRES ?? '', 'pg_dump'), ['--no-owner', '--no-privileges', '--dbname', server.url])
  } finally {
    await server.stop()
  }
}

/** Two tablets: one sends all it did, the other keeps a loan for the build that opens it. One document is lent on both, which is a case. */
export const workADay = async (folder: string): Promise<void> => {
  const world = await openTabletWorld()
  try {
    const catalogue = await publish(world)
    await world.writeRows(aPatron({ id: another }), anOrder({ card, lines: [aLine('1', aRecordWanted('record-1'))] }))
    const [kept, other] = [await world.tabletOfJeanne('kept'), await world.tabletOfJeanne('other')]
    const exchanges = record(kept)
    const [first = '', second = '', third = ''] = barcodes
    await lend(kept, first)
    other.spoil(offline)
    await lend(other, second, another)
    await lend(kept, second)
    await sent(kept)
    other.spoil(undefined)
    await sent(other)
    kept.spoil(offline)
    await lend(kept, third)
    kept.close()

    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const keep = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
    const copy = join(folder, 'desk.db')
    const made = await backUpSqlite(world.path, copy)
    if (!made.ok) throw new Error(made.fault)
    keep('desk.db', readFileSync(copy))
    keep('endpoint.sql', await dumpOnPostgres(copy))
    rmSync(copy)
    keep('catalogue.bin', catalogue)
    keep('tablet.v8', await keepDatabase('kept'))
    keep('exchanges.json', Buffer.from(JSON.stringify(exchanges)))
    const day = { sent: [first, second], waiting: [third], twice: second, titles, barcodes }
    keep('day.json', Buffer.from(JSON.stringify(day)))
  } finally {
    world.close()
  }
}
