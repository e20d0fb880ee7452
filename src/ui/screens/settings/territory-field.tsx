/**
 * Whose bank holidays a library has (SET-10). Runs in the browser.
 */
import { territories } from '../../../domain/settings/bank-holidays.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { SelectField } from '../../components/field.tsx'
import type { SettingsWords } from './read-figures.ts'

interface TerritoryFieldProps {
  readonly words: SettingsWords
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
}

export const TerritoryField = ({ words, settings, onChange }: TerritoryFieldProps) => (
  <SelectField
    label={words.days.territory}
    value={settings.territory ?? 'metropole'}
    choices={territories}
    say={(territory) => words.days.territories[territory]}
    onChoose={(territory) => onChange({ ...settings, territory })}
  />
)
