/**
 * The foot of the screens before sign-in: the choice of language, and a link to the accessibility statement. Runs in the browser.
 */
import { menuWords } from '../../locale/en/menu.ts'
import { ButtonLink } from '../components/parts.tsx'
import { hrefOf } from '../routes.ts'
import { useWords } from '../use-desk.ts'
import { LanguageChoice } from './language-choice.tsx'

export const Foot = () => {
  const words = useWords(menuWords)
  return (
    <footer class="foot">
      <LanguageChoice />
      <ButtonLink href={hrefOf('accessibility')} look="quiet">
        {words.accessibility}
      </ButtonLink>
    </footer>
  )
}
