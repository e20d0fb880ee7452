/**
 * « Essayer le lien »: a manager has the ILS read once, and sees of each step what came of it: its answer, the account, what was read, and
 * that nothing was written (ILS-10). Runs in the browser, on line.
 */
import { useState } from 'preact/hooks'
import type { IlsTrial } from '../../../tablet/desk.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Field } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useFormats } from '../../use-words.ts'
import styles from './settings.module.css'
import type { IlsLink } from './use-ils-link.ts'

const steps = ['answer', 'account', 'reading', 'writing'] as const
type Step = (typeof steps)[number]

/** What stands in the way of each step; anything else is no answer. */
const stepOfFault: Readonly<Record<string, Step>> = {
  'login-refused': 'account',
  'not-permitted': 'reading',
  'branch-unknown': 'reading',
  'write-refused': 'writing',
  'too-old': 'reading',
}

/** Signs of the card that are shown again. */
const shownSigns = 4

interface Outcome {
  readonly tone: 'ok' | 'warn' | 'stop' | undefined
  readonly say: string
}

const outcomeOf = (
  step: Step,
  { end, fault, ms, knows, site, card }: IlsTrial & { readonly card: string },
  { words, sayFault }: Pick<IlsLink, 'words' | 'sayFault'>,
): Outcome => {
  const { stepSay } = words
  if (step === 'writing' && fault !== 'write-refused') return { tone: undefined, say: stepSay.untouched }
  if (end !== 'answered') {
    const failed = stepOfFault[fault] ?? 'answer'
    if (step === failed) return { tone: 'stop', say: sayFault(fault) }
    if (steps.indexOf(step) > steps.indexOf(failed)) return { tone: undefined, say: stepSay.notTried }
  }
  // Before a step that failed, how long it all took says nothing of this one.
  if (step === 'answer') return { tone: 'ok', say: end === 'answered' ? stepSay.answered(ms ?? 0) : stepSay.reached }
  if (step === 'account') return { tone: 'ok', say: stepSay.accepted }
  if (knows === undefined) return { tone: 'ok', say: stepSay.greeted }
  const shown = card.slice(-shownSigns)
  if (!knows) return { tone: 'warn', say: stepSay.knowsNot(shown) }
  if (site === undefined) return { tone: 'ok', say: stepSay.knows(shown) }
  const item = stepSay.knowsItem(shown)
  if (site.here === site.there) return { tone: 'ok', say: `${item} ${stepSay.sameSite}` }
  return { tone: site.there === '' ? 'ok' : 'warn', say: `${item}. ${words.otherSite(site)}` }
}

export const IlsTrialPanel = ({ link }: { readonly link: IlsLink }) => {
  const { words, trial, tryIt, answer } = link
  const format = useFormats()
  const [card, setCard] = useState('')
  return (
    <Panel title={words.trial} end={trial === undefined ? undefined : format.time(trial.at)}>
      {trial === undefined ? null : trial.end === 'nothing' ? (
        <p class="fold">{words.nothingToTry}</p>
      ) : (
        <div class={styles.lines}>
          <Rows label={words.trial}>
            {steps.map((step) => {
              const { tone, say } = outcomeOf(step, trial, link)
              return (
                <Row key={step} where={words.steps[step]} what={tone === undefined ? say : <Chip sign={tone} tone={tone} words={say} />} />
              )
            })}
          </Rows>
        </div>
      )}
      <div class={styles.add}>
        <p>{words.trialSay}</p>
        <Field label={words.card} value={card} onInput={setCard} />
        <Button look="primary" block unavailable={answer.kind === 'working' ? words.trying : undefined} onPress={() => void tryIt(card)}>
          {trial === undefined ? words.tryIt : words.tryAgain}
        </Button>
      </div>
    </Panel>
  )
}
