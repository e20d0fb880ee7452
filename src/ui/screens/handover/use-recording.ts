/**
 * From « Remettre » to the stamp: a visit's piles recorded one after another, each by its own operation, and taken back by another (HO-6, HO-7).
 * Runs in the browser. A pile leaves the visit as soon as it is on the disk: a tablet that dies here hands over nothing twice.
 */
import { useRef, useState } from 'preact/hooks'
import { buildVisitHandovers, type HandOverOrder, type Leaving } from '../../../domain/handover/build-hand-over-order.ts'
import { buildReceipt } from '../../../domain/handover/build-receipt.ts'
import { withCollector } from '../../../domain/handover/collector.ts'
import type { PileJudgement } from '../../../domain/handover/judge-pile.ts'
import { barcodesToPutBack, type UndoTarget } from '../../../domain/handover/may-undo.ts'
import { isSamePile, judgeVisit, visitInHand } from '../../../domain/handover/visit.ts'
import type { ItemBarcode, OrderId } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import { print } from '../../printing/print.tsx'
import type { InTurn } from '../../scan-trouble.ts'
import { useAct, useDesk } from '../../use-desk.ts'
import { useShownName } from '../../use-shown-name.ts'
import type { Recorded } from './describe-done.ts'
import { type Describing, nameOf } from './describe-found.ts'
import { Receipt } from './receipt.tsx'
import { type Answering, read } from './use-answer.ts'
import type { KnownDocuments } from './use-known-documents.ts'
import { useUndoHandover } from './use-undo-handover.ts'
import type { Visits } from './use-visits.ts'

export type ReceiptWish = HandOverOrder['receipt']

/** HO-9: one receipt for all that left in the visit. */
const printReceipt = (
  { state, words, format }: Describing,
  documents: KnownDocuments,
  recorded: readonly Recorded[],
  paper: 'roll' | 'sheet',
  service: string,
): void => {
  const [first] = recorded
  if (first === undefined) return
  const items = recorded.flatMap(({ operation }) => operation.items)
  const { libraryName, happened, lines } = buildReceipt(state, { ...first.operation, items }, documents.catalogue())
  print(
    Receipt({
      paper,
      library: libraryName,
      service,
      title: words.receiptOn(`${format.date(happened.date)}, ${format.time(happened.time)}`),
      lines: lines.map(({ barcode, title, dueOn }) => ({
        key: barcode,
        title: title ?? barcode,
        due: words.receiptDue(format.date(dueOn)),
      })),
    }),
  )
}

export const useRecording = (describing: Describing, documents: KnownDocuments, visits: Visits, answering: Answering, inTurn: InTurn) => {
  const desk = useDesk()
  const act = useAct()
  const undoHandover = useUndoHandover()
  const service = useShownName()
  const { words, format, naming, language } = describing
  const [recorded, setRecorded] = useState<readonly Recorded[]>([])
  const [stayed, setStayed] = useState<readonly PileJudgement[]>([])
  const [isSaving, setSaving] = useState(false)
  const isBusy = useRef(false)
  const { state } = describing
  const titleOf = (barcode: ItemBarcode): string => documents.titleOf(barcode) ?? words.unknownItem(barcode)

  /** HO-12: what the person showed who came for another goes on the order's note; a loan without an order has none. */
  const noteCollector = async (id: OrderId | undefined, sentence: string): Promise<void> => {
    const order = id === undefined ? undefined : state.get('order', id)
    if (order === undefined) return
    await act({ kind: 'write-note', orderId: order.id, note: withCollector(order.note, sentence), replaces: order.note }, sentence)
  }

  /** Answers whether it is on the disk. */
  const record = async ({ pile, judgement, operation }: Leaving, savedAt: LocalMoment): Promise<boolean> => {
    const { orderId, card, items } = operation
    const result = await act(operation, words.handedOver(items.length), [
      `${nameOf(state, card)} (${card})${orderId === undefined ? '' : `, ${naming.order(orderId)}`}`,
      ...items.map(({ barcode, dueOn }) => `${titleOf(barcode)} (${barcode}), ${words.due(format.date(dueOn))}`),
    ])
    if (result.kind !== 'saved') return false
    const handover = { operationId: result.operationId, orderId, card, barcodes: barcodesToPutBack(operation) }
    const said = { operation, judgement, savedAt, isAfterwards: pile.happened !== undefined, handover }
    setRecorded((before) => [...before, said])
    return true
  }

  const recordVisit = async (receipt: ReceiptWish): Promise<void> => {
    const handed = visitInHand(visits.latest())
    const settings = state.get('settings', 'settings')
    if (handed === undefined || settings === undefined) return
    const { date, time } = desk.now()
    const judgements = judgeVisit(state, settings, handed, date, documents.catalogue())
    const built = buildVisitHandovers(handed.piles, judgements, { date, time }, receipt)
    if (!built.ok) {
      const { sentence, nextStep } = sayRefusal(language, built.refusal, naming)
      return answering.say(read('stop', sentence, nextStep, 'refused'))
    }
    const aside = () => visits.latest().filter(({ isAside }) => isAside)
    for (const leaving of built.value) {
      if (!(await record(leaving, { date, time }))) return
      const { pile } = leaving
      const current = visitInHand(visits.latest())
      const piles = current?.piles.filter((other) => !isSamePile(other, pile)) ?? []
      await visits.keep(current === undefined || piles.length === 0 ? aside() : [{ ...current, piles }, ...aside()])
      if (pile.collectedWith !== undefined) await noteCollector(pile.orderId, words.collectorNotes[pile.collectedWith])
    }
    setStayed(judgements.filter((_, n) => !built.value.some(({ pile }) => pile === handed.piles[n])))
    answering.clear()
    await visits.keep(aside())
  }

  return {
    /** What was handed over in this visit. */
    recorded,
    /** Its piles of which documents were scanned and none left. */
    stayed,
    isSaving,
    /** Records the visit in hand; `inTurn` puts it after the scans that came before. */
    handOver: (receipt: ReceiptWish): void => {
      // A finger may press twice between two renders; without an order, the second handover would be a second loan.
      if (isBusy.current) return
      isBusy.current = true
      setSaving(true)
      inTurn(() =>
        recordVisit(receipt).finally(() => {
          isBusy.current = false
          setSaving(false)
        }),
      )
    },
    undo: async (targets: readonly UndoTarget[]): Promise<void> => {
      for (const target of targets) {
        if (!(await undoHandover(target))) return
        setRecorded((before) => before.filter(({ handover }) => handover.operationId !== target.operationId))
      }
      answering.say(read('ok', words.undone, ''))
    },
    printReceipt: (paper: 'roll' | 'sheet') => printReceipt(describing, documents, recorded, paper, service),
    /** The next patron. */
    forget: () => {
      setRecorded([])
      setStayed([])
    },
  }
}
export type Recording = ReturnType<typeof useRecording>
