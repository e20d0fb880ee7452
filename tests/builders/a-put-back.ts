/**
 * A database that was put back, the tablets that are awaited then, and what two people had made of one order. Runs in vitest.
 */
import { toCardNumber, toDeviceId, toLineId, toOrderId, toSiteId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { SlotKey } from '../../src/domain/slot/slot.ts'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import { aDate, aTime } from './a-moment.ts'
import { anEndpoint, anEnvelope, aPushed, libraryOfTests, type TestTablet } from './an-endpoint.ts'

/** `one` and `other` had spoken before; all three are awaited. */
export const putBack = async () => {
  const endpoint = await anEndpoint()
  const { store } = endpoint
  const [one, other, silent] = [await endpoint.enrol(), await endpoint.enrol(), await endpoint.enrol()]
  for (const tablet of [one, other]) await tablet.push([])
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, endpoint.instantBefore(0)))
  const epoch = (await store.libraries())[0]?.epoch ?? ''
  const isAwaited = async ({ identity }: TestTablet): Promise<boolean> =>
    store.read(libraryOfTests, async (reader) => (await reader.row('device', toDeviceId(identity.deviceId)))?.awaitedSince !== undefined)
  return { ...endpoint, one, other, silent, epoch, isAwaited }
}

/** An order for Paul's card, in one of the slots of the day, and what two people make of it; each over what the other had made. */
export const told = () => {
  const orderId = toOrderId('f'.repeat(32))
  const [early, late, later] = ['16:00', '16:30', '17:00'].map((time) => ({
    siteId: toSiteId('centre'),
    date: aDate('2026-11-24'),
    time: aTime(time),
  })) as [SlotKey, SlotKey, SlotKey]
  const lines = [{ id: toLineId('1'), wanted: { kind: 'wish', text: 'un roman' } as const }]
  const place: Operation = {
    kind: 'place-order',
    orderId,
    number: 'B-001',
    source: 'phone',
    card: toCardNumber('2000000001'),
    slot: early,
    lines,
    note: '',
    callBackNumber: undefined,
    isUrgent: false,
    overrideReason: undefined,
  }
  return {
    orderId,
    early,
    late,
    later,
    place,
    move: (from: SlotKey, to: SlotKey): Operation => ({ kind: 'reschedule-order', orderId, from, to }),
    write: (replaces: string, note: string): Operation => ({ kind: 'write-note', orderId, note, replaces }),
  }
}

/** As a tablet hands over again what was accepted at that time. */
export const again = (payload: Operation, accepted: number) => ({ ...aPushed(anEnvelope(payload)), accepted })
