/**
 * Whether any of a document's facts answers yes, those first that stand nearest to another one in who knew what. Pure; runs on the endpoint.
 * Of a loan and a later one the return that lies between them stands next to the later one: found there, the others are not asked.
 */
import type { OperationId } from '../../domain/ids.ts'
import type { ItemFact } from '../../domain/item/item.ts'

export type AskNear<F extends ItemFact> = (near: ItemFact, ask: (fact: F) => boolean) => boolean

/** `known`: of each fact, all that its author had seen. */
export const askNear = <F extends ItemFact>(facts: readonly F[], known: ReadonlyMap<OperationId, ReadonlySet<OperationId>>): AskNear<F> => {
  const depthOf = ({ operationId }: ItemFact): number => known.get(operationId)?.size ?? 0
  const ordered = facts.map((fact) => ({ fact, depth: depthOf(fact) })).sort((a, b) => a.depth - b.depth)
  const places = new Map<number, number>()
  const placeOf = (depth: number): number => {
    const place = places.get(depth) ?? ordered.filter((one) => one.depth < depth).length
    places.set(depth, place)
    return place
  }
  return (near, ask) => {
    const from = placeOf(depthOf(near))
    for (let away = 0; away < ordered.length; away++) {
      const [before, after] = [ordered[from - 1 - away], ordered[from + away]]
      if ((before !== undefined && ask(before.fact)) || (after !== undefined && ask(after.fact))) return true
      if (before === undefined && after === undefined) return false
    }
    return false
  }
}
