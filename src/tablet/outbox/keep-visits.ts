/**
 * The handovers in the making, kept on the disk as they change, and ended with their day. Runs in the page.
 */
import { endDay } from '../../domain/handover/end-pile.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'

export interface KeepVisitsPorts extends Pick<DeskPorts, 'storage'> {
  readonly shown: ShownDesk
  readonly disk: DiskTurns
}

export interface Visits extends Pick<Desk, 'keepVisits'> {
  /** Forgets those of another day (HO-6). */
  endDay(): void
}

export const createVisits = ({ storage, shown, disk }: KeepVisitsPorts): Visits => {
  const keepVisits: Desk['keepVisits'] = (visits) =>
    disk.inTurn(async () => {
      await storage.keepVisits(visits)
      shown.show({ visits })
    })
  return {
    keepVisits,
    endDay: () => {
      const { visits } = shown.snapshot
      const { date } = shown.toLocal(shown.now())
      const left = endDay(visits, (startedAt) => shown.toLocal(startedAt).date < date)
      // What could not be written is written at the next look.
      if (left.length < visits.length) keepVisits(left).catch(() => undefined)
    },
  }
}
