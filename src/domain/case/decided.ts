/**
 * What people decided about the facts of one document or one order, as its row keeps it (CASE-2). Pure; runs everywhere.
 * Decisions stand in the order in which the endpoint accepted them. Nothing is taken out of a fact: what counts is read from them all.
 * Example: X stands against Y, later Y stands against Z. Y is true, for the newest decision about Y says so, and X is true again.
 */
import type { ItemBarcode, OperationId } from '../ids.ts'
import { type CausalFact, causalPasts, isBefore, type Pasts, putBefore } from '../operation/causality.ts'
import { barcodeIn } from '../operation/subject.ts'

export interface Decided {
  /** The decision: an operation. */
  readonly operationId: OperationId
  /** Of its case: a document, a line or an order. */
  readonly subject: string
  /** Which of the facts are true, or which of them came last. */
  readonly says: 'truth' | 'order'
  /** The facts that its author had seen, ordered. */
  readonly cites: readonly OperationId[]
  /** The one that is true, or that came last; undefined: all are true. */
  readonly fact: OperationId | undefined
}

const none: ReadonlySet<OperationId> = new Set()

/**
 * The facts that count for nothing: of each the newest decision about truth speaks; one whose chosen fact a newer one declares untrue
 * lapses. `barcode`: a handover may be untrue of one document alone.
 */
export const untrueOf = (decided: readonly Decided[], barcode: ItemBarcode | undefined): ReadonlySet<OperationId> => {
  if (decided.length === 0) return none
  /** By fact, then by document; '' where a case about a line says it, for a pick is of one document. */
  const saidOf = new Map<OperationId, Map<string, boolean>>()
  const said = (fact: OperationId, about: ItemBarcode | undefined): boolean | undefined => {
    const byDocument = saidOf.get(fact)
    return about === undefined ? [...(byDocument?.values() ?? [])][0] : (byDocument?.get(about) ?? byDocument?.get(''))
  }
  const untrue = new Set<OperationId>()
  for (const one of [...decided].reverse()) {
    if (one.says === 'order') continue
    const about = barcodeIn(one.subject)
    if (one.fact !== undefined && said(one.fact, about) === false) continue
    for (const fact of one.cites) {
      if (said(fact, about) !== undefined) continue
      const stands = one.fact === undefined || one.fact === fact
      saidOf.set(fact, (saidOf.get(fact) ?? new Map<string, boolean>()).set(about ?? '', stands))
      if (!stands && (about === undefined || about === barcode)) untrue.add(fact)
    }
  }
  return untrue
}

export interface OrderArrows {
  /** Who knew what, with what people said came before what. */
  readonly pasts: Pasts
  /** What was over when another fact came, as people said of loans and returns, and which. */
  readonly over: ReadonlyMap<OperationId, OperationId>
}

/** The newest decision goes first: an older one says nothing of two facts that it puts the other way round. `knew`: of these facts. */
export const orderArrows = (decided: readonly Decided[], facts: readonly CausalFact[], knew: Pasts): OrderArrows => {
  const ofOrder = decided.filter(({ says }) => says === 'order')
  const over = new Map<OperationId, OperationId>()
  if (ofOrder.length === 0) return { pasts: knew, over }
  const pasts = causalPasts(facts)
  for (const { cites, fact: last } of [...ofOrder].reverse())
    for (const cited of cites) {
      if (last === undefined || cited === last) continue
      // A newer decision says that this one came after it.
      if (isBefore(pasts, last, cited) && !isBefore(knew, last, cited)) continue
      putBefore(pasts, [cited], last)
      if (!over.has(cited)) over.set(cited, last)
    }
  return { pasts, over }
}

/** The decisions of a row with one more, which takes the place of the one that it replaces. */
export const withDecided = (decided: readonly Decided[], one: Decided, replaced: OperationId | undefined): readonly Decided[] =>
  decided.some(({ operationId }) => operationId === one.operationId)
    ? decided
    : [...decided.filter(({ operationId }) => operationId !== replaced), one]
