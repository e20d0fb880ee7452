/**
 * The day's closing and the manager's acts. Runs in the browser.
 * "Tout est réglé" is said only with no open case, nothing pending here, and every other tablet heard from with nothing (CASE-4).
 * The acts are done on line: the endpoint checks the PIN each time, and the screen keeps it no longer than the field shows it.
 */
import { useState } from 'preact/hooks'
import { heldBackBy } from '../../../domain/case/held-back.ts'
import { judgeClosing } from '../../../domain/case/judge-closing.ts'
import type { DeviceId, DeviceLetter } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { proposedNoShows } from '../../../domain/slot/lateness.ts'
import { closing as en } from '../../../locale/en/closing.ts'
import { closing as fr } from '../../../locale/fr/closing.ts'
import type { ExportFile, ExportList, ManagementResult } from '../../../tablet/desk.ts'
import { announce } from '../../announcer.ts'
import { useDesk, useFromState, useNow, useSnapshot } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'

export interface EnrolmentCode {
  readonly code: string
  readonly link: string
  readonly expiresAt: Instant
}

interface TabletLeft {
  readonly id: DeviceId
  readonly letter: DeviceLetter
  /** Since when, « 14 h 05 » or « le 23 novembre »; undefined: it speaks. */
  readonly silence: string | undefined
}

export type ManagerAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly said: string }
  | { readonly kind: 'refused'; readonly what: string; readonly next: string }

/** Hands the batch's bytes to the browser's downloads. */
const download = ({ batch, bytes }: ExportFile): void => {
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(bytes)], { type: batch.format === 'csv' ? 'text/csv' : 'application/octet-stream' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = batch.fileName
  link.click()
  URL.revokeObjectURL(url)
}

export const useClosing = () => {
  const desk = useDesk()
  const words = useWords(fr, en)
  const format = useFormats()
  const now = useNow()
  const { state, phase, link, pendingCount, openCaseCount, deviceLetter } = useSnapshot()
  const [pin, setPin] = useState('')
  const [day, setDay] = useState<LocalDate>(now.date)
  const [list, setList] = useState<ExportList | undefined>(undefined)
  const [code, setCode] = useState<EnrolmentCode | undefined>(undefined)
  const [answer, setAnswer] = useState<ManagerAnswer>({ kind: 'none' })

  const refuse = (problem: string): void => {
    const said = Object.entries(words.problems).find(([kind]) => kind === problem)?.[1] ?? words.problems.other
    setAnswer({ kind: 'refused', ...said })
    announce(`${said.what} ${said.next}`)
  }
  /** Asks the endpoint for one act; answers what it gave, or undefined after saying why not. */
  const ask = async <T>(act: () => Promise<ManagementResult<T>>): Promise<T | undefined> => {
    if (pin === '') {
      refuse('pin-missing')
      return undefined
    }
    setAnswer({ kind: 'working' })
    const result = await act()
    if (result.kind === 'refused') {
      refuse(result.problem)
      return undefined
    }
    setAnswer({ kind: 'none' })
    return result.value
  }
  const say = (said: string): void => {
    setAnswer({ kind: 'done', said })
    announce(said)
  }
  const refresh = async (): Promise<void> => {
    const answered = await desk.management.listExports(pin, day)
    if (answered.kind === 'done') setList(answered.value)
  }

  const tablets = judgeClosing(state, now.date).flatMap((left): readonly TabletLeft[] => {
    const tablet = left.kind === 'case-open' ? undefined : state.get('device', left.deviceId)
    // What this tablet holds is counted below, from its own disk.
    if (left.kind === 'case-open' || tablet === undefined || tablet.letter === deviceLetter) return []
    const { id, letter } = tablet
    if (left.kind === 'tablet-holding') return [{ id, letter, silence: undefined }]
    const { since, lastHeardOn } = left
    const isOfToday = since !== undefined && lastHeardOn === now.date
    return [{ id, letter, silence: isOfToday ? format.time(desk.toLocal(since).time) : words.sinceDay(format.dayAndMonth(lastHeardOn)) }]
  })
  const silent = tablets.filter(({ silence }) => silence !== undefined)
  const { date, time } = now
  const absent = useFromState((all) => proposedNoShows(all, { date, time }), date, time)
  const remaining = [
    ...(absent.length > 0 ? [words.absent(absent.length)] : []),
    ...(openCaseCount > 0 ? [words.cases(openCaseCount)] : []),
    ...(pendingCount > 0 ? [words.pending(pendingCount)] : []),
    ...tablets.map(({ letter, silence }) => (silence === undefined ? words.holdingTablet(letter) : words.silentTablet(letter, silence))),
    ...(link.kind === 'online' ? [] : [words.offline]),
  ]
  // « Réglé » said of cases and tablets must not be heard as « in the ILS » (CASE-4 does not ask it).
  const awaitingIls = useFromState((all) =>
    [...all.all('patron')].reduce((n, { loans }) => n + loans.filter(({ settledAt }) => settledAt === undefined).length, 0),
  )
  return {
    words,
    format,
    toLocal: desk.toLocal,
    remaining,
    silentLetters: silent.map(({ letter }) => letter),
    silenceOf: (deviceId: DeviceId): string | undefined => silent.find(({ id }) => id === deviceId)?.silence,
    absent,
    openCaseCount,
    pendingCount,
    awaitingIls,
    isManager: phase.kind === 'signed-in' && phase.librarian.isManager,
    isOnline: link.kind === 'online',
    pin,
    setPin,
    day,
    setDay: (text: string) => {
      const date = parseLocalDate(text)
      if (date === undefined) return
      setDay(date)
      setList(undefined)
    },
    list,
    code,
    answer,
    showList: async () => {
      const answered = await ask(() => desk.management.listExports(pin, day))
      if (answered !== undefined) setList(answered)
    },
    make: async (chosen: 'koc' | 'csv') => {
      const file = await ask(() => desk.management.exportDay(pin, day, chosen))
      if (file === undefined) return
      download(file)
      await refresh()
      say(chosen === 'koc' ? `${words.made(file.batch.number)} ${words.loadOnce}` : words.made(file.batch.number))
    },
    downloadAgain: async (chosen: 'koc' | 'csv', number: number) => {
      const file = await ask(() => desk.management.exportDay(pin, day, chosen, number))
      if (file === undefined) return
      download(file)
      const said = words.downloaded(file.batch.fileName)
      say(chosen === 'koc' ? `${said} ${words.perhapsLoaded}` : said)
    },
    settle: async (number: number) => {
      const batch = await ask(() => desk.management.settleExport(pin, number))
      if (batch === undefined) return
      await refresh()
      say(words.settled(number))
    },
    setAside: async ({ id, letter }: Device, reason: string): Promise<boolean> => {
      const isDone = await ask(() => desk.management.setTabletAside(pin, id, reason))
      if (isDone === undefined) return false
      desk.tryNow()
      say(words.setAsideSaid(letter))
      return true
    },
    heldBackBy: (deviceId: DeviceId): number => heldBackBy(state, deviceId).length,
    accept: async (deviceId: DeviceId) => {
      const counts = await ask(() => desk.management.acceptQuarantined(pin, deviceId))
      if (counts === undefined) return
      desk.tryNow()
      say(words.accepted(counts.accepted, counts.left))
    },
    makeCode: async () => {
      const made = await ask(() => desk.management.createEnrolmentCode(pin))
      if (made !== undefined) setCode(made)
    },
  }
}

export type Closing = ReturnType<typeof useClosing>
