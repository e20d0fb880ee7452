/**
 * A manager changes the team: who joins, who leaves and when, who is a manager, whose PIN is void (SET-12). Runs on the endpoint, behind
 * the manager's pass. The journal has each change by its person's id: a name is nowhere but in the row, and goes with it.
 */
import { foldText } from '../../domain/fold-text.ts'
import { type LibrarianId, type LibraryId, toLibrarianId } from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { isAlike } from '../../domain/is-alike.ts'
import {
  isSameMember,
  judgeMember,
  judgeRemoval,
  type Librarian,
  type Member,
  memberOf,
  otherManagers,
  type PinVerifier,
  type TeamEnd,
} from '../../domain/librarian/librarian.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'
import { hashCode, makeCode, type OfferedCode } from './enrolment-code.ts'

/** As the journal names it, beside the sections of the settings. */
export const journalSection = 'team'
/** Milliseconds during which a code may be used: until the same hour tomorrow. */
const codeLifeMs = msPerDay
/** No PIN has this hash. */
const noPin: PinVerifier = { salt: '', iterations: 1, hash: '' }

const codeMemo = (id: LibrarianId): string => `pin-code/${id}`
export const pinCodePurpose = 'pin-code'

export interface PinCode {
  readonly hash: string
  readonly expiresAt: Instant
}
export const keptPinCode = async (reader: Pick<StoreTransaction, 'memo'>, id: LibrarianId): Promise<PinCode | undefined> => {
  const [hash, expiresAt] = ((await reader.memo(codeMemo(id))) ?? '').split(' ')
  return hash === undefined || hash === '' ? undefined : { hash, expiresAt: toInstant(Number(expiresAt)) }
}
export const keepPinCode = (transaction: StoreTransaction, id: LibrarianId, code: PinCode | undefined): Promise<void> =>
  transaction.keepMemo(codeMemo(id), code === undefined ? '' : `${code.hash} ${code.expiresAt}`)

/** Somebody joined, and no code was used yet: nothing bears their name. */
const newcomerMemo = (id: LibrarianId): string => `newcomer/${id}`
export const noteEntered = (transaction: StoreTransaction, id: LibrarianId): Promise<void> => transaction.keepMemo(newcomerMemo(id), '')

const removeMember = async (transaction: StoreTransaction, before: Librarian, by: LibrarianId, now: Instant): Promise<TeamEnd> => {
  const { id } = before
  const hasEntered = (await transaction.memo(newcomerMemo(id))) !== 'yes'
  const weeks = await transaction.rowsOf('rota-week')
  const shifts = [...((await transaction.row('settings', 'settings'))?.rota ?? []), ...weeks.flatMap((week) => week.shifts ?? [])]
  const fault = judgeRemoval(id, hasEntered, shifts)
  if (fault !== undefined) return { kind: 'refused', fault }
  await transaction.eraseRow('librarian', id, now)
  await keepPinCode(transaction, id, undefined)
  const was = asJournal(id, memberOf(before), before.ownPin)
  await transaction.addSettingChange({ section: journalSection, at: now, by, was, became: '{}', orders: 0 })
  return { kind: 'changed', id }
}

export interface WantedMember {
  /** undefined: somebody who joins. */
  readonly id: LibrarianId | undefined
  /** As the manager saw them; undefined: nobody yet. */
  readonly seen: Member | undefined
  /** undefined: added by mistake, and taken away. */
  readonly wanted: Member | undefined
  readonly by: LibrarianId
}

/** Which of these have a passphrase. */
export const havePassphrase = async (
  reader: Pick<StoreReader, 'passphrase'>,
  team: readonly Librarian[],
): Promise<ReadonlySet<LibrarianId>> => {
  const found = new Set<LibrarianId>()
  for (const { id } of team) if ((await reader.passphrase(id))?.verifier !== undefined) found.add(id)
  return found
}

/** What the journal says of a person: no name. */
export const asJournal = (id: LibrarianId, { isManager, lastDay }: Member, ownPin: Librarian['ownPin'], isRenamed = false): string =>
  canonicalJson({ librarianId: id, isManager, lastDay, ownPin, ...(isRenamed ? { isRenamed } : {}) })

/** As a settings file makes it of a name, so that the file and the screen mean one person; a second of that name has a number. */
export const newId = (team: readonly Librarian[], name: string): LibrarianId => {
  const base = foldText(name).replace(/[^a-z0-9]+/g, '-')
  const ids = Array.from({ length: team.length + 1 }, (_, n) => toLibrarianId(n === 0 ? base : `${base}-${n + 1}`))
  return ids.find((id) => team.every((one) => one.id !== id)) ?? toLibrarianId(base)
}

export const changeTeam = (store: Store, libraryId: LibraryId, { id, seen, wanted, by }: WantedMember, now: Instant): Promise<TeamEnd> =>
  store.transact(libraryId, async (transaction): Promise<TeamEnd> => {
    const team = await transaction.rowsOf('librarian')
    const settings = await transaction.row('settings', 'settings')
    const before = team.find((one) => one.id === id)
    // Gone already: the answer was lost.
    if (wanted === undefined && before === undefined && id !== undefined) return { kind: 'changed', id }
    if (wanted === undefined && before !== undefined && seen !== undefined && isSameMember(memberOf(before), seen))
      return removeMember(transaction, before, by, now)
    if (wanted === undefined || (id !== undefined && before === undefined)) return { kind: 'stale' }
    const member = { ...wanted, name: wanted.name.trim() }
    // Said before: an answer that was lost is asked for again so.
    if (before !== undefined && isSameMember(memberOf(before), member)) return { kind: 'changed', id: before.id }
    if (before !== undefined && (seen === undefined || !isSameMember(memberOf(before), seen))) return { kind: 'stale' }
    const withPassphrase = await havePassphrase(transaction, otherManagers(team, id))
    const fault = judgeMember(team, id, member, wallClockOf(settings?.zone ?? 'Europe/Paris')(now).date, withPassphrase)
    if (fault !== undefined) return { kind: 'refused', fault }
    const { lastDay, ...said } = member
    const key = before?.id ?? newId(team, member.name)
    const { lastDay: _, ...kept } = before ?? { kind: 'librarian', pin: noPin, ownPin: 'awaited' }
    const row: Librarian = { ...kept, ...said, kind: 'librarian', id: key, ...(lastDay === undefined ? {} : { lastDay }) }
    await transaction.writeRow(row, now)
    if (before?.isManager === true && !member.isManager) {
      await transaction.erasePassphrase(key)
      await transaction.endPasses(key, undefined, now)
    }
    if (before === undefined) await transaction.keepMemo(newcomerMemo(key), 'yes')
    const was = before === undefined ? '{}' : asJournal(key, memberOf(before), before.ownPin)
    const became = asJournal(key, member, row.ownPin, before !== undefined && before.name !== member.name)
    await transaction.addSettingChange({ section: journalSection, at: now, by, was, became, orders: 0 })
    return { kind: 'changed', id: key }
  })

/** Ends the PIN that somebody has, and gives a code of one use with which they choose another; undefined: nobody of that id. */
export const offerPinCode = async (
  store: Store,
  libraryId: LibraryId,
  { id, by }: { readonly id: LibrarianId; readonly by: LibrarianId },
  now: Instant,
): Promise<OfferedCode | undefined> => {
  const code = makeCode()
  const expiresAt = toInstant(now + codeLifeMs)
  const hash = await hashCode(store, code, pinCodePurpose)
  return store.transact(libraryId, async (transaction) => {
    const before = await transaction.row('librarian', id)
    if (before === undefined) return undefined
    await keepPinCode(transaction, id, { hash, expiresAt })
    const row: Librarian = { ...before, pin: noPin, ownPin: 'awaited' }
    if (isAlike(before, row)) return { code, expiresAt }
    await transaction.writeRow(row, now)
    const [was, became] = [asJournal(id, memberOf(before), before.ownPin), asJournal(id, memberOf(row), row.ownPin)]
    await transaction.addSettingChange({ section: journalSection, at: now, by, was, became, orders: 0 })
    return { code, expiresAt }
  })
}
