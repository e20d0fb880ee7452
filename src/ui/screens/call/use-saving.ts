/**
 * From what was said to an order: judged before it is saved, with one reason for all that goes beyond what is given. Runs in the browser.
 */
import { useRef, useState } from 'preact/hooks'
import type { Call } from '../../../domain/call/call.ts'
import { placeCall } from '../../../domain/call/place-call.ts'
import type { OrderId } from '../../../domain/ids.ts'
import { isOrderLimit, judgePlacing } from '../../../domain/slot/judge-placing.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { call as en } from '../../../locale/en/call.ts'
import { call as fr } from '../../../locale/fr/call.ts'
import { announce } from '../../announcer.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useLanguage, useWords } from '../../use-words.ts'
import type { SaidRights } from './use-rights.ts'

/** « mercredi 25 novembre à 10 h 15 » */
export const useSayWhen = (): ((slot: SlotKey) => string) => {
  const words = useWords(fr, en)
  const format = useFormats()
  return ({ date, time }) => words.at(format.date(date), format.time(time))
}

type Once = (work: () => Promise<void>) => Promise<void>

/** One press at a time: two would draw two numbers. */
export const useOnce = (): Once => {
  const isBusy = useRef(false)
  return async (work) => {
    if (isBusy.current) return
    isBusy.current = true
    try {
      await work()
    } finally {
      isBusy.current = false
    }
  }
}

/** What became of the last call. */
export interface Saved {
  readonly orderId: OrderId
  readonly number: string
  readonly when: string
}

export const useSaving = (call: Call | undefined, rights: SaidRights, once: Once) => {
  const desk = useDesk()
  const words = useWords(fr, en)
  const language = useLanguage()
  const naming = useNaming()
  const act = useAct()
  const sayWhen = useSayWhen()
  const settings = useSettings()
  const now = useNow()
  const { state } = useSnapshot()
  const [saved, setSaved] = useState<Saved | undefined>(undefined)
  /** SLOT-5, PHONE-3: why saving needs a reason. */
  const [beyond, setBeyond] = useState<string | undefined>(undefined)

  const save = (overrideReason: string | undefined): Promise<void> =>
    once(async () => {
      if (call === undefined || settings === undefined) return
      const isUnknown = call.card !== undefined && state.get('patron', call.card) === undefined
      const note = isUnknown ? words.unknownNote(call.name.trim()) : ''
      const order = placeCall(call, settings, { now, note, overrideReason })
      if (order === undefined) return
      const judged = judgePlacing(state, order, now)
      const limits = [...rights.personal, ...rights.byLine.filter(Boolean)].map((sentence) => `${sentence}.`)
      if (!judged.ok && isOrderLimit(judged.refusal)) {
        const { sayRefusal } = await import('../../../locale/refusals.ts')
        limits.push(sayRefusal(language, judged.refusal, naming).sentence)
      }
      if (overrideReason === undefined && limits.length > 0) {
        const sentence = [...new Set(limits)].join(' ')
        announce(`${sentence} ${words.beyondWhy}`)
        return setBeyond(sentence)
      }
      const when = sayWhen(order.slot)
      const paper = call.lines.map((line) => (line.kind === 'wish' ? words.wishLine(line.text) : line.title))
      const said = `${words.saved(call.number, when)}. ${words.savedNext(call.number)}`
      const result = await act(order, said, [words.writeDown(call.number, order.card, when), ...paper])
      if (result.kind !== 'saved') return
      setBeyond(undefined)
      setSaved({ orderId: call.orderId, number: call.number, when })
      // Should the disk refuse, the draft goes by itself: it is an order by now.
      await desk.keepCall(call.orderId, undefined).catch(() => undefined)
    })

  return {
    save,
    saved,
    beyond,
    keepWithin: () => setBeyond(undefined),
    /** Another call begins. */
    forget: () => {
      setSaved(undefined)
      setBeyond(undefined)
    },
  }
}
