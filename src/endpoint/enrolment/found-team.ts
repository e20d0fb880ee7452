/**
 * The first manager of a new library: named on its first tablet, with a PIN and a passphrase that are theirs (SET-17). Runs on the endpoint.
 * The code that let the tablet in came from the endpoint's own machine, and is the proof: whoever has a librarian has no use for this.
 */
import type { LibrarianId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { judgePassphrase } from '../../domain/librarian/judge-passphrase.ts'
import { judgeMember, type Librarian, type Member, type PinVerifier } from '../../domain/librarian/librarian.ts'
import type { ProblemKind } from '../../protocol/enrolment.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import { asJournal, journalSection, newId } from './change-team.ts'
import { commonestPasswords, hashPassphrase } from './hash-passphrase.ts'
import { type GivenPass, givePass, type ManagerAt } from './manager-pass.ts'

export interface Founder {
  readonly name: string
  readonly pin: PinVerifier
  readonly passphrase: string
}

export type Founded =
  | { readonly ok: true; readonly id: LibrarianId; readonly given: GivenPass }
  | { readonly ok: false; readonly problem: ProblemKind }

const judge = async (
  reader: StoreReader,
  { name, passphrase }: Founder,
  member: Member,
  commonest: ReadonlySet<string>,
  now: Instant,
): Promise<ProblemKind | undefined> => {
  // Somebody is there: from now on a manager says who belongs to the team.
  if ((await reader.rowsOf('librarian')).length > 0) return 'not-a-manager'
  const settings = await reader.row('settings', 'settings')
  if (judgeMember([], undefined, member, wallClockOf(settings?.zone ?? 'Europe/Paris')(now).date) !== undefined)
    return 'request-not-understood'
  return judgePassphrase(passphrase, [settings?.libraryName ?? '', settings?.serviceName ?? '', name], commonest)
}

export const foundTeam = async (
  store: Store,
  { libraryId, deviceId }: Pick<ManagerAt, 'libraryId' | 'deviceId'>,
  founder: Founder,
  now: Instant,
): Promise<Founded> => {
  const member: Member = { name: founder.name.trim(), isManager: true, lastDay: undefined }
  const commonest = await commonestPasswords()
  const problem = await store.read(libraryId, (reader) => judge(reader, founder, member, commonest, now))
  if (problem !== undefined) return { ok: false, problem }
  const verifier = await hashPassphrase(founder.passphrase)
  if (verifier === undefined) return { ok: false, problem: 'too-many-attempts' }
  return store.transact(libraryId, async (transaction): Promise<Founded> => {
    // Two tablets may have asked at once.
    const late = await judge(transaction, founder, member, commonest, now)
    if (late !== undefined) return { ok: false, problem: late }
    const id = newId([], member.name)
    const row: Librarian = { kind: 'librarian', id, name: member.name, isManager: true, pin: founder.pin, ownPin: 'chosen' }
    await transaction.writeRow(row, now)
    await transaction.keepPassphrase({ librarianId: id, verifier, code: undefined })
    const became = asJournal(id, member, row.ownPin)
    await transaction.addSettingChange({ section: journalSection, at: now, by: id, was: '{}', became, orders: 0 })
    return { ok: true, id, given: await givePass(transaction, { libraryId, deviceId, librarianId: id }, now) }
  })
}
