/**
 * Beside the sentence, what the draft would have changed in the last four whole weeks (SET-2). Runs in the browser. The weeks are the
 * endpoint's, read on line; off line the last ones that were told.
 */
import { busiestBays, fetchedOn, previewWeeks, type WeeksLine, weeksKinds, weeksSince } from '../../../domain/preview/preview-weeks.ts'
import type { SectionName } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useSnapshot } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import { useLastWeeks } from './use-last-weeks.ts'

interface WeeksPanelProps {
  readonly name: SectionName
  readonly base: Settings
  readonly draft: Settings
  readonly words: SettingsWords
}

export const WeeksPanel = ({ name, base, draft, words }: WeeksPanelProps) => {
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
