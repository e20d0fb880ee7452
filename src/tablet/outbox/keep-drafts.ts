/**
 * What a person is entering, kept on the disk as it grows, and forgotten once it is over: handovers (HO-6), notes on orders (ORD-8, PRIV-2),
 * orders on the telephone (PHONE-12). Runs in the page.
 * A person types faster than a strict transaction ends: while one is written only the last text waits for the next.
 */
import type { Call } from '../../domain/call/call.ts'
import { endDay } from '../../domain/handover/end-pile.ts'
import type { OrderId } from '../../domain/ids.ts'
import { type NoteDraft, withDraft } from '../../domain/order/note-draft.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns, ShownDesk } from '../desk-state/shown-desk.ts'

export interface KeepDraftsPorts extends Pick<DeskPorts, 'storage'> {
  readonly shown: ShownDesk
  readonly disk: DiskTurns
}

export interface Drafts extends Pick<Desk, 'keepVisits' | 'keepNoteDraft' | 'keepCall'> {
  /** Forgets handovers and calls of another day, calls that are orders by now, and notes of orders that have left this tablet. */
  forgetOver(): Promise<void>
}

type Keep<D> = (orderId: OrderId, draft: D | undefined) => Promise<void>

const keepLatest = <D>(disk: DiskTurns, write: Keep<D>, show: (orderId: OrderId, draft: D | undefined) => void): Keep<D> => {
  const waiting = new Map<OrderId, D | undefined>()
  return async (orderId, draft) => {
    show(orderId, draft)
    const isInTurn = waiting.has(orderId)
    waiting.set(orderId, draft)
    if (isInTurn) return
    await disk.inTurn(async () => {
      const last = waiting.get(orderId)
      waiting.delete(orderId)
      await write(orderId, last)
      // What another tab had changed meanwhile may have been read from the disk before this.
      if (!waiting.has(orderId)) show(orderId, last)
    })
  }
}

export const createDrafts = ({ storage, shown, disk }: KeepDraftsPorts): Drafts => {
  const keepVisits: Desk['keepVisits'] = (visits) =>
    disk.inTurn(async () => {
      await storage.keepVisits(visits)
      shown.show({ visits })
    })
  const keepNote = keepLatest<NoteDraft>(disk, storage.keepNoteDraft, (orderId, draft) =>
    shown.show({ noteDrafts: withDraft(shown.snapshot.noteDrafts, orderId, draft) }),
  )
  const keepCall = keepLatest<Call>(disk, storage.keepCall, (orderId, call) =>
    shown.show({ calls: withDraft(shown.snapshot.calls, orderId, call) }),
  )
  // What could not be written is written at the next look.
  const forget = (kept: Promise<void>): void => void kept.catch(() => undefined)
  return {
    keepVisits,
    keepNoteDraft: (orderId, written) => keepNote(orderId, written && { orderId, ...written }),
    keepCall,
    forgetOver: async () => {
      const { visits, noteDrafts, state } = shown.snapshot
      const { date } = shown.toLocal(shown.now())
      const left = endDay(visits, (startedAt) => shown.toLocal(startedAt).date < date)
      if (left.length < visits.length) forget(keepVisits(left))
      for (const { orderId } of noteDrafts) if (state.get('order', orderId) === undefined) forget(keepNote(orderId, undefined))
      if (shown.snapshot.calls.length === 0) return
      const { isCallOver, isSaved } = await import('../../domain/call/call-over.ts')
      for (const call of shown.snapshot.calls) {
        const isOver = isSaved(shown.snapshot.state, call) || isCallOver(call, shown.toLocal(call.startedAt).date, date)
        if (isOver) forget(keepCall(call.orderId, undefined))
      }
    },
  }
}
