/**
 * What the journal says of a change of the team (SET-5, SET-12): by the name that a person has here now, for the journal keeps none. Runs in
 * the browser; pure.
 */
import { parseLocalDate } from '../../../domain/local-date.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { TeamWords } from '../../../locale/fr/team.ts'
import type { SettingChange } from '../../../tablet/desk.ts'

export const sayTeamChange = (
  words: TeamWords,
  format: Formats,
  nameOf: (id: string) => string,
  { was: before, became: after }: Pick<SettingChange, 'was' | 'became'>,
): readonly string[] => {
  // Written by the endpoint's `asJournal`: a later one may say more.
  const [was, became]: readonly Readonly<Record<string, unknown>>[] = [before, after]
  if (was === undefined || became === undefined) return []
  const name = nameOf(String(became.librarianId))
  const { journal } = words
  if (was.librarianId === undefined) return [journal.joined(name)]
  const day = parseLocalDate(String(became.lastDay ?? ''))
  return [
    ...(became.isRenamed === true ? [journal.renamed(name)] : []),
    ...(was.isManager === became.isManager ? [] : [became.isManager === true ? journal.manager(name) : journal.librarian(name)]),
    ...(was.lastDay === became.lastDay ? [] : [day === undefined ? journal.stays(name) : journal.left(name, format.dayAndMonth(day))]),
    ...(was.ownPin !== became.ownPin && became.ownPin === 'awaited' ? [journal.pinVoid(name)] : []),
  ]
}
