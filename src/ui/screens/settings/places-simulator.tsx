/**
 * What the hours of the week meet and ask for (SET-11): the fullest hours of the last four whole weeks, and the preparers' time for places
 * that are new. Runs in the browser. The figures are the endpoint's, read on line; off line the last ones that were told.
 */
import { fromMinutes } from '../../../domain/local-date.ts'
import type { PreviewLine } from '../../../domain/preview/preview-section.ts'
import { simulatePreparing } from '../../../domain/preview/simulate-places.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import { useLastWeeks } from './use-last-weeks.ts'

/** As many hours as are read at a glance. */
const fullestShown = 4

interface PlacesSimulatorProps {
  readonly lines: readonly PreviewLine[]
  readonly draft: Settings
  readonly words: SettingsWords
}

export const PlacesSimulator = ({ lines, draft, words }: PlacesSimulatorProps) => {
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
