/**
 * The notes being written, kept on the disk as they are typed, and forgotten with their order (ORD-8, PRIV-2). Runs in the page.
 */
import { type NoteDraft, withNoteDraft } from '../../domain/order/note-draft.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import { keepLatest } from './keep-latest.ts'

export interface KeepNoteDraftsPorts extends Pick<DeskPorts, 'storage'> {
  readonly shown: ShownDesk
  readonly disk: DiskTurns
}

export interface NoteDrafts extends Pick<Desk, 'keepNoteDraft'> {
  /** Forgets those of orders that have left this tablet. */
  forgetGone(): void
}

export const createNoteDrafts = ({ storage, shown, disk }: KeepNoteDraftsPorts): NoteDrafts => {
  const keep = keepLatest<NoteDraft>({
    disk,
    write: storage.keepNoteDraft,
    show: (orderId, draft) => shown.show({ noteDrafts: withNoteDraft(shown.snapshot.noteDrafts, orderId, draft) }),
  })
  return {
    keepNoteDraft: (orderId, written) => keep(orderId, written && { orderId, ...written }),
    forgetGone: () => {
      const { noteDrafts, state } = shown.snapshot
      for (const { orderId } of noteDrafts) {
        // What could not be written is written at the next look.
        if (state.get('order', orderId) === undefined) keep(orderId, undefined).catch(() => undefined)
      }
    },
  }
}
