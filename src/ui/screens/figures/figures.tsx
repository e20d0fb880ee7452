/**
 * Chiffres: the year's questions, each with the sentence that answers it, its picture and its table. Runs in the browser. Everybody reads;
 * on line, for the counters are the endpoint's, and off line what it told last.
 */
import { useRef, useState } from 'preact/hooks'
import { compare } from '../../../domain/figures/compare.ts'
import type { Figures } from '../../../domain/figures/figures.ts'
import { Button, ButtonLink, Say, Verdict } from '../../components/parts.tsx'
import { later } from '../../later.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk } from '../../use-desk.ts'
import styles from './figures.module.css'
import { ForWhom, HowLong, HowMany, HowManyPatrons, Rest, When } from './questions.tsx'
import { mostOrders, useSayFigures } from './say-figures.ts'
import { useFigures, usePeriod } from './use-figures.ts'

const AnnualReport = later(() => import('./annual-report.tsx').then((module) => module.AnnualReportForm))

const useAnswer = (period: string, compared: string) => {
  const { words, format, count } = useSayFigures()
  return (figures: Figures): { readonly head: string; readonly say: string } => {
    const [now, before] = figures.orders
    if (typeof now !== 'number') return { head: words.headUncounted, say: words.uncounted(period) }
    const difference = compare(now, before)
    const when = figures.isOver ? words.when(period) : words.whenUntil(period, format.dayAndMonth(figures.days.to))
    const beside =
      difference.kind === 'more'
        ? `, ${words.moreThan(count(difference.by), compared)}`
        : difference.kind === 'fewer'
          ? `, ${words.fewerThan(count(difference.by), compared)}`
          : ''
    const most = mostOrders(figures)
    const mostly = most === undefined ? [] : [words.mostly(most.percent, words.csv.key('audiences', most.audience))]
    const uncounted = difference.kind === 'uncounted' ? [words.uncounted(compared)] : []
    const since = figures.since.orders > figures.days.from ? [words.countedSince(format.dayAndMonth(figures.since.orders))] : []
    return { head: words.head(count(now), now), say: [`${when}${beside}.`, ...mostly, ...uncounted, ...since].join(' ') }
  }
}

export const FiguresRoom = ({ part }: { readonly part: string | undefined }) => {
  const { words, format } = useSayFigures()
  const desk = useDesk()
  const { period, before, after, compared, choices } = usePeriod(part)
  const { shown, readAgain } = useFigures(period)
  const [isReporting, setReporting] = useState(false)
  const hasOpened = useRef(false)
  const answer = useAnswer(period, compared)
  const go = (to: string): void => {
    location.hash = hrefOf('management', 'chiffres', to)
  }
  // Nothing stands below the sentence before the first answer, which would push it.
  if (shown.kind === 'reading' && !hasOpened.current) return <Verdict head={words.periodTitle(period)} />
  hasOpened.current = true
  const read = shown.kind === 'read' ? shown.figures : undefined
  const said =
    read !== undefined
      ? answer(read)
      : shown.kind === 'reading'
        ? { head: words.periodTitle(period), say: words.offline.reading }
        : shown.kind === 'unread' && shown.problem === 'unreachable'
          ? words.offline
          : { head: words.periodTitle(period), say: words.offline.refused }
  return (
    <>
      <Verdict head={said.head}>{said.say}</Verdict>
      <div class={styles.period}>
        <ButtonLink icon="left" href={hrefOf('management', 'chiffres', before)} label={words.before} />
        <label class={styles.choose}>
          <span class="sr">{words.choose}</span>
          <select class="btn" value={period} onChange={(event) => go(event.currentTarget.value)}>
            {choices.months.map((month) => (
              <option key={month} value={month}>
                {words.periodTitle(month)}
              </option>
            ))}
            {choices.years.map((year) => (
              <option key={year} value={year}>
                {words.year(year)}
              </option>
            ))}
          </select>
        </label>
        {after === undefined ? null : <ButtonLink icon="right" href={hrefOf('management', 'chiffres', after)} label={words.after} />}
        <span class="soft">{words.compared(compared)}</span>
        {read === undefined ? null : (
          <span class={styles.end}>
            <Button look="primary" onPress={() => setReporting(true)}>
              {words.report}
            </Button>
          </span>
        )}
      </div>
      {isReporting ? <AnnualReport year={period.slice(0, 4)} onClose={() => setReporting(false)} /> : null}
      {shown.kind === 'unread' ? (
        <p>
          <Button onPress={readAgain}>{words.offline.again}</Button>
        </p>
      ) : null}
      {shown.kind === 'read' && shown.isLast ? (
        <Say sign="warn" sentence={words.offline.last(format.time(desk.toLocal(shown.at).time))} />
      ) : null}
      {read === undefined ? null : (
        <section class="panel" aria-label={words.periodTitle(period)}>
          <HowMany figures={read} period={period} />
          <ForWhom figures={read} period={period} />
          <When figures={read} period={period} />
          <HowLong figures={read} period={period} />
          <Rest figures={read} period={period} />
          <HowManyPatrons figures={read} period={period} />
        </section>
      )}
    </>
  )
}
