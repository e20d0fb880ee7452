/**
 * What changes the library's rows without a tablet: the ILS's lists, the manager's acts, rows of a newer endpoint. Runs in the simulator.
 */
import { toCardNumber } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { isOpen } from '../../src/domain/order/order.ts'
import { setTabletAside } from '../../src/endpoint/authority/set-tablet-aside.ts'
import type { StoreTransaction } from '../../src/endpoint/storage/store.ts'
import { baseKey } from '../../src/tablet/storage/disk-image.ts'
import { aPatron } from '../builders/a-patron.ts'
import type { Acts } from './act.ts'
import type { LivingWorld } from './create-world.ts'
import { moveAtCounter, takeFile } from './exports.ts'
import { importOrders } from './ils-file.ts'
import { rowsToCome, withLocker } from './newer-build.ts'
import { barcodes, librarians, libraryId } from './small-library.ts'

export const libraryActs = (world: LivingWorld): Acts<'tablet-set-aside' | 'imported' | 'exported' | 'newer-row' | 'orders-imported'> => {
  const { endpoint, oracle, tablets, time } = world
  const { liveTab } = world.people
  const changeRows = async (work: (transaction: StoreTransaction) => Promise<boolean>): Promise<boolean> =>
    (await endpoint.store?.transact(libraryId, work)) ?? false

  return {
    'tablet-set-aside': async (tablet, chance) => {
      const other = tablets.find((one) => one !== tablet && one.disk.image.identity !== undefined)
      const tab = other && liveTab(other, chance)
      const deviceId = tablet.disk.image.identity?.deviceId
      if (tab?.desk.snapshot.phase.kind !== 'signed-in' || deviceId === undefined) return false
      // Behind the manager's passphrase, which nobody has here.
      const word = { librarianId: librarians[0].id, reason: 'perdue', at: toInstant(time.now) }
      return (await endpoint.store?.transact(libraryId, (transaction) => setTabletAside(transaction, deviceId, word))) ?? false
    },
    imported: (_, chance) =>
      changeRows(async (transaction) => {
        const id = toCardNumber(`29${chance.below(6)}`)
        const at = toInstant(time.now)
        if (chance.happens(0.4)) return transaction.eraseRow('patron', id, at)
        // The ILS may list a patron again after dropping them.
        oracle.erased.delete(baseKey({ kind: 'patron', id }))
        return transaction.writeRow(aPatron({ id, ilsLoans: chance.below(5) }), at)
      }),
    exported: async (_, chance) => {
      const { store } = endpoint
      if (store === undefined) return false
      const isTaken = await takeFile(world, store, chance.happens(0.5))
      const barcode = chance.pick(barcodes)
      if (barcode !== undefined && chance.happens(0.5)) await moveAtCounter(world, endpoint.store ?? store, barcode, chance.happens(0.5))
      return isTaken
    },
    'newer-row': async (_, chance) => {
      if (!endpoint.isNewer) return false
      const n = chance.between(2, 1_000_000)
      return changeRows(async (transaction) => {
        const order = chance.pick((await transaction.rowsOf('order')).filter((one) => isOpen(one)))
        const patron = chance.pick(await transaction.rowsOf('patron'))
        for (const row of [...rowsToCome(n), ...[order, patron].flatMap((one) => (one === undefined ? [] : [withLocker(one, n)]))])
          await transaction.writeRow(row, toInstant(time.now))
        if (order !== undefined) oracle.lockers.set(order.id, n)
        return true
      })
    },
    'orders-imported': async (_, chance) => {
      if (endpoint.store === undefined) return false
      const seen = await importOrders(endpoint.store, chance, time.now)
      if (seen !== undefined) oracle.imports = [...oracle.imports, seen]
      return (seen?.rows.length ?? 0) > 0
    },
  }
}
