/**
 * The notes being written, kept on the disk as they are typed, and forgotten with their order (ORD-8, PRIV-2). Runs in the page.
 * A person types faster than a strict transaction ends: while one is written only the last text waits for the next.
 */
import type { OrderId } from '../../domain/ids.ts'
import { type NoteDraft, withNoteDraft } from '../../domain/order/note-draft.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'

export interface KeepNoteDraftsPorts extends Pick<DeskPorts, 'storage'> {
  readonly shown: ShownDesk
  readonly disk: DiskTurns
}

export interface NoteDrafts extends Pick<Desk, 'keepNoteDraft'> {
  /** Forgets those of orders that have left this tablet. */
  forgetGone(): void
}

export const createNoteDrafts = ({ storage, shown, disk }: KeepNoteDraftsPorts): NoteDrafts => {
  const waiting = new Map<OrderId, NoteDraft | undefined>()
  const show = (orderId: OrderId, draft: NoteDraft | undefined): void =>
    shown.show({ noteDrafts: withNoteDraft(shown.snapshot.noteDrafts, orderId, draft) })

  const keepNoteDraft: Desk['keepNoteDraft'] = async (orderId, written) => {
    const draft = written === undefined ? undefined : { orderId, ...written }
    show(orderId, draft)
    const isInTurn = waiting.has(orderId)
    waiting.set(orderId, draft)
    if (isInTurn) return
    await disk.inTurn(async () => {
      const last = waiting.get(orderId)
      waiting.delete(orderId)
      await storage.keepNoteDraft(orderId, last)
      // What another tab had changed meanwhile may have been read from the disk before this.
      if (!waiting.has(orderId)) show(orderId, last)
    })
  }

  return {
    keepNoteDraft,
    forgetGone: () => {
      const { noteDrafts, state } = shown.snapshot
      for (const { orderId } of noteDrafts) {
        // What could not be written is written at the next look.
        if (state.get('order', orderId) === undefined) keepNoteDraft(orderId, undefined).catch(() => undefined)
      }
    },
  }
}
