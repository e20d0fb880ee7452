/**
 * Whose bank holidays a library has (SET-10). Runs in the browser.
 */
import { type Territory, territories } from '../../../domain/settings/bank-holidays.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import type { SettingsWords } from './read-figures.ts'

export const TerritoryField = ({
  words,
  settings,
  onChange,
}: {
  readonly words: SettingsWords
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
}) => (
  <label class="input">
    <span>{words.days.territory}</span>
    <select
      value={settings.territory ?? 'metropole'}
      onChange={({ currentTarget: { value } }) => {
        const territory: Territory | undefined = territories.find((one) => one === value)
        onChange({ ...settings, territory })
      }}
    >
      {territories.map((territory) => (
        <option key={territory} value={territory}>
          {words.days.territories[territory]}
        </option>
      ))}
    </select>
  </label>
)
