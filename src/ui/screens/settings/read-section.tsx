/**
 * What a section's sentence sums up, line by line, for whoever reads and does not change it: the hours of each day, the days apart, each loan
 * right, the stations of the walk (SET-1). Runs in the browser, off line too. Here are no fields: all of it is text.
 */
import type { ComponentChildren } from 'preact'
import { others } from '../../../domain/loan-right/change-rights.ts'
import type { SectionName } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { daysToCome } from '../../../domain/slot/holidays-to-decide.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import { breakDate } from '../../break-date.ts'
import { Row, Rows } from '../../components/panel.tsx'
import { useNow } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'

interface Line {
  readonly where: string
  readonly what: ComponentChildren
  readonly by?: string | undefined
}

const useLines = (name: SectionName, settings: Settings, words: SettingsWords): readonly Line[] => {
  const format = useFormats()
  const said = useWords(rightsWords)
  const { date: today } = useNow()
  const siteOf = (id: string): string | undefined =>
    settings.sites.length < 2 ? undefined : settings.sites.find((site) => site.id === id)?.name
  const hours = ({ from, to }: { readonly from: string; readonly to: string }): string =>
    words.days.range(format.time(from as never), format.time(to as never))
  if (name === 'ranges')
    return settings.openingRanges
      .filter(({ validUntil }) => validUntil === undefined || validUntil > today)
      .sort((a, b) => a.weekday - b.weekday || (a.from < b.from ? -1 : 1))
      .map((range) => ({
        where: words.weekdayNames[range.weekday - 1] ?? '',
        what: [
          siteOf(range.siteId),
          hours(range),
          range.validFrom === undefined ? undefined : words.ranges.since(format.dayAndMonth(range.validFrom)),
          range.validUntil === undefined ? undefined : words.ranges.until(format.dayAndMonth(range.validUntil)),
        ]
          .filter((part) => part !== undefined)
          .join(', '),
        by: words.ranges.sentence.replace('{intervalMinutes}', String(range.intervalMinutes)).replace('{capacity}', String(range.capacity)),
      }))
  if (name === 'days')
    return daysToCome(settings, today).map(({ date, siteId, ranges }) => ({
      where: breakDate(format.shortDate(date)),
      what: [siteOf(siteId), words.days.said(ranges.map(hours))].filter((part) => part !== undefined).join(', '),
    }))
  if (name === 'walk') return settings.zones.map((zone, n) => ({ where: String(n + 1), what: zone.name, by: zone.locations.join(' · ') }))
  if (name !== 'rights') return []
  const nameOf = (category: string): string => (category === others ? said.others : category)
  return [
    ...settings.loanRights.map((right) => ({
      where: nameOf(right.category),
      what: right.documentType === others ? said.allTypes : right.documentType,
      by: said.read(right),
    })),
    ...Object.entries(settings.totalMaximums).map(([category, most]) => ({
      where: nameOf(category),
      what: said.total,
      by: said.documents(most),
    })),
  ]
}

interface ReadSectionProps {
  readonly name: SectionName
  readonly settings: Settings
  readonly words: SettingsWords
}

export const ReadSection = ({ name, settings, words }: ReadSectionProps) => {
  const lines = useLines(name, settings, words)
  return lines.length === 0 ? null : (
    <div class={styles.lines}>
      <Rows label={words.sections[name].title}>
        {lines.map(({ where, what, by }, n) => (
          <Row key={n} where={where} what={<span>{what}</span>} by={by} />
        ))}
      </Rows>
    </div>
  )
}
