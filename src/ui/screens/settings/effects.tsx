/**
 * Beside the sentence, what it changes here and now, each line a figure of the desk's own (SET-2). Runs in the browser.
 * Read off line too: it is computed from what is on this tablet.
 */
import { useMemo } from 'preact/hooks'
import type { LocalDate } from '../../../domain/local-date.ts'
import { type PreviewLine, previewFrom } from '../../../domain/preview/preview-section.ts'
import type { SectionName } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import type { Formats } from '../../../locale/formats.ts'
import { Row, Rows } from '../../components/panel.tsx'
import { useDesk, useFromState, useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'

/** Both sides of a line, written. */
export const sayPreview = (
  words: SettingsWords,
  format: Formats,
  line: PreviewLine,
): { readonly was: string; readonly becomes: string } => {
  const slot = (key: SlotKey | undefined) =>
    key === undefined ? words.preview.none : `${format.dayOfWeek(key.date)} ${format.time(key.time)}`
  const day = (date: LocalDate | undefined) => (date === undefined ? words.preview.atOnce : format.dayOfWeek(date))
  if (line.kind === 'next-slot') return { was: slot(line.was), becomes: slot(line.becomes) }
  if (line.kind === 'rests-until') return { was: day(line.was), becomes: day(line.becomes) }
  if (line.kind === 'week-minutes') return { was: words.hours(line.was), becomes: words.hours(line.becomes) }
  if (line.kind === 'cards-read' || line.kind === 'items-read')
    return { was: words.ranges.percent(line.was), becomes: words.ranges.percent(line.becomes) }
  return { was: format.count(line.was), becomes: format.count(line.becomes) }
}

/** What a line counts, in the singular where the figure is one. */
export const sayPreviewed = (words: SettingsWords, { kind, becomes }: PreviewLine): string => {
  const ofOne: Readonly<Record<string, string>> = words.previewOne
  return (typeof becomes === 'number' && words.isOne(becomes) ? ofOne[kind] : undefined) ?? words.preview[kind]
}

/** What the section would change: for all of its screen, computed once a draft, and again when the rows or the minute change. */
export const usePreview = (name: SectionName, base: Settings, draft: Settings): readonly PreviewLine[] => {
  const preview = usePreviewOf(name, base)
  return useMemo(() => preview(draft), [preview, draft])
}

/** The same, of any draft. */
export const usePreviewOf = (name: SectionName, base: Settings): ((draft: Settings) => readonly PreviewLine[]) => {
  const { toLocal } = useDesk()
  const now = useNow()
  return useFromState((state) => previewFrom(name, base, { state, now, toLocal }), name, base, now.date, now.time)
}

export const Effects = ({ lines, words }: { readonly lines: readonly PreviewLine[]; readonly words: SettingsWords }) => {
  const format = useFormats()
  if (lines.length === 0) return null
  return (
    <div class={styles.effects}>
      <Rows label={words.preview.title}>
        {lines.map((line) => {
          const { was, becomes } = sayPreview(words, format, line)
          const by = was === becomes ? words.preview.same : words.preview.was(was)
          return <Row key={line.kind} where={becomes} what={<span>{sayPreviewed(words, line)}</span>} by={by} />
        })}
      </Rows>
    </div>
  )
}
