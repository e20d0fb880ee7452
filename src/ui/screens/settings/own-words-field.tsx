/**
 * A text of the library's own, in French and in English, with what is wrong with either below (PAGE-17). Runs in the browser, in the chunks
 * that ask for one.
 */
import { useId } from 'preact/hooks'
import type { Bounds } from '../../../domain/settings/bounds.ts'
import type { OwnWords } from '../../../domain/settings/settings.ts'
import { publicPageWords } from '../../../locale/en/public-page.ts'
import { Say } from '../../components/parts.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './settings.module.css'

const languages = ['fr', 'en'] as const
/** Of a field for a sentence or two. */
const linesOfText = 2

export const OutOfBounds = ({ label, bounds }: { readonly label: string; readonly bounds: Bounds }) => {
  const words = useWords(publicPageWords)
  const { what, next } = words.fault(label, bounds.from, bounds.to)
  return <Say sign="stop" sentence={what} nextStep={next} />
}

interface OwnWordsFieldProps {
  readonly title: string
  readonly hint: string
  readonly said: OwnWords | undefined
  readonly bounds: Bounds
  /** What follows where French alone is given, if not what a reader of the page meets. */
  readonly noEnglish?: string
  readonly isAsked?: boolean
  /** Whether something is wrong with it in that language. */
  readonly isAt: (language: keyof OwnWords) => boolean
  readonly write: (said: OwnWords | undefined) => void
}

/** Emptied in both languages, it is not said, unless it has to be. */
export const OwnWordsField = ({ title, hint, said, bounds, noEnglish, isAsked = false, isAt, write }: OwnWordsFieldProps) => {
  const words = useWords(publicPageWords)
  const id = useId()
  const type = (language: keyof OwnWords, typed: string): void => {
    // Where it is read it is one paragraph, in a calendar one line.
    const line = typed.replace(/\s*\n\s*/g, ' ')
    const next: OwnWords = { ...(said ?? { fr: '' }), [language]: line === '' && language === 'en' ? undefined : line }
    write(isAsked || next.fr !== '' || next.en !== undefined ? next : undefined)
  }
  return (
    <fieldset class={styles.pair}>
      <legend>{title}</legend>
      <p class="soft small" id={`${id}-hint`}>
        {hint}
      </p>
      {languages.map((language) => (
        <label class="input" key={language}>
          <span>{words.languages[language]}</span>
          <textarea
            lang={language}
            rows={linesOfText}
            value={said?.[language] ?? ''}
            aria-invalid={isAt(language)}
            aria-describedby={`${id}-hint ${id}-said`}
            onInput={({ currentTarget }) => type(language, currentTarget.value)}
          />
        </label>
      ))}
      <div id={`${id}-said`} class={styles.pairSaid}>
        {languages.map((language) =>
          isAt(language) ? <OutOfBounds key={language} label={words.label(title, words.languages[language])} bounds={bounds} /> : null,
        )}
        {said !== undefined && said.fr !== '' && said.en === undefined ? <p class="soft small">{noEnglish ?? words.noEnglish}</p> : null}
      </div>
    </fieldset>
  )
}
