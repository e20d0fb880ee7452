/**
 * One question: its answer, what it changes beside, and one gesture that keeps it and goes on (SET-16). Runs in the browser.
 * The answer is one section of the settings or two, kept as Réglages keep them: the same bounds, the same conflict of two managers.
 */
import type { ComponentChildren } from 'preact'
import type { FirstRunWords } from '../../../locale/fr/first-run.ts'
import { Button, Panel, Say } from '../../components/parts.tsx'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { ConflictLetter } from '../settings/conflict-letter.tsx'
import { Overlaps } from '../settings/overlaps.tsx'
import settingStyles from '../settings/settings.module.css'
import type { Section } from '../settings/use-section.ts'
import styles from './first-run.module.css'
import { type FirstRunState, questions } from './use-first-run.ts'

interface QuestionProps {
  readonly run: FirstRunState
  readonly title: string
  readonly sections?: readonly Section[]
  /** What is to be done before one goes on. */
  readonly first?: string | undefined
  readonly side?: ComponentChildren
  readonly children: ComponentChildren
}

export const Question = ({ run, title, sections = [], first, side, children }: QuestionProps) => {
  const { words, at, goTo } = run
  const met = sections.find(({ conflict }) => conflict !== undefined)
  if (met?.conflict !== undefined) return <ConflictLetter section={met} conflict={met.conflict} />
  const before = words.names[questions[at - 1] ?? 'name']
  const isWrong = sections.some(({ faults, isUnread, overlaps }) => faults.length > 0 || isUnread || overlaps.length > 0)
  const isWorking = [run, ...sections].some(({ answer }) => answer.kind === 'working')
  const keep = async (): Promise<void> => {
    for (const section of sections) if (section.isChanged && !(await section.save())) return
    await run.next()
  }
  return (
    <>
      <div class={`${settingStyles.halves} ${settingStyles.beside}`}>
        <Panel title={title}>
          {/* Off line nothing is typed for nothing. */}
          <fieldset class={styles.answer} disabled={!run.isOnline}>
            <legend class="sr">{title}</legend>
            {children}
          </fieldset>
        </Panel>
        <div class={settingStyles.side}>{side}</div>
      </div>
      {sections.map((section) => (
        <Overlaps key={section.name} section={section} />
      ))}
      {sections.map(({ name, answer }) =>
        answer.kind === 'refused' ? <Say key={name} sign="stop" sentence={answer.what} nextStep={answer.next} /> : null,
      )}
      <div class={styles.onward}>
        {at === 0 ? (
          <span />
        ) : (
          <Button look="quiet" icon="left" label={words.back(before)} onPress={() => goTo(at - 1)}>
            {before}
          </Button>
        )}
        <Button
          look="primary"
          walking
          unavailable={!run.isOnline ? words.offline : isWrong ? words.mend : isWorking ? words.working : first}
          onPress={() => void keep()}
        >
          {words.keep}
        </Button>
      </div>
      {sections.map(({ name, passphrase }) => (
        <PassphraseWindow key={name} asked={passphrase} />
      ))}
    </>
  )
}

/**
 * What the library's software has not given yet, and how it comes: a new library goes on without. The command stands on a line of its own.
 */
export const MissingFiles = ({ words }: { readonly words: FirstRunWords }) => (
  <div class={styles.missing}>
    <p class="small soft">{words.noFiles}</p>
    <p>
      <code class="small">{words.importCommand}</code>
    </p>
  </div>
)
