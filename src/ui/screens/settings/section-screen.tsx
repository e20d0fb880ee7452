/**
 * One setting, opened: its sentence with its figures as fields, what they change beside, and one gesture that keeps it (SET-1, SET-4).
 * Runs in the browser. Off line, and for who is no manager, the same sentence is text, and below it what it sums up, line by line.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { others } from '../../../domain/loan-right/change-rights.ts'
import { weeklyKinds } from '../../../domain/preview/preview-weeks.ts'
import { retentionDefaults, type SectionName, type Settings } from '../../../domain/settings/settings.ts'
import { daysToCome } from '../../../domain/slot/holidays-to-decide.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import { breakDate } from '../../break-date.ts'
import { Field } from '../../components/field.tsx'
import { Button, ButtonLink, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useFormats, useNow, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { ConflictLetter } from './conflict-letter.tsx'
import { Effects, usePreviewOf } from './effects.tsx'
import { Faults } from './faults.tsx'
import { NumberField } from './number-field.tsx'
import { Overlaps } from './overlaps.tsx'
import { readFigure, templateOf } from './read-figures.ts'
import { sectionEditors } from './section-editors.tsx'
import { type NumberField as NumberOf, numberFields } from './section-pages.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { type SaidChange, useSayChanges } from './use-say-changes.ts'
import { type OfSection, type Section, useSection } from './use-section.ts'
import { WeeksPanel } from './weeks-panel.tsx'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Signs of a heading that stays on the line of the section's name: what is below it does not move under the hand. None on a phone. */
const headSigns = (): number => (matchMedia('(min-width: 64rem)').matches ? 34 : matchMedia('(min-width: 43rem)').matches ? 24 : 0)

/** The one thing that the draft has otherwise, where it is soon said; a figure says by itself what it is of where the section is of numbers. */
const headOf = ([only, ...more]: readonly SaidChange[], isOfNumbers: boolean): string | undefined => {
  const said = only === undefined || more.length > 0 ? undefined : (only.head ?? (only.isFigure && isOfNumbers ? only.said : undefined))
  return said !== undefined && said.length <= headSigns() ? capital(said) : undefined
}

export const SectionScreen = ({ name, current }: { readonly name: SectionName; readonly current: Settings }) => {
  const section = useSection(name, current)
  const format = useFormats()
  const { words, base, draft, faults, conflict, isManager, mayAct, answer } = section
  const preview = usePreviewOf(name, base)
  // While a figure is typed again, what it was is previewed: nothing is counted of half a figure.
  const readable = useRef(draft)
  if (faults.length === 0) readable.current = draft
  const read = readable.current
  const lines = useMemo(() => preview(read), [preview, read])
  const sayChanges = useSayChanges()
  const { edit: Edit = NumberSentences, under: Under, side: Side } = sectionEditors[name] ?? {}
  if (conflict !== undefined) return <ConflictLetter section={section} conflict={conflict} />
  const { title } = words.sections[name]
  const existing: Readonly<Record<string, string>> = words.existing
  const drawn: Readonly<Record<string, string>> = words.drawn
  const heading = faults.length > 0 ? undefined : headOf(sayChanges(name, base, draft), numberFields(name, base).length > 0)
  return (
    <>
      <Verdict head={heading ?? title}>{mayAct ? words.notYet : isManager ? words.offline : words.managerOnly}</Verdict>
      <div class={`${styles.halves} ${styles.beside}`}>
        <Panel title={drawn[name] ?? (heading === undefined ? words.asked : title)}>
          {mayAct ? (
            <Edit section={section} />
          ) : (
            <>
              <p class={`${styles.sentence} ${styles.plain}`}>
                <Sentence template={templateOf(words, base, name)} figure={(figure) => <b>{readFigure(words, format, base, figure)}</b>} />
              </p>
              <ReadSection section={section} />
            </>
          )}
          <Effects lines={lines} words={words} />
          {Under === undefined ? null : <Under section={section} />}
          <p class="fold">{existing[name]}</p>
        </Panel>
        <div class={styles.side}>
          {Side === undefined ? null : <Side section={section} lines={lines} />}
          {weeklyKinds[name] === undefined ? null : <WeeksPanel section={{ ...section, draft: read }} />}
          {mayAct ? <Overlaps section={section} /> : null}
          {mayAct ? <Save section={section} lines={lines} /> : null}
          {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
          {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
          <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
            {words.all}
          </ButtonLink>
        </div>
      </div>
      <PassphraseWindow asked={section.passphrase} />
    </>
  )
}

export const NumberSentences = ({ section }: { readonly section: Section }) => {
  const { name, words, base, draft, faults, told, change } = section
  const format = useFormats()
  const id = useId()
  const fields = numberFields(name, base)
  const labelOf = ({ figure, site }: NumberOf) => (site === undefined ? words.labels[figure] : `${words.labels[figure]} (${site})`)
  const faultOf = ({ at }: NumberOf) => faults.find((fault) => fault.at === at) ?? told.find((fault) => fault.at === at)
  const draw = (field: NumberOf | undefined) =>
    field === undefined ? null : (
      <NumberField
        bounds={field.bounds}
        label={labelOf(field)}
        value={field.read(draft)}
        original={field.read(base)}
        faultId={faultOf(field) === undefined ? undefined : `${id}-${field.at}`}
        onChange={(n) => change(field.write(draft, n))}
      />
    )
  // One sentence says all figures of a section; the bays are a sentence for each site.
  const sentences = name === 'bays' ? fields.map((field) => [field]) : [fields]
  return (
    <>
      {sentences.map((group) => (
        <p class={styles.sentence} key={group[0]?.at}>
          {group[0]?.site === undefined ? null : `${format.lead(group[0].site)} `}
          <Sentence template={words.sections[name].edit} figure={(figure) => draw(group.find((field) => field.figure === figure))} />
        </p>
      ))}
      {fields.filter(faultOf).map((field) => (
        <Faults key={field.at} id={`${id}-${field.at}`} said={[words.faults.bounds(labelOf(field), field.bounds.from, field.bounds.to)]} />
      ))}
    </>
  )
}

/** PRIV-3: what would be erased sooner is typed twice; undefined: nothing would. */
const shortened = (base: Settings, draft: Settings): number | undefined => {
  const sooner = (['keepLoanDays', 'keepNameDays'] as const).find(
    (member) => (draft[member] ?? retentionDefaults[member]) < (base[member] ?? retentionDefaults[member]),
  )
  return sooner === undefined ? undefined : draft[sooner]
}

const Save = ({ section, lines }: OfSection) => {
  const { name, words, base, draft, faults, isChanged, answer } = section
  const [typed, setTyped] = useState('')
  const calls = lines.reduce((sum, line) => (line.kind === 'to-call' ? sum + line.becomes - line.was : sum), 0)
  const sooner = name === 'retention' && faults.length === 0 ? shortened(base, draft) : undefined
  useEffect(() => setTyped(''), [sooner])
  const reasons: readonly (readonly [boolean, string])[] = [
    [section.overlaps.length > 0, words.overlap.first],
    [faults.length > 0, words.mendFirst],
    [section.isUnread, words.readFirst],
    [!isChanged, words.nothingChanged],
    [sooner !== undefined && Number(typed) !== sooner, words.retypeFirst],
    [answer.kind === 'working', words.notYet],
  ]
  const [, unavailable] = reasons.find(([isReason]) => isReason) ?? []
  return (
    <section class={`panel ${styles.save}`} aria-label={words.save}>
      {sooner === undefined ? null : <Field label={words.retype(`${sooner}`)} inputMode="numeric" value={typed} onInput={setTyped} />}
      <Button look="primary" block unavailable={unavailable} onPress={() => void section.save()}>
        {calls > 0 ? words.saveCalling(calls) : words.save}
      </Button>
      {isChanged ? (
        <Button look="quiet" block onPress={section.keep}>
          {words.keep}
        </Button>
      ) : null}
    </section>
  )
}

interface Line {
  readonly where: string
  readonly what: ComponentChildren
  readonly by?: string | undefined
}

/** What the sentence sums up: the hours of each day, the days apart, each loan right, the stations of the walk. */
const useLines = ({ name, base: settings, words }: Section): readonly Line[] => {
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

const ReadSection = ({ section }: { readonly section: Section }) => {
  const lines = useLines(section)
  return lines.length === 0 ? null : (
    <div class={styles.lines}>
      <Rows label={section.words.sections[section.name].title}>
        {lines.map(({ where, what, by }, n) => (
          <Row key={n} where={where} what={<span>{what}</span>} by={by} />
        ))}
      </Rows>
    </div>
  )
}
