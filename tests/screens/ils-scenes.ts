/**
 * The scene of Opérations where the library system is told over the network: each reason why it has something not. For tests of screens.
 */
import { toOperationId } from '../../src/domain/ids.ts'
import type { IlsLine } from '../../src/tablet/desk.ts'
import { aDate, anInstant, aTime } from '../builders/a-moment.ts'
import { desk, lucie } from './desk-scenes.ts'
import { claire, itemBarcode } from './stage-rows.ts'

export const ilsSceneByName = {
  /** What the library system, told over the network, has not yet. */
  'operations-ils': () => {
    const line = (n: number, changes: Partial<IlsLine>): IlsLine => ({
      operationId: toOperationId(`ils-${n}`),
      barcode: itemBarcode(n),
      movement: 'loan',
      librarianId: claire,
      card: lucie.id,
      day: aDate('2026-11-24'),
      time: aTime(`11:1${n}`),
      since: anInstant(`2026-11-24 11:2${n}`),
      state: 'refused',
      reason: undefined,
      said: '',
      mayAsk: true,
      ...changes,
    })
    const open = [
      line(1, { day: aDate('2026-11-23'), said: 'Patron Blocked' }),
      line(2, { state: 'unknown', mayAsk: false }),
      line(3, { state: 'unknown' }),
      line(4, { state: 'to-decide', reason: 'held-for-another' }),
      line(5, { state: 'to-decide', reason: 'lent-to-another', movement: 'return', card: undefined }),
      line(6, { state: 'asked', mayAsk: false }),
      line(7, { state: 'queued', mayAsk: false }),
    ]
    const otherDue = [
      { ...line(8, {}), promised: aDate('2026-12-22'), dueOn: aDate('2026-12-15') },
      { ...line(9, {}), promised: aDate('2026-12-15'), dueOn: aDate('2026-12-22') },
    ]
    return desk({ ils: { waiting: 6, settled: 24, already: 2, total: 107, open, otherDue } })
  },
}
