/**
 * The public page in a manager's hands: open, paused or closed, its telephone, and the library's own words in French and English (PAGE-1,
 * PAGE-16, PAGE-17). Runs in the browser, in a chunk of its own.
 */
import { useId, useState } from 'preact/hooks'
import { isAlike } from '../../../domain/is-alike.ts'
import { pageBounds } from '../../../domain/settings/bounds.ts'
import {
  type GuideBlock,
  guidePictures,
  type OwnWords,
  type PageDoor,
  type PageText,
  type PublicPage,
  pageDoorOf,
  pageTexts,
} from '../../../domain/settings/settings.ts'
import { patronsGuideWords } from '../../../locale/en/patrons-guide.ts'
import { publicPageWords } from '../../../locale/en/public-page.ts'
import { CheckField, ChoiceField, SelectField } from '../../components/field.tsx'
import { Button } from '../../components/parts.tsx'
import { useWords } from '../../use-desk.ts'
import { Faults } from './faults.tsx'
import { OutOfBounds, OwnWordsField } from './own-words-field.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

const parts = ['title', 'text'] as const
const languages = ['fr', 'en'] as const
const linesOf = { title: 1, text: 4 } as const
const boundsOf = { title: pageBounds.guideTitle, text: pageBounds.guideText } as const

/** What a library begins with that makes the guide its own. */
const ours: readonly GuideBlock[] = patronsGuideWords.fr.steps.map(({ title, text, picture }, n) => ({
  title: { fr: title, en: patronsGuideWords.en.steps[n]?.title },
  text: { fr: text, en: patronsGuideWords.en.steps[n]?.text },
  picture,
}))
const empty: GuideBlock = { title: { fr: '' }, text: { fr: '' } }

interface GuideEditorProps {
  readonly guide: readonly GuideBlock[] | undefined
  /** Whether something is wrong at a field, by its name. */
  readonly isAt: (at: string) => boolean
  readonly write: (next: readonly GuideBlock[] | undefined) => void
}

/** The guide that patrons read: ours as it is, or the library's own steps, each with a title, a text and a picture of the page (MSG-14). */
const GuideEditor = ({ guide, isAt, write }: GuideEditorProps) => {
  const { guide: words } = useWords(publicPageWords)
  if (guide === undefined) {
    return (
      <fieldset class={styles.pair}>
        <legend>{words.title}</legend>
        <p class="soft small">{words.asOurs}</p>
        <p>
          <Button onPress={() => write(ours)}>{words.makeOwn}</Button>
        </p>
      </fieldset>
    )
  }
  const change = (n: number, block: GuideBlock): void => write(guide.map((one, at) => (at === n ? block : one)))
  const raise = (n: number): void =>
    write([...guide.slice(0, n - 1), ...guide.slice(n, n + 1), ...guide.slice(n - 1, n), ...guide.slice(n + 1)])
  return (
    <fieldset class={styles.pair}>
      <legend>{words.title}</legend>
      <p class="soft small">{words.hint}</p>
      {guide.map((block, n) => (
        <fieldset class={styles.pair} key={n}>
          <legend>{words.step(n + 1)}</legend>
          {parts.map((part) => (
            <Part key={part} part={part} n={n} said={block[part]} isAt={isAt} write={(said) => change(n, { ...block, [part]: said })} />
          ))}
          <SelectField
            label={words.picture}
            none={words.noPicture}
            value={block.picture}
            choices={guidePictures}
            say={(picture) => words.pictures[picture]}
            onChoose={(picture) => change(n, { ...block, picture })}
          />
          <p class={styles.line}>
            {n === 0 ? null : (
              <Button look="quiet" onPress={() => raise(n)}>
                {words.raise(n + 1)}
              </Button>
            )}
            {guide.length === 1 ? null : (
              <Button look="quiet" onPress={() => write(guide.filter((_, at) => at !== n))}>
                {words.remove(n + 1)}
              </Button>
            )}
          </p>
        </fieldset>
      ))}
      <p class={styles.line}>
        {guide.length >= pageBounds.guideSteps.to ? null : <Button onPress={() => write([...guide, empty])}>{words.add}</Button>}
        <Button look="quiet" onPress={() => write(undefined)}>
          {words.backToOurs}
        </Button>
      </p>
    </fieldset>
  )
}

interface PartProps {
  readonly part: (typeof parts)[number]
  readonly n: number
  readonly said: OwnWords
  readonly isAt: GuideEditorProps['isAt']
  readonly write: (said: OwnWords) => void
}

/** A step's title, or its text, in both languages. */
const Part = ({ part, n, said, isAt, write }: PartProps) => {
  const words = useWords(publicPageWords)
  const id = useId()
  const type = (language: keyof OwnWords, typed: string): void => {
    const line = typed.replace(/\s*\n\s*/g, ' ')
    write({ ...said, [language]: line === '' && language === 'en' ? undefined : line })
  }
  return (
    <>
      {languages.map((language) => {
        const at = `publicPage.guide[${n}].${part}.${language}`
        const label = words.label(words.guide.parts[part], words.languages[language])
        return (
          <div key={language}>
            <label class="input">
              <span>{label}</span>
              <textarea
                lang={language}
                rows={linesOf[part]}
                value={said[language] ?? ''}
                aria-invalid={isAt(at)}
                aria-describedby={`${id}-${language}`}
                onInput={({ currentTarget }) => type(language, currentTarget.value)}
              />
            </label>
            <div id={`${id}-${language}`}>{isAt(at) ? <OutOfBounds label={label} bounds={boundsOf[part]} /> : null}</div>
          </div>
        )
      })}
    </>
  )
}

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
