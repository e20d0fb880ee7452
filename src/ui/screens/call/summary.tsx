/**
 * « Sa commande »: what was asked, the hour, what is read back to the caller, and the press that saves it. Runs in the browser.
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Call, CallLine } from '../../../domain/call/call.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { addDays } from '../../../domain/local-date.ts'
import type { Order, OrderLine } from '../../../domain/order/order.ts'
import { mostOfWish } from '../../../domain/pull-list/read-wish-number.ts'
import { ownWords } from '../../../domain/settings/settings.ts'
import { capacityOf, slotFilling } from '../../../domain/slot/build-slots.ts'
import { isUrgent } from '../../../domain/slot/judge-placing.ts'
import type { OfferedSlot } from '../../../domain/slot/next-free-slots.ts'
import { isSameSlot, type SlotKey } from '../../../domain/slot/slot.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { callWords } from '../../../locale/en/call.ts'
import { formatsByLanguage } from '../../../locale/formats.ts'
import { Each } from '../../components/each.tsx'
import { Field, SelectField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, Chip } from '../../components/parts.tsx'
import { Ticket } from '../../components/place.tsx'
import { useFormats, useLanguage, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { ReasonForm } from '../order/reason-form.tsx'
import { Abandon } from './abandon.tsx'
import styles from './call.module.css'
import { moveAmong, PickSlot, useSeenAt } from './pick-slot.tsx'
import { Spoken } from './spoken.tsx'
import type { CallView } from './use-call.ts'
import { type Holds, useHolds } from './use-holds.ts'
import type { Steps } from './use-steps.ts'
import { askTitle, type TitleAsked, useSayAvailability } from './use-title-search.ts'

interface Part {
  readonly view: CallView
  readonly steps: Steps
  readonly call: Call
}

interface SummaryProps extends Part {
  readonly asked: TitleAsked
  readonly areDaysShown: boolean
  readonly showDays: (areShown: boolean) => void
}

interface WithHolds {
  readonly holds: Holds
}

export const Summary = (props: SummaryProps) => {
  const { view, call } = props
  const { words } = view
  const holds = useHolds(view, call)
  return (
    <section class={`panel ${styles.right}`} aria-label={words.order}>
      <div class="panel-head">
        <h2>{words.order}</h2>
        <span class={`end ${styles.spoken}`}>
          <Spoken view={view} call={call} /> <Ticket number={view.target?.number ?? call.number} />
        </span>
      </div>
      <Basket {...props} holds={holds} />
      {view.target === undefined ? <When {...props} /> : <Kept view={view} order={view.target} />}
      <ReadBack {...props} />
      <Save {...props} holds={holds} />
    </section>
  )
}

/** How many documents a wish may ask for. */
const counts = Array.from({ length: mostOfWish }, (_, n) => String(n + 1))

const Basket = ({ view, steps, call, asked, showDays, holds }: SummaryProps & WithHolds) => {
  const { words, removeLine, countWish, change, rights } = view
  const sayAvailability = useSayAvailability()
  const { state } = useSnapshot()
  const [isAsked, setAsked] = useState(call.callBackNumber !== '')
  // PHONE-14: who is unknown here is asked for it.
  const isCalledBack = isAsked || call.card === undefined || state.get('patron', call.card) === undefined
  const drawLine = (line: CallLine, n: number) => {
    const title = line.kind === 'wish' ? words.wishLine(line.text) : line.title
    return (
      <li key={`${n} ${title}`} class={line.kind === 'wish' ? styles.wish : undefined}>
        <span>
          {line.kind === 'wish' ? <Icon name="wish" /> : null}
          {title}
        </span>
        {line.kind === 'wish' ? (
          <SelectField
            className={styles.number}
            hideLabel
            label={words.howMany(line.text)}
            value={String(line.count ?? 1)}
            choices={counts}
            say={(count) => words.documents(Number(count))}
            onChoose={(count) => countWish(n, Number(count))}
          />
        ) : null}
        <Button look="quiet" icon="cross" label={words.remove(title)} onPress={() => removeLine(n, title)} />
        {line.kind === 'wish' ? null : (
          <Absent
            view={view}
            record={{ ...line, id: line.recordId, audience: '' }}
            availability={sayAvailability}
            hold={<Hold view={view} line={line} holds={holds} />}
            onInstead={(record) => {
              showDays(false)
              askTitle(asked, '', record)
              steps.go('what')
            }}
          />
        )}
        {rights.byLine[n] ? <Chip sign="warn" tone="warn" words={rights.byLine[n]} /> : null}
      </li>
    )
  }
  return (
    <>
      {call.lines.length === 0 && view.target === undefined ? <p class={styles.note}>{words.empty}</p> : null}
      <ul class={styles.basket} aria-label={words.order}>
        <Each of={view.target?.lines ?? []} by={({ id }) => id}>
          {(line) => <Ordered key={line.id} view={view} line={line} />}
        </Each>
        <Each of={call.lines} by={(line) => (line.kind === 'wish' ? line.text : line.title)}>
          {drawLine}
        </Each>
      </ul>
      {holds.placed.map((title) => (
        <p class={styles.note} key={title}>
          <Icon name="check" /> {words.hold.placed(title)}
        </p>
      ))}
      <div class={styles.callBack}>
        {view.target !== undefined ? null : isCalledBack ? (
          <Field
            label={words.callBackField}
            value={call.callBackNumber}
            maxLength={textLengths.callBackNumber}
            inputMode="tel"
            onInput={(callBackNumber) => change({ callBackNumber })}
          />
        ) : (
          <Button look="quiet" icon="phone" onPress={() => setAsked(true)}>
            {words.callBack}
          </Button>
        )}
      </div>
    </>
  )
}

/** A line of the order that is changed: it stays, or it is taken out by the press that saves. */
const Ordered = ({ view: { words, call, toggleRemoved }, line }: { readonly view: CallView; readonly line: OrderLine }) => {
  const isRemoved = call?.changing?.removes.some(({ id }) => id === line.id) ?? false
  const title = useOrderedTitle()(line)
  return (
    <li>
      <span>
        {line.wanted.kind === 'wish' ? <Icon name="wish" /> : null}
        {isRemoved ? <s>{title}</s> : title}
      </span>
      <Button
        look="quiet"
        icon={isRemoved ? 'undo' : 'cross'}
        label={isRemoved ? words.keepLine(title) : words.remove(title)}
        onPress={() => toggleRemoved(line, title)}
      />
      {isRemoved ? <Chip sign="warn" tone="warn" words={words.willBeRemoved} /> : null}
    </li>
  )
}

const useOrderedTitle = (): ((line: OrderLine) => string) => {
  const { state } = useSnapshot()
  return ({ wanted }) => (wanted.kind === 'wish' ? wanted.text : (state.get('record', wanted.recordId)?.title ?? wanted.recordId))
}

/** The hour stays; the order's sheet moves it. */
const Kept = ({ view: { words, sayWhen }, order }: { readonly view: CallView; readonly order: Order }) => (
  <p class={styles.note}>{words.keepsHour(sayWhen(order.slot))}</p>
)

interface AbsentProps {
  readonly view: CallView
  readonly record: BibliographicRecord
  readonly availability: ReturnType<typeof useSayAvailability>
  /** Where every copy is lent. */
  readonly hold: ComponentChildren
  readonly onInstead: (record: BibliographicRecord) => void
}

/** PHONE-5: no copy can be fetched now; it is looked for all the same, and something like it is a press away. */
const Absent = ({ view: { words }, record, availability, hold, onInstead }: AbsentProps) => {
  const { text, isThere, isStaying = false, isLent } = availability(record)
  if (isThere) return null
  return (
    <div class={styles.absent}>
      <span class="soft">{isStaying ? words.stays(text) : words.lentAnyway(text)}</span>
      {record.author === '' ? null : (
        <Button look="quiet" icon="swap" label={words.insteadOf(record.title)} onPress={() => onInstead(record)}>
          {words.instead}
        </Button>
      )}
      {isLent === true ? hold : null}
    </div>
  )
}

interface HoldProps {
  readonly view: CallView
  readonly line: Extract<Call['lines'][number], { readonly kind: 'record' }>
  readonly holds: Holds
}

/** PHONE-18: a hold in the ILS instead, and what it answered. */
const Hold = ({ view: { words }, line, holds }: HoldProps) => {
  const asked = holds.of(line)
  return (
    <>
      {holds.mayPlace(line) ? (
        <Button look="quiet" icon="server" label={words.hold.placeNamed(line.title)} onPress={() => void holds.place(line)}>
          {words.hold.place}
        </Button>
      ) : null}
      {asked === undefined || asked.end === 'placed' ? null : <span class="soft">{words.hold.ends[asked.end](asked.said)}</span>}
    </>
  )
}

const useDayHead = (words: CallView['words']): ((slot: SlotKey) => string) => {
  const format = useFormats()
  const now = useNow()
  return ({ date }) => {
    if (date === now.date) return words.today(format.dayOfWeek(date))
    return date === addDays(now.date, 1) ? words.tomorrow(format.dayOfWeek(date)) : format.date(date)
  }
}

const When = ({ view, steps, call, areDaysShown, showDays }: SummaryProps) => {
  const { words, next, change } = view
  const { state } = useSnapshot()
  const settings = useSettings()
  const now = useNow()
  const format = useFormats()
  const sayDay = useDayHead(words)
  const seenAt = useSeenAt()
  const { slot } = call
  if (settings === undefined) return null
  const capacity = slot === undefined ? 0 : capacityOf(settings, slot)
  const free = slot === undefined ? 0 : capacity - slotFilling(state, slot)
  const isAmongNext = slot !== undefined && next.some(({ key }) => isSameSlot(key, slot))
  const chosen: OfferedSlot | undefined =
    slot === undefined ? undefined : { key: slot, endsAt: slot.time, capacity, free, isUrgent: isUrgent(settings, slot, now) }
  const shown = chosen === undefined || isAmongNext ? next : [chosen]
  const day = slot ?? next[0]?.key
  const choose = (key: SlotKey): void => change({ slot: key })
  return (
    <div class={styles.when} data-step="when">
      <div class="panel-head">
        <h2>{day === undefined ? words.whichDay : sayDay(day)}</h2>
        <span class="end">
          <Button look="quiet" {...(areDaysShown ? { icon: 'left' as const } : {})} onPress={() => showDays(!areDaysShown)}>
            {areDaysShown ? words.backToTitles : words.otherDay}
          </Button>
        </span>
      </div>
      {day === undefined ? <p class={styles.note}>{words.noSlot}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows are a help beside Tab, which does all. */}
      <div class={shown.length === 1 ? `${styles.slots} ${styles.one}` : styles.slots} onKeyDown={moveAmong}>
        {shown.map((offered, n) => {
          const isChosen = slot !== undefined && isSameSlot(offered.key, slot)
          return (
            <PickSlot
              key={`${offered.key.date} ${offered.key.time}`}
              view={view}
              slot={offered}
              isChosen={isChosen}
              day={offered.key.date === day?.date ? undefined : format.dayOfWeek(offered.key.date)}
              slotRef={isChosen || (slot === undefined && n === 0) ? steps.refOf('when') : undefined}
              onChoose={() => choose(offered.key)}
              onEnter={() => {
                if (!isChosen) choose(offered.key)
                steps.go('save')
              }}
            />
          )
        })}
      </div>
      {chosen === undefined || seenAt === undefined ? null : (
        <p class={`small soft ${styles.seen}`}>{words.placesSeen(chosen.free, seenAt)}</p>
      )}
      {chosen !== undefined && chosen.free < 1 ? <Chip sign="warn" tone="warn" words={words.overfull} /> : null}
      {chosen?.isUrgent === true ? <Chip sign="warn" tone="warn" words={words.urgentSay} /> : null}
    </div>
  )
}

/** Titles loud, wishes as they were said: « a, b et c »; then what the library has said to everybody. */
const ReadBack = ({ view, call }: Part) => {
  const shown = useLanguage()
  const language = call.language ?? shown
  const words = callWords[language]
  const format = formatsByLanguage[language]
  const { aloud } = words
  const titleOf = useOrderedTitle()
  const { target } = view
  const { text: own, lang } = ownWords(language, useSettings()?.callWords)
  const kept = (target?.lines ?? []).filter(({ id }) => !call.changing?.removes.some((removed) => removed.id === id))
  const said = [
    ...kept.map((line) => ({ isWish: line.wanted.kind === 'wish', text: titleOf(line) })),
    ...call.lines.map((line) => ({
      isWish: line.kind === 'wish',
      text: line.kind === 'wish' ? words.wishFor(line.text, line.count ?? 1) : line.title,
    })),
  ]
  const slot = target?.slot ?? call.slot
  if (said.length === 0 || slot === undefined) return null
  return (
    <blockquote class={styles.aloud} lang={language}>
      {aloud.begins}
      {said.map(({ isWish, text }, n) => (
        <span key={n}>
          {n === 0 ? '' : n === said.length - 1 ? aloud.and : ', '}
          {isWish ? text : <b>{text}</b>}
        </span>
      ))}
      {aloud.when}
      {/* Breakable after the weekday: the whole of it is longer than a line. */}
      <b>{words.at(format.date(slot.date), format.time(slot.time)).replace('\u00a0', ' ')}</b>
      {aloud.number}
      <b>{words.spell(target?.number ?? call.number)}</b>
      {aloud.ends}
      {own === '' ? null : (
        <>
          {' '}
          <span lang={lang}>{own}</span>
        </>
      )}
      {aloud.closes}
    </blockquote>
  )
}

const Save = ({ view, steps, call, holds }: Part & WithHolds) => {
  const { words, save, beyond, keepWithin } = view
  const unready = holds.isUnderWay ? words.unready.hold : view.unready
  return (
    <div class={styles.save}>
      {beyond === undefined || holds.isUnderWay ? (
        <div
          onKeyDownCapture={(event) => {
            if (event.key === 'Enter' && event.repeat) event.preventDefault()
          }}
        >
          <Button
            look="primary"
            walking
            block
            buttonRef={steps.refOf('save')}
            unavailable={unready}
            onPress={() => {
              if (steps.isMeant()) void save(undefined)
            }}
          >
            {view.target === undefined ? words.save : words.saveChanges}
          </Button>
        </div>
      ) : (
        <ReasonForm
          say={beyond}
          why={words.beyondWhy}
          reasons={[...(view.rights.personal.length === 0 ? [] : [words.cardReason]), ...words.beyondReasons]}
          confirm={words.beyondConfirm}
          keep={words.beyondKeep}
          onConfirm={save}
          onKeep={keepWithin}
        />
      )}
      {/* What is still missing is read without a pointer over the button. */}
      <p class="small soft">{unready === undefined ? (view.target === undefined ? words.saveSay : words.saveChangesSay) : `${unready}.`}</p>
      <p>
        <Abandon view={view} call={call} />
      </p>
    </div>
  )
}
