/**
 * What a scan does during a call: a card says whose it is, a document or a publisher's code adds its title. Runs in the browser.
 * Each is answered to the eye, the ear and the hand; what came to nothing is said until the next one.
 */
import { useEffect, useState } from 'preact/hooks'
import { callInHand, hasRecord } from '../../../domain/call/place-call.ts'
import { toRecordId } from '../../../domain/ids.ts'
import { announce } from '../../announcer.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import { useDesk } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import type { CallView } from './use-call.ts'

/** Answers why the last scan came to nothing; undefined: it did not. */
export const useCallScans = ({ words, call, begin, toggle }: CallView): string | undefined => {
  const desk = useDesk()
  const [refused, setRefused] = useState<string | undefined>(undefined)
  useEffect(() => setRefused(undefined), [call?.orderId, call?.lines.length])

  const answer = (how: ScanAnswer, sentence?: string): void => {
    answerScan(how)
    setRefused(sentence)
    if (sentence !== undefined) announce(sentence)
  }

  useScan(async (scan) => {
    const { calls, state } = desk.snapshot
    const inHand = callInHand(calls)
    const order = scan.kind === 'order' ? [...state.all('order')].find(({ number }) => number === scan.number) : undefined
    const card = scan.kind === 'card' ? scan.card : order?.card
    if (card !== undefined) {
      if (inHand !== undefined && inHand.lines.length > 0 && inHand.card !== card) return answer('refused', words.otherCard)
      answer(inHand?.card === card ? 'already-scanned' : 'accepted')
      if (inHand === undefined || inHand.lines.length === 0) await begin(card, '')
      return
    }
    const wanted = scan.kind === 'item' ? scan.barcode : scan.kind === 'isbn' ? scan.text : undefined
    if (wanted === undefined) return answer('unknown', words.notForCalls)
    if (inHand === undefined) return answer('refused', words.personFirst)
    const found = await desk.searchCatalogue(wanted).catch(() => undefined)
    const record = found?.records[0]
    if (record === undefined) return answer('unknown', words.nothing)
    if (hasRecord(inHand, toRecordId(record.id))) return answer('already-scanned')
    answer('accepted')
    toggle(record)
  })
  return refused
}
