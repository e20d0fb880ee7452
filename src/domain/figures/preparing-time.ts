/**
 * How long a document takes to prepare: the median of the gaps between two ticks on one tablet, the whole team together (STAT-9). Runs
 * everywhere. Nobody's own speed follows from it: no librarian is read (STAT-8).
 */
import type { DeviceId } from '../ids.ts'
import { type Instant, msPerMinute } from '../instant.ts'

/** A longer gap is another task, or a pause. */
const longestGapMs = 5 * msPerMinute
/** Fewer documents say nothing. */
const fewestDocuments = 30
/** Days looked back: four weeks. */
export const preparingDays = 28

export interface Tick {
  readonly deviceId: DeviceId
  readonly at: Instant
}

export interface PreparingTime {
  readonly seconds: number
  readonly documents: number
}

/** undefined: too few were measured. */
export const preparingTime = (ticks: readonly Tick[]): PreparingTime | undefined => {
  const sorted = [...ticks].sort((a, b) => a.at - b.at)
  const lastByDevice = new Map<DeviceId, Instant>()
  const gaps: number[] = []
  for (const { deviceId, at } of sorted) {
    const last = lastByDevice.get(deviceId)
    lastByDevice.set(deviceId, at)
    if (last !== undefined && at > last && at - last <= longestGapMs) gaps.push(at - last)
  }
  gaps.sort((a, b) => a - b)
  const middle = gaps[Math.floor(gaps.length / 2)]
  if (gaps.length < fewestDocuments || middle === undefined) return undefined
  return { seconds: Math.round(middle / 1000), documents: gaps.length }
}
