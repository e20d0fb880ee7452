/**
 * Orders in the making on the telephone, kept on the disk as they grow, and forgotten once they are placed or their day is over (PHONE-12).
 * Runs in the page.
 */
import { type Call, withCall } from '../../domain/call/call.ts'
import type { Desk } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import { keepLatest } from './keep-latest.ts'

export interface KeepCallsPorts extends Pick<DeskPorts, 'storage'> {
  readonly shown: ShownDesk
  readonly disk: DiskTurns
}

export interface Calls extends Pick<Desk, 'keepCall'> {
  /** Forgets those that are orders by now, and those of another day. */
  forgetOver(): Promise<void>
}

export const createCalls = ({ storage, shown, disk }: KeepCallsPorts): Calls => {
  const keepCall = keepLatest<Call>({
    disk,
    write: storage.keepCall,
    show: (orderId, call) => shown.show({ calls: withCall(shown.snapshot.calls, orderId, call) }),
  })
  return {
    keepCall,
    forgetOver: async () => {
      if (shown.snapshot.calls.length === 0) return
      const { isCallOver, isSaved } = await import('../../domain/call/call-over.ts')
      const { calls, state } = shown.snapshot
      const { date } = shown.toLocal(shown.now())
      for (const call of calls) {
        const isOver = isSaved(state, call) || isCallOver(call, shown.toLocal(call.startedAt).date, date)
        // What could not be written is written at the next look.
        if (isOver) keepCall(call.orderId, undefined).catch(() => undefined)
      }
    },
  }
}
