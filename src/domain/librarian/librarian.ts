/**
 * Who may work at the desk. Runs everywhere.
 * A PIN says who acts and protects nothing (PROTOCOL.md, Who is who): its salted PBKDF2 travels in the base, so that signing in works
 * off line.
 */
import { foldText } from '../fold-text.ts'
import type { DeviceId, DeviceLetter, LibrarianId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'
import { textLengths } from '../text-lengths.ts'

export interface Librarian {
  readonly kind: 'librarian'
  readonly id: LibrarianId
  /** As colleagues say it; shown on screens, never on paper. */
  readonly name: string
  readonly isManager: boolean
  readonly pin: PinVerifier
  /** Whose PIN it is (SET-12): `awaited`: a code of one use chooses it, and `pin` opens nothing; absent: a settings file gave it. */
  readonly ownPin?: 'awaited' | 'chosen' | undefined
  /** The last day on which the PIN opens a tablet; absent: they stay (SET-12). */
  readonly lastDay?: LocalDate | undefined
}

/** Whoever left keeps a name here for their facts, and does nothing more. */
export const isInTeam = ({ lastDay }: Librarian, today: LocalDate): boolean => lastDay === undefined || today <= lastDay

/** Rounds of PBKDF2 for a new PIN: about 0.1 s on a tablet; more would be felt at each signing in, and protect a four-digit PIN no better. */
export const pinIterations = 100_000

/** PBKDF2-HMAC-SHA-256 of the PIN's UTF-8 bytes. */
export interface PinVerifier {
  /** 16 bytes, hexadecimal. */
  readonly salt: string
  readonly iterations: number
  /** 32 bytes, hexadecimal. */
  readonly hash: string
}

/** An enrolled tablet, as a case names one ("tablette B"). */
export interface Device {
  readonly kind: 'device'
  readonly id: DeviceId
  readonly letter: DeviceLetter
  readonly name: string
  /** The library's day of its last exchange (CASE-4). */
  readonly lastHeardOn: LocalDate
  /** It said then that it still held operations: the day is not settled (CASE-4). */
  readonly isHolding: boolean
  /** Its last exchange, once that is too long ago (CASE-4); absent while it speaks, and in the rows of older endpoints. */
  readonly silentSince?: Instant
  /**
   * The database was put back then, and this tablet has not handed over again what it holds (PROTOCOL.md, Epoch). Absent once it has, or
   * after a day.
   */
  readonly awaitedSince?: Instant
  /** A manager goes on without it, though it has not spoken (CASE-25). Absent once it has, or after a day. */
  readonly goneOnWithout?: GoneOnWithout
  /** A manager set it aside as lost: nobody waits for it (CASE-4). */
  readonly isSetAside: boolean
  /** Who let it in; absent in the rows of older endpoints, and where no code did (a demo's tablets). */
  readonly admission?: Admission
  /** Whose word that was; absent while it was not said, and where no manager said it (a demo's tablets). */
  readonly setAside?: SetAside
  /**
   * What it handed over after that and nobody has accepted: how many operations, and the day on which the first of them is erased. Absent
   * where there is none.
   */
  readonly apart?: { readonly count: number; readonly until: LocalDate }
}

export interface Admission {
  readonly at: Instant
  /** The manager whose code it was; absent: a code made on the endpoint's own machine. */
  readonly librarianId?: LibrarianId
}

export interface GoneOnWithout {
  readonly librarianId: LibrarianId
  readonly at: Instant
  /** Since when it was awaited. */
  readonly since: Instant
}

export interface SetAside {
  readonly librarianId: LibrarianId
  readonly reason: string
  readonly at: Instant
}

/** What a manager says of somebody: never a PIN. */
export interface Member {
  readonly name: string
  readonly isManager: boolean
  /** The last day on which their PIN opens a tablet; undefined: they stay. */
  readonly lastDay: LocalDate | undefined
}

/**
 * Whether a change of the team may be made (SET-12). The library always has a manager who stays and can act, with a PIN and a passphrase:
 * the last one neither leaves nor loses the role.
 */
export const teamFaults = [
  'name-missing',
  'name-long',
  'name-taken',
  'last-manager',
  'others-unable',
  'day-over',
  'has-entered',
  'on-rota',
] as const
export type TeamFault = (typeof teamFaults)[number]

/** What became of a change. */
export type TeamEnd =
  | { readonly kind: 'changed'; readonly id: LibrarianId }
  /** Somebody was faster, and nothing was written. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused'; readonly fault: TeamFault }

export const memberOf = ({ name, isManager, lastDay }: Librarian): Member => ({ name, isManager, lastDay })

export const isSameMember = (a: Member, b: Member): boolean => a.name === b.name && a.isManager === b.isManager && a.lastDay === b.lastDay

const stays = ({ isManager, lastDay }: Pick<Librarian, 'isManager' | 'lastDay'>): boolean => isManager && lastDay === undefined

/** Managers who stay when this one goes: who has to be able to act first. */
export const otherManagers = (team: readonly Librarian[], id: LibrarianId | undefined): readonly Librarian[] =>
  team.filter((one) => one.id !== id && stays(one))

/** `withPassphrase` undefined: nobody knows here who has one. */
const ableOf = <One extends Omit<Librarian, 'pin'>>(team: readonly One[], withPassphrase?: ReadonlySet<LibrarianId>): readonly One[] =>
  team.filter((one) => stays(one) && one.ownPin !== 'awaited' && withPassphrase?.has(one.id) !== false)

/** Who could act, where nobody could any more in the whole team that a file writes; who could not is no loss. */
export const lostManagers = (
  before: readonly Librarian[],
  after: readonly Omit<Librarian, 'pin'>[],
  withPassphrase: ReadonlySet<LibrarianId>,
): readonly Librarian[] => (ableOf(after, withPassphrase).length > 0 ? [] : ableOf(before, withPassphrase))

/** `id` undefined: somebody who joins the team. Undefined: nothing is wrong. */
export const judgeMember = (
  team: readonly Librarian[],
  id: LibrarianId | undefined,
  wanted: Member,
  today: LocalDate,
  withPassphrase?: ReadonlySet<LibrarianId>,
): TeamFault | undefined => {
  const name = wanted.name.trim()
  if (name === '') return 'name-missing'
  if (name.length > textLengths.name) return 'name-long'
  // On the screen that asks who takes the tablet nothing else tells two people apart.
  if (team.some((one) => one.id !== id && foldText(one.name) === foldText(name))) return 'name-taken'
  const before = team.find((one) => one.id === id)
  if (wanted.lastDay !== undefined && wanted.lastDay < today && wanted.lastDay !== before?.lastDay) return 'day-over'
  if (before === undefined || !stays(before) || stays(wanted)) return undefined
  const others = otherManagers(team, id)
  if (others.length === 0) return 'last-manager'
  return ableOf(others, withPassphrase).length > 0 ? undefined : 'others-unable'
}

/** Whoever was added by mistake, and never entered, goes without a trace. `shifts`: of the model week, and of each week that was written. */
export const judgeRemoval = (
  id: LibrarianId,
  hasEntered: boolean,
  shifts: readonly { readonly librarianId: LibrarianId }[],
): TeamFault | undefined => {
  if (hasEntered) return 'has-entered'
  return shifts.some(({ librarianId }) => librarianId === id) ? 'on-rota' : undefined
}
