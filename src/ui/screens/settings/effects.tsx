/**
 * Under a section's sentence, what the draft changes, each line a figure (SET-2): what follows here and now from the rows of this tablet,
 * off line too; copies of the catalogue; names that the endpoint counts; and whom a change leaves without a place. Runs in the browser.
 */
import '../../styles/labels.css'
import { useEffect, useState } from 'preact/hooks'
import { isNewRelease } from '../../../domain/loan-right/due-date.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { type PreviewLine, previewFrom } from '../../../domain/preview/preview-section.ts'
import { figureBounds, isWithin } from '../../../domain/settings/bounds.ts'
import { retentionDefaults, type SectionName, type Settings } from '../../../domain/settings/settings.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { ManagementResult } from '../../../tablet/desk.ts'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import { print } from '../../printing/print.tsx'
import { useDesk, useFormats, useFromState, useNaming, useNow, useSnapshot } from '../../use-desk.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'
import { useCatalogueLists } from './use-catalogue-lists.ts'
import type { OfSection } from './use-section.ts'

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

/** What any draft of the section would change: made anew when the rows or the minute change. */
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
          return <Row key={line.kind} where={becomes} what={<span>{sayPreviewed(words, line)}</span>} by={sayWas(words, was, becomes)} />
        })}
      </Rows>
    </div>
  )
}

const sayWas = ({ preview }: SettingsWords, was: string, becomes: string): string => (was === becomes ? preview.same : preview.was(was))

/** A figure that is being typed is asked about once it stands. Milliseconds. */
const standsMs = 400

/**
 * What the endpoint alone can say of a draft: asked on line, once the draft stands for a moment. Answers by key; `ask` is of the draft that
 * its key names.
 */
export const useWeighed = <T,>(drafts: readonly { readonly key: string; readonly ask: () => Promise<ManagementResult<T>> }[]) => {
  const { link } = useSnapshot()
  const [told, setTold] = useState<ReadonlyMap<string, T>>(new Map())
  const asked = drafts.filter(({ key }) => !told.has(key))
  useEffect(() => {
    if (asked.length === 0 || link.kind !== 'online') return
    let isOver = false
    const timer = setTimeout(async () => {
      for (const { key, ask } of asked) {
        const result = await ask()
        if (!isOver && result.kind === 'done') setTold((known) => new Map([...known, [key, result.value]]))
      }
    }, standsMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [asked.map(({ key }) => key).join(), link.kind])
  return told
}

/** How many copies of the whole catalogue are new releases today, each judged as the desk judges it (LOAN-2): off line too. */
export const NewReleases = ({ section: { base, draft, words } }: Pick<OfSection, 'section'>) => {
  const format = useFormats()
  const { date: today } = useNow()
  const { arrivals } = useCatalogueLists()
  const said = words.preview
  const [was = '', becomes = ''] = [base, draft].map((settings) =>
    format.count((arrivals ?? []).reduce((sum, [day, copies]) => sum + (isNewRelease(settings, day, today) ? copies : 0), 0)),
  )
  return (
    <div class={styles.effects}>
      <Rows label={said.arrivals}>
        <Row
          where={arrivals === undefined ? '…' : becomes}
          what={<span>{said.arrivals}</span>}
          by={arrivals === undefined ? said.arrivalsUnread : arrivals.length === 0 ? said.noArrivals : sayWas(words, was, becomes)}
        />
      </Rows>
    </div>
  )
}

const daysOf = ({ keepNameDays = retentionDefaults.keepNameDays }: Settings): number => keepNameDays

/** How many names the coming night would erase (PRIV-3). On line alone: which card was last in use when is told to no tablet. */
export const IdleNames = ({ section: { base, draft, words } }: Pick<OfSection, 'section'>) => {
  const desk = useDesk()
  const format = useFormats()
  const told = useWeighed(
    [daysOf(base), daysOf(draft)]
      .filter((days) => isWithin(figureBounds.keepNameDays, days))
      .map((days) => ({ key: `${days}`, ask: () => desk.management.countIdleNames(days) })),
  )
  const [was, becomes] = [told.get(`${daysOf(base)}`), told.get(`${daysOf(draft)}`)]
  return (
    <div class={styles.effects}>
      <Rows label={words.preview.title}>
        <Row
          where={becomes === undefined ? '…' : format.count(becomes)}
          what={<span>{words.preview.names}</span>}
          by={
            was === undefined || becomes === undefined ? words.preview.namesOnline : sayWas(words, format.count(was), format.count(becomes))
          }
        />
      </Rows>
    </div>
  )
}

/**
 * Whom a change leaves without a place, by name and number, to call and to print (SET-8). Nobody is moved: the list says who is to be
 * asked.
 */
export const ToCall = ({ section: { words }, lines: preview }: OfSection) => {
  const format = useFormats()
  const { patron } = useNaming()
  const people = preview.flatMap((line) => (line.kind === 'to-call' ? line.left : []))
  if (people.length === 0) return null
  const lines = people.map((order) => ({
    id: order.id,
    when: `${format.dayOfWeek(order.slot.date)} ${format.time(order.slot.time)}`,
    // Paper is read on another day: with its month.
    onPaper: `${format.shortDate(order.slot.date)}, ${format.time(order.slot.time)}`,
    who: `${order.number} · ${patron(order.card)}`,
    callBack: order.callBackNumber ?? '',
  }))
  return (
    <Panel
      title={words.toCall}
      end={
        <Button
          look="quiet"
          icon="print"
          onPress={() =>
            print(
              <article class="printed">
                <h1>{words.toCall}</h1>
                <ul>
                  {lines.map(({ id, onPaper, who, callBack }) => (
                    <li key={id}>
                      ☐ {onPaper} · {who} <span class="nowrap">{callBack}</span>
                    </li>
                  ))}
                </ul>
              </article>,
            )
          }
        >
          {words.print}
        </Button>
      }
    >
      <Rows label={words.toCall}>
        {lines.map(({ id, when, who, callBack }) => (
          <Row key={id} where={when} what={<span>{who}</span>} by={callBack || undefined} />
        ))}
      </Rows>
    </Panel>
  )
}
