/**
 * What must have become a case, worked out from the envelopes that the endpoint accepted and from nothing else (I-7). Runs in the
 * simulator. It calls no rule of ours and is meant to be naive: it asks every pair, and walks through all that an author had seen each time.
 */
import type { CaseKind } from '../../src/domain/case/case.ts'
import type { OperationId } from '../../src/domain/ids.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { isImport, type Told } from './endpoint-log.ts'
import type { Leaving } from './oracle.ts'

export interface Expected {
  readonly caseKind: CaseKind
  readonly subject: string
  readonly cites: readonly OperationId[]
}

/** Places of each slot of the small library. */
const capacity = 4

type Payload<K extends Envelope['payload']['kind']> = Extract<Envelope['payload'], { readonly kind: K }>
type Of<K extends Envelope['payload']['kind']> = Envelope & { readonly payload: Payload<K> }
const isA = <K extends Envelope['payload']['kind']>(envelope: Envelope, ...kinds: readonly K[]): envelope is Of<K> =>
  kinds.some((kind) => kind === envelope.payload.kind)

/** Whether it says something of that document. */
const concerns = ({ payload }: Envelope, barcode: string): boolean =>
  ('barcode' in payload && payload.barcode === barcode) ||
  ('barcodes' in payload && payload.barcodes.some((one) => one === barcode)) ||
  (payload.kind === 'hand-over-order' && (gives(payload, barcode) || leaves(payload, barcode)))
const gives = ({ items }: Payload<'hand-over-order'>, barcode: string): boolean => items.some((item) => item.barcode === barcode)
/** Of an order; what one envelope both gives and leaves has left. */
const leaves = (payload: Payload<'hand-over-order'>, barcode: string): boolean =>
  payload.orderId !== undefined && !gives(payload, barcode) && payload.leftBehind.some((item) => item.barcode === barcode)

/** What left the base, and since when each accepted operation was in it. */
export interface Departures {
  readonly leavings: readonly Leaving[]
  readonly versions: ReadonlyMap<OperationId, number>
}

/** The facts on that subject whose row had left the base of the author of `one`. */
const gone = ({ leavings, versions }: Departures, subject: string, on: readonly Envelope[], { base }: Envelope): readonly OperationId[] => {
  const seen = leavings.filter((one) => one.subject === subject && one.epoch === base?.epoch && one.version <= base.version)
  return on.map(({ operationId }) => operationId).filter((id) => seen.some(({ version }) => (versions.get(id) ?? Infinity) <= version))
}

/**
 * All that the author of `later` had seen, by what each fact on that subject says it was based on. `left`: the facts whose row one of
 * these authors had seen leave. `isRing`: it is in its own past.
 */
const pastOf = (departures: Departures, subject: string, on: readonly Envelope[], later: Envelope) => {
  const known = new Set<OperationId>()
  const left = new Set<OperationId>(gone(departures, subject, on, later))
  const open = [...(later.based[subject] ?? []), ...left]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const fact = known.has(id) ? undefined : on.find(({ operationId }) => operationId === id)
    known.add(id)
    if (fact === undefined) continue
    const before = gone(departures, subject, on, fact)
    for (const one of before) left.add(one)
    open.push(...(fact.based[subject] ?? []), ...before)
  }
  return { left, isRing: known.delete(later.operationId), known }
}

const moving = ['hand-over-order', 'return-item', 'undo-handover', 'undo-return'] as const

/** Who had seen what on one subject. */
const createView = (departures: Departures, subject: string, on: readonly Envelope[]) => {
  const pasts = new Map<OperationId, ReturnType<typeof pastOf>>()
  const past = (one: Envelope): ReturnType<typeof pastOf> => {
    const found = pasts.get(one.operationId) ?? pastOf(departures, subject, on, one)
    pasts.set(one.operationId, found)
    return found
  }
  const seen = (a: Envelope, b: Envelope): boolean => past(b).known.has(a.operationId)
  /** A loan or a return lies after all that moved the document and that its author had seen, whatever the clocks say. */
  const placeOf = (one: Envelope): number =>
    Math.max(one.at, ...on.filter((before) => isA(before, ...moving) && seen(before, one)).map(({ at }) => at))
  return {
    seen,
    placeOf,
    /** Its names, those included that nobody told of. */
    seenBy: (one: Envelope): readonly OperationId[] => [...past(one).known],
    areApart: (a: Envelope, b: Envelope): boolean => !seen(a, b) && !seen(b, a),
    /** One of them left the base with its day before the other was pressed: nothing of it was awaited any more. */
    isOver: (a: Envelope, b: Envelope): boolean => past(b).left.has(a.operationId) || past(a).left.has(b.operationId),
  }
}

/** Each pair of `facts` that `contradict`, as one case of that kind. */
const pairs = <E extends Envelope>(caseKind: CaseKind, subject: string, facts: readonly E[], contradict: (a: E, b: E) => boolean) =>
  facts.flatMap((a, i) =>
    facts
      .slice(i + 1)
      .filter((b) => contradict(a, b))
      .map((b): Expected => ({ caseKind, subject, cites: [a.operationId, b.operationId] })),
  )

const onDocument = (barcode: string, all: readonly Envelope[]): readonly Envelope[] => all.filter((one) => concerns(one, barcode))
const onOrder = (orderId: string, all: readonly Envelope[]): readonly Envelope[] =>
  all.filter(({ payload }) => 'orderId' in payload && payload.orderId === orderId && 'happened' in payload)

const ofDocument = (barcode: string, all: readonly Envelope[], departures: Departures): readonly Expected[] => {
  const subject = `item/${barcode}`
  const on = onDocument(barcode, all)
  const { seen, seenBy, areApart, isOver, placeOf } = createView(departures, subject, on)
  /** Something ended the first, and the author of the second knew, or the other way round. */
  const isBetween = (a: Envelope, b: Envelope, ends: (fact: Envelope, ended: OperationId) => boolean): boolean =>
    on.some(
      (fact) =>
        (ends(fact, a.operationId) && seen(fact, b) && !seen(fact, a)) || (ends(fact, b.operationId) && seen(fact, a) && !seen(fact, b)),
    )
  const loans = on.filter((one): one is Of<'hand-over-order'> => isA(one, 'hand-over-order') && gives(one.payload, barcode))
  const picks = on.filter((one) => isA(one, 'pick-item'))
  const returns = on.filter((one) => isA(one, 'return-item'))
  const endsLoan = ({ payload }: Envelope, loan: OperationId): boolean =>
    payload.kind === 'return-item' || (payload.kind === 'undo-handover' && payload.handover === loan)
  const endsPick = ({ payload }: Envelope, pick: OperationId): boolean =>
    ['return-item', 'reshelve-item', 'hand-over-order'].includes(payload.kind) || (payload.kind === 'unpick-item' && payload.pick === pick)
  const areLentTwice = (a: (typeof loans)[number], b: (typeof loans)[number]): boolean =>
    a.payload.card !== b.payload.card && !isOver(a, b) && !isBetween(a, b, endsLoan)
  const lacksSome = (one: Envelope): boolean => seenBy(one).some((id) => on.every(({ operationId }) => operationId !== id))
  const crossed = returns.flatMap((back) =>
    loans
      .filter(
        (loan) =>
          areApart(loan, back) &&
          (loan.deviceId !== back.deviceId || lacksSome(back)) &&
          placeOf(loan) <= placeOf(back) &&
          !loans.some((other) => seen(other, back) && !isOver(other, loan) && areLentTwice(other, loan)),
      )
      .map(({ operationId }): Expected => ({ caseKind: 'lent-and-returned', subject, cites: [back.operationId, operationId] })),
  )
  const offPile = picks.flatMap((pick) =>
    loans
      .filter((loan) => loan.payload.orderId !== pick.payload.orderId && areApart(pick, loan))
      .map(({ operationId }): Expected => ({ caseKind: 'picked-and-lent', subject, cites: [pick.operationId, operationId] })),
  )
  return [
    ...crossed,
    ...offPile,
    ...pairs('handed-over-twice', subject, loans, areLentTwice),
    ...pairs(
      'item-picked-twice',
      subject,
      picks,
      (a, b) => a.payload.orderId !== b.payload.orderId && areApart(a, b) && !isBetween(a, b, endsPick),
    ),
    ...returns.flatMap((back) => {
      const until = back.payload.quarantineUntil
      const early = loans.filter(
        (loan) =>
          until !== undefined &&
          loan.payload.happened.date < until &&
          !seen(loan, back) &&
          // A later return, by who knew this one, may set another day: the document left the base by that one.
          !(isOver(back, loan) && returns.some((later) => seen(back, later))) &&
          (seen(back, loan) || placeOf(back) < placeOf(loan)),
      )
      return early.map(({ operationId }): Expected => ({ caseKind: 'lent-in-quarantine', subject, cites: [back.operationId, operationId] }))
    }),
  ]
}

const ofOrder = (
  orderId: string,
  all: readonly Envelope[],
  cancellation: Envelope | undefined,
  departures: Departures,
): readonly Expected[] => {
  const subject = `order/${orderId}`
  const on = onOrder(orderId, all)
  const { seen, areApart } = createView(departures, subject, on)
  const unpicks = on.filter((one) => isA(one, 'unpick-item'))
  const picks = on.filter((one) => isA(one, 'pick-item'))
  const searches = on.filter((one) => isA(one, 'report-not-found', 'give-up-line'))
  const ofLine = [...new Set(picks.map(({ payload }) => payload.lineId))].flatMap((lineId): readonly Expected[] => {
    const own = picks.filter(({ payload }) => payload.lineId === lineId)
    const line = `line/${orderId}/${lineId}`
    const isBetween = (a: Envelope, b: Envelope): boolean =>
      unpicks.some((fact) => fact.payload.pick === a.operationId && seen(fact, b) && !seen(fact, a))
    const twice = pairs('line-picked-twice', line, own, (a, b) => {
      const isOther = a.payload.barcode !== b.payload.barcode || a.payload.barcode === undefined
      return isOther && areApart(a, b) && !isBetween(a, b) && !isBetween(b, a)
    })
    const missed = searches.filter(({ payload }) => payload.lineId === lineId)
    const notFound = own.flatMap((pick) =>
      missed
        .filter((search) => areApart(pick, search))
        .map(({ operationId }): Expected => ({ caseKind: 'picked-and-not-found', subject: line, cites: [pick.operationId, operationId] })),
    )
    return [...twice, ...notFound]
  })
  if (cancellation === undefined) return ofLine
  const undone = on.flatMap((one) => (isA(one, 'undo-handover') && seen(one, cancellation) ? [one.payload.handover] : []))
  const lent = on.filter((one) => isA(one, 'hand-over-order') && !undone.includes(one.operationId))
  return [
    ...ofLine,
    ...lent.map(
      ({ operationId }): Expected => ({
        caseKind: 'handed-over-though-cancelled',
        subject,
        cites: [cancellation.operationId, operationId],
      }),
    ),
  ]
}

interface Wish {
  slot: string
  /** Cancelled, not come for, or gone from the ILS: it may take no place any more. */
  isDoubtful: boolean
}

/** What follows from the order of the requests: cancellations, full slots, claims on one zone. */
const inTurn = (orderIds: ReadonlyMap<string, string>, events: readonly Told[]) => {
  const found: Expected[] = []
  const cancellations = new Map<string, Envelope>()
  const wishes = new Map<string, Wish>([...orderIds].map(([id, slot]) => [id, { slot, isDoubtful: false }]))
  const missed = new Set<string>()
  const holders = new Map<string, readonly { readonly operationId: OperationId; readonly librarianId: string }[]>()
  const review = (slot: string, operationId: OperationId): void => {
    // Fewer than truly count: those of which a later fact may say otherwise are left out.
    const sure = [...wishes].filter(([id, wish]) => wish.slot === slot && !wish.isDoubtful && !missed.has(id))
    if (sure.length > capacity) found.push({ caseKind: 'slot-overfilled', subject: `slot/${slot}`, cites: [operationId] })
  }
  const nameOf = (slot: Payload<'place-order'>['slot']): string => `${slot.siteId}/${slot.date}/${slot.time}`
  for (const event of events) {
    if (isImport(event)) {
      for (const row of event.rows) {
        if (row.kind === 'order')
          wishes.set(row.id, {
            slot: nameOf(row.slot),
            isDoubtful: row.goneFromIlsAt !== undefined || (wishes.get(row.id)?.isDoubtful ?? false),
          })
      }
      continue
    }
    const { operationId, librarianId, payload, based } = event
    switch (payload.kind) {
      case 'confirm-no-show':
        missed.add(payload.orderId)
        break
      case 'place-order':
        if (wishes.has(payload.orderId)) break
        wishes.set(payload.orderId, { slot: nameOf(payload.slot), isDoubtful: false })
        review(nameOf(payload.slot), operationId)
        break
      case 'reschedule-order': {
        const wish = wishes.get(payload.orderId)
        if (wish === undefined) break
        wish.slot = nameOf(payload.to)
        review(wish.slot, operationId)
        break
      }
      case 'cancel-order': {
        const wish = wishes.get(payload.orderId)
        if (wish === undefined || cancellations.has(payload.orderId)) break
        wish.isDoubtful = true
        cancellations.set(payload.orderId, event)
        break
      }
      case 'claim':
      case 'release-claim': {
        const scope = payload.scope.kind === 'zone' ? `zone/${payload.scope.name}` : `order/${payload.scope.orderId}`
        const before = holders.get(scope) ?? []
        const isMine = (one: (typeof before)[number]): boolean => one.librarianId === librarianId
        if (payload.kind === 'release-claim')
          holders.set(
            scope,
            before.filter((one) => !isMine(one)),
          )
        else {
          const isKnown = (one: (typeof before)[number]): boolean => based[`claim/${scope}`]?.includes(one.operationId) ?? false
          // Who holds it already and takes it over from nobody holds it as before.
          if (before.some(isMine) && !before.some((one) => isKnown(one) && !isMine(one))) break
          const others = before.filter((one) => !isKnown(one) && !isMine(one))
          holders.set(scope, [...others, { operationId, librarianId }])
          const [first] = others
          if (first !== undefined)
            found.push({ caseKind: 'claimed-twice', subject: `claim/${scope}`, cites: [first.operationId, operationId] })
        }
        break
      }
    }
  }
  return { found, cancellations }
}

/** Documents and orders of which these facts speak. */
const namedBy = (all: readonly Envelope[]) => ({
  barcodes: new Set(
    all
      .flatMap(({ payload }) =>
        payload.kind === 'hand-over-order'
          ? [...payload.items, ...payload.leftBehind].map(({ barcode }) => barcode)
          : 'barcode' in payload
            ? [payload.barcode]
            : [],
      )
      .filter((barcode) => barcode !== undefined),
  ),
  orderIds: new Set(all.flatMap(({ payload }) => ('orderId' in payload && payload.orderId !== undefined ? [payload.orderId] : []))),
})

const factsAmong = (events: readonly Told[]): readonly Envelope[] => events.filter((event): event is Envelope => !isImport(event))

/**
 * Subjects on which a fact was based on what came after it, by way of an identifier that `hadTwo` contents in two histories: its authors
 * had seen now one, now the other, and nobody can say who knew what.
 */
export const subjectsInRings = (
  events: readonly Told[],
  departures: Departures,
  hadTwo: (id: OperationId) => boolean,
): ReadonlySet<string> => {
  const all = factsAmong(events)
  const { barcodes, orderIds } = namedBy(all)
  const subjects = [
    ...[...barcodes].map((barcode) => [`item/${barcode}`, onDocument(barcode, all)] as const),
    ...[...orderIds].map((orderId) => [`order/${orderId}`, onOrder(orderId, all)] as const),
  ]
  const isRing = (subject: string, on: readonly Envelope[]): boolean => {
    const ring = on.filter((one) => pastOf(departures, subject, on, one).isRing)
    return ring.some(({ operationId }) => hadTwo(operationId))
  }
  return new Set(subjects.flatMap(([subject, on]) => (isRing(subject, on) ? [subject] : [])))
}

/** Every contradiction among `events`, in a library that began with the orders of `orderIds`, each with its slot. */
export const contradictionsOf = (
  orderIds: ReadonlyMap<string, string>,
  events: readonly Told[],
  departures: Departures,
): readonly Expected[] => {
  const all = factsAmong(events)
  const { barcodes, orderIds: orders } = namedBy(all)
  const { found, cancellations } = inTurn(orderIds, events)
  return [
    ...[...barcodes].flatMap((barcode) => ofDocument(barcode, all, departures)),
    ...[...orders].flatMap((orderId) => ofOrder(orderId, all, cancellations.get(orderId), departures)),
    ...found,
  ]
}
