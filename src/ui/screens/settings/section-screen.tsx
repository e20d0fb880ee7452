/**
 * One setting, opened: its sentence with its figures as fields, what they change beside, and one gesture that keeps it (SET-1, SET-4).
 * Runs in the browser. Off line, and for who is no manager, the same sentence is text.
 */
import { useEffect, useId, useState } from 'preact/hooks'
import type { PreviewLine } from '../../../domain/preview/preview-section.ts'
import { weeklyKinds } from '../../../domain/preview/preview-weeks.ts'
import type { SectionFault } from '../../../domain/settings/check-section.ts'
import { retentionDefaults } from '../../../domain/settings/default-settings.ts'
import type { SectionName } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { later } from '../../later.tsx'
import { hrefOf } from '../../routes.ts'
import { useFormats } from '../../use-words.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { CodesEditor } from './codes-editor.tsx'
import { ConflictLetter } from './conflict-letter.tsx'
import { DaysEditor } from './days-editor.tsx'
import { Effects, usePreview } from './effects.tsx'
import { HolidayPanel } from './holiday-panel.tsx'
import { IdleNames } from './idle-names.tsx'
import { MessagesEditor } from './messages-editor.tsx'
import { NameEditor } from './name-editor.tsx'
import { NamePreview } from './name-preview.tsx'
import { NewReleases } from './new-releases.tsx'
import { NumberField } from './number-field.tsx'
import { PlacesSimulator } from './places-simulator.tsx'
import { RangesEditor } from './ranges-editor.tsx'
import { readFigure, type SettingsWords, templateOf } from './read-figures.ts'
import { ReadSection } from './read-section.tsx'
import { RightsEditor } from './rights-editor.tsx'
import { RightsWeeks } from './rights-weeks.tsx'
import { type NumberField as NumberOf, numberFields } from './section-pages.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import { ToCall } from './to-call.tsx'
import { TryRights } from './try-rights.tsx'
import { type SaidChange, useSayChanges } from './use-say-changes.ts'
import { type Section, useSection } from './use-section.ts'
import { WalkEditor, WalkToday } from './walk-editor.tsx'
import { WeeksPanel } from './weeks-panel.tsx'

/** With words of their own: a chunk of their own. */
const CallEditor = later(() => import('./call-editor.tsx').then((module) => module.CallEditor))
const PageEditor = later(() => import('./page-editor.tsx').then((module) => module.PageEditor))
const PageMet = later(() => import('./page-met.tsx').then((module) => module.PageMet))

export const sayFault = (words: SettingsWords, label: string, { fault, bounds }: Pick<SectionFault, 'fault' | 'bounds'>) =>
  (fault === 'bounds' || fault === 'signs') && bounds !== undefined
    ? words.faults[fault](label, bounds.from, bounds.to)
    : fault === 'colour'
      ? words.faults.colour(label)
      : words.faults.other(label)

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
  const { words, base, draft, conflict, isManager, isOnline, answer } = section
  const lines = usePreview(name, base, draft)
  const sayChanges = useSayChanges()
  if (conflict !== undefined) return <ConflictLetter name={name} section={section} conflict={conflict} />
  const { title } = words.sections[name]
  const existing: Readonly<Record<string, string>> = words.existing
  const drawn: Readonly<Record<string, string>> = words.drawn
  const isEdited = isManager && isOnline
  const heading = headOf(sayChanges(name, base, draft), numberFields(name, base).length > 0)
  return (
    <>
      <Verdict head={heading ?? title}>{isEdited ? words.notYet : isManager ? words.offline : words.managerOnly}</Verdict>
      <div class={`${styles.halves} ${styles.beside}`}>
        <Panel title={drawn[name] ?? (heading === undefined ? words.asked : title)}>
          {!isEdited ? (
            <>
              <p class={`${styles.sentence} ${styles.plain}`}>
                <Sentence template={templateOf(words, base, name)} figure={(figure) => <b>{readFigure(words, format, base, figure)}</b>} />
              </p>
              <ReadSection name={name} settings={base} words={words} />
            </>
          ) : name === 'name' ? (
            <NameEditor section={section} sayFault={(label, fault) => sayFault(words, label, fault)} />
          ) : name === 'ranges' ? (
            <RangesEditor section={section} />
          ) : name === 'rights' ? (
            <RightsEditor section={section} />
          ) : name === 'walk' ? (
            <WalkEditor section={section} />
          ) : name === 'days' ? (
            <DaysEditor section={section} />
          ) : name === 'codes' ? (
            <CodesEditor section={section} />
          ) : name === 'messages' ? (
            <MessagesEditor section={section} />
          ) : name === 'call' ? (
            <CallEditor section={section} />
          ) : name === 'page' ? (
            <PageEditor section={section} />
          ) : (
            <NumberSentences name={name} section={section} />
          )}
          <Effects lines={lines} words={words} />
          {name === 'newness' ? <NewReleases base={base} draft={draft} words={words} /> : null}
          {name === 'retention' ? <IdleNames base={base} draft={draft} words={words} /> : null}
          <p class="fold">{existing[name]}</p>
        </Panel>
        <div class={styles.side}>
          {name === 'name' ? <NamePreview draft={draft} words={words} /> : null}
          {name === 'ranges' ? <PlacesSimulator lines={lines} draft={draft} words={words} /> : null}
          {name === 'ranges' ? <HolidayPanel settings={base} heldBy={section.isChanged ? words.days.hoursSaved : undefined} /> : null}
          {name === 'ranges' || name === 'days' ? <ToCall lines={lines} words={words} /> : null}
          {weeklyKinds[name] === undefined ? null : <WeeksPanel name={name} base={base} draft={draft} words={words} />}
          {name === 'rights' && isEdited ? <RightsWeeks section={section} /> : null}
          {name === 'walk' ? <WalkToday base={base} draft={draft} /> : null}
          {name === 'page' ? <PageMet settings={draft} /> : null}
          {name === 'rights' && isEdited ? <TryRights section={section} /> : null}
          {isEdited ? <Save name={name} section={section} lines={lines} /> : null}
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

export const NumberSentences = ({ name, section }: { readonly name: SectionName; readonly section: Section }) => {
  const { words, base, draft, faults, told, change } = section
  const format = useFormats()
  const id = useId()
  const fields = numberFields(name, base)
  const labelOf = ({ figure, site }: NumberOf) => (site === undefined ? words.labels[figure] : `${words.labels[figure]} (${site})`)
  const faultOf = ({ at }: NumberOf) => faults.find((fault) => fault.at === at) ?? told.find((fault) => fault.at === at)
  const draw = (field: NumberOf | undefined) =>
    field === undefined ? null : (
      <NumberField
        field={field}
        label={labelOf(field)}
        value={field.read(draft)}
        original={field.read(base)}
        faultId={faultOf(field) === undefined ? undefined : `${id}-${field.at}`}
        words={words}
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
      {fields.map((field) => {
        const fault = faultOf(field)
        if (fault === undefined) return null
        const said = sayFault(words, labelOf(field), { fault: 'bounds', bounds: field.bounds })
        return (
          <div key={field.at} id={`${id}-${field.at}`} class={styles.fault}>
            <Say sign="stop" sentence={said.what} nextStep={said.next} />
          </div>
        )
      })}
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

const Save = ({
  name,
  section,
  lines,
}: {
  readonly name: SectionName
  readonly section: Section
  readonly lines: readonly PreviewLine[]
}) => {
  const { words, base, draft, faults, isChanged, answer } = section
  const [typed, setTyped] = useState('')
  const calls = lines.reduce((sum, line) => (line.kind === 'to-call' ? sum + line.becomes - line.was : sum), 0)
  const sooner = name === 'retention' && faults.length === 0 ? shortened(base, draft) : undefined
  useEffect(() => setTyped(''), [sooner])
  const unavailable = !isChanged
    ? words.nothingChanged
    : faults.length > 0 || section.isUnread
      ? words.mendFirst
      : sooner !== undefined && Number(typed) !== sooner
        ? words.retypeFirst
        : answer.kind === 'working'
          ? words.notYet
          : undefined
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
