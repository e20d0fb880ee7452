/**
 * The day's closing: what remains, from the rows (CASE-4), and the manager's acts, which the endpoint does. Runs in the browser.
 * One object for the screen and its panels, because the sentence at the top and the acts below speak of the same tablets.
 */
import { useState } from 'preact/hooks'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { closingWords } from '../../../locale/en/closing.ts'
import type { BatchLine, ExportBatchLine, ExportFile, ExportList } from '../../../tablet/desk.ts'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { type RetypedLine, readRetyped } from './read-retyped.ts'
import { useManagerAnswer } from './use-manager-answer.ts'
import { useRemaining } from './use-remaining.ts'

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

/** The file for the ILS, and its confirmation: each act says what it is for where the passphrase is asked, and what came of it. */
const useManagerActs = () => {
  const desk = useDesk()
  const words = useWords(closingWords)
  const now = useNow()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const { why } = passphrase.words
  const [day, setDay] = useState<LocalDate | undefined>(now.date)
  const [list, setList] = useState<ExportList | undefined>(undefined)
  const [retyping, setRetyping] = useState<{ readonly batch: ExportBatchLine; readonly lines: readonly RetypedLine[] } | undefined>(
    undefined,
  )
  const [settling, setSettling] = useState<{ readonly batch: ExportBatchLine; readonly lines: readonly BatchLine[] } | undefined>(undefined)
  const refresh = async (): Promise<void> => {
    if (day === undefined) return
    const answered = await desk.management.listExports(day)
    if (answered.kind === 'done') setList(answered.value)
  }

  return {
    passphrase,
    day,
    setDay: (text: string) => {
      // Without a day that can be read there is nothing to list, and no file to make: least of all that of the day before.
      setDay(parseLocalDate(text))
      setList(undefined)
    },
    list,
    answer,
    showList: async () => {
      if (day === undefined) return
      const answered = await ask({ why: why.list, button: words.list }, () => desk.management.listExports(day))
      if (answered !== undefined) setList(answered)
    },
    make: async (chosen: 'koc' | 'csv') => {
      if (day === undefined) return
      const purpose = chosen === 'koc' ? { why: why.koc, button: words.makeKoc } : { why: why.csv, button: words.makeCsv }
      const file = await ask(purpose, () => desk.management.exportDay(day, chosen))
      if (file === undefined) return
      download(file)
      await refresh()
      const isLoaded = chosen === 'koc' && !file.batch.isRetyped
      if (chosen === 'csv') say(words.tableMade(file.batch.fileName))
      else say(isLoaded ? `${words.made(file.batch.number)} ${words.loadOnce}` : words.made(file.batch.number))
    },
    makeAll: async () => {
      if (day === undefined) return
      const numbers: number[] = []
      const isDone = await ask({ why: why.all, button: words.makeAll }, async () => {
        // Listed again after each: a return that waited for the loan of an earlier day may go now.
        for (;;) {
          const listed = await desk.management.listExports(day)
          if (listed.kind === 'refused') return listed
          setList(listed.value)
          const days = [{ day, ...listed.value.waiting }, ...listed.value.otherDays].filter(({ loans, returns }) => loans + returns > 0)
          const [next] = days.sort((a, b) => (a.day < b.day ? -1 : 1))
          const file = next === undefined ? undefined : await desk.management.exportDay(next.day, 'koc')
          if (file?.kind === 'refused') return file
          if (file === undefined || numbers.includes(file.value.batch.number)) return { kind: 'done', value: true }
          numbers.push(file.value.batch.number)
          download(file.value)
        }
      })
      if (isDone !== undefined) say(`${words.madeAll(numbers)} ${words.loadOnce}`)
    },
    downloadAgain: async ({ format: chosen, number, fileName }: ExportBatchLine) => {
      if (day === undefined) return
      const purpose = { why: why.download(fileName), button: words.download }
      const file = await ask(purpose, () => desk.management.exportDay(day, chosen, number))
      if (file === undefined) return
      download(file)
      const said = words.downloaded(file.batch.fileName)
      say(chosen === 'koc' && !file.batch.isRetyped ? `${said} ${words.perhapsLoaded}` : said)
    },
    retyping,
    endRetyping: () => setRetyping(undefined),
    /** Opens its lines, as its file has them. */
    retype: async (batch: ExportBatchLine) => {
      const purpose = { why: why.download(batch.fileName), button: words.retype }
      const file = await ask(purpose, () => desk.management.exportDay(batch.day, 'koc', batch.number))
      if (file !== undefined) setRetyping({ batch, lines: readRetyped(file.bytes) })
    },
    settling,
    endSettling: () => setSettling(undefined),
    /** Opens the lines of a batch, for whoever says which the ILS took. */
    askLines: async (batch: ExportBatchLine) => {
      const purpose = { why: why.settle(batch.number), button: words.confirm }
      const lines = await ask(purpose, () => desk.management.listBatchLines(batch.number))
      if (lines !== undefined) setSettling({ batch, lines })
    },
    settle: async (number: number, refused: ReadonlyMap<number, string> = new Map()) => {
      const batch = await ask({ why: why.settle(number), button: words.confirm }, () => desk.management.settleExport(number, refused))
      if (batch === undefined) return
      setSettling(undefined)
      await refresh()
      say(words.settled(number, refused.size))
    },
    unsettle: async (number: number) => {
      const purpose = { why: why.unsettle(number), button: words.unsettle }
      const batch = await ask(purpose, () => desk.management.unsettleExport(number))
      if (batch === undefined) return
      await refresh()
      say(words.unsettled(number))
    },
  }
}

export const useClosing = () => {
  const desk = useDesk()
  const words = useWords(closingWords)
  const format = useFormats()
  const { phase, link } = useSnapshot()
  return {
    words,
    format,
    toLocal: desk.toLocal,
    isManager: phase.kind === 'signed-in' && phase.librarian.isManager,
    isOnline: link.kind === 'online',
    ...useRemaining(),
    ...useManagerActs(),
  }
}

export type Closing = ReturnType<typeof useClosing>
