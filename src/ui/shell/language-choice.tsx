/**
 * French or English, each in its own words. Runs in the browser.
 */
import { menu as en } from '../../locale/en/menu.ts'
import { menu as fr } from '../../locale/fr/menu.ts'
import { ChoiceField } from '../components/field.tsx'
import { language } from '../preferences.ts'
import { useWords } from '../use-words.ts'

export const LanguageChoice = () => (
  <ChoiceField
    label={useWords(fr, en).language}
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
