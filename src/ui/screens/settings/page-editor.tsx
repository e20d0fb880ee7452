/**
 * The public page in a manager's hands: open, paused or closed, its telephone, and the library's own words in French and English (PAGE-1,
 * PAGE-16, PAGE-17). Runs in the browser, in a chunk of its own.
 */
import { useId, useState } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { pageBounds } from '../../../domain/settings/bounds.ts'
import { type PageDoor, type PageText, pageDoorOf, pageTexts } from '../../../domain/settings/public-page.ts'
import type { OwnWords, PublicPage } from '../../../domain/settings/settings.ts'
import { publicPage as en } from '../../../locale/en/public-page.ts'
import { publicPage as fr } from '../../../locale/fr/public-page.ts'
import { ChoiceField } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { useWords } from '../../use-words.ts'
import { GuideEditor } from './guide-editor.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

type Words = typeof fr

/** As it is where nobody has said anything of it. */
const noPage: PublicPage = { isOn: false, telephone: '' }
const doors: readonly PageDoor[] = ['open', 'paused', 'shut']
const languages = ['fr', 'en'] as const
/** Of a field for a sentence or two. */
const linesOfText = 2

export const PageEditor = ({ section }: { readonly section: Section }) => {
  const { draft, faults, told, change } = section
  const words = useWords(fr, en)
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
  return (
    <>
      {draft.sendsMail === true ? null : (
        <div class={styles.fault}>
          <Say sign="warn" sentence={words.noRelay.what} nextStep={words.noRelay.next} />
        </div>
      )}
      <div class={styles.add}>
        <ChoiceField
          label={words.door}
          value={door}
          choices={doors.map((value) => ({ value, words: words.doors[value] }))}
          onChoose={choose}
        />
        {door === 'paused' ? <TextPair text="closed" page={page} words={words} isAt={isAt} write={write} /> : null}
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
          {isAt('publicPage.telephone') ? <OutOfBounds words={words} label={words.telephone} bounds={pageBounds.telephone} /> : null}
        </div>
        <fieldset class="options">
          <legend>{words.proof}</legend>
          <label>
            <input
              type="checkbox"
              checked={page.takesPassword === true}
              onChange={({ currentTarget }) => write({ ...page, takesPassword: currentTarget.checked ? true : undefined })}
            />
            <span>
              {words.takesPassword} <span class="by">{words.takesPasswordHint}</span>
            </span>
          </label>
        </fieldset>
        {pageTexts.map((text) =>
          text === 'closed' ? null : <TextPair key={text} text={text} page={page} words={words} isAt={isAt} write={write} />,
        )}
        <GuideEditor guide={page.guide} isAt={isAt} write={(guide) => write({ ...page, guide })} />
      </div>
      {told.length === 0 ? null : (
        <div class={styles.fault}>
          {told.map(({ at }) => {
            const { what, next } = words.refused(at)
            return <Say key={at} sign="stop" sentence={what} nextStep={next} />
          })}
        </div>
      )}
    </>
  )
}

const OutOfBounds = ({
  words,
  label,
  bounds,
}: {
  readonly words: Words
  readonly label: string
  readonly bounds: { readonly from: number; readonly to: number }
}) => {
  const { what, next } = words.fault(label, bounds.from, bounds.to)
  return <Say sign="stop" sentence={what} nextStep={next} />
}

/** One text in both languages; emptied in both, it is not said. */
const TextPair = ({
  text,
  page,
  words,
  isAt,
  write,
}: {
  readonly text: PageText
  readonly page: PublicPage
  readonly words: Words
  readonly isAt: (at: string) => boolean
  readonly write: (next: PublicPage) => void
}) => {
  const id = useId()
  const said = page[text]
  const type = (language: keyof OwnWords, typed: string): void => {
    // On the page it is one paragraph, in a calendar one line.
    const line = typed.replace(/\s*\n\s*/g, ' ')
    const { fr: french, en: english }: OwnWords = {
      ...(said ?? { fr: '' }),
      [language]: line === '' && language === 'en' ? undefined : line,
    }
    const isSaid = text === 'closed' || french !== '' || english !== undefined
    write({ ...page, [text]: isSaid ? { fr: french, en: english } : undefined })
  }
  return (
    <fieldset class={styles.pair}>
      <legend>{words.texts[text]}</legend>
      <p class="soft small" id={`${id}-hint`}>
        {words.hints[text]}
      </p>
      {languages.map((language) => (
        <label class="input" key={language}>
          <span>{words.languages[language]}</span>
          <textarea
            lang={language}
            rows={linesOfText}
            value={said?.[language] ?? ''}
            aria-invalid={isAt(`publicPage.${text}.${language}`)}
            aria-describedby={`${id}-hint ${id}-said`}
            onInput={({ currentTarget }) => type(language, currentTarget.value)}
          />
        </label>
      ))}
      <div id={`${id}-said`} class={styles.pairSaid}>
        {languages.map((language) =>
          isAt(`publicPage.${text}.${language}`) ? (
            <OutOfBounds
              key={language}
              words={words}
              label={words.label(words.texts[text], words.languages[language])}
              bounds={pageBounds.words}
            />
          ) : null,
        )}
        {said !== undefined && said.fr !== '' && said.en === undefined ? <p class="soft small">{words.noEnglish}</p> : null}
      </div>
    </fieldset>
  )
}
