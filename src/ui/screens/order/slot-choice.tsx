/**
 * A slot to choose: the nearest with room at once, any other by its day. Runs in the browser.
 * Staff are never told no: a full slot says so and can be chosen all the same (SLOT-3).
 */
import { useState } from 'preact/hooks'
import { parseLocalDate } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { nearestFreeSlots, type Slot, slotFilling, slotsOfDay } from '../../../domain/slot/build-slots.ts'
import { isSameSlot, type SlotKey } from '../../../domain/slot/slot.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { DateField } from '../../components/moment-field.tsx'
import { Button } from '../../components/parts.tsx'
import { useFormats, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import styles from './order.module.css'
import { useSayWhen } from './use-order-sheet.ts'

interface NearestSlotsProps {
  readonly order: Order
  /** What the press does, said of a slot: « Déplacer au mardi 24 novembre à 15 h ». */
  readonly name: (when: string) => string
  readonly onChoose: (slot: SlotKey) => void
}

export const NearestSlots = ({ order, name, onChoose }: NearestSlotsProps) => {
  const words = useWords(orderWords)
  const format = useFormats()
  const sayWhen = useSayWhen()
  const settings = useSettings()
  const { state } = useSnapshot()
  const now = useNow()
  if (settings === undefined) return null
  return (
    <div class="actions">
      {nearestFreeSlots(state, settings, order.slot, now).map(({ key }) => {
        const [isToday, time] = [key.date === now.date, format.time(key.time)]
        // Whoever speaks to the tablet says what is written: the same short day is in the button's name.
        const short = words.at(format.shortDate(key.date), time)
        return (
          <Button key={`${key.date}${key.time}`} label={name(isToday ? sayWhen(key) : short)} onPress={() => onChoose(key)}>
            {isToday ? time : short}
          </Button>
        )
      })}
    </div>
  )
}

export const SlotChoice = (props: Parameters<typeof NearestSlots>[0]) => {
  const words = useWords(orderWords)
  const format = useFormats()
  const sayWhen = useSayWhen()
  const settings = useSettings()
  const { state } = useSnapshot()
  const now = useNow()
  const { order, name, onChoose } = props
  const [text, setText] = useState('')
  const day = parseLocalDate(text)
  if (settings === undefined) return null
  const isToCome = ({ key }: Slot): boolean => key.date > now.date || (key.date === now.date && key.time > now.time)
  const slots = day === undefined ? [] : slotsOfDay(settings, order.slot.siteId, day).filter(isToCome)
  return (
    <>
      <p class="small soft">{words.nearest}</p>
      <NearestSlots {...props} />
      <DateField label={words.otherDay} value={text} onInput={setText} />
      {day !== undefined && slots.length === 0 ? <p>{words.closedDay}</p> : null}
      <div class={styles.slots}>
        {slots
          .filter(({ key }) => !isSameSlot(key, order.slot))
          .map(({ key, capacity }) => {
            const free = capacity - slotFilling(state, key)
            const room = free > 0 ? words.free(free) : words.full
            return (
              <Button key={key.time} label={`${name(sayWhen(key))}, ${room}`} onPress={() => onChoose(key)}>
                {format.time(key.time)} <small class="soft">{room}</small>
              </Button>
            )
          })}
      </div>
    </>
  )
}
