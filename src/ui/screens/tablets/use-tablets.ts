/**
 * The library's tablets as a manager keeps them: who let each in, what it said last, one more, one less, a code that is cancelled (CASE-4,
 * PRIV-5). Runs in the browser. The rows say the most, off line too; the minute and the count are the endpoint's, asked with a pass.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tablets as en } from '../../../locale/en/tablets.ts'
import { tablets as fr } from '../../../locale/fr/tablets.ts'
import type { OpenCode, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { useRemaining } from '../closing/use-remaining.ts'

/** The code that was just made: it is shown here, and nowhere else. */
interface MadeCode {
  readonly code: string
  readonly link: string
  readonly expiresAt: OpenCode['expiresAt']
}

export const useTablets = () => {
  const desk = useDesk()
  const words = useWords(fr, en)
  const format = useFormats()
  const now = useNow()
  const { state, link, deviceLetter } = useSnapshot()
  const { silenceOf } = useRemaining()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const { why } = passphrase.words
  const [live, setLive] = useState<TabletList | undefined>(undefined)
  const [made, setMade] = useState<MadeCode | undefined>(undefined)
  const isOnline = link.kind === 'online'

  /** Without a word where it fails: what the rows say stays. */
  const refresh = async (): Promise<void> => {
    const listed = await desk.management.listTablets()
    if (listed.kind === 'done') setLive(listed.value)
  }
  // Whoever gave the passphrase a moment ago sees it at once.
  useEffect(() => {
    if (isOnline && desk.management.passUntil() !== undefined) void refresh()
  }, [isOnline])

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
  const sayCode = ({ expiresAt, madeBy }: OpenCode): string => {
    const time = format.time(desk.toLocal(expiresAt).time)
    return madeBy === undefined ? words.codeOfServer(time) : words.codeBy(nameOf(madeBy), time)
  }
  const sayRetired = ({ letter, setAside }: Device): string =>
    setAside === undefined
      ? letter
      : words.retiredBy(letter, format.dayAndMonth(desk.toLocal(setAside.at).date), nameOf(setAside.librarianId), setAside.reason)

  const all = [...state.all('device')].sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
  return {
    words,
    format,
    isOnline,
    answer,
    passphrase,
    made,
    live,
    inService: all.filter(({ isSetAside }) => !isSetAside),
    /** Out of service, and back with something to read. */
    spoke: all.filter(({ apart }) => apart !== undefined),
    retired: all.filter(({ isSetAside }) => isSetAside),
    isHere: ({ letter }: Device): boolean => letter === deviceLetter,
    silenceOf,
    heardAt,
    sayHolding,
    /** What a tablet may still hold, for whoever thinks of setting it aside. */
    sayMayHold: (tablet: Device): string => {
      const at = liveOf(tablet)?.lastHeardAt
      const heard = at === undefined ? undefined : desk.toLocal(at)
      const since =
        heard?.date === now.date ? words.at(format.time(heard.time)) : words.on(format.dayAndMonth(heard?.date ?? tablet.lastHeardOn))
      const count = liveOf(tablet)?.pendingCount ?? (tablet.isHolding ? 1 : 0)
      return words.mayHold(format.tablet(tablet), count, since)
    },
    sayAdmission,
    sayCode,
    sayRetired,
    expiry: ({ expiresAt }: MadeCode): string => words.expires(format.time(desk.toLocal(expiresAt).time)),
    look: async () => {
      const listed = await ask({ why: words.whyLook, button: words.look }, () => desk.management.listTablets())
      if (listed !== undefined) setLive(listed)
    },
    setAside: async (tablet: Device, reason: string) => {
      const purpose = { why: why.setAside(format.tablet(tablet)), button: words.setAside }
      const isDone = await ask(purpose, () => desk.management.setTabletAside(tablet.id, reason))
      if (isDone === undefined) return
      desk.tryNow()
      await refresh()
      say(words.setAsideSaid(format.tablet(tablet)))
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
      await refresh()
      say(words.cancelled)
    },
  }
}

export type KeptTablets = ReturnType<typeof useTablets>
