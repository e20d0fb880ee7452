/**
 * Who is signed in and this tablet's tastes: sign out, language, light or dark, sound; on a narrow screen also the screens that the
 * tabs do not hold. Runs in the browser.
 */
import { menuWords } from '../../locale/en/menu.ts'
import { shellWords } from '../../locale/en/shell.ts'
import { Dialog } from '../components/dialog.tsx'
import { Button, ButtonLink } from '../components/parts.tsx'
import { guidePage } from '../guide-page.ts'
import { HabitChoice } from '../habit-choice.tsx'
import { loneKeys, sound, theme } from '../preferences.ts'
import { hrefOf, screens } from '../routes.ts'
import { searchedTitle } from '../title-search.ts'
import { useDesk, useFormats, useSnapshot, useWords } from '../use-desk.ts'
import { LanguageChoice } from './language-choice.tsx'

export const Menu = ({ onClose, onHelp }: { readonly onClose: () => void; readonly onHelp: () => void }) => {
  const words = useWords(menuWords)
  const { nav } = useWords(shellWords)
  const format = useFormats()
  const desk = useDesk()
  const { state, phase, deviceLetter, persistence, baseAt } = useSnapshot()
  const base = baseAt === undefined ? undefined : desk.toLocal(baseAt)
  const tablet = [...state.all('device')].find(({ letter }) => letter === deviceLetter)
  const label = tablet === undefined ? deviceLetter : format.tablet(tablet)
  const title = [phase.kind === 'signed-in' ? phase.librarian.name : words.title, label && words.tablet(label)]
  return (
    <Dialog title={title.filter(Boolean).join(' · ')} onClose={onClose}>
      <div class="actions only-narrow">
        {screens
          .filter(({ place }) => place === 'more')
          .map(({ name, icon }) => (
            <ButtonLink key={name} href={hrefOf(name)} icon={icon}>
              {nav[name]}
            </ButtonLink>
          ))}
      </div>
      {phase.kind === 'signed-in' ? (
        <div class="actions">
          <Button
            icon="search"
            onPress={() => {
              onClose()
              searchedTitle.value = ''
            }}
          >
            {words.search}
          </Button>
          <GuideLink />
          <ButtonLink href={hrefOf('exercise')}>{words.exercise}</ButtonLink>
          <Button
            onPress={() => {
              onClose()
              desk.signOut()
            }}
          >
            {words.signOut}
          </Button>
        </div>
      ) : null}
      <LanguageChoice />
      <HabitChoice label={words.theme} habit={theme} words={words.themes} />
      <HabitChoice label={words.sound} habit={sound} words={words.sounds} />
      <HabitChoice label={words.loneKeys} habit={loneKeys} words={words.loneKeysAre} />
      <p class="small soft">
        {words.storage[persistence]} {base === undefined ? words.noBase : words.baseAt(format.date(base.date), format.time(base.time))}
      </p>
      <div class="actions">
        <ButtonLink href={hrefOf('accessibility')} look="quiet">
          {words.accessibility}
        </ButtonLink>
        <Button look="quiet" onPress={onHelp}>
          {words.help}
        </Button>
      </div>
    </Dialog>
  )
}

/** In a tab of its own: what was being done here stays as it is. */
const GuideLink = () => {
  const words = useWords(menuWords)
  return (
    <a class="btn" href={guidePage(location.hash.slice(1))} target="_blank" rel="noopener" hreflang="fr">
      <b aria-hidden="true">?</b>
      {words.guide}
    </a>
  )
}

export const Help = ({ onClose }: { readonly onClose: () => void }) => {
  const words = useWords(menuWords)
  return (
    <Dialog title={words.help} onClose={onClose}>
      <dl class="keys">
        {words.keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
