/**
 * What waits of a tablet that was taken out of service, or that brought more than a day. A manager reads it with a passphrase, and takes some
 * of it or none (CASE-6). Runs in the browser. The endpoint holds it, fifty gestures at a time: off line there is nothing to read, and
 * nothing of it stays here.
 */
import { useEffect, useState } from 'preact/hooks'
import { whatIsSeen } from '../../../domain/case/seen-cites.ts'
import type { OperationId } from '../../../domain/ids.ts'
import type { Device } from '../../../domain/librarian/librarian.ts'
import { formatSubject } from '../../../domain/operation/subject.ts'
import { apartWords } from '../../../locale/en/apart.ts'
import { casesWords } from '../../../locale/en/cases.ts'
import { operationsWords } from '../../../locale/en/operations.ts'
import type { ApartList } from '../../../tablet/desk.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useDocuments } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { barcodesNamed, type Describing } from '../operations/describe-operation.ts'
import { describeGesture } from './describe-apart.ts'
import { barcodesOf, ofBrought } from './describe-case.ts'

export const useApart = (tablet: Device) => {
  const desk = useDesk()
  const act = useAct()
  const words = useWords(apartWords)
  const operationWords = useWords(operationsWords)
  const caseWords = useWords(casesWords)
  const format = useFormats()
  const naming = useNaming()
  const now = useNow()
  const { state, phase, link } = useSnapshot()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const [list, setList] = useState<(ApartList & { readonly skipped: number }) | undefined>(undefined)
  const label = format.tablet(tablet)
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  const isOnline = link.kind === 'online'

  const gestures = list?.gestures ?? []
  const subjects = gestures.flatMap(({ found }) => (found === undefined ? [] : barcodesOf(found)))
  const documentOf = useDocuments([...gestures.flatMap(({ made }) => barcodesNamed(made?.operation)), ...subjects])
  const operations: Describing = {
    state,
    words: operationWords,
    format,
    naming,
    titleOf: (barcode, recordId) =>
      (recordId === undefined ? undefined : state.get('record', recordId)?.title) ??
      (barcode === undefined ? undefined : documentOf(barcode)?.title) ??
      '',
  }
  const cases = { state, words: caseWords, format, naming, now, toLocal: desk.toLocal, documentOf }
  const lines = gestures.map((gesture) => describeGesture({ words, operations, cases }, gesture))

  const read = async (skipped = 0): Promise<void> => {
    const purpose = { why: words.whyRead(label), button: words.read(tablet.apart?.count ?? 0) }
    const found = await ask(purpose, () => desk.management.listApart(tablet.id, skipped))
    if (found !== undefined) setList({ ...found, skipped })
  }
  // Whoever came here from an act of theirs is not asked again.
  useEffect(() => {
    if (isManager && isOnline && desk.management.passUntil() !== undefined) void read()
  }, [tablet.id])

  /** The case about what it brought, and one above its day before it was set aside: read here, they ask for nothing more. */
  const settleCase = async (): Promise<void> => {
    const subject = formatSubject({ kind: 'device', deviceId: tablet.id })
    const open = [...state.all('case')].filter(
      (row) => ofBrought.includes(row.caseKind) && row.subject === subject && row.settlement === undefined && row.cites.length > 0,
    )
    for (const row of open)
      await act({ kind: 'settle-case', caseId: row.id, ...whatIsSeen(row), decision: { kind: 'acknowledged' }, note: '' }, words.noted)
  }

  return {
    words,
    format,
    label,
    lines,
    list,
    answer,
    passphrase,
    isManager,
    isOnline,
    read,
    /** `operationIds` undefined: all that it brought, listed or not. */
    take: async (operationIds: readonly OperationId[] | undefined) => {
      const purpose = { why: words.whyTake(operationIds?.length ?? list?.total ?? 0, label), button: words.take }
      const counts = await ask(purpose, () => desk.management.acceptQuarantined(tablet.id, operationIds))
      if (counts === undefined) return
      desk.tryNow()
      const again = await desk.management.listApart(tablet.id, 0)
      setList(again.kind === 'done' ? { ...again.value, skipped: 0 } : undefined)
      if (again.kind === 'done' && again.value.total === 0) await settleCase()
      say(words.taken(counts.accepted, counts.left))
    },
    takeNone: async () => {
      await settleCase()
      say(words.none)
    },
  }
}
