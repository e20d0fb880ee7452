/**
 * What a hand does to the visit on the desk, beside scanning: documents, people, and the visit put aside. Runs in the browser.
 * Each act changes the visit by a rule of the domain, keeps it, and is said once.
 */

import { leaveBehind, lendAnyway, lookAgain, partCard, searchedInVain, takeBack, takeOff } from '../../../domain/handover/change-visit.ts'
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

/** What can be done to a document or a line of the pile. */
export interface RowActs {
  leave(row: RowOf<'taken' | 'watch'>): void
  takeBack(barcode: ItemBarcode): void
  remove(barcode: ItemBarcode): void
  override(barcode: ItemBarcode, reason: string): void
  notFound(row: RowOf<'missing'>): void
  lookAgain(row: RowOf<'not-found'>): void
}

/** What can be done about those who are here. */
export interface PersonActs {
  part(card: CardNumber): void
  takeAlso(order: Order): void
  setCollectedWith(card: CardNumber, proof: CollectorProof | undefined): void
  setAside(): void
}

/** What can be done to a visit put aside. */
export interface AsideActs {
  resume(visit: Visit): void
  /** Nothing of it was recorded, so that nothing is to be undone: the documents are on the desk, and the order waits as before. */
  abandon(visit: Visit): void
}

/** `keepAndSay` keeps what an act or a scan made of the visits, and says its answer. */
export const useVisitActs = (
  describing: Describing,
  documents: KnownDocuments,
  visits: Visits,
  answering: Answering,
  keepAndSay: (taken: Taken) => Promise<void>,
): { readonly rows: RowActs; readonly people: PersonActs; readonly aside: AsideActs } => {
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
    rows: {
      leave: ({ barcode, pile }) => void change((visit) => leaveBehind(visit, pile, barcode), words.leftNow(titleOf(barcode))),
      takeBack: (barcode) => void change((visit) => takeBack(visit, barcode)),
      remove: (barcode) => void change((visit) => takeOff(visit, barcode), words.removed(titleOf(barcode))),
      override: (barcode, reason) =>
        void change((visit) => lendAnyway(visit, barcode, reason), `${titleOf(barcode)}, ${words.withReason(reason)}`),
      notFound: ({ lineId, pile }) => void change((visit) => searchedInVain(visit, pile, lineId)),
      lookAgain: ({ lineId, pile }) => void change((visit) => lookAgain(visit, pile, lineId)),
    },
    people: {
      part: (card) => void change((visit) => partCard(visit, card), words.parted(nameOf(state, card))),
      takeAlso: (order) => void keepAndSay(joinOrder(visits.latest(), order)),
      setCollectedWith: (card, proof) => void change((visit) => withCollectorOf(visit, card, proof)),
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
    aside: {
      resume: (one) => {
        answering.clear()
        void keep(visits.latest().map((other) => (other === one ? { ...other, isAside: false } : other)))
      },
      abandon: (one) => {
        const others = visits.latest().filter((other) => other !== one)
        void keep(others, read('ok', words.abandoned(namesOf(describing, one)), ''))
      },
    },
  }
}
