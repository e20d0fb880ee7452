/**
 * Anomalies: the open ones first, then what was decided, and the one being read. Runs in the browser.
 * Deciding is an operation like any other: it is said only once it is kept, and two people who decide at once see who was first.
 * The one being read stays until another is asked for: nobody's finger meets the buttons of a case that came in its place.
 */
import { useRef, useState } from 'preact/hooks'
import type { Case } from '../../../domain/case/case.ts'
import { openCases } from '../../../domain/case/open-cases.ts'
import { whatIsSeen } from '../../../domain/case/seen-cites.ts'
import { casesWords } from '../../../locale/en/cases.ts'
import { attempt } from '../../components/each.tsx'
import { useOpenForm } from '../../open-forms.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useFromState, useNow, useSnapshot } from '../../use-desk.ts'
import { useDocuments } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { barcodesOf, type CaseChoice, describeCase, undrawnLetter } from './describe-case.ts'

/** Open cases first, and among them those that are for information only last. */
const rankOf = ({ settlement, caseKind }: Case): number => (settlement !== undefined ? 2 : caseKind === 'claimed-twice' ? 1 : 0)

export const useCases = (id: string | undefined) => {
  const desk = useDesk()
  const act = useAct()
  const words = useWords(casesWords)
  const format = useFormats()
  const naming = useNaming()
  const now = useNow()
  const { state } = useSnapshot()
  const [note, setNote] = useState('')
  useOpenForm(note !== '')
  // Open ones first; the last one settled heads those that are.
  const rows = useFromState((all) =>
    [...openCases(all), ...[...all.all('case')].filter(({ settlement }) => settlement !== undefined)].sort(
      (a, b) => rankOf(a) - rankOf(b) || (b.settlement?.at ?? 0) - (a.settlement?.at ?? 0) || (a.id < b.id ? -1 : 1),
    ),
  )
  const documentOf = useDocuments(rows.flatMap((row) => attempt(() => barcodesOf(row)) ?? []))
  const describing = { state, words, format, naming, now, toLocal: desk.toLocal, documentOf }
  const described = rows.map((row) => attempt(() => describeCase(describing, row)) ?? undrawnLetter(describing, row))
  // Two copies of one title are told apart by what is on their labels.
  const letters = described.map((letter, n) => {
    const [barcode] = rows.slice(n, n + 1).flatMap((row) => attempt(() => barcodesOf(row)) ?? [])
    const isAlike = described.some(({ id: other, short }) => other !== letter.id && short === letter.short)
    return isAlike && barcode !== undefined ? { ...letter, short: words.ofCopy(letter.short, barcode) } : letter
  })
  const firstOpen = rows.find((known) => known.settlement === undefined)?.id
  // Not while the address names one, nor once one is read: what is decided meanwhile, here or elsewhere, changes the letter and not which one it is.
  const opened = useRef<string | undefined>(undefined)
  opened.current ??= id ?? firstOpen
  const row = rows.find((known) => known.id === opened.current)
  const read = letters.find((letter) => letter.id === row?.id)
  return {
    words,
    format,
    now,
    letters,
    read,
    isGone: id !== undefined && row === undefined,
    /** The open case that comes after the one being read; undefined: none is left. */
    next: letters.find((letter) => letter.settled === undefined && letter.id !== row?.id),
    openCount: rows.filter((known) => known.settlement === undefined).length,
    note,
    setNote,
    decide: async (choice: CaseChoice): Promise<void> => {
      if (row === undefined || read === undefined) return
      const result = await act(
        {
          kind: 'settle-case',
          caseId: row.id,
          ...whatIsSeen(row),
          decision: choice.decision,
          note: note.trim(),
          anew: row.settlement && { replaces: row.settlement.operationId },
        },
        choice.title,
        [read.heading, choice.title],
      )
      if (result.kind === 'saved') setNote('')
    },
  }
}
