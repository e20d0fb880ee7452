/**
 * French or English, each in its own words. Runs in the browser.
 */
import { menuWords } from '../../locale/en/menu.ts'
import { ChoiceField } from '../components/field.tsx'
import { language } from '../preferences.ts'
import { useWords } from '../use-desk.ts'

export const LanguageChoice = () => (
  <ChoiceField
    label={useWords(menuWords).language}
    value={language.value}
    inline
    choices={[
      { value: 'fr', words: 'Français', lang: 'fr' },
      { value: 'en', words: 'English', lang: 'en' },
    ]}
    onChoose={(value) => {
      language.value = value
    }}
  />
)
