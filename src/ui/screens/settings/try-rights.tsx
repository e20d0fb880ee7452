/**
 * « Que peut emporter…? »: the draft tried on somebody invented, or on a card that is scanned, by the judge that the desk asks (SET-14).
 * Runs in the browser. The card is read from the directory of this tablet, and forgotten with the screen; no fact is made.
 */
import { useMemo, useState } from 'preact/hooks'
import { toCardNumber } from '../../../domain/ids.ts'
import { others, rightAxes } from '../../../domain/loan-right/change-rights.ts'
import { type Allowance, judgeTrial, mostTried, type TrialVerdict, tryLoans } from '../../../domain/loan-right/try-loans.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { Patron } from '../../../domain/patron/patron.ts'
import type { Bounds } from '../../../domain/settings/bounds.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { RightsWords } from '../../../locale/fr/rights.ts'
import { Button } from '../../components/button.tsx'
import { Field, SelectField } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { useFormats, useFromState, useNaming, useNow, useWords } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { NumberField } from './number-field.tsx'
import styles from './settings.module.css'
import { useFoundAxes } from './use-catalogue-lists.ts'
import type { Section } from './use-section.ts'

const loanBounds: Bounds = { from: 0, to: 99 }

const invented = (category: string, ilsLoans: number): Patron => ({
  ...{ kind: 'patron', id: toCardNumber(''), surname: '', firstName: '', category, ilsLoans },
  ...{ expiresOn: undefined, blocked: undefined, returnedSince: [], ilsAsOf: undefined, loans: [] },
})

/** Some hundreds of judgements: the settings in use are not tried again at each key. */
const useAnswers = (settings: Settings, patron: Patron, types: readonly string[], today: LocalDate): readonly Allowance[] =>
  useMemo(() => tryLoans(settings, patron, types, today), [settings, patron, types.join('\n'), today])

/** The answer in one sentence: nothing, and why, or where the loans stand. */
const sayVerdict = (words: RightsWords, format: Formats, verdict: TrialVerdict): string => {
  const said = words.verdict
  if (verdict.kind === 'may') {
    const { more, counted, maximum } = verdict
    return more === undefined || maximum === undefined ? said.free(counted) : said.more(more, counted, maximum)
  }
  const { refusal } = verdict
  if (refusal.kind === 'patron-blocked') return said.blocked(refusal.reason)
  if (refusal.kind === 'card-expired') return said.expired(format.date(refusal.expiredOn))
  return refusal.kind === 'too-many-loans' ? said.full(refusal.counted, refusal.maximum) : said.none
}

/** Beside a type of which there is nothing more; what stops every type is said once, above. */
const sayWhy = (words: RightsWords, { documents, refusal }: Allowance): readonly string[] =>
  documents === 0 && refusal?.kind === 'too-many-of-type' ? [words.already(refusal.counted, refusal.maximum)] : []

export const TryRights = ({ section: { base, draft } }: { readonly section: Section }) => {
  const words = useWords(rightsWords)
  const format = useFormats()
  const naming = useNaming()
  const { date: today } = useNow()
  const [category, setCategory] = useState(others)
  const [loans, setLoans] = useState(0)
  const [typed, setTyped] = useState('')
  useScan((scan) => {
    if (scan.kind === 'card') setTyped(scan.card)
  })
  const found = useFoundAxes()
  const axes = useMemo(() => rightAxes(found, draft), [found, draft])
  const onCard = useFromState((state) => (typed.trim() === '' ? undefined : state.get('patron', toCardNumber(typed.trim()))), typed)
  const patron = useMemo(() => onCard ?? invented(category, Number.isInteger(loans) ? loans : 0), [onCard, category, loans])
  const types = axes.types.all
  const before = useAnswers(base, patron, types, today)
  const allowed = useAnswers(draft, patron, types, today)
  const verdict = judgeTrial(draft, patron, allowed)
  return (
    <Panel title={words.trial}>
      <div class={styles.add}>
        <Field label={words.card} value={typed} maxLength={textLengths.card} onInput={setTyped} />
        {typed.trim() === '' ? (
          <>
            <div class={styles.line}>
              <SelectField
                label={words.who}
                value={category}
                choices={axes.categories.all}
                say={(one) => (one === others ? words.others : one)}
                onChoose={(one = others) => setCategory(one)}
              />
            </div>
            <p>
              {words.loans} <NumberField bounds={loanBounds} label={words.loans} value={loans} original={0} onChange={setLoans} />
            </p>
          </>
        ) : onCard === undefined ? (
          <Say sign="unknown" sentence={words.unknownCard.what} nextStep={words.unknownCard.next} />
        ) : (
          <>
            <p>
              {naming.patron(onCard.id)} · {onCard.category}
            </p>
            <Button look="quiet" onPress={() => setTyped('')}>
              {words.forget}
            </Button>
          </>
        )}
        <p class="soft small">{words.trialSay}</p>
        <Say sign={verdict.kind === 'may' ? 'ok' : 'stop'} sentence={sayVerdict(words, format, verdict)} />
      </div>
      <Rows label={words.trial}>
        {allowed.map((answer, n) => {
          const said = words.more(answer.documents, mostTried)
          const was = words.more(before[n]?.documents ?? 0, mostTried)
          return (
            <Row
              key={answer.documentType}
              where={said}
              what={<span>{answer.documentType === others ? words.allTypes : answer.documentType}</span>}
              by={[
                ...sayWhy(words, answer),
                ...(said === was ? [] : [words.before(was)]),
                ...(answer.documents === 0
                  ? []
                  : [words.ofWhich(words.more(answer.newReleases, mostTried)), words.until(format.shortDate(answer.dueOn))]),
              ].join(' · ')}
            />
          )
        })}
      </Rows>
    </Panel>
  )
}
