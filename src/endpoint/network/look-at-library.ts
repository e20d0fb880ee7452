/**
 * How one library does, for the keeper of several (NET-6): what its tablets, its cases, its imports, its ILS and its mails say, and the one
 * thing that is out of bounds first. Runs on the endpoint; reads alone. Counts and times only: no patron, no title, no tablet's name.
 */
import { statSync } from 'node:fs'
import { silentSince } from '../../domain/case/judge-closing.ts'
import { openCases } from '../../domain/case/open-cases.ts'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { addDays, compareMoments, daysBetween, type LocalMoment } from '../../domain/local-date.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { slotsOfDay } from '../../domain/slot/build-slots.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { readExchange } from '../ils/ils-exchange.ts'
import { lookAtWire } from '../ils/look-at-wire.ts'
import { readLastImport } from '../ils/take-says.ts'
import { lookAtPage, type PageHeld } from '../page/mail-proof.ts'
import { readDesk, type Store, type StoreReader } from '../storage/store.ts'
import type { Library, StoredDevice } from '../storage/stored.ts'

/** Days after which a case that nobody decided is told (NET-6). */
const oldCaseDays = 3
/** Days without an import after which it is told (NET-6). */
const oldImportDays = 2
/** Days that a tablet is given to take the build that the endpoint gives out. */
const oldBuildDays = 30
/** What waits longer for the relay than this is late: milliseconds. */
const lateMailMs = 15 * msPerMinute
/** A silence is looked at for opening hours this far back: days. */
const silenceDays = 14
/** Of the cases that are shown, how many are asked for their age. */
const casesAsked = 50

/** The worst first. */
export const troubleOrder = [
  'unreadable',
  'tablet-silent',
  'ils-silent',
  'mail-silent',
  'page-shut',
  'not-understood',
  'case-old',
  'no-import',
  'build-old',
] as const
type TroubleKind = (typeof troubleOrder)[number]
type WithoutSince = 'unreadable' | 'page-shut' | 'not-understood'

export type Trouble =
  | { readonly kind: 'unreadable' | 'page-shut' }
  | { readonly kind: 'not-understood'; readonly count: number }
  | { readonly kind: Exclude<TroubleKind, WithoutSince>; readonly since: Instant }

/** Of the build that this endpoint gives out: its name, and since when it does. */
export interface CurrentBuild {
  readonly name: string | undefined
  readonly since: Instant | undefined
}

declare const __BUILD__: string

/** The bundler writes the name in; tests run without it. `folder`: where it was put when it was first given out. */
export const currentBuild = (folder: string | undefined): CurrentBuild => {
  const born = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })?.birthtimeMs
  return {
    name: typeof __BUILD__ === 'undefined' ? undefined : __BUILD__,
    since: born === undefined ? undefined : toInstant(Math.floor(born)),
  }
}

const hoursBetween = (settings: Settings, from: LocalMoment, to: LocalMoment): boolean => {
  const days = Math.min(daysBetween(from.date, to.date), silenceDays)
  return Array.from({ length: days + 1 }, (_, n) => addDays(to.date, -n)).some((date) =>
    settings.sites.some(({ id }) =>
      slotsOfDay(settings, id, date).some(
        ({ key, endsAt }) => compareMoments(key, to) <= 0 && compareMoments({ date, time: endsAt }, from) > 0,
      ),
    ),
  )
}

const oldestCaseOf = async (reader: StoreReader): Promise<{ readonly count: number; readonly since: Instant | undefined }> => {
  const open = await readDesk(reader, openCases)
  const ages: number[] = []
  for (const { cites } of open.slice(0, casesAsked)) {
    for (const operationId of cites) for (const { receivedAt } of await reader.receiptsOf(operationId)) ages.push(receivedAt)
  }
  return { count: open.length, since: ages.length === 0 ? undefined : toInstant(Math.min(...ages)) }
}

const quarantinedIn = async (reader: StoreReader, devices: readonly StoredDevice[]): Promise<number> => {
  let sum = 0
  for (const { id } of devices) sum += (await reader.quarantineOf(id)).operations
  return sum
}

export const lookAtLibrary = async (
  store: Pick<Store, 'read' | 'tally' | 'secret'>,
  { id, slug, name, recordGroup }: Library,
  now: Instant,
  { name: build, since: buildSince }: CurrentBuild,
) => {
  const read = await store.read(id, async (reader) => {
    const devices = await reader.devices()
    return {
      settings: await reader.row('settings', 'settings'),
      known: new Set((await reader.rowsOf('device')).map((row) => row.id)),
      devices,
      cases: await oldestCaseOf(reader),
      quarantined: await quarantinedIn(reader, devices),
      importedAt: await readLastImport(reader),
      exchange: await readExchange(reader),
      late: await reader.messages.late(toInstant(now - lateMailMs)),
    }
  })
  const { settings, cases, quarantined, importedAt, exchange, late } = read
  // Where nothing can be counted no page opens to anybody: the store's own trouble says so.
  const held = await lookAtPage(store, id, now).catch((): PageHeld => ({}))
  const isWired = exchange.at !== undefined || exchange.fault !== undefined
  const toLocal = wallClockOf(settings?.zone)
  // One whose row is gone was enrolled by an answer that nobody heard (silence-job.ts).
  const devices = read.devices.filter((device) => device.setAsideAt === undefined && read.known.has(device.id))
  const silences = devices.map(({ lastHeardAt }) => (lastHeardAt === undefined ? undefined : silentSince(lastHeardAt, now)))
  const wasOpen = (since: Instant): boolean => settings !== undefined && hoursBetween(settings, toLocal(since), toLocal(now))
  const holding = silences.filter((since, n) => since !== undefined && (devices[n]?.pendingCount ?? 0) > 0 && wasOpen(since))
  const isOld = (device: StoredDevice): boolean | undefined =>
    device.build === undefined || build === undefined ? undefined : device.build !== build
  const isOver = (since: Instant | undefined, days: number): since is Instant => since !== undefined && now - since > days * msPerDay

  const troubleOf = (): Trouble | undefined => {
    const silence = holding.filter((since) => since !== undefined)
    if (silence.length > 0) return { kind: 'tablet-silent', since: toInstant(Math.min(...silence)) }
    if (exchange.fault !== undefined) return { kind: 'ils-silent', since: exchange.fault.since }
    if (late !== undefined) return { kind: 'mail-silent', since: late.since }
    if (held.mailsUntil !== undefined || held.codesUntil !== undefined) return { kind: 'page-shut' }
    if (quarantined > 0) return { kind: 'not-understood', count: quarantined }
    if (isOver(cases.since, oldCaseDays)) return { kind: 'case-old', since: cases.since }
    if (isOver(importedAt, oldImportDays)) return { kind: 'no-import', since: importedAt }
    if (devices.some(isOld) && isOver(buildSince, oldBuildDays)) return { kind: 'build-old', since: buildSince }
    return undefined
  }
  const isClosed = settings?.closedAt !== undefined
  return {
    slug,
    name,
    zone: settings?.zone,
    isClosed,
    /** With which others it shares one catalogue. */
    recordGroup,
    /** One for each tablet in service. `isOld`: it has another build than is given out; undefined: nobody says which it has. */
    tablets: devices.map((device, n) => {
      const since = silences[n]
      // At night all sleep: heard on this day is heard.
      const isAsleep = since !== undefined && toLocal(since).date === toLocal(now).date && !wasOpen(now)
      return { isHeard: device.lastHeardAt !== undefined && (since === undefined || isAsleep), isOld: isOld(device) }
    }),
    /** Of the tablets, not heard from for a quarter of an hour; and those that hold operations. */
    silent: silences.filter((since) => since !== undefined).length,
    holding: devices.filter(({ pendingCount }) => pendingCount > 0).length,
    pending: devices.reduce((sum, { pendingCount }) => sum + pendingCount, 0),
    cases: cases.count,
    quarantined,
    importedAt,
    /** What waits for the ILS; undefined: it is told by files. */
    ilsWaiting: isWired ? await lookAtWire(store, id, now).then(({ waiting, open }) => waiting + open.length) : undefined,
    lateMails: late?.count ?? 0,
    trouble: troubleOf(),
  }
}

export type LibraryLook = Awaited<ReturnType<typeof lookAtLibrary>>

/** Of a library that could not be read: it keeps no other one from being seen. */
export const unreadableLook = ({ slug, name, recordGroup }: Library): LibraryLook => ({
  slug,
  name,
  zone: undefined,
  isClosed: false,
  recordGroup,
  tablets: [],
  silent: Number.NaN,
  holding: Number.NaN,
  pending: Number.NaN,
  cases: Number.NaN,
  quarantined: Number.NaN,
  importedAt: undefined,
  ilsWaiting: undefined,
  lateMails: Number.NaN,
  trouble: { kind: 'unreadable' },
})
