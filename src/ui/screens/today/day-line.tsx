/**
 * The day as a line: one column a slot, one mark an order, stacked as a shelf fills; now, and how far everything is ready.
 * Runs in the browser. On a phone the same list is read downwards, its past folded.
 */
import { type LocalTime, toMinutes } from '../../../domain/local-date.ts'
import {
  answersOfShown,
  type DayProgress,
  type ShownOrder,
  type ShownState,
  type SlotProgress,
  shownStates,
} from '../../../domain/slot/day-progress.ts'
import { todayWords } from '../../../locale/en/today.ts'
import { Each } from '../../components/each.tsx'
import { MarkRow } from '../../components/icon.tsx'
import { markByState } from '../../components/order-mark.tsx'
import { useFormats, useNow, useWords } from '../../use-desk.ts'

/** Beyond this many places a slot's marks are drawn smaller, so that the line keeps its height. */
const roomyPlaces = 6

/** Beyond this many slots a tablet's line has room for the hours only. */
const roomySlots = 20

const countsOf = (orders: readonly ShownOrder[]): readonly (readonly [ShownState, number])[] =>
  shownStates.map((state) => [state, orders.filter((shown) => shown.state === state).length] as const).filter(([, n]) => n > 0)

/** Percents of a range's width that the hour of now takes under it, and the sentence « prêt jusqu’à 15 h 30 »: nearer to an end, they flip. */
const labelWidth = 14
const widestLabel = 20
/** Width of a slot's column to another's: a past range is narrower, its marks are only checks. */
const columnWidths = { past: 0.75, toCome: 1.15 }

const rangesOf = (slots: readonly SlotProgress[]): readonly (readonly SlotProgress[])[] => {
  const ranges: SlotProgress[][] = []
  for (const slot of slots) {
    if (slot.beginsRange || ranges.length === 0) ranges.push([slot])
    else ranges.at(-1)?.push(slot)
  }
  return ranges
}

export const DayLine = ({ progress, onOpen }: { readonly progress: DayProgress; readonly onOpen: (slot: SlotProgress) => void }) => {
  const ranges = rangesOf(progress.slots)
  const columns = ranges
    .map((slots) => `${slots.length * columnWidths[slots.every(({ when }) => when === 'past') ? 'past' : 'toCome']}fr`)
    .join(' ')
  const places = Math.max(0, ...progress.slots.map(({ slot, orders }) => Math.max(slot.capacity, orders.length)))
  return (
    <div
      class={`line ranges${places > roomyPlaces ? ' dense' : ''}${progress.slots.length > roomySlots ? ' long' : ''}`}
      style={{ '--ranges': columns }}
    >
      {ranges.map((slots) => (
        <Range key={slots[0]?.slot.key.time} slots={slots} progress={progress} onOpen={onOpen} />
      ))}
    </div>
  )
}

interface RangeProps {
  readonly slots: readonly SlotProgress[]
  readonly progress: DayProgress
  readonly onOpen: (slot: SlotProgress) => void
}

const Range = ({ slots, progress, onOpen }: RangeProps) => {
  const words = useWords(todayWords)
  const format = useFormats()
  const now = useNow()
  const [first, last] = [slots[0], slots.at(-1)]
  if (first === undefined || last === undefined) return null
  const isPast = last.when === 'past'
  // A phone keeps the last past slot in sight; those before are one line.
  const old = slots.filter((slot, n) => slot.when === 'past' && (isPast || slots[n + 1]?.when === 'past'))
  const oldEnd = old.at(-1)?.slot.endsAt
  /** Percent of the range's width, each slot being one column whatever its minutes; undefined outside the range. */
  const place = (time: LocalTime): number | undefined => {
    const n = slots.findIndex(({ slot }) => slot.key.time <= time && time < slot.endsAt)
    const slot = slots[n]?.slot
    if (slot === undefined) return undefined
    const begins = toMinutes(slot.key.time)
    return ((n + (toMinutes(time) - begins) / (toMinutes(slot.endsAt) - begins)) / slots.length) * 100
  }
  const nowAt = place(now.time)
  const untilAt = progress.unpreparedFrom === undefined ? undefined : place(progress.unpreparedFrom)
  const isBehind = nowAt !== undefined && untilAt !== undefined && untilAt <= nowAt
  // Ahead, the hour stands before its line and « prêt jusqu'à » after its own; behind, the other way round, and near the range's beginning
  // both on the hour's line, one on each side: they never meet.
  const isAfterNow = isBehind && untilAt < widestLabel
  const nowFlips = nowAt !== undefined && (isBehind && !isAfterNow ? nowAt < 100 - labelWidth : nowAt < labelWidth)
  const untilFlips = untilAt !== undefined && (isBehind || untilAt > 100 - widestLabel)
  // Too near a label on the same side: the sentence above says it.
  const isMute = nowFlips && (isBehind ? isAfterNow : untilAt !== undefined && untilAt - nowAt < labelWidth)
  const until = isMute ? null : <span>{words.readyUntil(format.time(progress.unpreparedFrom ?? first.slot.key.time))}</span>
  return (
    <ol
      class={isPast ? 'range over-past' : 'range'}
      aria-label={words.range(format.time(first.slot.key.time), format.time(last.slot.endsAt))}
      style={{ '--n': slots.length }}
    >
      {old.length === 0 || oldEnd === undefined ? null : (
        <li class="folded">
          <b>{format.time(first.slot.key.time)}</b>
          <span>
            {words.foldedUntil(
              countsOf(old.flatMap(({ orders }) => orders))
                .map(([state, n]) => `${n}\u00a0${words.states[state](n)}`)
                .join(', '),
              format.time(oldEnd),
            )}
          </span>
        </li>
      )}
      <Each of={slots} by={({ slot }) => format.time(slot.key.time)}>
        {(slot, n) => <SlotColumn key={slot.slot.key.time} progress={slot} isFirst={n === 0} isOld={old.includes(slot)} onOpen={onOpen} />}
      </Each>
      {nowAt === undefined ? null : (
        <li class={nowFlips ? 'now-line flip' : 'now-line'} style={{ left: `${nowAt}%` }} aria-hidden="true">
          <span>{format.time(now.time)}</span>
        </li>
      )}
      {nowAt === undefined || untilAt === undefined ? null : (
        <li
          class={isBehind ? 'lead behind' : 'lead'}
          style={{ left: `${Math.min(nowAt, untilAt)}%`, width: `${Math.abs(untilAt - nowAt)}%` }}
          aria-hidden="true"
        >
          {isAfterNow ? until : null}
        </li>
      )}
      {untilAt === undefined ? null : (
        <li
          class={`until${untilFlips ? ' flip' : ''}${(progress.unpreparedFrom ?? now.time) < now.time ? ' behind' : ''}`}
          style={{ left: `${untilAt}%` }}
          aria-hidden="true"
        >
          {isAfterNow ? null : until}
        </li>
      )}
    </ol>
  )
}

interface SlotColumnProps {
  readonly progress: SlotProgress
  readonly isFirst: boolean
  readonly isOld: boolean
  readonly onOpen: (slot: SlotProgress) => void
}

const SlotColumn = ({ progress: { slot, orders, when }, progress, isFirst, isOld, onOpen }: SlotColumnProps) => {
  const words = useWords(todayWords)
  const format = useFormats()
  const { time } = slot.key
  const counting = orders.filter(({ state }) => answersOfShown(state).countsInSlot).length
  const over = Math.max(0, counting - slot.capacity)
  const marks = orders.map(({ state }) => markByState[state])
  const fitting = orders.length - over
  const places = Array<'free'>(when === 'past' ? 0 : Math.max(0, slot.capacity - orders.length)).fill('free')
  const counts = countsOf(orders)
    .map(([state, n]) => `${n}\u00a0${words.states[state](n)}`)
    .join(', ')
  const fill = over > 0 ? words.over(over) : counting >= slot.capacity ? words.full : words.free(slot.capacity - counting)
  const className = [
    'slot',
    time.endsWith(':00') || isFirst ? 'hour' : '',
    when === 'coming' ? '' : when,
    isOld ? 'old' : '',
    over > 0 ? 'over' : counting === slot.capacity ? 'full' : '',
  ]
  return (
    <li class={className.filter(Boolean).join(' ')}>
      <button
        type="button"
        aria-label={words.slotLabel(format.time(time), counting, slot.capacity, counts)}
        onClick={() => onOpen(progress)}
      >
        <span class="slot-time">
          <span>{format.time(time)}</span>
          <small aria-hidden="true">{format.quarter(time)}</small>
        </span>
        <MarkRow names={[...marks.slice(0, fitting), ...(over > 0 ? ['lid' as const] : []), ...marks.slice(fitting), ...places]} />
        <span class="slot-fill">{fill}</span>
      </button>
      {over > 0 ? (
        <span class="over-say hide-s" aria-hidden="true">
          {fill}
        </span>
      ) : null}
    </li>
  )
}
