/**
 * One hour to choose, with its places; a full one and an urgent one say so, and can be chosen all the same (PHONE-7). Runs in the browser.
 */
import type { OfferedSlot } from '../../../domain/slot/next-free-slots.ts'
import { Icon, Sign } from '../../components/icon.tsx'
import { useDesk, useFormats, useSnapshot } from '../../use-desk.ts'
import styles from './call.module.css'
import type { CallView } from './use-call.ts'

interface PickSlotProps {
  readonly view: CallView
  readonly slot: OfferedSlot
  readonly isChosen: boolean
  /** Said before the hour, where it is not of the day above. */
  readonly day?: string | undefined
  readonly slotRef?: ((element: HTMLElement | null) => void) | undefined
  readonly onChoose: () => void
  /** Enter chooses, and goes on (PHONE-2). */
  readonly onEnter: () => void
}

/** When places were seen last, off line; undefined: as they are. */
export const useSeenAt = (): string | undefined => {
  const desk = useDesk()
  const format = useFormats()
  const { link, baseAt } = useSnapshot()
  return link.kind === 'online' || baseAt === undefined ? undefined : format.time(desk.toLocal(baseAt).time)
}

export const PickSlot = ({ view, slot, isChosen, day, slotRef, onChoose, onEnter }: PickSlotProps) => {
  const { words } = view
  const format = useFormats()
  const { key, free, isUrgent } = slot
  const room = words.places(free)
  const look = [styles.pickslot, isChosen ? styles.on : '', isUrgent ? styles.urgent : '', free < 1 ? styles.full : '']
  return (
    <button
      type="button"
      class={look.filter(Boolean).join(' ')}
      ref={slotRef ?? null}
      aria-pressed={isChosen}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        if (!event.repeat) onEnter()
      }}
    >
      {day === undefined ? <span class="sr">{format.date(key.date)}, </span> : <small>{day}</small>}
      <b>{format.time(key.time)}</b>
      <small>
        {isChosen ? <Icon name="check" /> : isUrgent ? <Sign name="warn" /> : null}
        {isUrgent && free > 0 ? (
          <>
            {words.urgent}
            <span class="sr">, {room}</span>
          </>
        ) : (
          room
        )}
      </small>
    </button>
  )
}

/** The arrows go from one hour to the next, as they do in any group of choices. */
export const moveAmong = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
  const by = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
  if (by === 0) return
  const hours: readonly (EventTarget | null)[] = [...event.currentTarget.querySelectorAll('button[aria-pressed]')]
  const here = hours.indexOf(event.target)
  if (here === -1) return
  event.preventDefault()
  const next = hours[Math.max(0, Math.min(hours.length - 1, here + by))]
  if (next instanceof HTMLElement) next.focus()
}
