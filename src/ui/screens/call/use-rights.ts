/**
 * What the person of a call may still order, in one sentence with its age, and what each title would go beyond (PHONE-3). Runs in the browser.
 */
import type { Call } from '../../../domain/call/call.ts'
import { judgeCall } from '../../../domain/call/judge-call.ts'
import type { LoanRefusal } from '../../../domain/operation/refusal.ts'
import { callWords } from '../../../locale/en/call.ts'
import { useDesk, useFormats, useFromState, useNow, useSettings, useWords } from '../../use-desk.ts'

export const useRights = (call: Call | undefined) => {
  const desk = useDesk()
  const words = useWords(callWords)
  const format = useFormats()
  const settings = useSettings()
  const now = useNow()
  const patron = useFromState((state) => (call?.card === undefined ? undefined : state.get('patron', call.card)), call?.card)
  const judged = useFromState(
    (state) =>
      settings === undefined || patron === undefined || call === undefined ? undefined : judgeCall(state, settings, patron, call, now.date),
    ...[settings, patron, call, now.date],
  )
  // Nothing is known of this person.
  if (judged === undefined || patron === undefined) return { sentence: undefined, isWithin: true, age: '', personal: [], byLine: [] }
  const { rights } = words
  const sayLine = (refusal: LoanRefusal | undefined): string => {
    if (refusal === undefined || refusal.kind === 'patron-blocked' || refusal.kind === 'card-expired') return ''
    return rights.lines[refusal.kind](refusal.counted, refusal.maximum, 'documentType' in refusal ? refusal.documentType : '')
  }
  const { left, newReleases, byLine } = judged
  const news = newReleases.filter((one) => one.left > 0).map((one) => rights.news(one.left, one.documentType))
  const seen = patron.ilsAsOf === undefined ? undefined : desk.toLocal(patron.ilsAsOf)
  const when =
    seen === undefined ? '' : seen.date === now.date ? rights.seenAt(format.time(seen.time)) : rights.seenOn(format.shortDate(seen.date))
  return {
    sentence: left === undefined ? rights.within : left > 0 ? rights.left(left, news) : rights.none,
    isWithin: left === undefined || left > 0,
    age: when === '' ? rights.unseen : rights.seen(when),
    /** A block, a card out of date. */
    personal: [
      ...(patron.blocked === undefined ? [] : [words.blocked(patron.blocked)]),
      ...(patron.expiresOn !== undefined && patron.expiresOn < now.date ? [words.expired(format.date(patron.expiresOn))] : []),
    ],
    /** By line of the call; empty: within the rights. */
    byLine: byLine.map(sayLine),
  }
}
export type SaidRights = ReturnType<typeof useRights>
