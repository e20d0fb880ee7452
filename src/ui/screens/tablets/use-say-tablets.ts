/**
 * What is said of each of the library's tablets: when it was heard, what it holds, who let it in, its version. Runs in the browser.
 * `live` is the endpoint's word of this minute, where a manager's passphrase gave it; without it the rows say what they know.
 */
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tablets as en } from '../../../locale/en/tablets.ts'
import { tablets as fr } from '../../../locale/fr/tablets.ts'
import type { OpenCode, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'

export const useSayTablets = (live: TabletList | undefined) => {
  const desk = useDesk()
  const words = useWords(fr, en)
  const format = useFormats()
  const now = useNow()
  const { state, deviceLetter } = useSnapshot()
  const nameOf = (id: string): string => [...state.all('librarian')].find((one) => one.id === id)?.name ?? id
  const sayDay = (date: typeof now.date): string => (date === now.date ? words.today : format.dayAndMonth(date))
  const liveOf = (tablet: Device): TabletList['tablets'][number] | undefined => live?.tablets.find(({ deviceId }) => deviceId === tablet.id)
  /** « 11 h 19 », « aujourd’hui » where only the day is known, « 23 novembre ». */
  const heardAt = (tablet: Device): string => {
    const at = liveOf(tablet)?.lastHeardAt
    const heard = at === undefined ? undefined : desk.toLocal(at)
    return heard !== undefined && heard.date === now.date ? format.time(heard.time) : sayDay(heard?.date ?? tablet.lastHeardOn)
  }
  const sayHolding = (tablet: Device): string => {
    const count = liveOf(tablet)?.pendingCount ?? 0
    return count > 0 ? words.holdsSome(count) : tablet.isHolding ? words.holds : words.nothingWaits
  }
  const sayAdmission = ({ admission }: Device): string | undefined => {
    if (admission === undefined) return undefined
    const date = format.dayAndMonth(desk.toLocal(admission.at).date)
    return admission.librarianId === undefined ? words.admittedOnServer(date) : words.admittedBy(date, nameOf(admission.librarianId))
  }
  /** « version 3fa9c1d24b7e », and whether it is the one of this tablet: an update waits on one of the two. */
  const sayVersion = (tablet: Device): { readonly said: string; readonly isOther: boolean } | undefined => {
    const build = liveOf(tablet)?.build
    const here = [...state.all('device')].find(({ letter }) => letter === deviceLetter)
    const own = here && liveOf(here)?.build
    return build === undefined ? undefined : { said: words.version(build), isOther: own !== undefined && build !== own }
  }
  const sayCode = ({ expiresAt, madeBy }: OpenCode): string => {
    const time = format.time(desk.toLocal(expiresAt).time)
    return madeBy === undefined ? words.codeOfServer(time) : words.codeBy(nameOf(madeBy), time)
  }
  const sayRetired = ({ letter, setAside }: Device): string =>
    setAside === undefined
      ? letter
      : words.retiredBy(letter, format.dayAndMonth(desk.toLocal(setAside.at).date), nameOf(setAside.librarianId), setAside.reason)

  /** What a tablet may still hold, for whoever thinks of setting it aside. */
  const sayMayHold = (tablet: Device): string => {
    const at = liveOf(tablet)?.lastHeardAt
    const heard = at === undefined ? undefined : desk.toLocal(at)
    const since =
      heard?.date === now.date ? words.at(format.time(heard.time)) : words.on(format.dayAndMonth(heard?.date ?? tablet.lastHeardOn))
    const count = liveOf(tablet)?.pendingCount ?? (tablet.isHolding ? 1 : 0)
    return words.mayHold(format.tablet(tablet), count, since)
  }

  return { nameOf, heardAt, sayHolding, sayMayHold, sayAdmission, sayVersion, sayCode, sayRetired }
}
