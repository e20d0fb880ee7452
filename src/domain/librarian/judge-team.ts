/**
 * Whether a change of the team may be made (SET-12). Runs on the tablet, at the field, and on the endpoint, with the same answer.
 * The library always has a manager who stays and can act, with a PIN and a passphrase: the last one neither leaves nor loses the role. A tablet
 * knows of no passphrase: there the PIN alone is looked at, and the endpoint says the rest.
 */
import type { LibrarianId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import { textLengths } from '../text-lengths.ts'
import type { Librarian } from './librarian.ts'

/** What a manager says of somebody: never a PIN. */
export interface Member {
  readonly name: string
  readonly isManager: boolean
  /** The last day on which their PIN opens a tablet; undefined: they stay. */
  readonly lastDay: LocalDate | undefined
}

export const teamFaults = ['name-missing', 'name-long', 'name-taken', 'last-manager', 'others-unable', 'day-over'] as const
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
  if (team.some((one) => one.id !== id && one.name === name)) return 'name-taken'
  const before = team.find((one) => one.id === id)
  if (wanted.lastDay !== undefined && wanted.lastDay < today && wanted.lastDay !== before?.lastDay) return 'day-over'
  if (before === undefined || !stays(before) || stays(wanted)) return undefined
  const others = otherManagers(team, id)
  if (others.length === 0) return 'last-manager'
  return ableOf(others, withPassphrase).length > 0 ? undefined : 'others-unable'
}
