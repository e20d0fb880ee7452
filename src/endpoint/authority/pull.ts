/**
 * The rows that changed since a cursor, the same for every tablet of the library (PROTOCOL.md, Pull and Epoch). Runs on the endpoint.
 * Each page is read at one instant. The last page gives head, rows and digest of the same instant, so that a tablet at a cursor holds
 * exactly the rows up to it. Where a cursor cannot go on, the whole base is sent; one that we signed and do not know starts a new epoch.
 */
import { identityBytes, type LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import type { PullAnswer } from '../../protocol/pull.ts'
import { maximumRowsPerPage, protocolVersion } from '../../protocol/version.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { startNewEpoch } from '../storage/start-new-epoch.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import type { Library, StoredDevice, StoredRow } from '../storage/stored.ts'
import { isSigned, readExchangeKey, sign } from './exchange-proof.ts'
import { silenceOf, writeDeviceRow } from './write-device-row.ts'

/** Where a pull is: `from` is the head when a whole base was begun, below which tombstones say nothing to an empty tablet. */
interface Walk {
  readonly epoch: string
  readonly isWhole: boolean
  readonly after: number
  readonly from: number
}

/** Hexadecimal digits of a cursor's signature: 128 bits. */
const signatureDigits = 2 * identityBytes

/** Signed once the library has a key: whoever brings a cursor that cannot go on shows by that that it was ours. */
const formatCursor = ({ epoch, head, chain }: Library, key: string | undefined): string =>
  `${epoch}.${head}.${chain}${key === undefined ? '' : `.${sign(key, ['cursor', epoch, head, chain], signatureDigits)}`}`

/** Whose signature holds: the epoch and version of a base that this library's database gave, in whichever history. */
export const readCursor = async (reader: StoreReader, cursor: string): Promise<(Pick<Walk, 'epoch'> & { version: number }) | undefined> => {
  const [, epoch = '', version, chain = '', signature = ''] =
    /^([0-9a-f]{32})\.(\d{1,15})\.([0-9a-f]{64})\.([0-9a-f]{32})$/.exec(cursor) ?? []
  const key = await readExchangeKey(reader)
  if (key === undefined || !isSigned(key, ['cursor', epoch, Number(version), chain], signature)) return undefined
  return { epoch, version: Number(version) }
}

const formatWalk = ({ epoch, isWhole, after, from }: Walk): string => `${epoch}.${after}.${isWhole ? 'whole' : 'changes'}.${from}`

const wholeBase = ({ epoch, head }: Library): Walk => ({ epoch, isWhole: true, after: 0, from: head })

/** The walk that a cursor asks for; 'rolled-back' when it is ours, of this epoch, and not of this history. */
const walkFrom = async (reader: StoreReader, library: Library, cursor: string | undefined): Promise<Walk | 'rolled-back'> => {
  const parts = /^([0-9a-f]{32})\.(\d{1,15})\.(?:([0-9a-f]{64})(?:\.([0-9a-f]{32}))?|(whole|changes)\.(\d{1,15}))$/.exec(cursor ?? '')
  const [, epoch, versionText, chain = '', signature = '', mode, fromText] = parts ?? []
  if (epoch !== library.epoch) return wholeBase(library)
  const version = Number(versionText)
  if (mode !== undefined) {
    const walk = { epoch, isWhole: mode === 'whole', after: version, from: Number(fromText) }
    return walk.isWhole || version >= (await reader.oldestCursor()) ? walk : wholeBase(library)
  }
  if (version < (await reader.oldestCursor())) return wholeBase(library)
  if (version > library.head || (await reader.chainAt(version)) !== chain) {
    const key = await readExchangeKey(reader)
    return key !== undefined && isSigned(key, ['cursor', epoch, version, chain], signature) ? 'rolled-back' : wholeBase(library)
  }
  return { epoch, isWhole: false, after: version, from: version }
}

/** A page of the protocol's, whose rows are still the texts that are stored. */
export type PulledPage = Omit<PullAnswer, 'rows'> & { readonly rows: readonly StoredRow[] }

const writeRow = ({ kind, id, version, json }: StoredRow): string => `{${JSON.stringify({ kind, id, version }).slice(1, -1)},"row":${json}}`

/** The JSON of a page, a `PullAnswer`: its rows go as they are stored, read and written again by nobody. */
export const writePage = ({ rows, ...page }: PulledPage): string =>
  `${JSON.stringify(page).slice(0, -1)},"rows":[${rows.map(writeRow).join()}]}`

/** One page from `cursor` on (a cursor of ours, a page's `next`, or undefined for the whole base). */
export const pull = async (store: Store, libraryId: LibraryId, cursor: string | undefined, now: Instant): Promise<PulledPage> => {
  const page = await store.read(libraryId, async (reader): Promise<PulledPage | { readonly rolledBack: string }> => {
    const library = await reader.library()
    const walk = await walkFrom(reader, library, cursor)
    if (walk === 'rolled-back') return { rolledBack: library.epoch }
    const read = await reader.rowsAfter(walk.after, maximumRowsPerPage)
    const rows = read.filter(({ json, version }) => json !== null || !walk.isWhole || version > walk.from)
    const answer = { protocol: protocolVersion, epoch: library.epoch, isWhole: walk.isWhole, rows, now }
    const last = read.at(-1)
    return read.length === maximumRowsPerPage && last !== undefined
      ? { ...answer, next: formatWalk({ ...walk, after: last.version }) }
      : { ...answer, end: { cursor: formatCursor(library, await readExchangeKey(reader)), version: library.head, digest: library.digest } }
  })
  if (!('rolledBack' in page)) return page
  await store.transact(libraryId, async (transaction) => {
    // Once: the second tablet that brings such a cursor finds the new epoch, and fetches its base.
    const { epoch } = await transaction.library()
    if (epoch === page.rolledBack) await startNewEpoch(transaction, now)
  })
  return pull(store, libraryId, undefined, now)
}

/** Notes, once a day and after each silence, that a tablet was heard from, where a pull is all that came (CASE-4): no push a moment ago. */
export const noteHeard = async (store: Store, heard: StoredDevice, now: Instant): Promise<void> => {
  const { id, libraryId, lastHeardAt } = heard
  if (lastHeardAt !== undefined && now >= lastHeardAt && now - lastHeardAt < msPerMinute) return
  const zone = await store.read(libraryId, async (reader) => (await reader.row('settings', 'settings'))?.zone)
  const toLocal = wallClockOf(zone)
  const isOfToday = lastHeardAt !== undefined && toLocal(lastHeardAt).date === toLocal(now).date
  if (isOfToday && silenceOf(heard, now) === undefined) return
  await store.transact(libraryId, async (transaction) => {
    const device = await transaction.device(id)
    if (device === undefined) return
    await transaction.keepDevice({ ...device, lastHeardAt: now })
    await writeDeviceRow(transaction, { ...device, lastHeardAt: now }, now)
  })
}
