/**
 * The guide that patrons read, in a manager's hands: ours as it is, or the library's own steps, each with its title, its text and a picture of
 * the page (MSG-14). Runs in the browser, in a chunk of its own.
 */
import { useId } from 'preact/hooks'
import { pageBounds } from '../../../domain/settings/bounds.ts'
import { guidePictures } from '../../../domain/settings/public-page.ts'
import type { GuideBlock, OwnWords } from '../../../domain/settings/settings.ts'
import { patronsGuideWords } from '../../../locale/en/patrons-guide.ts'
import { publicPageWords } from '../../../locale/en/public-page.ts'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { useWords } from '../../use-words.ts'
import { OutOfBounds } from './own-words-field.tsx'
import styles from './settings.module.css'

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

export const GuideEditor = ({ guide, isAt, write }: GuideEditorProps) => {
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
