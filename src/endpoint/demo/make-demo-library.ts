/**
 * Makes a library to try the desk with, dated today: what `npm start` does where there is no database and no library name.
 * Runs on the endpoint. The same day and minute give the same library, row by row; it never mixes with real data (`isDemo`).
 */

import { toDeviceId, toLibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { type Librarian, pinIterations } from '../../domain/librarian/librarian.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { writeDeviceRow } from '../authority/write-device-row.ts'
import { keepIlsLoans } from '../catalogue/ils-loans.ts'
import { keepLoansAsOf } from '../catalogue/loans-as-of.ts'
import { hashPin } from '../enrolment/hash-pin.ts'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { Store } from '../storage/store.ts'
import type { Library, StoredDevice } from '../storage/stored.ts'
import { combineCatalogue } from './combine-catalogue.ts'
import { demoLibrarians, demoSettings, demoZone } from './demo-settings.ts'
import { createTimeline } from './demo-timeline.ts'
import { inventAddresses, inventPatrons } from './invent-patrons.ts'
import { pressOperations } from './press-operations.ts'
import { createRandom, type Random } from './random.ts'
import { demoLetters, tellStory } from './tell-story.ts'

export const demoLibraryId = toLibraryId('demo')

/** The town that the product was imagined for. */
const townSize = { documents: 58_000, patrons: 3260 }

const verifiers = (random: Random): Promise<readonly Librarian[]> =>
  Promise.all(
    demoLibrarians.map(async ({ id, name, pin, isManager }): Promise<Librarian> => {
      const like = { salt: random.hexId(), iterations: pinIterations, hash: '' }
      return { kind: 'librarian', id, name, isManager, pin: await hashPin(pin, like) }
    }),
  )

/**
 * Fills `store` with the demo, as of the day at `now` in `demoZone`, and answers its library. `publishCatalogue` makes its file, as after
 * an import. Throws where the demo is there. A smaller `size` is for tests.
 */
export const makeDemoLibrary = async (store: Store, today: LocalDate, now: Instant, size = townSize): Promise<Library> => {
  const half = (await store.libraries()).find((library) => library.id === demoLibraryId && library.head === 0)
  // A start that was cut short left a library with nothing in it.
  if (half !== undefined) await store.removeLibrary(half.id)
  const random = createRandom(`demo ${today}`)
  const timeline = createTimeline(demoZone, today, now)
  const settings = demoSettings(today, timeline.now)
  // The ILS's night export, made before the doors open.
  const asOf = toInstant(Math.min(now, timeline.toInstant(6 * 60)))
  const catalogue = combineCatalogue(random, today, size.documents)
  const patrons = inventPatrons(random, today, asOf, size.patrons)
  const librarians = await verifiers(random)
  await store.createLibrary({ id: demoLibraryId, name: settings.libraryName, isDemo: true })

  const aDevice = (letter: (typeof demoLetters)[number], name: string): StoredDevice => ({
    libraryId: demoLibraryId,
    id: toDeviceId(random.hexId()),
    letter,
    name,
    // No credential has this hash: nobody can speak for these tablets.
    credentialHash: `${random.hexId()}${random.hexId()}`,
    nextCredentialHash: undefined,
    ticket: random.hexId(),
    // They are told of as having spoken.
    previousTicket: forgottenTicket,
    lastHeardAt: now,
    pendingCount: 0,
    build: undefined,
    setAsideAt: undefined,
  })
  const devices = [aDevice(demoLetters[0], 'Tablette de l’accueil'), aDevice(demoLetters[1], 'Tablette des rayons')] as const
  const mayBorrow = patrons.filter(
    ({ blocked, expiresOn, ilsLoans, category }) =>
      blocked === undefined && (expiresOn === undefined || expiresOn > today) && ilsLoans < 6 && category !== 'collectivité',
  )
  const presses = tellStory({ random, today, timeline, settings, patrons: mayBorrow, catalogue, devices })

  await store.transact(demoLibraryId, async (transaction) => {
    await transaction.upsertCatalogue(catalogue)
    // The night export said that the ordinary desk has lent none of it.
    await keepIlsLoans(transaction, new Map(), new Set(), asOf)
    await keepLoansAsOf(transaction, asOf, now)
    for (const row of [settings, ...librarians, ...patrons]) await transaction.writeRow(row, now)
    for (const address of inventAddresses(patrons)) await transaction.addresses.keep(address)
    for (const device of devices) {
      await transaction.keepDevice(device)
      await writeDeviceRow(transaction, device, now)
    }
    await pressOperations(transaction, presses, timeline, random)
    // Set aside, so that a day's closing never waits to hear from tablets that do not exist (CASE-4).
    for (const device of devices) {
      await transaction.keepDevice({ ...device, setAsideAt: now })
      await writeDeviceRow(transaction, { ...device, setAsideAt: now }, now)
    }
  })
  return store.read(demoLibraryId, async (reader) => reader.library())
}
