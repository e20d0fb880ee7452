/**
 * A case as a letter: the facts it cites with who, when and where, what they contradict, and what may be decided (CASE-1).
 * Runs in the browser. A case row holds ids only; everything a person reads is looked up here, and what is not on this tablet says so.
 */

import { type Case, type CaseDecision, type CaseKind, isExplained, type LostRequest, type Settlement } from '../../../domain/case/case.ts'
import { decisionsFor } from '../../../domain/case/case-decisions.ts'
import { isOfIls } from '../../../domain/case/ils-case.ts'
import { countCited } from '../../../domain/case/seen-cites.ts'
import type { CardNumber, DeviceId, ItemBarcode, OperationId, OrderId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { CatalogueItem } from '../../../domain/item/record.ts'
import { compareMoments, type LocalMoment } from '../../../domain/local-date.ts'
import type { RecordedFact } from '../../../domain/operation/recorded-fact.ts'
import { parseSubject, type Subject } from '../../../domain/operation/subject.ts'
import { countsInSlot, everyLine, type Order, type OrderLine } from '../../../domain/order/order.ts'
import { formatClaimScope } from '../../../domain/pull-list/claim.ts'
import type { DeskState } from '../../../domain/row/desk-state.ts'
import { capacityOf, nearestFreeSlots } from '../../../domain/slot/build-slots.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { CaseSubject, CasesWords, CaseText, CitedFact, CitedKind } from '../../../locale/fr/cases.ts'
import type { Naming } from '../../../locale/refusals.ts'

export interface CitedLine {
  readonly id: string
  readonly at: LocalMoment | undefined
  readonly who: string
  readonly does: string
  readonly where: string
  /** Whose sheet says whom to call, and what may still be changed; undefined where the tablet no longer holds it. */
  readonly order: Order | undefined
}

export interface CaseChoice {
  readonly decision: CaseDecision
  readonly title: string
  readonly say: string
}

export interface CaseLetter extends CaseText {
  readonly id: Case['id']
  readonly facts: readonly CitedLine[]
  readonly choices: readonly CaseChoice[]
  readonly follows: boolean
  /** The tablet out of service whose gestures wait to be read (CASE-6). */
  readonly apart: { readonly id: DeviceId; readonly count: number } | undefined
  /** Undefined while open. `isExplained`: by what came later, and by nobody. */
  readonly settled:
    | {
        readonly id: OperationId
        readonly who: string
        readonly at: LocalMoment
        readonly decision: string
        readonly note: string
        readonly isExplained: boolean
      }
    | undefined
}

export interface DescribingCase {
  readonly state: DeskState
  readonly words: CasesWords
  readonly format: Formats
  readonly naming: Naming
  readonly now: LocalMoment
  readonly toLocal: (at: Instant) => LocalMoment
  readonly documentOf: (barcode: ItemBarcode) => CatalogueItem | undefined
}

/** Barcodes that a case names, so that their titles can be looked up. */
export const barcodesOf = ({ subject }: Pick<Case, 'subject'>): readonly ItemBarcode[] => {
  const about = parseSubject(subject)
  return about?.kind === 'item' ? [about.barcode] : []
}

const sayTablet = ({ state, words, format }: DescribingCase, id: DeviceId): string => {
  const device = state.get('device', id)
  return device === undefined ? words.tabletUnknown : words.tablet(format.tablet(device))
}

const saySlot = ({ format }: DescribingCase, slot: SlotKey): string => `${format.date(slot.date)}, ${format.time(slot.time)}`

const subjectWords = (describing: DescribingCase, about: Subject | undefined, row: Case): CaseSubject => {
  const { state, words, format, naming, documentOf } = describing
  const nothing: CaseSubject = {
    title: '',
    barcode: '',
    order: '?',
    patron: '',
    slot: '',
    scope: '',
    tablet: words.tabletUnknown,
    count: 0,
    capacity: 0,
  }
  const { due } = row
  const sayDue = due && { promised: format.date(due.promised), dueOn: format.date(due.dueOn) }
  switch (about?.kind) {
    case 'item': {
      const title = documentOf(about.barcode)?.title ?? ''
      const isOfOneTablet = new Set(citedFacts(describing, row, about).map(({ deviceId }) => deviceId)).size === 1
      return { ...nothing, barcode: about.barcode, title, ils: row.ils, due: sayDue, isOfOneTablet }
    }
    case 'line':
    case 'order': {
      const order = state.get('order', about.orderId)
      if (order === undefined) return { ...nothing, lastDone: lastDone(describing, row) }
      const line = about.kind === 'order' ? undefined : everyLine(order).find(({ id }) => id === about.lineId)
      const title = line === undefined ? '' : titleOf(describing, line)
      return { ...nothing, order: order.number, patron: naming.patron(order.card), title, lastDone: lastDone(describing, row) }
    }
    case 'slot': {
      const settings = state.get('settings', 'settings')
      if (settings === undefined) return nothing
      return {
        ...nothing,
        slot: words.slot(saySlot(describing, about.slot)),
        count: ordersIn(state, about.slot).length,
        capacity: capacityOf(settings, about.slot),
      }
    }
    case 'claim': {
      const { scope } = about
      return {
        ...nothing,
        scope: scope.kind === 'zone' ? words.zone(scope.name) : words.order(state.get('order', scope.orderId)?.number ?? '?'),
      }
    }
    case 'device': {
      return { ...nothing, count: countCited(row), tablet: sayTablet(describing, about.deviceId) }
    }
    case 'operation':
    case undefined:
      return nothing
  }
}

/** What such a row tells of an order that is nowhere, the latest only: the letter lists the rest. */
const lastDone = ({ format, naming, now, toLocal }: DescribingCase, { lost }: Case): CaseSubject['lastDone'] => {
  const last = lost?.reduce<LostRequest | undefined>(
    (latest, one) => (latest !== undefined && one.at < latest.at ? latest : one),
    undefined,
  )
  if (last === undefined) return undefined
  const { date, time } = toLocal(last.at)
  return {
    type: last.type,
    who: naming.librarian(last.librarianId),
    date: date === now.date ? undefined : format.date(date),
    time: format.time(time),
  }
}

const titleOf = ({ state }: DescribingCase, { wanted }: OrderLine): string =>
  wanted.kind === 'wish' ? wanted.text : (state.get('record', wanted.recordId)?.title ?? '')

const asked = (describing: DescribingCase, { lines }: Order): string =>
  describing.format.list(lines.map((line) => titleOf(describing, line)))

const ordersIn = (state: DeskState, slot: SlotKey): readonly Order[] =>
  [...state.all('order')].filter(
    (order) => order.slot.siteId === slot.siteId && order.slot.date === slot.date && order.slot.time === slot.time && countsInSlot(order),
  )

/** What a letter says of a fact, whatever row the fact is in. */
interface Cited extends Pick<RecordedFact, 'operationId' | 'librarianId' | 'deviceId' | 'happened'> {
  readonly what: CitedKind
  readonly card?: CardNumber | undefined
  readonly orderId?: OrderId | undefined
  readonly barcode?: ItemBarcode | undefined
  readonly reason?: string
}

const citedFacts = ({ state, toLocal }: DescribingCase, { cites, lost }: Case, about: Subject | undefined): readonly Cited[] => {
  if (lost !== undefined) {
    const orderId = about?.kind === 'order' ? about.orderId : undefined
    // A kind without words of its own is said in general ones.
    return lost.map((one) => ({ ...one, what: one.type as CitedKind, happened: toLocal(one.at), orderId }))
  }
  const isCited = (fact: { readonly operationId: OperationId }): boolean => cites.includes(fact.operationId)
  switch (about?.kind) {
    case 'item':
      return (state.get('item', about.barcode)?.facts ?? []).filter(isCited)
    case 'line':
    case 'order': {
      const order = state.get('order', about.orderId)
      return (order?.facts ?? []).filter(isCited).map((fact) => ({ ...fact, card: order?.card, orderId: order?.id }))
    }
    case 'claim':
      return (state.get('claim', formatClaimScope(about.scope))?.holders ?? [])
        .filter(isCited)
        .map((holder) => ({ ...holder, what: 'claimed', happened: toLocal(holder.at) }))
    case 'slot':
    case 'device':
    case 'operation':
    case undefined:
      return []
  }
}

/** A newer endpoint may write kinds that this build has no words for: said as such, never a screen that does not open. */
const textOf = ({ words }: DescribingCase, { caseKind }: Case, subject: CaseSubject): CaseText =>
  Object.hasOwn(words.texts, caseKind) ? words.texts[caseKind](subject) : words.ofNewerBuild

const saidOf = ({ words }: DescribingCase, what: CitedKind, fact: CitedFact): string =>
  Object.hasOwn(words.cited, what) ? words.cited[what](fact) : words.citedOfNewerBuild

const describeFact = (describing: DescribingCase, fact: Cited): CitedLine => {
  const { state, naming } = describing
  const order = fact.orderId === undefined ? undefined : state.get('order', fact.orderId)
  const card = fact.card ?? order?.card
  return {
    id: fact.operationId,
    at: fact.happened,
    who: naming.librarian(fact.librarianId),
    does: saidOf(describing, fact.what, {
      patron: card === undefined ? '' : naming.patron(card),
      order: fact.orderId === undefined ? '' : (order?.number ?? '?'),
      title: '',
      reason: fact.reason ?? '',
    }),
    where: sayTablet(describing, fact.deviceId),
    order,
  }
}

const lineOf = (id: string, does: string, order?: Order): CitedLine => ({ id, at: undefined, who: '', does, where: '', order })

const sayWhen = ({ format }: DescribingCase, { date, time }: LocalMoment, today: LocalMoment): string =>
  date === today.date ? format.time(time) : `${format.date(date)}, ${format.time(time)}`

/** What one decision is called, and what it changes. */
const sayDecision = (
  describing: DescribingCase,
  row: Case,
  facts: readonly Cited[],
  decision: CaseDecision,
): Pick<CaseChoice, 'title' | 'say'> => {
  const { state, words, naming } = describing
  if (decision.kind === 'both-true') return { title: words.bothTrue, say: words.bothTrueSay }
  if (decision.kind === 'ask-anew') return { title: words.askAnew, say: words.askAnewSay }
  if (decision.kind === 'acknowledged' && row.due !== undefined) return { title: words.patronKnows, say: words.patronKnowsSay }
  if (decision.kind === 'acknowledged' && isOfIls(row)) return { title: words.doneThere, say: words.doneThereSay }
  if (decision.kind === 'acknowledged') return { title: words.acknowledged, say: words.acknowledgedSay }
  const chosen = facts.find((fact) => fact.operationId === decision.fact)
  if (chosen === undefined) return { title: words.someone, say: words.elsewhere }
  const others = describing.format.list(
    facts
      .filter((fact) => fact !== chosen)
      .map((fact) => (fact.orderId === undefined ? undefined : state.get('order', fact.orderId)?.number))
      .filter((number) => number !== undefined),
  )
  if (row.caseKind === 'line-picked-twice') {
    return {
      title: chosen.barcode === undefined ? words.standsCopyTapped : words.standsCopy(chosen.barcode),
      say: words.standsCopySay,
    }
  }
  if (chosen.what === 'picked') {
    const order = chosen.orderId === undefined ? undefined : state.get('order', chosen.orderId)
    return { title: words.standsPick(order?.number ?? '?'), say: words.standsPickSay(others) }
  }
  if (chosen.what === 'returned') return { title: words.standsBack, say: words.standsBackSay }
  return {
    title: words.stands(chosen.card === undefined ? words.someone : naming.patron(chosen.card)),
    say:
      row.caseKind === 'lent-and-returned'
        ? words.standsOutSay
        : words.standsSay(sayWhen(describing, chosen.happened, describing.now), others),
  }
}

/** Facts that a letter tells one by one. */
const mostShown = 40

/** Kinds of cases about what a tablet brought, which a manager reads by itself (CASE-6). */
export const ofBrought: readonly CaseKind[] = ['loss-suspected', 'too-much-brought']

/** With the letter of the tablet, which nobody can sign in under (CASE-5). */
const settledBy = (naming: Naming, { librarianId, deviceId }: Settlement): string =>
  deviceId === undefined ? naming.librarian(librarianId) : naming.author({ librarianId, deviceId })

/** The whole letter of one case. */
export const describeCase = (describing: DescribingCase, row: Case): CaseLetter => {
  const { state, words, naming, format, now, toLocal } = describing
  const about = parseSubject(row.subject)
  const text = textOf(describing, row, subjectWords(describing, about, row))
  const facts = [...citedFacts(describing, row, about)].sort((a, b) => compareMoments(a.happened, b.happened))
  const tablet = about?.kind === 'device' ? state.get('device', about.deviceId) : undefined
  const waiting = tablet?.apart === undefined ? undefined : tablet
  const settings = state.get('settings', 'settings')
  const slot = about?.kind === 'slot' ? about.slot : undefined
  const found = new Set<string>(facts.map((fact) => fact.operationId))
  const order = about?.kind === 'order' ? state.get('order', about.orderId) : undefined
  const cancellation = order?.cancelledBy?.operationId
  // Read one by one behind a button: here each would only say that it is elsewhere.
  const isRead = waiting !== undefined && ofBrought.includes(row.caseKind)
  const elsewhere = isRead ? [] : row.cites.filter((id) => !found.has(id) && id !== cancellation)
  const lines = [
    ...facts.map((fact) => describeFact(describing, fact)),
    ...(order !== undefined && cancellation !== undefined && row.cites.includes(cancellation)
      ? [lineOf(cancellation, words.cited.cancelled({ patron: '', order: order.number, title: '', reason: '' }), order)]
      : []),
    ...(row.caseKind === 'line-changed-twice' && order !== undefined
      ? [
          lineOf(
            order.id,
            words.cited.asks({ patron: naming.patron(order.card), order: order.number, title: asked(describing, order), reason: '' }),
            order,
          ),
        ]
      : slot === undefined
        ? elsewhere.map((id) => lineOf(id, words.elsewhere))
        : ordersIn(state, slot).map((order) =>
            lineOf(order.id, words.cited.placed({ patron: naming.patron(order.card), order: order.number, title: '', reason: '' }), order),
          )),
  ]
  const beyond = Math.max(0, lines.length - mostShown) + (isRead ? 0 : (row.unlisted?.count ?? 0))
  const free = slot === undefined || settings === undefined ? [] : nearestFreeSlots(state, settings, slot, now)
  return {
    id: row.id,
    ...text,
    // The one that follows a decision is not the one that was decided: in the list, and in « La suivante ».
    short: row.follows === undefined ? text.short : words.again(text.short),
    heading: row.follows === undefined ? text.heading : words.again(text.heading),
    prose: free.length === 0 ? text.prose : `${text.prose} ${words.nearest(format.list(free.map(({ key }) => saySlot(describing, key))))}`,
    facts: beyond === 0 ? lines : [...lines.slice(0, mostShown), lineOf('unlisted', words.unlisted(beyond))],
    choices: (isExplained(row) ? [] : decisionsFor(state, row)).map((decision) => ({
      decision,
      ...sayDecision(describing, row, facts, decision),
    })),
    follows: row.follows !== undefined,
    apart: waiting === undefined ? undefined : { id: waiting.id, count: waiting.apart?.count ?? 0 },
    settled:
      row.settlement === undefined
        ? undefined
        : {
            id: row.settlement.operationId,
            // The ILS is nobody.
            who: isExplained(row) && isOfIls(row) ? '' : settledBy(naming, row.settlement),
            at: toLocal(row.settlement.at),
            decision:
              row.settlement.decision.kind === 'stands'
                ? words.decided.stands(sayDecision(describing, row, facts, row.settlement.decision).title)
                : words.decided[row.settlement.decision.kind],
            note: row.settlement.note,
            isExplained: isExplained(row),
          },
  }
}

/** A case that this tablet cannot read stands in the list under its name (CASE-9). No end is offered to whoever has not read it. */
export const undrawnLetter = ({ words }: DescribingCase, { id }: Case): CaseLetter => ({
  id,
  ...words.undrawn,
  short: id,
  facts: [],
  choices: [],
  follows: false,
  apart: undefined,
  settled: undefined,
})
