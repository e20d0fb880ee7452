/**
 * What a settings file would change in the library, member by member, before it does. Runs in the endpoint's commands. A PIN is compared with
 * nothing: a librarian who stays is said only where the name or the role changes.
 */
import { isAlike } from '../../domain/is-alike.ts'
import type { Librarian } from '../../domain/librarian/librarian.ts'
import { type Settings, sectionNames, sections } from '../../domain/settings/settings.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { SettingsContent } from './settings-file.ts'

/** `was` and `became`: as a file writes them; undefined: absent. */
export interface SettingsDifference {
  readonly member: string
  readonly was: string | undefined
  readonly became: string | undefined
}

const write = (value: unknown): string | undefined => (value === undefined ? undefined : canonicalJson(value))
const role = ({ name, isManager }: Pick<Librarian, 'name' | 'isManager'>) => ({ name, isManager })

export const differSettings = (
  before: Settings | undefined,
  known: readonly Librarian[],
  { settings, librarians }: SettingsContent,
): readonly SettingsDifference[] => {
  const members = sectionNames
    .flatMap((name) => sections[name])
    // A rule that the file leaves out stays as it is.
    .filter((member) => settings[member] !== undefined || (member !== 'cardRule' && member !== 'itemRule'))
    .filter((member) => !isAlike(before?.[member], settings[member]))
    .map((member) => ({ member, was: write(before?.[member]), became: write(settings[member]) }))
  const named = new Set([...(librarians.length === 0 ? [] : known), ...librarians].map(({ id }) => id))
  const people = [...named].map((id) => {
    const [was, became] = [known, librarians].map((all) => all.find((one) => one.id === id))
    return { member: `librarians.${id}`, was: was && write(role(was)), became: became && write(role(became)) }
  })
  return [...members, ...people.filter(({ was, became }) => was !== became)]
}
