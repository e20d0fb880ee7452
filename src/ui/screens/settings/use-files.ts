/**
 * The files that a manager brings in: sent, recognised, tried together, imported one by one (IMP-1). Runs in the browser, on line. They live
 * as long as the page, so that one may leave the screen while they are read, and are gone with whoever was signed in.
 */
import { signal } from '@preact/signals'
import type { LibrarianId } from '../../../domain/ids.ts'
import { longestFile } from '../../../domain/text-lengths.ts'
import { filesWords } from '../../../locale/en/files.ts'
import type { BroughtKind, BroughtReport } from '../../../tablet/desk.ts'
import { useDesk, useFormats, useLanguage, useSnapshot, useWords } from '../../use-desk.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

/** In the order in which they are imported. */
export const kinds: readonly BroughtKind[] = ['catalogue', 'patrons', 'orders']

export interface Brought {
  readonly n: number
  readonly file: File
  /** `busy`: sent, read or written. */
  readonly state: 'busy' | 'waiting' | 'tried' | 'taken' | 'refused'
  /** How it stands. */
  readonly said: string
  readonly fileId?: string
  readonly kind?: BroughtKind | undefined
  readonly report?: BroughtReport | undefined
}

const shown = signal<{ readonly by: LibrarianId | undefined; readonly all: readonly Brought[] }>({ by: undefined, all: [] })
/** Of a file, and of what « Tout arrêter » stops: what was under way then says nothing any more. */
const counters = { file: 0, run: 0 }

/** Milliseconds between two questions, and bytes that are said as one. */
const [pauseMs, kibi] = [1000, 1024]

type Took = Pick<BroughtReport, 'added' | 'updated' | 'removed'>

export const useFiles = () => {
  const { management } = useDesk()
  const words = useWords(filesWords)
  const format = useFormats()
  const lang = useLanguage()
  const { phase } = useSnapshot()
  const { ask, say, ...manager } = useManagerAnswer()
  const by = phase.kind === 'signed-in' ? phase.librarian.id : undefined
  const all = shown.value.by === by ? shown.value.all : []
  const put = (rows: readonly Brought[]): void => {
    shown.value = { by, all: rows }
  }
  const change = (files: readonly Pick<Brought, 'n'>[], changes: Partial<Brought>): void =>
    put(shown.value.all.map((one) => (files.some(({ n }) => n === one.n) ? { ...one, ...changes } : one)))
  const purpose = { why: words.why, button: words.try }

  /** Asks until it is no longer being worked at; undefined: stopped, or refused in words. */
  const follow = async (files: readonly Brought[], saying: (step: string) => string, take?: Took) => {
    const ours = counters.run
    const wished = files.map(({ fileId = '', kind = 'catalogue' }) => ({ fileId, kind }))
    for (change(files, { state: 'busy', said: saying('') }); ; ) {
      const end = await ask(purpose, () => management.importFiles({ files: wished, lang, take }))
      if (ours !== counters.run) return undefined
      if (end?.end !== 'working') return end
      change(files, { said: saying(end.step ?? '') })
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (ours !== counters.run) return undefined
    }
  }
  type End = Awaited<ReturnType<typeof follow>>

  const settle = (one: Brought, end: NonNullable<End>): void => {
    const report = one.kind && end.files?.[one.kind]
    const rows = format.count(report?.rows ?? 0)
    if (report === undefined)
      change([one], { state: 'refused', report, said: end.refusal?.say ?? (end.end === 'gone' ? words.gone : words.failed) })
    else if (end.end === 'taken') change([one], { state: 'taken', report, said: words.taken(rows) })
    else change([one], { state: 'tried', report, said: end.end === 'changed' ? words.again : words.tried(rows) })
  }

  /** All that is known by its columns, together: a trial of orders counts what the files before would bring. */
  const tryAll = async (): Promise<void> => {
    const files = shown.value.all.filter(({ fileId, kind, state }) => fileId && kind && (state === 'waiting' || state === 'tried'))
    if (files.length === 0) return
    const end = await follow(files, words.reading)
    if (end === undefined) return change(files, { state: 'waiting', said: '' })
    const culprit = files.length > 1 ? files.find(({ kind }) => kind === end.refusal?.file) : undefined
    for (const one of culprit === undefined ? files : [culprit]) settle(one, end)
    if (culprit === undefined) return
    for (const one of files) if (one !== culprit) change([one], { state: 'waiting' })
    return tryAll()
  }

  /** Of each kind one: the later takes the place of the earlier. */
  const choose = (one: Brought, kind: BroughtKind | undefined, changes: Partial<Brought> = {}): void => {
    const isOther = (other: Brought): boolean => other.kind !== kind || other.kind === undefined || other.state === 'taken'
    put(shown.value.all.filter((other) => other.n === one.n || isOther(other)))
    change([one], { ...changes, kind, report: undefined, state: 'waiting', said: kind === undefined ? words.waiting : '' })
  }

  return {
    ...manager,
    words,
    format,
    all,
    tryAll,
    add: async (files: readonly File[]): Promise<void> => {
      const ours = counters.run
      const fresh = files.map((file): Brought => ({ n: ++counters.file, file, state: 'busy', said: '' }))
      put([...all.filter(({ state }) => state !== 'taken'), ...fresh])
      for (const one of fresh) {
        const { file } = one
        const count = (bytes: number): string => format.count(Math.ceil(bytes / kibi))
        const onSent = (bytes: number): void => change([one], { said: words.sending(count(bytes), count(file.size)) })
        const isLarge = file.size > longestFile
        const sent = isLarge ? undefined : await ask(purpose, () => management.sendFile(file, onSent, () => ours !== counters.run))
        if (ours !== counters.run) return
        if (sent === undefined) change([one], { state: 'refused', said: isLarge ? words.large : words.failed })
        else choose(one, sent.kind, { fileId: sent.fileId })
      }
      await tryAll()
    },
    choose: (one: Brought, kind: BroughtKind | undefined): void => {
      choose(one, kind)
      void tryAll()
    },
    stop: (): void => {
      counters.run += 1
      put(all.filter(({ state }) => state === 'taken'))
      void management.importFiles({ files: [], lang })
    },
    take: async (one: Brought, removes: number | undefined): Promise<void> => {
      if (one.report === undefined) return
      const { added, updated, removed } = one.report
      const end = await follow([one], words.taking, { added, updated, removed, ...(removes === undefined ? {} : { removes }) })
      if (end === undefined) return change([one], { state: 'tried' })
      settle(one, end)
      if (end.end === 'taken' && one.kind !== undefined) say(`${words.kinds[one.kind]}. ${words.taken(format.count(one.report.rows))}`)
    },
  }
}
export type Files = ReturnType<typeof useFiles>
