/**
 * Orders that a restore lost, of which tablets still know what was done for them (CASE-7). For tests of screens.
 * Done today, on another day, and on the day whose short name is among the longest to write.
 */
import { type Case, formatCaseId } from '../../src/domain/case/case.ts'
import { type LibrarianId, toDeviceId, toOperationId } from '../../src/domain/ids.ts'
import { anInstant } from '../builders/a-moment.ts'
import { desk } from './desk-scenes.ts'
import { claire, ines, mehdi } from './stage-rows.ts'
import type { StagedDesk } from './staged-desk.ts'

const lostOrder = (id: string, ...done: readonly (readonly [type: string, by: LibrarianId, at: string])[]): Case => {
  const lost = done.map(([type, librarianId, at], n) => ({
    operationId: toOperationId(`${id}-${n}`),
    type,
    librarianId,
    deviceId: toDeviceId('tablet-b'),
    at: anInstant(at),
  }))
  const about = { caseKind: 'order-lost', subject: `order/${id}` } as const
  const cites = lost.map(({ operationId }) => operationId)
  return {
    kind: 'case',
    id: formatCaseId('order-lost', about.subject, 1),
    ...about,
    cites,
    lost,
    follows: undefined,
    settlement: undefined,
  }
}
const lostOrders = [
  lostOrder(
    'lost-1',
    ['pick-item', mehdi, '2026-09-23 10:02'],
    ['bag-order', mehdi, '2026-09-23 10:10'],
    ['hand-over-order', claire, '2026-11-24 14:31'],
  ),
  lostOrder('lost-2', ['bag-order', ines, '2026-11-23 16:10']),
]

export const lostSceneByName = {
  'cases-lost': () => desk({}, lostOrders),
} satisfies Readonly<Record<string, () => StagedDesk>>
