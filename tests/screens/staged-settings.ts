/**
 * The endpoint's answers about settings, which are played: a section is replaced as it stands, or somebody else was faster. For tests of
 * screens.
 */
import { sectionVersion, withSection } from '../../src/domain/settings/sections.ts'
import type { Desk, SettingChange, SettingJournal } from '../../src/tablet/desk.ts'
import type { Desk as Rows } from '../builders/a-desk.ts'

export interface SettingStage {
  /** The journal of the settings; absent: it cannot be had. */
  readonly journal?: SettingJournal
  /** What somebody else did to a section meanwhile. */
  readonly meanwhile?: SettingChange
}

export const stagedSettings = (
  { journal, meanwhile }: SettingStage,
  state: Rows,
  isOpen: () => boolean,
  onChange: () => void,
): Pick<Desk['management'], 'changeSetting' | 'readSettingJournal'> => ({
  changeSetting: async (section, _, value) => {
    const settings = state.get('settings', 'settings')
    if (!isOpen()) return { kind: 'refused', problem: 'passphrase-missing' }
    if (settings === undefined) return { kind: 'refused', problem: 'request-not-understood' }
    if (meanwhile !== undefined) return { kind: 'done', value: { kind: 'stale', version: meanwhile.number, change: meanwhile } }
    const version = sectionVersion(settings, section) + 1
    state.put({ ...withSection(settings, section, value), versions: { ...settings.versions, [section]: version } })
    onChange()
    return { kind: 'done', value: { kind: 'changed', version } }
  },
  readSettingJournal: async () => (journal === undefined ? { kind: 'refused', problem: 'unreachable' } : { kind: 'done', value: journal }),
})
