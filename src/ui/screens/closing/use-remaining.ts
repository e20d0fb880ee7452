/**
 * What remains before the day is closed, from the rows alone: absences, cases, what tablets still hold, the network. Runs in the browser.
 * The day is closed only with no open case, nothing pending here, and every other tablet heard from with nothing (CASE-4).
 */
import { judgeClosing } from '../../../domain/case/judge-closing.ts'
import type { DeviceId } from '../../../domain/ids.ts'
import { awaitingIls } from '../../../domain/item/awaiting-ils.ts'
import { proposedNoShows } from '../../../domain/slot/lateness.ts'
import { closingWords } from '../../../locale/en/closing.ts'
import { useDesk, useFormats, useFromState, useNow, useSnapshot, useWords } from '../../use-desk.ts'

interface TabletLeft {
  readonly id: DeviceId
  /** « B », with its own name where it has one. */
  readonly label: string
  /** Since when, « 14 h 05 » or « le 23 novembre »; undefined: it speaks. */
  readonly silence: string | undefined
}

export const useRemaining = () => {
  const desk = useDesk()
  const words = useWords(closingWords)
  const format = useFormats()
  const now = useNow()
  const { state, link, pendingCount, openCaseCount, deviceLetter, calls } = useSnapshot()
  const tablets = judgeClosing(state, now.date).flatMap((left): readonly TabletLeft[] => {
    const tablet = left.kind === 'case-open' ? undefined : state.get('device', left.deviceId)
    // What this tablet holds is counted below, from its own disk.
    if (left.kind === 'case-open' || tablet === undefined || tablet.letter === deviceLetter) return []
    const { id } = tablet
    const label = format.tablet(tablet)
    if (left.kind === 'tablet-holding') return [{ id, label, silence: undefined }]
    const { since, lastHeardOn } = left
    const isOfToday = since !== undefined && lastHeardOn === now.date
    return [{ id, label, silence: isOfToday ? format.time(desk.toLocal(since).time) : words.sinceDay(format.dayAndMonth(lastHeardOn)) }]
  })
  const silent = tablets.filter(({ silence }) => silence !== undefined)
  const { date, time } = now
  const absent = useFromState((all) => proposedNoShows(all, { date, time }), date, time)
  const remaining = [
    ...(absent.length > 0 ? [words.absent(absent.length)] : []),
    ...(openCaseCount > 0 ? [words.cases(openCaseCount)] : []),
    ...(calls.length > 0 ? [words.calls(calls.map(({ number }) => number))] : []),
    ...(pendingCount > 0 ? [words.pending(pendingCount)] : []),
    ...tablets.map(({ label, silence }) => (silence === undefined ? words.holdingTablet(label) : words.silentTablet(label, silence))),
    ...(link.kind === 'online' ? [] : [words.offline]),
  ]
  // « Réglé » said of cases and tablets must not be heard as « in the ILS » (CASE-4 does not ask it).
  const awaiting = useFromState(awaitingIls)
  return {
    remaining,
    silentLabels: silent.map(({ label }) => label),
    silenceOf: (deviceId: DeviceId): string | undefined => silent.find(({ id }) => id === deviceId)?.silence,
    absent,
    openCaseCount,
    callCount: calls.length,
    pendingCount,
    awaiting,
  }
}
