/**
 * Under the screens that nobody is signed in for: the language, and how accessible the service says that it is. Runs in the browser.
 */
import { menu as en } from '../../locale/en/menu.ts'
import { menu as fr } from '../../locale/fr/menu.ts'
import { ButtonLink } from '../components/button.tsx'
import { hrefOf } from '../routes.ts'
import { useWords } from '../use-words.ts'
import { LanguageChoice } from './language-choice.tsx'

export const Foot = () => {
  const words = useWords(fr, en)
  return (
    <footer class="foot">
      <LanguageChoice />
      <ButtonLink href={hrefOf('accessibility')} look="quiet">
        {words.accessibility}
      </ButtonLink>
    </footer>
  )
}
