/**
 * What each section brings to its screen besides its sentence and its words: what changes it, and what stands beside. Runs in the browser.
 * A section that is a sentence with figures needs no line here for its editor.
 */
import type { ComponentType } from 'preact'
import { useId, useState } from 'preact/hooks'
import { parseLocalTime, type Weekday } from '../../../domain/local-date.ts'
import { messageKinds } from '../../../domain/message/message.ts'
import { messageSetting } from '../../../domain/message/message-times.ts'
import { judgeText } from '../../../domain/scan/judge-text.ts'
import { learnRule, samplesWanted } from '../../../domain/scan/learn-rule.ts'
import { textOfReading } from '../../../domain/scan/text-of-reading.ts'
import { accentTones, contrastOf } from '../../../domain/settings/accent-tones.ts'
import { figureBounds, serviceNameBounds } from '../../../domain/settings/bounds.ts'
import type { SectionName } from '../../../domain/settings/settings.ts'
import { CheckField, Field, Form } from '../../components/field.tsx'
import { TimeField } from '../../components/moment-field.tsx'
import { Button, Say } from '../../components/parts.tsx'
import { later } from '../../later.tsx'
import { announce, useFormats } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { DaysEditor, HolidayPanel } from './days-editor.tsx'
import { IdleNames, NewReleases, ToCall } from './effects.tsx'
import { Faults } from './faults.tsx'
import { NamePreview } from './name-preview.tsx'
import { NumberField } from './number-field.tsx'
import { RangesEditor } from './ranges-editor.tsx'
import { readFigure, type SettingsWords, sayFault } from './read-figures.ts'
import { RightsEditor, TryRights } from './rights-editor.tsx'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import type { OfSection, Section } from './use-section.ts'
import { WalkEditor, WalkToday } from './walk-editor.tsx'
import { PlacesSimulator, RightsWeeks } from './weeks-panel.tsx'

/** What letters on a screen must reach outdoors, at arm's length. */
const readable = 7
const [white, dark] = ['#ffffff', '#1c1b25']
/** The app's own, which a field of colours begins with. */
const ownViolet = '#432c8e'

/**
 * What the service is called and the colour it wears: no colour is refused; beside the one that was asked stands the one that the screens
 * will wear, each with how well it reads (SET-13).
 */
export const NameEditor = ({ section: { words, draft, faults, change } }: { readonly section: Section }) => {
  const id = useId()
  const { serviceName, accentColour } = draft
  const said = faults.filter(({ at }) => at === 'serviceName').map((fault) => sayFault(words, words.labels.serviceName, fault))
  const field = (name: string) =>
    name === 'serviceName' ? (
      <input
        type="text"
        class={`${styles.typed} ${styles.name}`}
        value={serviceName}
        maxLength={serviceNameBounds.to}
        autoComplete="off"
        aria-label={words.labels.serviceName}
        aria-invalid={said.length > 0}
        aria-describedby={said.length > 0 ? id : undefined}
        onInput={({ currentTarget }) => change({ ...draft, serviceName: currentTarget.value })}
      />
    ) : (
      <input
        type="color"
        class={`${styles.typed} ${styles.colour}`}
        value={accentColour ?? ownViolet}
        aria-label={words.labels.accentColour}
        onInput={({ currentTarget }) => change({ ...draft, accentColour: currentTarget.value.toLowerCase() })}
      />
    )
  return (
    <>
      <p class={styles.sentence}>
        <Sentence template={words.sections.name.edit} figure={field} />
      </p>
      <Faults id={id} said={said} />
      {accentColour === undefined ? null : (
        <>
          <Patches words={words} colour={accentColour} />
          <div class={styles.fault}>
            <Button look="quiet" onPress={() => change({ ...draft, accentColour: undefined })}>
              {words.colour.none}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

/** Each colour on the ground where it is worn, with its ratio in words. */
const Patches = ({ words, colour }: { readonly words: SettingsWords; readonly colour: string }) => {
  const patches = [
    { name: words.colour.asked, tone: colour, ground: white },
    { name: words.colour.worn, tone: accentTones(colour, 'light').accent, ground: white },
    { name: words.colour.wornDark, tone: accentTones(colour, 'dark').accent, ground: dark },
  ]
  return (
    <ul class={styles.patches}>
      {patches.map(({ name, tone, ground }) => {
        const ratio = contrastOf(tone, ground)
        return (
          <li key={name}>
            {/* An image of a colour: what it says is written beside. */}
            <svg class={styles.patch} viewBox="0 0 104 72" aria-hidden="true">
              <rect width="104" height="72" fill={tone} />
              <text x="52" y="45" text-anchor="middle" font-size="26" font-weight="700" fill={ground}>
                {words.colour.sample}
              </text>
            </svg>
            <div>
              <b>{name}</b> <span>{tone}</span>
              <span class={styles.ratio}>{words.colour.readable(words.decimal(ratio))}</span>
              <span class="by">{ratio >= readable ? words.colour.everywhere : words.colour.guessed}</span>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

type TimeMember = 'reminderTime' | 'noShowTime' | 'quietFrom' | 'quietUntil'
const figures = ['readyDelayMinutes', 'mailsPerHour'] as const
type Figure = (typeof figures)[number]
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/**
 * What the library writes to its patrons, and when: a box for each kind, the times, and the hours in which nothing leaves that can wait
 * (MSG-5, MSG-12).
 */
const MessagesEditor = ({ section }: { readonly section: Section }) => {
  const { words, base, draft, faults, told, change, setUnread } = section
  const id = useId()
  const [unread, setUnreadTimes] = useState<readonly TimeMember[]>([])
  const own = words.messages
  const off = messageSetting(draft, 'messagesOff')
  const quietDays = messageSetting(draft, 'quietDays')
  const turned = <V,>(list: readonly V[], one: V, isIn: boolean): readonly V[] => [
    ...list.filter((other) => other !== one),
    ...(isIn ? [one] : []),
  ]
  const type = (member: TimeMember, typed: string): void => {
    const time = parseLocalTime(typed)
    const lacking = turned(unread, member, time === undefined)
    setUnreadTimes(lacking)
    setUnread(lacking.length > 0)
    if (time !== undefined) change({ ...draft, [member]: time })
  }
  const timeField = (member: TimeMember) => (
    <TimeField
      label={words.labels[member]}
      value={unread.includes(member) ? '' : messageSetting(draft, member)}
      onInput={(typed) => type(member, typed)}
    />
  )
  const isWrong = (member: Figure): boolean => faults.some(({ at }) => at === member)
  const said = [
    ...figures
      .filter(isWrong)
      .map((member) => words.faults.bounds(words.labels[member], figureBounds[member].from, figureBounds[member].to)),
    ...faults.flatMap(({ at, fault }) =>
      fault === 'quiet' ? [own.quiet(words.labels[at as TimeMember])] : fault === 'all-days' ? [own.allDays] : [],
    ),
    ...told.map(({ at }) => words.faults.other(at)),
  ]
  return (
    <>
      {draft.sendsMail === true ? null : <Faults sign="warn" said={[own.noRelay]} />}
      <div class={styles.add}>
        <fieldset class="options">
          <legend>{own.written}</legend>
          {messageKinds.map((kind) => (
            <CheckField
              key={kind}
              checked={!off.includes(kind)}
              onChange={(isOn) => change({ ...draft, messagesOff: turned(off, kind, !isOn) })}
            >
              {own.kinds[kind]} <span class="by">{own.when[kind]}</span>
            </CheckField>
          ))}
        </fieldset>
      </div>
      {/* MSG-6 */}
      <div class={styles.add}>
        <fieldset class="options">
          <legend>{words.labels.titlesInMail}</legend>
          <CheckField checked={messageSetting(draft, 'titlesInMail')} onChange={(titlesInMail) => change({ ...draft, titlesInMail })}>
            {own.nameTitles} <span class="by">{own.titlesShared}</span>
          </CheckField>
        </fieldset>
      </div>
      <p class={styles.sentence}>
        <Sentence
          template={words.sections.messages.edit}
          figure={(name) => {
            const member = figures.find((one) => one === name)
            return member === undefined ? null : (
              <NumberField
                key={member}
                bounds={figureBounds[member]}
                label={words.labels[member]}
                value={messageSetting(draft, member)}
                original={messageSetting(base, member)}
                faultId={isWrong(member) ? id : undefined}
                onChange={(figure) => change({ ...draft, [member]: figure })}
              />
            )
          }}
        />
      </p>
      <div class={styles.add}>
        <div class={styles.line}>
          {timeField('reminderTime')}
          {timeField('noShowTime')}
        </div>
        <div class={styles.line}>
          {timeField('quietFrom')}
          {timeField('quietUntil')}
        </div>
        <fieldset class="options inline">
          <legend>{words.labels.quietDays}</legend>
          {weekdays.map((day) => (
            <CheckField
              key={day}
              checked={quietDays.includes(day)}
              onChange={(isQuiet) => change({ ...draft, quietDays: [...turned(quietDays, day, isQuiet)].sort() })}
            >
              {words.weekdayNames[day - 1]}
            </CheckField>
          ))}
        </fieldset>
        <p class="soft small">{own.neverHeld}</p>
      </div>
      <Faults id={id} said={said} />
    </>
  )
}

/** Characters of a number that is typed. */
const longestNumber = 80

type Rule = 'cardRule' | 'itemRule'

/** What cards and documents look like, learned from three of each that are scanned, and tried on any code (SET-18). */
const CodesEditor = ({ section: { words, draft, change } }: { readonly section: Section }) => {
  const { codes } = words
  const format = useFormats()
  const [taught, setTaught] = useState<Rule | undefined>(undefined)
  const [samples, setSamples] = useState<readonly string[]>([])
  const [said, setSaid] = useState<string | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const tell = (what: string): void => {
    setSaid(what)
    announce(what)
  }
  const learn = (taughtRule: Rule, all: readonly string[]): void => {
    const rule = learnRule(all)
    if (rule === undefined) {
      setSamples(all)
      tell(codes.of(all.length, samplesWanted))
      return
    }
    change({ ...draft, [taughtRule]: rule })
    setSamples([])
    setTaught(undefined)
    tell(codes.learnt)
  }
  const hear = (text: string): void => {
    if (taught === undefined) tell(codes.would[judgeText(draft, text).kind](text))
    else if (samples.includes(text)) tell(codes.same)
    else learn(taught, [...samples, text])
  }
  useScan((scan) => hear(textOfReading(scan)))
  const teach = (rule: Rule | undefined): void => {
    setTaught(rule)
    setSamples([])
    setSaid(undefined)
  }
  return (
    <>
      <p class={`${styles.sentence} ${styles.plain}`}>
        <Sentence template={words.sections.codes.sentence} figure={(name) => <b>{readFigure(words, format, draft, name)}</b>} />
      </p>
      <div class={styles.add}>
        <div class={styles.line}>
          {(['cardRule', 'itemRule'] as const).map((rule) => (
            <Button key={rule} pressed={taught === rule} onPress={() => teach(taught === rule ? undefined : rule)}>
              {codes.learn[rule]}
            </Button>
          ))}
        </div>
        <h3 class={styles.dayHead}>{taught === undefined ? codes.trial : codes.whose[taught]}</h3>
        <p>{taught === undefined ? codes.trySay : codes.learning[taught]}</p>
        {taught === undefined || samples.length === 0 ? null : <p>{format.list(samples)}</p>}
        {said === undefined ? null : <Say sign={said === codes.learnt ? 'ok' : 'unknown'} sentence={said} />}
        <Form
          class={styles.line}
          onSubmit={() => {
            if (typed.trim() !== '') hear(typed.trim())
            setTyped('')
          }}
        >
          <Field label={codes.typed} value={typed} maxLength={longestNumber} onInput={setTyped} />
          <Button type="submit">{taught === undefined ? codes.trial : codes.take}</Button>
        </Form>
      </div>
    </>
  )
}

/** With words of their own: a chunk of their own. */
const CallEditor = later(() => import('./call-editor.tsx').then((module) => module.CallEditor))
const PageEditor = later(() => import('./page-editor.tsx').then((module) => module.PageEditor))
const PageMet = later(() => import('./page-met.tsx').then((module) => module.PageMet))

interface SectionEditor {
  /** Absent: its figures are fields of its sentence. */
  readonly edit?: ComponentType<Pick<OfSection, 'section'>>
  /** Under what the change makes. */
  readonly under?: ComponentType<Pick<OfSection, 'section'>>
  readonly side?: ComponentType<OfSection>
}

const BesideRanges = ({ section, section: { base, words, isChanged }, lines }: OfSection) => (
  <>
    <PlacesSimulator section={section} lines={lines} />
    <HolidayPanel settings={base} heldBy={isChanged ? words.days.hoursSaved : undefined} />
    <ToCall section={section} lines={lines} />
  </>
)

const BesideRights = ({ section }: OfSection) =>
  section.mayAct ? (
    <>
      <RightsWeeks section={section} />
      <TryRights section={section} />
    </>
  ) : null

export const sectionEditors: Partial<Readonly<Record<SectionName, SectionEditor>>> = {
  name: { edit: NameEditor, side: NamePreview },
  ranges: { edit: RangesEditor, side: BesideRanges },
  days: { edit: DaysEditor, side: ToCall },
  rights: { edit: RightsEditor, side: BesideRights },
  newness: { under: NewReleases },
  messages: { edit: MessagesEditor },
  call: { edit: CallEditor },
  page: { edit: PageEditor, side: PageMet },
  retention: { under: IdleNames },
  walk: { edit: WalkEditor, side: WalkToday },
  codes: { edit: CodesEditor },
}
