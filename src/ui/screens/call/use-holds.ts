/**
 * Holds in the ILS for whoever is on the telephone, of titles whose copies are all lent (PHONE-18). Runs in the browser, on line.
 * Each press asks once, and what the ILS answered stays beside the line; one that is placed leaves the order, for nobody has to look for it.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Call, CallLine } from '../../../domain/call/call.ts'
import { callInHand } from '../../../domain/call/place-call.ts'
import type { IlsHoldEnd } from '../../../tablet/desk.ts'
import { announce, useDesk, useSnapshot } from '../../use-desk.ts'
import type { CallView } from './use-call.ts'

type RecordLine = Extract<CallLine, { readonly kind: 'record' }>

/** Of one title of one call. */
interface HoldAsked {
  readonly title: string
  readonly end: IlsHoldEnd['end'] | 'under-way'
  readonly said: string
}

/** What may have been done is not asked again from here. */
const isOver = (asked: HoldAsked | undefined): boolean => asked?.end === 'under-way' || asked?.end === 'unknown' || asked?.end === 'placed'

export const useHolds = (view: CallView, call: Call) => {
  const desk = useDesk()
  const { link } = useSnapshot()
  const isOnline = link.kind === 'online'
  const [isOffered, setOffered] = useState(false)
  const [asked, setAsked] = useState<ReadonlyMap<string, HoldAsked>>(new Map())
  useEffect(() => {
    // Before the first title is chosen: nothing moves under the hand later.
    if (isOnline)
      void desk.management.holdInIls(undefined).then((answer) => setOffered(answer.kind === 'done' && answer.value.end === 'offered'))
  }, [desk, isOnline])
  /** Keys of this call and this card: if the call passes to another patron, the first patron's holds stay out. */
  const ours = `${call.orderId} ${call.card} `
  const keyOf = ({ recordId }: RecordLine): string => `${ours}${recordId}`
  const ofCall = (end: HoldAsked['end']) => [...asked].flatMap(([key, one]) => (one.end === end && key.startsWith(ours) ? [one.title] : []))
  const copyOf = ({ copies }: RecordLine) => copies.find(({ immobility }) => immobility === undefined)
  return {
    mayPlace: (line: RecordLine) =>
      isOffered && isOnline && call.card !== undefined && copyOf(line) !== undefined && !isOver(asked.get(keyOf(line))),
    of: (line: RecordLine) => asked.get(keyOf(line)),
    /** Titles that are on hold now, and in the order no more. */
    placed: ofCall('placed'),
    /** One of this call was asked for, and not answered. */
    isUnderWay: ofCall('under-way').length > 0,
    place: async (line: RecordLine): Promise<void> => {
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
      // As it is kept now: one that was saved, given up or put aside meanwhile, or is another's, is left as it is.
      const kept = callInHand(desk.snapshot.calls)
      if (end === 'placed' && kept?.orderId === call.orderId && kept.card === card) {
        const lines = kept.lines.filter((one) => one.kind !== 'record' || one.recordId !== line.recordId)
        desk.keepCall(kept.orderId, { ...kept, lines }).catch(() => undefined)
        view.keepWithin()
      }
      announce(end === 'placed' ? view.words.hold.placed(line.title) : view.words.hold.ends[end](said))
    },
  }
}
export type Holds = ReturnType<typeof useHolds>
