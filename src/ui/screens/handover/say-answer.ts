/**
 * What the handover says to a scan: the words, the sign, the sound and the vibration of each answer of `takeScan`. Runs in the browser.
 * Each scan is answered once. Where the list itself shows the answer, it is only heard.
 */
import type { HandoverAnswer, Taken } from '../../../domain/handover/take-scan.ts'
import { undoableToday } from '../../../domain/handover/undoable-today.ts'
import type { VisitCount } from '../../../domain/handover/visit.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import { judgeCard } from '../../../domain/loan-right/judge-loan.ts'
import type { Refusal } from '../../../domain/operation/refusal.ts'
import { undoableReturns } from '../../../domain/return/returns-today.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import { type Describing, nameOf, sayWhen } from './describe-found.ts'
import { heard, read, type Said } from './use-answer.ts'

/** « 3 sur 4 », « 3 sur 4 + 1 » with one that no order asked for; without anything prepared, what is in hand. */
export const sayCount = (words: HandoverWords, { scannedLines, preparedLines, documents, added }: VisitCount): string =>
  preparedLines === 0 ? words.countLoose(documents) : words.countOf(scannedLines, preparedLines, added)

/** RET-7: it was taken back here today: when, with the undo. */
const withReturn = ({ state, words, format, now }: Describing, barcode: ItemBarcode, said: Said): Said => {
  const last = undoableReturns(state.get('item', barcode), now.date).at(-1)
  if (last === undefined || said.shown === undefined) return said
  const nextStep = `${words.returnedHere(format.time(last.happened.time))} ${said.shown.nextStep}`
  return { ...said, aloud: `${said.shown.sentence}. ${nextStep}`, shown: { ...said.shown, nextStep, returned: barcode } }
}

/** A document that may not leave: why, and where it belongs. */
const sayStays = (describing: Describing, barcode: ItemBarcode, title: string, refusal: Refusal): Said => {
  const { state, words, naming, language } = describing
  if (refusal.kind !== 'item-of-another-order') {
    const { sentence, nextStep } = sayRefusal(language, refusal, {
      ...naming,
      item: (other) => (other === barcode ? title : naming.item(other)),
    })
    const said = read('stop', words.refused(title), `${sentence} ${nextStep}`, 'refused')
    if (refusal.kind === 'item-in-quarantine') return withReturn(describing, barcode, said)
    return refusal.kind !== 'item-out' || said.shown === undefined ? said : { ...said, shown: { ...said.shown, giveBack: barcode } }
  }
  const { orderId, bays } = refusal
  const slot = state.get('order', orderId)?.slot
  const when = slot === undefined ? '' : sayWhen(describing, slot)
  const number = naming.order(orderId)
  const sentence = words.refusedOther(title)
  const nextStep = bays.length === 0 ? words.refusedOtherNoBay(when, number) : words.refusedOtherSay(when, number)
  const where = bays.length === 0 ? '' : ` ${words.bay(bays.length)} ${bays.join(', ')}`
  return {
    ...heard(`${sentence}. ${nextStep}${where}`, 'refused'),
    shown: { sign: 'stop', sentence, nextStep, bays },
  }
}

const sayOne = (describing: Describing, answer: HandoverAnswer): Said => {
  const { state, words, format, naming, now, language } = describing
  const titleOf = ({ title, barcode }: { readonly title: string | undefined; readonly barcode: ItemBarcode }): string =>
    title ?? words.unknownItem(barcode)
  switch (answer.kind) {
    case 'unrecognised':
      return read('unknown', words.unknownScan(answer.text), words.unknownScanNext, 'unknown')
    case 'isbn':
      return read('unknown', words.isbnScan, words.isbnScanNext, 'unknown')
    case 'time-missing':
      return read('warn', words.afterwardsMissing, words.afterwardsMissingNext, 'refused')
    case 'begun':
      return heard(words.scanFirst, 'accepted')
    case 'choose-order':
      return {
        ...heard(words.chooseOne(nameOf(state, answer.card)), 'accepted'),
        asked: { kind: 'card', card: answer.card },
      }
    case 'no-order':
      return {
        ...heard(`${words.noOrder(nameOf(state, answer.card))}. ${words.noOrderNext}`, 'unknown'),
        asked: { kind: 'card', card: answer.card },
      }
    case 'patron-unknown': {
      const { sentence, nextStep } = sayRefusal(language, { kind: 'patron-unknown', card: answer.card }, naming)
      return answer.isSomebodyHere ? read('stop', sentence, nextStep, 'refused') : read('unknown', sentence, nextStep, 'unknown')
    }
    case 'number-unknown':
      return read('unknown', words.notFoundNumber(answer.text), words.notFoundNext, 'unknown')
    case 'number-found':
      return { ...heard(words.results(answer.text, answer.count), 'unknown'), asked: { kind: 'number', text: answer.text } }
    case 'on-no-pile': {
      const [undo] = undoableToday(state, { barcode: answer.barcode }, now.date)
      const said =
        undo === undefined
          ? read('unknown', words.onNoOrder(titleOf(answer)), words.onNoOrderNext, 'unknown')
          : read('unknown', words.leftToday(titleOf(answer), nameOf(state, undo.card)), words.leftTodayNext, 'unknown')
      if (said.shown === undefined) return said
      const shown = { ...said.shown, record: answer.barcode, ...(undo === undefined ? {} : { undo, giveBack: answer.barcode }) }
      return withReturn(describing, answer.barcode, { ...said, shown })
    }
    case 'same-card':
      return read('ok', words.sameCard, '', 'already-scanned')
    case 'same-order':
      return read('ok', words.sameOrder, '', 'already-scanned')
    case 'other-order':
      return read('stop', words.otherOrderLabel, words.otherOrderLabelNext, 'refused')
    case 'joined': {
      const said = read('warn', words.joined(nameOf(state, answer.card)), answer.hasOrder ? words.joinedNext : words.joinedLoose, 'unknown')
      return { ...said, shown: said.shown && { ...said.shown, part: answer.card } }
    }
    case 'joined-orders':
      return read('ok', words.joinedOrder(format.list(answer.numbers)), '', 'accepted')
    case 'counted':
      return answer.isComplete
        ? { ...heard(words.completeNow(titleOf(answer)), 'order-complete'), took: answer.barcode }
        : { ...heard(words.accepted(titleOf(answer), sayCount(words, answer.count)), 'accepted'), took: answer.barcode }
    case 'already-scanned':
      return read('ok', words.already(titleOf(answer)), '', 'already-scanned')
    case 'taken-back':
      return heard(titleOf(answer), 'accepted')
    case 'to-decide':
      return heard(`${titleOf(answer)}. ${sayRefusal(language, answer.refusal, naming).sentence}`, 'refused')
    case 'stays':
      return sayStays(describing, answer.barcode, titleOf(answer), answer.refusal)
  }
}

/** One answer to one scan; where the scan opened a visit, whose it is comes first. */
export const sayAnswer = (describing: Describing, { answer, opened }: Taken): Said => {
  const said = sayOne(describing, answer)
  if (opened === undefined) return said
  const patron = describing.state.get('patron', opened)
  const mayBorrow = patron && judgeCard(patron, describing.now.date)
  const aloud = `${nameOf(describing.state, opened)}. ${said.aloud}`
  // The screen says it beside the name (LOAN-1).
  return mayBorrow === undefined || mayBorrow.ok
    ? { ...said, aloud }
    : { ...said, aloud: `${aloud} ${sayRefusal(describing.language, mayBorrow.refusal, describing.naming).sentence}`, sound: 'refused' }
}
