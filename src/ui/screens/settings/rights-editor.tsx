/**
 * Who may take how much, as a matrix of categories and types whose cells read as sentences (LOAN-1). Runs in the browser. A cell without a
 * word of its own reads « comme Les autres »; where the screen is narrow two lists choose the cell.
 */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { toCardNumber } from '../../../domain/ids.ts'
import { changeRight, inheritRight, others, ownRight, rightAt, rightAxes, seeAxes } from '../../../domain/loan-right/change-rights.ts'
import type { LoanRight } from '../../../domain/loan-right/loan-right.ts'
import { type AnsweredMovement, keyOfCell, refusedCells } from '../../../domain/loan-right/refused-cells.ts'
import { type Allowance, judgeTrial, mostTried, type TrialVerdict, tryLoans } from '../../../domain/loan-right/try-loans.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { Patron } from '../../../domain/patron/patron.ts'
import { type Bounds, isWithin, rightBounds, totalBounds } from '../../../domain/settings/bounds.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { RightsWords } from '../../../locale/fr/rights.ts'
import { Field, SelectField } from '../../components/field.tsx'
import { Button, ButtonLink, Panel, Row, Rows, Say } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useFromState, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { Faults } from './faults.tsx'
import { NumberField } from './number-field.tsx'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { useFoundAxes } from './use-catalogue-lists.ts'
import type { Section } from './use-section.ts'

/** Where a limit begins that there was not, and days where no right says how many. */
const [firstLimit, usualDays] = [10, 21]

export const RightsEditor = ({ section }: { readonly section: Section }) => {
  const { draft, base, change, faults } = section
  const words = useWords(rightsWords)
  const format = useFormats()
  const found = useFoundAxes()
  const axes = useMemo(() => rightAxes(found, draft), [found, draft])
  const [cell, setCell] = useState({ category: others, documentType: others })
  const { category, documentType } = cell
  const inUse = rightAt(draft, cell)
  const right: LoanRight = {
    ...{ maximum: undefined, newReleaseMaximum: undefined, maximumPerOrder: undefined, durationDays: usualDays },
    ...inUse,
    ...cell,
  }
  const before = rightAt(base, cell)
  const refused = useRefused(base)
  const refusals = refused.get(keyOfCell(cell)) ?? 0
  const nameOf = (one: string): string => (one === others ? words.others : one)
  const typeOf = (one: string): string => (one === others ? words.allTypes : one)
  const unseen = [...axes.categories.unseen, ...axes.types.unseen]
  const limit = (
    label: string,
    value: number | undefined,
    was: number | undefined,
    bounds: Bounds,
    write: (n: number | undefined) => void,
  ) => <Limit words={words} label={label} value={value} was={was} bounds={bounds} onChange={write} />
  return (
    <>
      <Matrix section={section} words={words} axes={axes} refused={refused} chosen={cell} onChoose={setCell} />
      {unseen.length === 0 ? null : (
        <div class={styles.add}>
          <Say sign="unknown" sentence={words.seen(format.list(unseen))} />
          <Button onPress={() => change(seeAxes(draft, axes))}>{words.see}</Button>
        </div>
      )}
      <div class={styles.add}>
        <div class={styles.line}>
          <SelectField
            label={words.category}
            value={category}
            choices={axes.categories.all}
            say={nameOf}
            onChoose={(one = others) => setCell({ ...cell, category: one })}
          />
          <SelectField
            label={words.type}
            value={documentType}
            choices={axes.types.all}
            say={typeOf}
            onChoose={(one = others) => setCell({ ...cell, documentType: one })}
          />
        </div>
      </div>
      <p class={styles.sentence}>
        <Sentence
          template={words.sentence(nameOf(category), typeOf(documentType))}
          figure={(name) => {
            if (name === 'durationDays')
              return (
                <NumberField
                  bounds={rightBounds.durationDays}
                  label={words.labels.durationDays}
                  value={right.durationDays}
                  original={before?.durationDays ?? usualDays}
                  faultId={isWithin(rightBounds.durationDays, right.durationDays) ? undefined : 'right-fault'}
                  onChange={(n) => change(changeRight(draft, { ...right, durationDays: n }))}
                />
              )
            const member = name === 'maximum' || name === 'newReleaseMaximum' ? name : 'maximumPerOrder'
            return limit(words.labels[member], right[member], before?.[member], rightBounds.maximum, (n) =>
              change(changeRight(draft, { ...right, [member]: n })),
            )
          }}
        />
      </p>
      <p class={styles.sentence}>
        <Sentence
          template={words.totalSentence(nameOf(category))}
          figure={() =>
            limit(words.labels.total, draft.totalMaximums[category], base.totalMaximums[category], totalBounds, (n) => {
              const { [category]: _, ...rest } = draft.totalMaximums
              change({ ...draft, totalMaximums: n === undefined ? rest : { ...rest, [category]: n } })
            })
          }
        />
      </p>
      {refusals === 0 ? null : (
        <div class={styles.fault}>
          <Say
            sign="warn"
            sentence={words.refused(refusals)}
            nextStep={words.refusedSay}
            actions={<ButtonLink href={hrefOf('operations')}>{words.refusedWhich}</ButtonLink>}
          />
        </div>
      )}
      <Faults id="right-fault" said={faults.length === 0 ? [] : [words.fault]} />
      {ownRight(draft, cell) === undefined || (category === others && documentType === others) ? null : (
        <div class={styles.add}>
          <Button icon="undo" onPress={() => change(inheritRight(draft, cell))}>
            {words.inherit}
          </Button>
        </div>
      )}
    </>
  )
}

/** What the ILS refused, by the cell that let it pass: read on line, and nothing of it kept. */
const useRefused = (settings: Settings): ReadonlyMap<string, number> => {
  const { management } = useDesk()
  const { link } = useSnapshot()
  const [answered, setAnswered] = useState<readonly AnsweredMovement[]>([])
  useEffect(() => {
    void management.lookAtIls().then((result) => setAnswered(result.kind === 'done' ? (result.value?.open ?? []) : []))
  }, [link.kind])
  return useFromState((state) => refusedCells(state, settings, answered), settings, answered)
}

interface LimitProps {
  readonly words: RightsWords
  readonly label: string
  readonly value: number | undefined
  readonly was: number | undefined
  readonly bounds: Bounds
  readonly onChange: (n: number | undefined) => void
}

/** A number, or no limit: each becomes the other by a button. */
const Limit = ({ words, label, value, was, bounds, onChange }: LimitProps) =>
  value === undefined ? (
    <Button label={words.setLimit(label)} onPress={() => onChange(was ?? firstLimit)}>
      {words.unlimited}
    </Button>
  ) : (
    <span class={styles.keep}>
      <NumberField
        bounds={bounds}
        label={label}
        value={value}
        original={was ?? firstLimit}
        faultId={isWithin(bounds, value) ? undefined : 'right-fault'}
        onChange={onChange}
      />
      <Button look="quiet" icon="cross" label={words.noLimit(label)} onPress={() => onChange(undefined)} />
    </span>
  )

interface MatrixProps {
  readonly section: Section
  readonly words: RightsWords
  readonly refused: ReadonlyMap<string, number>
  readonly axes: ReturnType<typeof rightAxes>
  readonly chosen: { readonly category: string; readonly documentType: string }
  readonly onChoose: (cell: { readonly category: string; readonly documentType: string }) => void
}

const Matrix = ({ section: { draft }, words, axes: { categories, types }, refused, chosen, onChoose }: MatrixProps) => {
  const mark = (isUnseen: boolean) => (isUnseen ? <small class={styles.fresh}> {words.fresh}</small> : null)
  return (
    <div class={styles.matrix}>
      <table>
        <caption class="sr">{words.matrix}</caption>
        <thead>
          <tr>
            <td />
            {types.all.map((type) => (
              <th key={type} scope="col">
                {type === others ? words.allTypes : type}
                {mark(types.unseen.includes(type))}
              </th>
            ))}
            <th scope="col">{words.total}</th>
          </tr>
        </thead>
        <tbody>
          {categories.all.map((category) => (
            <tr key={category}>
              <th scope="row">
                {category === others ? words.others : category}
                {mark(categories.unseen.includes(category))}
              </th>
              {types.all.map((documentType) => {
                const cell = { category, documentType }
                const right = rightAt(draft, cell)
                const isOwn = ownRight(draft, cell) !== undefined
                const refusals = refused.get(keyOfCell(cell)) ?? 0
                const isChosen = category === chosen.category && documentType === chosen.documentType
                return (
                  <td key={documentType}>
                    <button type="button" class={styles.cell} aria-pressed={isChosen} onClick={() => onChoose(cell)}>
                      {isOwn ? <b>{words.cell(right?.maximum)}</b> : <span>{words.cell(right?.maximum)}</span>}
                      <small>{right === undefined ? '' : words.days(right.durationDays)}</small>
                      {refusals === 0 ? null : <small class={styles.out}>{words.refusals(refusals)}</small>}
                      {isOwn ? null : <span class="sr"> {words.inherited}</span>}
                    </button>
                  </td>
                )
              })}
              <td class={styles.inAll}>{words.cell(draft.totalMaximums[category])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

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

/**
 * « Que peut emporter…? »: the draft tried on somebody invented, or on a card that is scanned, by the judge that the desk asks (SET-14).
 */
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
