/**
 * What a hand does to the visit on the desk, beside scanning: documents, people, and the visit put aside. Runs in the browser.
 * Each act changes the visit by a rule of the domain, keeps it, and is said once.
 */
import {
  leaveBehind,
  lendAnyway,
  lendToCard,
  lookAgain,
  partCard,
  searchedInVain,
  takeBack,
  takeOff,
} from '../../../domain/handover/change-visit.ts'
import type { CollectorProof } from '../../../domain/handover/collector.ts'
import { joinOrder, type Taken } from '../../../domain/handover/take-scan.ts'
import { putAside, type Visit, visitInHand, withCollectorOf } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode } from '../../../domain/ids.ts'
import type { Order } from '../../../domain/order/order.ts'
import { type Describing, nameOf, namesOf } from './describe-found.ts'
import type { DocumentRow } from './describe-open.ts'
import { type Answering, heard, notKept, read, type Said } from './use-answer.ts'
import type { KnownDocuments } from './use-known-documents.ts'
import type { Visits } from './use-visits.ts'

type RowOf<K extends DocumentRow['kind']> = Extract<DocumentRow, { readonly kind: K }>

/** `keepAndSay` keeps what an act or a scan made of the visits, and says its answer. */
export const useVisitActs = (
  describing: Describing,
  documents: KnownDocuments,
  visits: Visits,
  answering: Answering,
  keepAndSay: (taken: Taken) => Promise<void>,
) => {
  const { state, words } = describing
  const titleOf = (barcode: ItemBarcode): string => documents.titleOf(barcode) ?? words.unknownItem(barcode)
  const keep = async (next: readonly Visit[], said?: Said): Promise<void> => {
    if (!(await visits.keep(next))) answering.say(notKept(words))
    else if (said !== undefined) answering.say(said)
  }
  /** Without a sentence, the row itself says it. */
  const change = async (changed: (visit: Visit) => Visit, said?: string): Promise<void> => {
    const next = visits.latest().map((visit) => (visit.isAside ? visit : changed(visit)))
    await keep(next, said === undefined ? undefined : heard(said, 'accepted'))
    if (said !== undefined) return
    // What was said of the act before is over.
    answering.clear()
    answering.focusField()
  }
  return {
    /** What can be done to a document or a line of the pile. */
    rows: {
      leave: ({ barcode, pile }: RowOf<'taken' | 'watch'>) =>
        void change((visit) => leaveBehind(visit, pile, barcode), words.leftNow(titleOf(barcode))),
      takeBack: (barcode: ItemBarcode) => void change((visit) => takeBack(visit, barcode)),
      remove: (barcode: ItemBarcode) => void change((visit) => takeOff(visit, barcode), words.removed(titleOf(barcode))),
      /** Of a card that may not borrow the reason is given once, for all of it. */
      override: ({ barcode, pile, ofCard }: RowOf<'watch'>, reason: string) => {
        const card = visitInHand(visits.latest())?.piles[pile]?.card
        if (ofCard && card !== undefined) void change((visit) => lendToCard(visit, card, reason), words.withReason(reason))
        else void change((visit) => lendAnyway(visit, barcode, reason), `${titleOf(barcode)}, ${words.withReason(reason)}`)
      },
      notFound: ({ lineId, pile }: RowOf<'missing'>) => void change((visit) => searchedInVain(visit, pile, lineId)),
      lookAgain: ({ lineId, pile }: RowOf<'not-found'>) => void change((visit) => lookAgain(visit, pile, lineId)),
    },
    /** What can be done about those who are here. */
    people: {
      part: (card: CardNumber) => void change((visit) => partCard(visit, card), words.parted(nameOf(state, card))),
      takeAlso: (order: Order) => void keepAndSay(joinOrder(visits.latest(), order)),
      setCollectedWith: (card: CardNumber, proof: CollectorProof | undefined) =>
        void change((visit) => withCollectorOf(visit, card, proof)),
      setAside: () => {
        const current = visitInHand(visits.latest())
        if (current === undefined) return
        const put = putAside(state, current)
        const sentence = words.asideSaid[put.kind](namesOf(describing, current))
        // The row under « Mis de côté » says it; where there is none, the sentence stays.
        const said = put.kind === 'kept' ? heard(sentence) : read('ok', sentence, '')
        const others = visits.latest().filter((one) => one !== current)
        void keep(put.kind === 'kept' ? [put.visit, ...others] : others, said)
      },
    },
    /** What can be done to a visit put aside. */
    aside: {
      resume: (one: Visit) => {
        answering.clear()
        void keep(visits.latest().map((other) => (other === one ? { ...other, isAside: false } : other)))
      },
      /** Nothing of it was recorded, so that nothing is to be undone: the documents are on the desk, and the order waits as before. */
      abandon: (one: Visit) => {
        const others = visits.latest().filter((other) => other !== one)
        void keep(others, read('ok', words.abandoned(namesOf(describing, one)), ''))
      },
    },
  }
}

type VisitActs = ReturnType<typeof useVisitActs>
export type RowActs = VisitActs['rows']
export type PersonActs = VisitActs['people']
