/**
 * What a person is entering, kept on the disk as it grows. Runs in the page.
 * A person types faster than a strict transaction ends: while one is written only the last text waits for the next.
 */
import type { OrderId } from '../../domain/ids.ts'
import type { DiskTurns } from '../desk-state/disk-turns.ts'

export interface KeepLatestPorts<D> {
  readonly disk: DiskTurns
  readonly write: (orderId: OrderId, draft: D | undefined) => Promise<void>
  readonly show: (orderId: OrderId, draft: D | undefined) => void
}

export const keepLatest = <D>({ disk, write, show }: KeepLatestPorts<D>): ((orderId: OrderId, draft: D | undefined) => Promise<void>) => {
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
