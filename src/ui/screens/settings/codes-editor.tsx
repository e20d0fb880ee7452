/**
 * What cards and documents look like, learned from three of each that are scanned, and tried on any code (SET-18). Runs in the browser.
 * Nobody writes a pattern: what a file says is read aloud here, and what is learned is bounded by its making.
 */
import { useState } from 'preact/hooks'
import { judgeText } from '../../../domain/scan/judge-text.ts'
import { learnRule, samplesWanted } from '../../../domain/scan/learn-rule.ts'
import { textOfReading } from '../../../domain/scan/text-of-reading.ts'
import { Button } from '../../components/button.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { announce, useFormats } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { readFigure } from './read-figures.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

/** Characters of a number that is typed. */
const longestNumber = 80

type Rule = 'cardRule' | 'itemRule'

export const CodesEditor = ({ section: { words, draft, change } }: { readonly section: Section }) => {
  const { codes } = words
  const format = useFormats()
  const [taught, setTaught] = useState<Rule | undefined>(undefined)
  const [samples, setSamples] = useState<readonly string[]>([])
  const [said, setSaid] = useState<string | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const tell = (what: string): void => {
    setSaid(what)
    announce(what)
  }
  const learn = (taughtRule: Rule, all: readonly string[]): void => {
    const rule = learnRule(all)
    if (rule === undefined) {
      setSamples(all)
      tell(codes.of(all.length, samplesWanted))
      return
    }
    change({ ...draft, [taughtRule]: rule })
    setSamples([])
    setTaught(undefined)
    tell(codes.learnt)
  }
  const hear = (text: string): void => {
    if (taught === undefined) tell(codes.would[judgeText(draft, text).kind](text))
    else if (samples.includes(text)) tell(codes.same)
    else learn(taught, [...samples, text])
  }
  useScan((scan) => hear(textOfReading(scan)))
  const teach = (rule: Rule | undefined): void => {
    setTaught(rule)
    setSamples([])
    setSaid(undefined)
  }
  return (
    <>
      <p class={`${styles.sentence} ${styles.plain}`}>
        <Sentence template={words.sections.codes.sentence} figure={(name) => <b>{readFigure(words, format, draft, name)}</b>} />
      </p>
      <div class={styles.add}>
        <div class={styles.line}>
          {(['cardRule', 'itemRule'] as const).map((rule) => (
            <Button key={rule} pressed={taught === rule} onPress={() => teach(taught === rule ? undefined : rule)}>
              {codes.learn[rule]}
            </Button>
          ))}
        </div>
        <h3 class={styles.dayHead}>{taught === undefined ? codes.trial : codes.whose[taught]}</h3>
        <p>{taught === undefined ? codes.trySay : codes.learning[taught]}</p>
        {taught === undefined || samples.length === 0 ? null : <p>{format.list(samples)}</p>}
        {said === undefined ? null : <Say sign={said === codes.learnt ? 'ok' : 'unknown'} sentence={said} />}
        <Form
          class={styles.line}
          onSubmit={() => {
            if (typed.trim() !== '') hear(typed.trim())
            setTyped('')
          }}
        >
          <Field label={codes.typed} value={typed} maxLength={longestNumber} onInput={setTyped} />
          <Button type="submit">{taught === undefined ? codes.trial : codes.take}</Button>
        </Form>
      </div>
    </>
  )
}
