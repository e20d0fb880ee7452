/**
 * Holds in the ILS for whoever is on the telephone, of titles whose copies are all lent (PHONE-18). Runs in the browser, on line.
 * Each press asks once, and what the ILS answered stays beside the line; one that is placed leaves the order, for nobody has to look for it.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Call, CallLine } from '../../../domain/call/call.ts'
import type { IlsHoldEnd } from '../../../tablet/desk.ts'
import { announce } from '../../announcer.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import type { CallView } from './use-call.ts'

type RecordLine = Extract<CallLine, { readonly kind: 'record' }>

/** Of one title of one call. */
interface HoldAsked {
  readonly title: string
  readonly end: IlsHoldEnd['end'] | 'under-way'
  readonly said: string
}

export interface Holds {
  readonly mayPlace: (line: RecordLine) => boolean
  readonly of: (line: RecordLine) => HoldAsked | undefined
  /** Titles that are on hold now, and in the order no more. */
  readonly placed: readonly string[]
  readonly place: (line: RecordLine) => Promise<void>
}

/** What may have been done is not asked again from here. */
const isOver = (asked: HoldAsked | undefined): boolean => asked?.end === 'under-way' || asked?.end === 'unknown' || asked?.end === 'placed'

export const useHolds = (view: CallView, call: Call): Holds => {
  const desk = useDesk()
  const { link } = useSnapshot()
  const isOnline = link.kind === 'online'
  const [isOffered, setOffered] = useState(false)
  const [asked, setAsked] = useState<ReadonlyMap<string, HoldAsked>>(new Map())
  const latest = useRef({ view, call })
  latest.current = { view, call }
  useEffect(() => {
    // Before the first title is chosen: nothing moves under the hand later.
    if (isOnline)
      void desk.management.holdInIls(undefined).then((answer) => setOffered(answer.kind === 'done' && answer.value.end === 'offered'))
  }, [desk, isOnline])
  const keyOf = ({ recordId }: RecordLine): string => `${call.orderId} ${recordId}`
  const copyOf = ({ copies }: RecordLine) => copies.find(({ immobility }) => immobility === undefined)
  return {
    mayPlace: (line) => isOffered && isOnline && call.card !== undefined && copyOf(line) !== undefined && !isOver(asked.get(keyOf(line))),
    of: (line) => asked.get(keyOf(line)),
    placed: [...asked].flatMap(([key, { title, end }]) => (end === 'placed' && key.startsWith(`${call.orderId} `) ? [title] : [])),
    place: async (line) => {
      const { card } = call
      const copy = copyOf(line)
      if (card === undefined || copy === undefined) return
      const key = keyOf(line)
      const note = (end: HoldAsked['end'], said = ''): void =>
        setAsked((before) => new Map(before).set(key, { title: line.title, end, said }))
      note('under-way')
      const answer = await desk.management.holdInIls({ card, barcode: copy.barcode })
      // A request that did not come back may have arrived.
      const { end, said } = answer.kind === 'done' ? answer.value : ({ end: 'unknown', said: '' } as const)
      note(end, said)
      const { view: now, call: current } = latest.current
      const at = current.lines.findIndex((one) => one.kind === 'record' && one.recordId === line.recordId)
      if (end === 'placed' && current.orderId === call.orderId && at !== -1) now.removeLine(at, line.title)
      announce(end === 'placed' ? now.words.hold.placed(line.title) : now.words.hold.ends[end](said))
    },
  }
}
