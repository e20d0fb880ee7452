/**
 * What is still missing before the desk may say « tout est réglé » at the end of the day (CASE-4). Runs everywhere.
 * A tablet that nobody heard from may hold a handover: its silence does not mean that it holds nothing.
 */
import type { CaseId, DeviceId } from '../ids.ts'
import { type Instant, msPerMinute } from '../instant.ts'
import type { LocalDate } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'
import { openCases } from './open-cases.ts'

/**
 * The age at which what waits on a tablet is red (PROTOCOL.md, The tablet). Milliseconds. A tablet that is awake and on line exchanges
 * every 15 s, or every 10 minutes where the endpoint asks it to wait.
 */
const silentAfterMs = 15 * msPerMinute

/** CASE-4: since when a tablet last heard at `lastHeardAt` is silent; undefined while it is not. */
export const silentSince = (lastHeardAt: Instant, now: Instant): Instant | undefined =>
  now - lastHeardAt > silentAfterMs ? lastHeardAt : undefined

export type Remaining =
  | { readonly kind: 'case-open'; readonly caseId: CaseId }
  /** Not heard from on that day, silent since, or awaited since the database was put back; `since` undefined: only the day is known. */
  | { readonly kind: 'tablet-silent'; readonly deviceId: DeviceId; readonly lastHeardOn: LocalDate; readonly since: Instant | undefined }
  /** It said at its last exchange that it still held something. */
  | { readonly kind: 'tablet-holding'; readonly deviceId: DeviceId }

/** CASE-4: what remains to settle on that day, tablets set aside not counted; empty: all is settled. Ordered by case, then by letter. */
export const judgeClosing = (state: DeskState, day: LocalDate): readonly Remaining[] => [
  ...openCases(state)
    .map((found) => found.id)
    .sort()
    .map((caseId): Remaining => ({ kind: 'case-open', caseId })),
  ...[...state.all('device')]
    .filter((tablet) => !tablet.isSetAside)
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
    .flatMap(({ id, lastHeardOn, isHolding, silentSince, awaitedSince }): readonly Remaining[] => {
      const since = silentSince ?? awaitedSince
      if (lastHeardOn < day || since !== undefined) return [{ kind: 'tablet-silent', deviceId: id, lastHeardOn, since }]
      return isHolding ? [{ kind: 'tablet-holding', deviceId: id }] : []
    }),
]
