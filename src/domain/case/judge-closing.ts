/**
 * What still stands between the desk and "tout est réglé" at the end of the day (CASE-4). Runs everywhere.
 * A tablet that nobody heard from may hold a handover: silence is never taken for nothing.
 */
import type { DeskState } from '../desk/desk-state.ts'
import type { CaseId, DeviceId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** What the endpoint knows of one tablet. */
export interface TabletReport {
  readonly deviceId: DeviceId
  /** Its last exchange; undefined: none yet. */
  readonly lastHeardAt: Instant | undefined
  /** Operations it said it still held then. */
  readonly pendingCount: number
  /** Set aside by the manager, with a reason: no longer waited for. */
  readonly isSetAside: boolean
}

export type Remaining =
  | { readonly kind: 'case-open'; readonly caseId: CaseId }
  | { readonly kind: 'tablet-silent'; readonly deviceId: DeviceId; readonly lastHeardAt: Instant | undefined }
  | { readonly kind: 'tablet-pending'; readonly deviceId: DeviceId; readonly count: number }

/** CASE-4: what remains; empty: all is settled. A tablet is silent when it was not heard from since `since` (the desk's closing). */
export const judgeClosing = (state: DeskState, tablets: readonly TabletReport[], since: Instant): readonly Remaining[] => [
  ...[...state.all('case')]
    .filter((found) => found.settlement === undefined)
    .map((found) => found.id)
    .sort()
    .map((caseId): Remaining => ({ kind: 'case-open', caseId })),
  ...tablets
    .filter((tablet) => !tablet.isSetAside)
    .flatMap(({ deviceId, lastHeardAt, pendingCount }): readonly Remaining[] =>
      lastHeardAt === undefined || lastHeardAt < since
        ? [{ kind: 'tablet-silent', deviceId, lastHeardAt }]
        : pendingCount > 0
          ? [{ kind: 'tablet-pending', deviceId, count: pendingCount }]
          : [],
    ),
]
