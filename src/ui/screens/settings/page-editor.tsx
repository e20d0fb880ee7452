/**
 * The public page in a manager's hands: open, paused or closed, its telephone, and the library's own words in French and English (PAGE-1,
 * PAGE-16, PAGE-17). Runs in the browser, in a chunk of its own.
 */
import { useId, useState } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { pageBounds } from '../../../domain/settings/bounds.ts'
import { type PageDoor, type PageText, pageDoorOf, pageTexts } from '../../../domain/settings/public-page.ts'
import type { PublicPage } from '../../../domain/settings/settings.ts'
import { publicPageWords } from '../../../locale/en/public-page.ts'
import { CheckField, ChoiceField } from '../../components/field.tsx'
import { useWords } from '../../use-words.ts'
import { Faults } from './faults.tsx'
import { GuideEditor } from './guide-editor.tsx'
import { OutOfBounds, OwnWordsField } from './own-words-field.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

/** As it is where nobody has said anything of it. */
const noPage: PublicPage = { isOn: false, telephone: '' }
const doors: readonly PageDoor[] = ['open', 'paused', 'shut']

export const PageEditor = ({ section }: { readonly section: Section }) => {
  const { draft, faults, told, change } = section
  const words = useWords(publicPageWords)
  const id = useId()
  const page = draft.publicPage ?? noPage
  const door = pageDoorOf(page)
  // What the pause said, while the manager looks at the other two.
  const [reason, setReason] = useState(page.closed)
  const write = (next: PublicPage): void => change({ ...draft, publicPage: isAlike(next, noPage) ? undefined : next })
  const choose = (next: PageDoor): void => {
    if (page.closed !== undefined) setReason(page.closed)
    write({ ...page, isOn: next !== 'shut', closed: next === 'paused' ? (page.closed ?? reason ?? { fr: '' }) : undefined })
  }
  const isAt = (at: string): boolean => faults.some((fault) => fault.at === at)
  const telephoneFault = `${id}-telephone`
  const pair = (text: PageText) => (
    <OwnWordsField
      key={text}
      title={words.texts[text]}
      hint={words.hints[text]}
      said={page[text]}
      bounds={pageBounds.words}
      isAsked={text === 'closed'}
      isAt={(language) => isAt(`publicPage.${text}.${language}`)}
      write={(said) => write({ ...page, [text]: said })}
    />
  )
  return (
    <>
      {draft.sendsMail === true ? null : <Faults sign="warn" said={[words.noRelay]} />}
      <div class={styles.add}>
        <ChoiceField
          label={words.door}
          value={door}
          choices={doors.map((value) => ({ value, words: words.doors[value] }))}
          onChoose={choose}
        />
        {door === 'paused' ? pair('closed') : null}
        <label class="input">
          <span>{words.telephone}</span>
          <input
            type="text"
            inputMode="tel"
            autoComplete="off"
            value={page.telephone}
            aria-invalid={isAt('publicPage.telephone')}
            aria-describedby={telephoneFault}
            onInput={({ currentTarget }) => write({ ...page, telephone: currentTarget.value })}
          />
          <small class="soft small">{words.telephoneHint}</small>
        </label>
        <div id={telephoneFault}>
          {isAt('publicPage.telephone') ? <OutOfBounds label={words.telephone} bounds={pageBounds.telephone} /> : null}
        </div>
        <fieldset class="options">
          <legend>{words.proof}</legend>
          <CheckField
            checked={page.takesPassword === true}
            onChange={(isTaken) => write({ ...page, takesPassword: isTaken ? true : undefined })}
          >
            {words.takesPassword} <span class="by">{words.takesPasswordHint}</span>
          </CheckField>
        </fieldset>
        {pageTexts.map((text) => (text === 'closed' ? null : pair(text)))}
        <GuideEditor guide={page.guide} isAt={isAt} write={(guide) => write({ ...page, guide })} />
      </div>
      <Faults said={told.map(({ at }) => words.refused(at))} />
    </>
  )
}
