/**
 * The pile against the order, as it is shown: one row a document or a line, a count, a sentence for what is missing, and what handing
 * over now would mean. Runs in the browser. Every judgement comes from the domain; here they become words.
 */
import type { LoanRefusal, Refusal } from '../../../domain/desk/refusal.ts'
import type { HandoverJudgement, ScannedDocument, UnansweredLine } from '../../../domain/handover/judge-handover.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { CatalogueItems } from '../../../domain/item/find-document.ts'
import { findDocument } from '../../../domain/item/find-document.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { arrivedAt, baysOf, lineState, orderState } from '../../../domain/order/order-state.ts'
import { formatCardEnd, type Language } from '../../../locale/formats.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import type { HandoverDraft } from '../../../tablet/desk.ts'
import { type Describing, nameOf } from './describe-found.ts'

interface RowBase {
  readonly key: string
  readonly title: string
  readonly author: string
  readonly documentType: string | undefined
  readonly remark: string
}
export type DocumentRow =
  | (RowBase & { readonly kind: 'taken'; readonly barcode: ItemBarcode; readonly due: string })
  /** Loan rights say no: somebody decides, or it stays. */
  | (RowBase & { readonly kind: 'watch'; readonly barcode: ItemBarcode; readonly why: string; readonly canOverride: boolean })
  | (RowBase & { readonly kind: 'left'; readonly barcode: ItemBarcode })
  | (RowBase & { readonly kind: 'missing'; readonly lineId: string; readonly bays: readonly number[] })
  | (RowBase & { readonly kind: 'not-found'; readonly lineId: string })
  | (RowBase & { readonly kind: 'not-prepared'; readonly lineId: string })

export interface OpenHandover {
  readonly name: string
  readonly number: string | undefined
  readonly bays: readonly number[]
  readonly sub: string
  readonly note: string
  /** Said when the order was not ready. */
  readonly warning: string
  readonly afterwards: string | undefined
  readonly isResumed: boolean
  readonly count: string
  readonly rest: string
  readonly rows: readonly DocumentRow[]
  /** Documents that leave if handed over now. */
  readonly leaving: number
  readonly consequences: string
}

export interface DescribingOpen extends Describing {
  readonly language: Language
  readonly toLocal: (at: Instant) => LocalMoment
  readonly titleOf: (barcode: ItemBarcode) => string
  readonly catalogue: CatalogueItems
}

/** « Un DVD de plus que ses droits : 3 pour 2 »: counted with this document, as one says it at the desk. */
const sayLoan = ({ words, format }: DescribingOpen, refusal: LoanRefusal): string => {
  switch (refusal.kind) {
    case 'card-expired':
      return words.loan['card-expired'](format.date(refusal.expiredOn))
    case 'patron-blocked':
      return words.loan['patron-blocked'](refusal.reason)
    case 'too-many-loans':
      return words.loan['too-many-loans'](refusal.counted + 1, refusal.maximum)
    case 'too-many-of-type':
    case 'too-many-new-releases':
    case 'too-many-in-order':
      return words.loan[refusal.kind](refusal.documentType, refusal.counted + 1, refusal.maximum)
  }
}

const isLoanRefusal = (refusal: Refusal): refusal is LoanRefusal =>
  refusal.kind === 'card-expired' || refusal.kind === 'patron-blocked' || (refusal.kind.startsWith('too-many-') && 'counted' in refusal)

const scannedRow = (
  describing: DescribingOpen,
  { barcode, verdict, documentType, lineId, overrideReason }: ScannedDocument,
  hasOrder: boolean,
): DocumentRow => {
  const { state, words, format, naming, language, catalogue, titleOf } = describing
  const base: RowBase = {
    key: `item/${barcode}`,
    title: titleOf(barcode),
    author: findDocument(state, barcode, catalogue)?.author ?? '',
    documentType,
    remark: lineId === undefined && hasOrder ? words.added : '',
  }
  switch (verdict.kind) {
    case 'accepted':
      return {
        ...base,
        kind: 'taken',
        barcode,
        due: words.due(format.dayAndMonth(verdict.dueOn)),
        remark: verdict.overridden === undefined ? base.remark : words.withReason(overrideReason ?? ''),
      }
    case 'left-behind':
      return { ...base, kind: 'left', barcode, remark: words.left }
    case 'refused': {
      const why = isLoanRefusal(verdict.refusal)
        ? sayLoan(describing, verdict.refusal)
        : sayRefusal(language, verdict.refusal, naming).sentence
      return { ...base, kind: 'watch', barcode, why, canOverride: verdict.canOverride }
    }
  }
}

const lineRow = (
  { state, words }: DescribingOpen,
  judgement: HandoverJudgement,
  { line, title, bays, fate, barcode }: UnansweredLine,
): DocumentRow => {
  const record = line.wanted.kind === 'wish' ? undefined : state.get('record', line.wanted.recordId)
  const base: RowBase = {
    key: `line/${line.id}`,
    title: title ?? (line.wanted.kind === 'wish' ? line.wanted.text : words.unknownItem(barcode ?? line.wanted.recordId)),
    author: record?.author ?? '',
    documentType: record?.documentType,
    remark: '',
  }
  switch (fate) {
    case 'missing':
      return { ...base, kind: 'missing', lineId: line.id, bays, remark: words.stillMissing }
    case 'not-found':
      return { ...base, kind: 'not-found', lineId: line.id, remark: words.notFoundLine }
    case 'left-behind':
      return barcode === undefined
        ? { ...base, kind: 'not-prepared', lineId: line.id, remark: words.left }
        : { ...base, kind: 'left', barcode, remark: words.left }
    case 'not-prepared': {
      const became = judgement.order === undefined ? undefined : lineState(judgement.order, line)
      return { ...base, kind: 'not-prepared', lineId: line.id, remark: words.givenUp(became?.kind === 'given-up' ? became.reason : '') }
    }
  }
}

const subOf = (
  { state, words, format, now, toLocal }: DescribingOpen,
  { card }: HandoverDraft,
  { order, patron }: HandoverJudgement,
): string => {
  const parts = [words.cardLine(formatCardEnd(card), patron?.category ?? '')]
  if (order !== undefined) {
    const arrival = arrivedAt(order)
    const expected =
      order.slot.date === now.date
        ? words.expected(format.time(order.slot.time))
        : words.expectedOn(format.date(order.slot.date), format.time(order.slot.time))
    parts.push(arrival === undefined ? expected : `${expected}, ${words.arrived(format.time(arrival.time))}`)
  }
  const asOf = state.get('patron', card)?.ilsAsOf
  if (asOf === undefined) parts.push(words.rightsUnknown)
  else {
    const { date, time } = toLocal(asOf)
    parts.push(words.rightsAsOf(date === now.date ? format.time(time) : `${format.time(time)}, ${format.date(date)}`))
  }
  return parts.join(' · ')
}

/** Everything the « Quoi ? » stage shows. `isResumed` is for the screen to say. */
export const describeOpen = (describing: DescribingOpen, draft: HandoverDraft, judgement: HandoverJudgement): OpenHandover => {
  const { state, words, format } = describing
  const { order, documents, unanswered, scannedLines, preparedLines } = judgement
  const rows = [
    ...documents.map((document) => scannedRow(describing, document, order !== undefined)),
    ...unanswered.map((line) => lineRow(describing, judgement, line)),
  ]
  const missing = rows.filter((row) => row.kind === 'missing')
  const bays = [...new Set(missing.flatMap((row) => row.bays))]
  const sayBays = bays.length === 0 ? '' : words.bays(format.list(bays.map(String)), bays.length)
  const waiting = rows.filter((row) => row.kind === 'watch').map((row) => words.quoted(row.title))
  const gone = missing.map((row) => words.quoted(row.title))
  const became = order === undefined ? undefined : orderState(order)
  const [notFound, left] = (['not-found', 'left'] as const).map((kind) => rows.filter((row) => row.kind === kind).length)
  const absent = [
    ...(notFound === undefined || notFound === 0 ? [] : [words.notFoundCount(notFound)]),
    ...(left === undefined || left === 0 ? [] : [words.leftCount(left)]),
  ]
  const consequences = [
    ...(waiting.length === 0 ? [] : [(waiting.length === 1 ? words.waitsDecision : words.waitDecision)(format.list(waiting))]),
    ...(gone.length === 0 || documents.length === 0
      ? []
      : gone.length > 3
        ? [words.willShowMissingCount(gone.length)]
        : [(gone.length === 1 ? words.willShowMissing : words.willShowMissings)(format.list(gone))]),
  ]
  return {
    name: nameOf(state, draft.card),
    number: order?.number,
    bays: order === undefined ? [] : baysOf(order),
    sub: subOf(describing, draft, judgement),
    note: order?.note ?? '',
    warning: became === 'to-prepare' || became === 'in-preparation' ? words.notReady(words.states[became]) : '',
    afterwards:
      draft.happened === undefined
        ? undefined
        : words.afterwardsOn(words.onDay(format.date(draft.happened.date), format.time(draft.happened.time))),
    isResumed: false,
    count: preparedLines === 0 ? words.countLoose(documents.length) : words.countOf(scannedLines, preparedLines),
    rest:
      preparedLines === 0
        ? documents.length === 0
          ? words.scanFirst
          : ''
        : missing.length === 0
          ? absent.length === 0
            ? words.complete
            : absent.join(', ')
          : documents.length === 0 || missing.length > 2
            ? words.missingCount(missing.length, sayBays)
            : words.missing(gone, sayBays),
    rows,
    leaving: documents.filter(({ verdict }) => verdict.kind === 'accepted').length,
    consequences: consequences.length === 0 ? '' : `${consequences.join('\u202f; ')}.`,
  }
}
