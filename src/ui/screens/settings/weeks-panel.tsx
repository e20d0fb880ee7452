/**
 * Beside the sentence, the last four whole weeks: what the draft would have changed in them (SET-2), what the hours of the week met
 * (SET-11), and what left beyond the rights (LOAN-3). Runs in the browser. The endpoint counts, on line; off line the last figures that
 * were told stand.
 */
import type { BeyondRights } from '../../../domain/figures/counted.ts'
import { fewestPersons } from '../../../domain/figures/period.ts'
import { fromMinutes } from '../../../domain/local-date.ts'
import { busiestBays, fetchedOn, previewWeeks, type WeeksLine, weeksKinds, weeksSince } from '../../../domain/preview/preview-weeks.ts'
import { lastWholeWeeks, simulatePreparing } from '../../../domain/preview/simulate-places.ts'
import { type Settings, sectionOf } from '../../../domain/settings/settings.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import { Panel, Row, Rows } from '../../components/parts.tsx'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useWeighed } from './effects.tsx'
import { useLastWeeks } from './use-last-weeks.ts'
import type { OfSection } from './use-section.ts'

export const WeeksPanel = ({ section: { name, base, draft, words } }: Pick<OfSection, 'section'>) => {
  const said = words.weeks
  const format = useFormats()
  const { days, figures } = useLastWeeks()
  const { link } = useSnapshot()
  const kinds = weeksKinds(name, base, draft, days.to)
  const lines = figures === undefined ? [] : previewWeeks(name, base, draft, figures)
  const fetched = figures === undefined ? [] : fetchedOn(figures)
  const busiest = [...busiestBays(figures ?? {})].map(([id, bays]) =>
    said.busiest(format.count(bays), base.sites.length > 1 ? base.sites.find((site) => site.id === id)?.name : undefined),
  )
  const since = figures === undefined ? undefined : weeksSince(name, figures)
  if (kinds.length === 0) return null
  const isAwaited = figures === undefined && link.kind === 'online'
  const sayBy = ({ kind, was, becomes, of }: WeeksLine): string =>
    [
      ...(of === undefined ? [] : [said.of(format.count(of))]),
      was === becomes ? words.preview.same : words.preview.was(format.count(was)),
      ...(kind === 'without-bay' ? busiest : []),
      ...(kind === 'fetched-later' ? fetched.map(([after, piles]) => said.after(after, format.count(piles))) : []),
    ].join(' · ')
  return (
    <Panel
      title={name === 'figures' ? said.months : said.title}
      end={name === 'figures' ? undefined : words.ranges.lastWeeks(format.shortDate(days.from), format.shortDate(days.to))}
    >
      {lines.length === 0 && !isAwaited ? (
        <p class="fold">{figures === undefined ? said.unknown : said.none}</p>
      ) : (
        <Rows label={said.title}>
          {kinds.map((kind) => {
            const line = lines.find((one) => one.kind === kind)
            return (
              <Row
                key={kind}
                where={line === undefined ? (isAwaited ? '…' : format.count(0)) : format.count(line.becomes)}
                what={<span>{said[kind]}</span>}
                by={line === undefined ? (isAwaited ? said.unknown : said.none) : sayBy(line)}
              />
            )
          })}
        </Rows>
      )}
      {since === undefined ? null : <p class="fold">{said.since(format.dayAndMonth(since))}</p>}
    </Panel>
  )
}

/** As many hours as are read at a glance. */
const fullestShown = 4

/** The fullest hours of the week, and the preparers' time for places that are new (SET-11). */
export const PlacesSimulator = ({ section: { draft, words }, lines }: OfSection) => {
  const said = words.ranges
  const format = useFormats()
  const { days, figures, filling } = useLastWeeks()
  const more = lines.reduce((sum, line) => (line.kind === 'week-places' ? line.becomes - line.was : sum), 0)
  const fullest = [...filling].sort((a, b) => b.percent - a.percent).slice(0, fullestShown)
  const preparing = figures === undefined ? undefined : simulatePreparing(more, figures, draft)
  return (
    <Panel title={said.preparing} end={said.lastWeeks(format.shortDate(days.from), format.shortDate(days.to))}>
      {figures === undefined ? (
        <p class="fold">{said.unknown}</p>
      ) : (
        <Rows label={said.preparing}>
          {preparing === undefined ? null : (
            <>
              <Row
                where={said.minutes(preparing.minutes)}
                what={<span>{said.toFind}</span>}
                by={said.how(
                  format.count(preparing.orders),
                  words.decimal(preparing.documentsPerOrder),
                  preparing.seconds,
                  preparing.isMeasured,
                )}
              />
              <Row where={words.hours(preparing.planned)} what={<span>{said.planned}</span>} />
            </>
          )}
          {fullest.map(({ weekday, hour, percent, most }) => (
            <Row
              key={`${weekday} ${hour}`}
              where={said.hour(words.weekdayNames[weekday - 1] ?? '', format.time(fromMinutes(hour * 60)))}
              what={<span>{said.fullSay(percent, most)}</span>}
            />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

const keyOf = (settings: Settings): string => JSON.stringify(sectionOf(settings, 'rights'))

/**
 * What left beyond the matrix with a reason, and how much of it would still need one (LOAN-3). No tablet holds what it is counted from: it
 * is told as a minimum, in which few persons do not show (STAT-4).
 */
export const RightsWeeks = ({ section: { base, draft, faults, words: common } }: Pick<OfSection, 'section'>) => {
  const { management } = useDesk()
  const words = useWords(rightsWords)
  const format = useFormats()
  const days = lastWholeWeeks(useNow().date)
  const drafts = faults.length > 0 ? [base] : [base, draft]
  const told = useWeighed(
    drafts.map((settings) => ({ key: keyOf(settings), ask: () => management.weighRights(sectionOf(settings, 'rights')) })),
  )
  const [was, becomes] = [told.get(keyOf(base)), told.get(keyOf(draft))]
  const said = common.weeks
  const sayAsked = ({ of, asked }: BeyondRights): string => {
    if (of === 0) return format.count(0)
    return asked === 0 ? words.few : words.atLeast(format.count(asked))
  }
  return (
    <Panel title={said.title} end={common.ranges.lastWeeks(format.shortDate(days.from), format.shortDate(days.to))}>
      <Rows label={said.title}>
        <Row
          where={becomes === undefined ? '…' : sayAsked(becomes)}
          what={<span>{words.stillAsked}</span>}
          by={
            was === undefined || becomes === undefined
              ? said.unknown
              : [words.leftBeyond(becomes.of, format.count(becomes.of)), common.preview.was(sayAsked(was))].join(' · ')
          }
        />
      </Rows>
      <p class="fold">{words.fewest(base.fewestPersons ?? fewestPersons)}</p>
      {becomes?.since === undefined || becomes.since <= days.from ? null : (
        <p class="fold">{said.since(format.dayAndMonth(becomes.since))}</p>
      )}
    </Panel>
  )
}
