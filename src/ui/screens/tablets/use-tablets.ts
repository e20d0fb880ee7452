/**
 * The library's tablets as a manager keeps them: who let each in, what it said last, one more, one less, a code that is cancelled (CASE-4,
 * PRIV-5), and as everybody reads them. Runs in the browser. The rows say the most, off line too; on line the endpoint tells everybody when each
 * was heard, and a manager, with a pass, what each holds, its version, and when what one brought was made.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tabletsWords } from '../../../locale/en/tablets.ts'
import type { ApartGesture, OpenCode, SettingJournal, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { useRemaining } from '../closing/use-remaining.ts'
import { useSayTablets } from './use-say-tablets.ts'

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
  const { state, link, phase, deviceLetter } = useSnapshot()
  const { silenceOf } = useRemaining()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const { why } = passphrase.words
  const [live, setLive] = useState<TabletList | undefined>(undefined)
  const [heard, setHeard] = useState<SettingJournal['heardAt'] | undefined>(undefined)
  const [apart, setApart] = useState<ReadonlyMap<string, readonly ApartGesture[]>>(new Map())
  const [made, setMade] = useState<MadeCode | undefined>(undefined)
  const isOnline = link.kind === 'online'
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
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  return {
    words,
    format,
    isOnline,
    isManager,
    /** A manager, on line: whoever may let one in or take one out. */
    mayAct: isManager && isOnline,
    answer,
    passphrase,
    made,
    live,
    inService: all.filter(({ isSetAside }) => !isSetAside),
    spoke,
    /** What it brought, where it was listed. */
    apartOf: ({ id }: Device): readonly ApartGesture[] | undefined => apart.get(id),
    retired: all.filter(({ isSetAside }) => isSetAside),
    isHere: ({ letter }: Device): boolean => letter === deviceLetter,
    silenceOf,
    ...says,
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
