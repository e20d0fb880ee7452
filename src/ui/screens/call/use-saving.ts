/**
 * From what was said to an order: judged before it is saved, with one reason for all that goes beyond what is given. Runs in the browser.
 */
import { useRef, useState } from 'preact/hooks'
import type { Call } from '../../../domain/call/call.ts'
import { changeOrder, placeCall } from '../../../domain/call/place-call.ts'
import type { OrderId } from '../../../domain/ids.ts'
import { undoChange } from '../../../domain/order/ask-change.ts'
import type { ChangeLines } from '../../../domain/order/change-lines.ts'
import { accept } from '../../../domain/result.ts'
import { isOrderLimit, judgePlacing } from '../../../domain/slot/judge-placing.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { callWords } from '../../../locale/en/call.ts'
import { announce } from '../../announcer.ts'
import { labelPaper } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useLanguage, useWords } from '../../use-words.ts'
import type { SaidRights } from './use-rights.ts'

/** « mercredi 25 novembre à 10 h 15 » */
export const useSayWhen = (): ((slot: SlotKey) => string) => {
  const words = useWords(callWords)
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
  /** Where it is collected, whatever the tablet shows by then; undefined where there is one place. */
  readonly place: string | undefined
  /** Of a new order: what to tell the caller, for whether a message follows (PHONE-11). */
  readonly next: string
  /** What takes it back, of an order that was changed; undefined of a new one, which its sheet cancels. */
  readonly undo: ChangeLines | undefined
  readonly isUndone?: boolean
}

export const useSaving = (call: Call | undefined, rights: SaidRights, once: Once) => {
  const desk = useDesk()
  const words = useWords(callWords)
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
      const changed = changeOrder(call, overrideReason)
      const target = changed && state.get('order', changed.orderId)
      const placed = changed === undefined ? placeCall(call, settings, { now, note, overrideReason }) : undefined
      const request = changed ?? placed
      if (request === undefined) return
      const judged = placed === undefined ? accept(undefined) : judgePlacing(state, placed, now)
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
      const slot = target?.slot ?? call.slot
      const when = slot === undefined ? '' : sayWhen(slot)
      const place = settings.sites.length > 1 ? settings.sites.find(({ id }) => id === slot?.siteId)?.name : undefined
      const number = target?.number ?? call.number
      const paper = call.lines.map((line) =>
        line.kind === 'wish' ? words.wishLine(words.wishFor(line.text, line.count ?? 1)) : line.title,
      )
      // Where mails leave, none leaves to a card that nobody here knows.
      const known = call.card === undefined ? undefined : state.get('patron', call.card)?.reachable
      const reachable = isUnknown && settings.sendsMail === true ? 'no' : known
      const isUnreached = reachable === 'no' || reachable === 'refused'
      const isFollowed = reachable === 'yes' && settings.sendsMail === true && settings.messagesOff?.includes('received') !== true
      const sayNext = isUnreached ? words.savedUnreached[reachable] : isFollowed ? words.savedFollows : words.savedNext
      const next = sayNext(number)
      const said = changed === undefined ? `${words.saved(number, when)}. ${next}` : words.changed(number)
      const result = await act(request, said, [words.writeDown(number, call.card ?? '', when), ...paper])
      if (result.kind !== 'saved') return
      setBeyond(undefined)
      setSaved({ orderId: request.orderId, number, when, place, next, undo: changed && undoChange(changed) })
      // Should the disk refuse, the draft goes by itself: it is an order by now.
      await desk.keepCall(call.orderId, undefined).catch(() => undefined)
    })

  return {
    save,
    saved,
    undo: (done: Saved): Promise<void> =>
      once(async () => {
        if (done.undo === undefined) return
        const result = await act(done.undo, words.undone(done.number))
        if (result.kind === 'saved') setSaved({ ...done, isUndone: true })
      }),
    /** PHONE-11: for who stands at the desk; no name, as paper is left on tables. */
    printSlip: async ({ number, when, place }: Saved): Promise<void> => {
      if (settings === undefined) return
      const { Receipt } = await import('../handover/receipt.tsx')
      const { libraryName: library, serviceName: service } = settings
      const due = place === undefined ? when : `${when}, ${place}`
      print(Receipt({ paper: labelPaper.value, library, service, title: words.slipTitle, lines: [{ key: number, title: number, due }] }))
    },
    beyond,
    keepWithin: () => setBeyond(undefined),
    /** Another call begins. */
    forget: () => {
      setSaved(undefined)
      setBeyond(undefined)
    },
  }
}
