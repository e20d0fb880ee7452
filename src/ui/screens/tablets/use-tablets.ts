/**
 * The library's tablets as a manager keeps them: who let each in, what it said last, one more, one less, a code that is cancelled (CASE-4,
 * PRIV-5), and as everybody reads them. Runs in the browser. The rows say the most, off line too; on line the endpoint tells everybody when each
 * was heard, and a manager, with a pass, what each holds, its version, and when what one brought was made.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tabletsWords } from '../../../locale/en/tablets.ts'
import type { ApartGesture, OpenCode, SettingJournal, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { useRemaining } from '../closing/use-remaining.ts'

/**
 * What is said of each tablet. `live` is the endpoint's word when a manager asked with the passphrase; `heard` is what it tells everybody
 * each minute: without them the rows say what they know.
 */
const useSayTablets = (live: TabletList | undefined, heard: SettingJournal['heardAt'] | undefined) => {
  const desk = useDesk()
  const words = useWords(tabletsWords)
  const format = useFormats()
  const now = useNow()
  const { state, deviceLetter } = useSnapshot()
  const nameOf = (id: string): string => [...state.all('librarian')].find((one) => one.id === id)?.name ?? id
  const sayDay = (date: typeof now.date): string => (date === now.date ? words.today : format.dayAndMonth(date))
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
    const date = format.dayAndMonth(desk.toLocal(admission.at).date)
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
      : words.retiredBy(letter, format.dayAndMonth(desk.toLocal(setAside.at).date), nameOf(setAside.librarianId), setAside.reason)

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

/** The code that was just made: it is shown here, and nowhere else. */
interface MadeCode {
  readonly code: string
  readonly link: string
  readonly expiresAt: OpenCode['expiresAt']
}

export const useTablets = () => {
  const desk = useDesk()
  const words = useWords(tabletsWords)
  const format = useFormats()
  const { state, phase, deviceLetter } = useSnapshot()
  const { silenceOf } = useRemaining()
  const { ask, say, ...manager } = useManagerAnswer()
  const { isOnline } = manager
  const { why } = manager.passphrase.words
  const [live, setLive] = useState<TabletList | undefined>(undefined)
  const [heard, setHeard] = useState<SettingJournal['heardAt'] | undefined>(undefined)
  const [apart, setApart] = useState<ReadonlyMap<string, readonly ApartGesture[]>>(new Map())
  const [made, setMade] = useState<MadeCode | undefined>(undefined)
  // As it is when an answer arrives, which may be after the link fell.
  const isStillOnline = useRef(isOnline)
  isStillOnline.current = isOnline
  const keepLive = (listed: TabletList): void => {
    if (isStillOnline.current) setLive(listed)
  }

  /** What those out of service brought, once each; without a word where it fails: what the rows say stays. */
  const listBrought = async (): Promise<void> => {
    for (const { id } of spoke) {
      const brought = await desk.management.listApart(id, 0)
      if (brought.kind === 'done') setApart((known) => new Map(known).set(id, brought.value.gestures))
    }
  }
  /** Without a word where it fails, as well. */
  const refresh = async (): Promise<void> => {
    const listed = await desk.management.listTablets()
    if (listed.kind === 'done') keepLive(listed.value)
    await listBrought()
  }
  // Whoever gave the passphrase a moment ago sees it at once. What a tablet holds is not known off line.
  useEffect(() => {
    if (!isOnline) return setLive(undefined)
    if (desk.management.passUntil() !== undefined) void refresh()
  }, [isOnline])
  // Each minute, as the words age by it; off line the rows say the day.
  const { time } = useNow()
  useEffect(() => {
    if (!isOnline) return setHeard(undefined)
    let isOver = false
    void desk.management.readSettingJournal().then((read) => {
      if (read.kind === 'done' && !isOver) setHeard(read.value.heardAt)
    })
    return () => {
      isOver = true
    }
  }, [isOnline, time])

  const all = [...state.all('device')].sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
  /** Out of service, and back with something to read. */
  const spoke = all.filter(({ apart: brought }) => brought !== undefined)
  const says = useSayTablets(live, heard)
  return {
    ...manager,
    ...says,
    words,
    format,
    made,
    live,
    inService: all.filter(({ isSetAside }) => !isSetAside),
    spoke,
    /** What it brought, where it was listed. */
    apartOf: ({ id }: Device): readonly ApartGesture[] | undefined => apart.get(id),
    retired: all.filter(({ isSetAside }) => isSetAside),
    isHere: ({ letter }: Device): boolean => letter === deviceLetter,
    silenceOf,
    me: phase.kind === 'signed-in' ? phase.librarian.id : undefined,
    expiry: ({ expiresAt }: MadeCode): string => words.expires(format.time(desk.toLocal(expiresAt).time)),
    look: async () => {
      const listed = await ask({ why: words.whyLook, button: words.look }, () => desk.management.listTablets())
      if (listed === undefined) return
      keepLive(listed)
      await listBrought()
    },
    /** One passphrase for all; where one of them fails, those before it are out of service, and the list shows which are left. */
    setAside: async (tablets: readonly Device[], reason: string) => {
      const [first] = tablets
      if (first === undefined) return
      const labels = tablets.map(format.tablet)
      const isOne = tablets.length === 1
      const purpose = {
        why: isOne ? why.setAside(format.tablet(first)) : words.whySetAsideThese(format.list(labels)),
        button: words.setAside,
      }
      const isDone = await ask(purpose, async () => {
        let done = await desk.management.setTabletAside(first.id, reason)
        for (const { id } of tablets.slice(1)) if (done.kind === 'done') done = await desk.management.setTabletAside(id, reason)
        return done
      })
      if (isDone !== undefined) say(isOne ? words.setAsideSaid(format.tablet(first)) : words.setTheseAsideSaid(format.list(labels)))
      desk.tryNow()
      await refresh()
    },
    makeCode: async () => {
      const code = await ask({ why: why.code, button: words.makeCode }, () => desk.management.createEnrolmentCode())
      if (code === undefined) return
      setMade(code)
      await refresh()
    },
    cancelCode: async ({ id }: OpenCode) => {
      const isDone = await ask({ why: words.whyCancel, button: words.cancel }, () => desk.management.cancelCode(id))
      if (isDone === undefined) return
      // It may be the one that is shown.
      setMade(undefined)
      setLive((known) => known && { ...known, codes: known.codes.filter((code) => code.id !== id) })
      say(words.cancelled)
      await refresh()
    },
  }
}

export type KeptTablets = ReturnType<typeof useTablets>
