/**
 * What the library writes to its patrons, and when: a box for each kind, the times, and the hours in which nothing leaves that can wait
 * (MSG-5, MSG-12). Runs in the browser.
 */
import { useId, useState } from 'preact/hooks'
import { parseLocalTime, type Weekday } from '../../../domain/local-date.ts'
import { messageKinds } from '../../../domain/message/message.ts'
import { messageSetting } from '../../../domain/message/message-times.ts'
import { figureBounds } from '../../../domain/settings/bounds.ts'
import { CheckField } from '../../components/field.tsx'
import { TimeField } from '../../components/moment-field.tsx'
import { Faults } from './faults.tsx'
import { NumberField } from './number-field.tsx'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

type TimeMember = 'reminderTime' | 'noShowTime' | 'quietFrom' | 'quietUntil'
const figures = ['readyDelayMinutes', 'mailsPerHour'] as const
type Figure = (typeof figures)[number]
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

export const MessagesEditor = ({ section }: { readonly section: Section }) => {
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
