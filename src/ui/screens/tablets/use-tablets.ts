/**
 * The library's tablets as a manager keeps them: who let each in, what it said last, one more, one less, a code that is cancelled (CASE-4,
 * PRIV-5). Runs in the browser. The rows say the most, off line too; the minute and the count are the endpoint's, asked with a pass.
 */
import { useEffect, useState } from 'preact/hooks'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tablets as en } from '../../../locale/en/tablets.ts'
import { tablets as fr } from '../../../locale/fr/tablets.ts'
import type { OpenCode, TabletList } from '../../../tablet/desk.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
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
  const words = useWords(fr, en)
  const format = useFormats()
  const { state, link, phase, deviceLetter } = useSnapshot()
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

  const all = [...state.all('device')].sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
  const says = useSayTablets(live)
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
    ...says,
    me: phase.kind === 'signed-in' ? phase.librarian.id : undefined,
    expiry: ({ expiresAt }: MadeCode): string => words.expires(format.time(desk.toLocal(expiresAt).time)),
    look: async () => {
      const listed = await ask({ why: words.whyLook, button: words.look }, () => desk.management.listTablets())
      if (listed !== undefined) setLive(listed)
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
      desk.tryNow()
      await refresh()
      if (isDone !== undefined) say(isOne ? words.setAsideSaid(format.tablet(first)) : words.setTheseAsideSaid(format.list(labels)))
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
