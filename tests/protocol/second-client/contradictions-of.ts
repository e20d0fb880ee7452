/**
 * What contradicts what, worked out of the rows by the table of PROTOCOL.md (Contradiction) alone, for the kinds that two facts make. Runs in
 * Node; imports nothing of `src` (tests/architecture). Without settled cases and days that ended: `voided` and what left the base are not read.
 */
import type { Fact, PulledRow, Row } from './wire-text.ts'

export interface Contradiction {
  readonly kind: string
  readonly subject: string
  readonly cites: readonly [string, string]
}
type Known = ReadonlyMap<string, ReadonlySet<string>>

/** For each fact of a row all that its author had seen of that row. */
const knownOf = (facts: readonly Fact[]): Known => {
  const pasts = new Map<string, Set<string>>()
  const pastOf = ({ operationId, based }: Fact): Set<string> => {
    const found = pasts.get(operationId) ?? new Set(based)
    if (pasts.has(operationId)) return found
    pasts.set(operationId, found)
    for (const before of facts.filter(({ operationId: id }) => based.includes(id))) for (const id of pastOf(before)) found.add(id)
    return found
  }
  facts.forEach(pastOf)
  return pasts
}

const contradictionsOn = (subject: string, { facts = [], cancelledBy }: Row): Contradiction[] => {
  const known = knownOf(facts)
  const knew = (later: Fact, before: Fact): boolean => known.get(later.operationId)?.has(before.operationId) ?? false
  const areApart = (a: Fact, b: Fact): boolean => !knew(a, b) && !knew(b, a)
  const of = (...kinds: readonly string[]): readonly Fact[] => facts.filter(({ what }) => kinds.includes(what))
  const moves = of('handed-over', 'returned', 'handover-undone', 'return-undone')
  const undone = new Set(facts.map(({ returning }) => returning))
  const returns = of('returned').filter(({ operationId }) => !undone.has(operationId))
  /** A loan or a return lies after all that moved the document and that its author had seen. */
  const timeOf = (one: Fact): number => Math.max(...moves.filter((fact) => fact === one || knew(one, fact)).map(({ at }) => Number(at)))
  /** Something that ends one of them, known to the author of the other alone. */
  const isBetween = (a: Fact, b: Fact, ends: (end: Fact, ended: Fact) => boolean): boolean =>
    facts.some((end) => (ends(end, a) && knew(b, end) && !knew(a, end)) || (ends(end, b) && knew(a, end) && !knew(b, end)))
  const names = (end: Fact, ended: Fact): boolean => end.handover === ended.operationId || end.pick === ended.operationId
  const endsLoan = (end: Fact, ended: Fact): boolean => returns.includes(end) || names(end, ended)
  /** Whether taken back or not: what the table asks of "lent and returned" is asked of all returns. */
  const everEndsLoan = (end: Fact, ended: Fact): boolean => end.what === 'returned' || names(end, ended)
  const endsPick = (end: Fact, ended: Fact): boolean =>
    names(end, ended) || returns.includes(end) || ['handed-over', 'left-behind', 'reshelved'].includes(end.what)
  const pairs = (
    kind: string,
    firsts: readonly Fact[],
    seconds: readonly Fact[],
    areBoth: (a: Fact, b: Fact) => boolean,
  ): Contradiction[] =>
    firsts.flatMap((a) =>
      seconds
        .filter((b) => (firsts !== seconds || a.operationId < b.operationId) && areBoth(a, b))
        .map((b): Contradiction => ({ kind, subject, cites: [a.operationId, b.operationId] })),
    )
  const [loans, picks] = [of('handed-over'), of('picked')]
  if (subject.startsWith('item/')) {
    const lentTwice = (ends: typeof endsLoan) => (a: Fact, b: Fact) => a.card !== b.card && !isBetween(a, b, ends)
    return [
      ...pairs('handed-over-twice', loans, loans, lentTwice(endsLoan)),
      ...pairs('item-picked-twice', picks, picks, (a, b) => a.orderId !== b.orderId && areApart(a, b) && !isBetween(a, b, endsPick)),
      ...pairs('lent-and-returned', loans, of('returned'), (loan, back) => {
        const isFirst = timeOf(loan) <= timeOf(back)
        const isAskedAlready = loans.some((other) => knew(back, other) && lentTwice(everEndsLoan)(loan, other))
        return areApart(loan, back) && isFirst && !isAskedAlready
      }),
      ...pairs('picked-and-lent', picks, loans, (pick, loan) => pick.orderId !== loan.orderId && areApart(pick, loan)),
    ]
  }
  const ofOneLine = (a: Fact, b: Fact): boolean => a.lineId === b.lineId && areApart(a, b)
  const line = (contradiction: Contradiction): Contradiction => {
    const one = facts.find(({ operationId }) => operationId === contradiction.cites[0])
    return { ...contradiction, subject: `${subject.replace('order/', 'line/')}/${one?.lineId}` }
  }
  const cancelling = cancelledBy as { operationId: string; based: readonly string[] } | undefined
  const knewOfCancelling = (fact: Fact): boolean => known.get(fact.operationId)?.has(cancelling?.operationId ?? '') ?? false
  const seenByCancelling = new Set((cancelling?.based ?? []).flatMap((id) => [id, ...(known.get(id) ?? [])]))
  const undoneBefore = of('handover-undone').filter(({ operationId }) => seenByCancelling.has(operationId))
  return [
    ...pairs('line-picked-twice', picks, picks, (a, b) => a.barcode !== b.barcode && ofOneLine(a, b) && !isBetween(a, b, names)).map(line),
    ...pairs('picked-and-not-found', picks, of('not-found', 'given-up'), ofOneLine).map(line),
    ...(cancelling === undefined ? [] : loans)
      .filter((loan) => !knewOfCancelling(loan) && !undoneBefore.some((undo) => names(undo, loan)))
      .map(
        ({ operationId }): Contradiction => ({
          kind: 'handed-over-though-cancelled',
          subject,
          cites: [operationId, cancelling?.operationId ?? ''],
        }),
      ),
  ]
}

export const contradictionsOf = (rows: Iterable<PulledRow>): Contradiction[] =>
  [...rows].flatMap(({ kind, id, row }) =>
    row === null || (kind !== 'item' && kind !== 'order') ? [] : contradictionsOn(`${kind}/${id}`, row),
  )

/** The kinds above: of these each contradiction is in a case, and each case about one. */
export const kindsOfTwoFacts = [
  'handed-over-twice',
  'item-picked-twice',
  'lent-and-returned',
  'picked-and-lent',
  'line-picked-twice',
  'picked-and-not-found',
  'handed-over-though-cancelled',
]

/** Who has which document: handovers that neither an undo that names them nor a return whose author knew of them has ended. */
export const loansOf = (rows: Iterable<PulledRow>): Record<string, string[]> => {
  const loans: Record<string, string[]> = {}
  for (const { kind, id, row } of rows) {
    const facts = kind === 'item' ? (row?.facts ?? []) : []
    const known = knownOf(facts)
    const undone = new Set(facts.flatMap(({ handover, returning }) => [handover, returning]))
    const backs = facts.filter(({ what, operationId }) => what === 'returned' && !undone.has(operationId))
    const standing = facts.filter(
      ({ what, operationId }) =>
        what === 'handed-over' && !undone.has(operationId) && !backs.some((back) => known.get(back.operationId)?.has(operationId)),
    )
    if (standing.length > 0) loans[id] = [...new Set(standing.map(({ card }) => String(card)))].sort()
  }
  return loans
}
