/**
 * What is said of each of the library's tablets: when it was heard, what it holds, who let it in, its version. Runs in the browser.
 * `live` is the endpoint's word when a manager asked with the passphrase; `heard` is what it tells everybody each minute. Both are of this time
 * on line: without them the rows say what they know, and this tablet its own version.
 */
import { yearOf } from '../../../domain/figures/period.ts'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tabletsWords } from '../../../locale/en/tablets.ts'
import type { ApartGesture, OpenCode, SettingJournal, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'

export const useSayTablets = (live: TabletList | undefined, heard: SettingJournal['heardAt'] | undefined) => {
  const desk = useDesk()
  const words = useWords(tabletsWords)
  const format = useFormats()
  const now = useNow()
  const { state, deviceLetter } = useSnapshot()
  const nameOf = (id: string): string => [...state.all('librarian')].find((one) => one.id === id)?.name ?? id
  const sayDay = (date: typeof now.date): string => (date === now.date ? words.today : format.dayAndMonth(date))
  /** « 9 janvier », « 3 septembre 2025 » where it is not of this year. */
  const sayYear = (date: typeof now.date): string => {
    const day = format.dayAndMonth(date)
    return yearOf(date) === yearOf(now.date) ? day : `${day}\u00a0${yearOf(date)}`
  }
  const liveOf = (tablet: Device): TabletList['tablets'][number] | undefined => live?.tablets.find(({ deviceId }) => deviceId === tablet.id)
  /** To the minute, where that is known and the row has heard nothing since: the later of the two words. */
  const momentOf = (tablet: Device): ReturnType<typeof desk.toLocal> | undefined => {
    const known = [liveOf(tablet)?.lastHeardAt, heard?.get(tablet.id)].filter((at) => at !== undefined)
    const [at] = known.sort((a, b) => b - a)
    const moment = at === undefined ? undefined : desk.toLocal(at)
    return moment !== undefined && moment.date >= tablet.lastHeardOn ? moment : undefined
  }
  /** « 11 h 19 », « aujourd’hui » where only the day is known, « 23 novembre ». */
  const heardAt = (tablet: Device): string => {
    const moment = momentOf(tablet)
    return moment !== undefined && moment.date === now.date ? format.time(moment.time) : sayDay(moment?.date ?? tablet.lastHeardOn)
  }
  const sayHolding = (tablet: Device): string => {
    const count = liveOf(tablet)?.pendingCount ?? 0
    return count > 0 ? words.holdsSome(count) : tablet.isHolding ? words.holds : words.nothingWaits
  }
  const sayAdmission = ({ admission }: Device): string | undefined => {
    if (admission === undefined) return undefined
    const date = sayYear(desk.toLocal(admission.at).date)
    return admission.librarianId === undefined ? words.admittedOnServer(date) : words.admittedBy(date, nameOf(admission.librarianId))
  }
  /** « version 3fa9c1d24b7e », and whether it is the one of this tablet: an update waits on one of the two. */
  const sayVersion = (tablet: Device): { readonly said: string; readonly isOther: boolean } | undefined => {
    const build = tablet.letter === deviceLetter ? desk.build : liveOf(tablet)?.build
    return build === undefined ? undefined : { said: words.version(build), isOther: build !== desk.build }
  }
  const sayCode = ({ expiresAt, madeBy }: OpenCode): string => {
    const time = format.time(desk.toLocal(expiresAt).time)
    return madeBy === undefined ? words.codeOfServer(time) : words.codeBy(nameOf(madeBy), time)
  }
  const sayRetired = ({ letter, setAside }: Device): string =>
    setAside === undefined
      ? words.retiredUnsaid(letter)
      : words.retiredBy(letter, sayYear(desk.toLocal(setAside.at).date), nameOf(setAside.librarianId), setAside.reason)

  /** What a tablet may still hold, for whoever thinks of setting it aside. */
  const sayMayHold = (tablet: Device): string => {
    const moment = momentOf(tablet)
    const since =
      moment?.date === now.date ? words.at(format.time(moment.time)) : words.on(format.dayAndMonth(moment?.date ?? tablet.lastHeardOn))
    const count = liveOf(tablet)?.pendingCount ?? (tablet.isHolding ? 1 : 0)
    return words.mayHold(format.tablet(tablet), count, since)
  }

  /** « 6 gestes du 11 novembre, de 16 h 40 à 17 h 25 », once they were listed whole; how many until then. */
  const sayApart = (count: number, listed: readonly ApartGesture[] | undefined): string => {
    const made = (listed ?? []).flatMap((gesture) => (gesture.made === undefined ? [] : [gesture.made.at])).sort((a, b) => a - b)
    const [first, last] = [made[0], made.at(-1)]
    if (made.length !== count || first === undefined || last === undefined) return words.back(count)
    const [from, until] = [desk.toLocal(first), desk.toLocal(last)]
    return from.date === until.date
      ? words.backOn(count, format.dayAndMonth(from.date), format.time(from.time), format.time(until.time))
      : words.backBetween(count, format.dayAndMonth(from.date), format.dayAndMonth(until.date))
  }

  return { nameOf, heardAt, sayHolding, sayMayHold, sayAdmission, sayVersion, sayCode, sayRetired, sayApart }
}
