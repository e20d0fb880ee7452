/**
 * What a librarian finds on a tablet that died at the desk: in the middle of a pile, between a scan and its write, and right after
 * « Enregistré ». The tablet's own core on a stand-in for the browser's disk, opened again on it; on a screen the same is in
 * journeys/whole-day.spec.ts, and by SIGKILL, at instants that are drawn, in tests/crashes.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyPile, type Visit } from '../../../src/domain/handover/visit.ts'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { aLoan, card, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

/** A visit of one card, off line, of which these were scanned. */
const aVisitOf = (...barcodes: readonly string[]): Visit => ({
  startedAt: world.now(),
  piles: [
    {
      ...emptyPile(card, undefined, undefined),
      scanned: barcodes.map((barcode) => ({ barcode: toItemBarcode(barcode), overrideReason: undefined })),
    },
  ],
  activeCard: card,
  isAside: false,
})
const reopen = async (tablet: TestTablet): Promise<TestTablet> => {
  const again = tablet.reload()
  await until(() => again.desk.snapshot.phase.kind === 'signed-in', 'the tablet, opened again')
  return again
}

test('[HO-6] the power fails between a scan and its write: what was scanned before is in hand, that document is not, and nothing was handed over', async () => {
  const tablet = await world.tabletOfJeanne()
  tablet.spoil(offline)
  await tablet.desk.keepVisits([aVisitOf('0001', '0002')])
  tablet.cutPower()
  void tablet.desk.keepVisits([aVisitOf('0001', '0002', '0003')])
  // Nor is what was pressed after it: the screen had not said « Enregistré ».
  void aLoan(tablet.desk, '0001', '0002', '0003')
  const again = await reopen(tablet)
  expect(again.desk.snapshot.visits).toEqual([aVisitOf('0001', '0002')])
  expect(again.desk.snapshot.pendingCount).toBe(0)
})

test('[HO-6] a draft half scanned survives off line, and a tablet that dies at « Enregistré » has the handover once, and offers it no more', async () => {
  const tablet = await world.tabletOfJeanne()
  tablet.spoil(offline)
  await tablet.desk.keepVisits([aVisitOf('0001')])
  const again = await reopen(tablet)
  expect(again.desk.snapshot.visits).toEqual([aVisitOf('0001')])
  await aLoan(again.desk, '0001')
  const after = await reopen(again)
  expect(after.desk.snapshot.visits).toEqual([])
  expect(after.desk.snapshot.pendingCount).toBe(1)
})
