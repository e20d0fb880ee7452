/**
 * The texts that a person types, wherever they stand in a row or in what a tablet sent (PRIV-7). Some are emptied with a person; of others
 * nobody can tell whose they are. Runs on the endpoint. A text that comes to a payload and is not here fails `tests/protocol/free-texts.test.ts`.
 */
import { foldText } from '../../domain/fold-text.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { StoreReader } from '../storage/store.ts'

/** By their member's name: what stands in its place. A number and a wish are shown where they stood. */
const emptied: Readonly<Record<string, string | undefined>> = {
  number: '…',
  text: '…',
  note: '',
  reason: '',
  overrideReason: '',
  replaces: '',
  bin: '',
  said: '',
  callBackNumber: undefined,
  place: undefined,
}

export const typedMembers: readonly string[] = Object.keys(emptied)

/** The value with none of them. */
export const withoutTyped = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(withoutTyped) as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [
    name,
    typeof member === 'string' && Object.hasOwn(emptied, name) ? emptied[name] : withoutTyped(member),
  ])
  // The cast: only texts changed, each for another one.
  return Object.fromEntries(members) as T
}

/** All of them that say something. */
const typedIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member !== 'string' ? typedIn(member) : Object.hasOwn(emptied, name) && name !== 'number' && member !== '' ? [member] : [],
  )
}

/** What an ILS said of each order, its note included (`ils/take-orders.ts`). */
export const wordsMemo = 'ils-orders'

/** Where free texts stand that no card and no order ties to anybody; `naming`: those with the person's name in them, as ids. */
export interface TextsElsewhere {
  readonly where: string
  readonly count: number
  readonly naming: readonly string[]
}

/** Texts of others: asked once the person's own are emptied, with the name that the directory had. */
export const findTextsElsewhere = async (
  reader: StoreReader,
  patron: Pick<Patron, 'surname' | 'firstName'> | undefined,
): Promise<readonly TextsElsewhere[]> => {
  const names = [patron?.surname ?? '', patron?.firstName ?? ''].map(foldText).filter((name) => name.length > 1)
  const found = new Map<string, { count: number; readonly naming: string[] }>()
  const look = (where: string, id: string, value: unknown): void => {
    const texts = typedIn(value).map(foldText)
    if (texts.length === 0) return
    const place = found.get(where) ?? { count: 0, naming: [] }
    place.count += 1
    if (texts.some((text) => names.some((name) => text.includes(name)))) place.naming.push(id)
    found.set(where, place)
  }
  for (const row of await reader.rowsOf('order')) look('order', row.id, row)
  for (const { id, settlement, ils } of await reader.rowsOf('case')) look('case', id, [settlement, { said: ils?.said }])
  for (const row of await reader.rowsOf('device')) look('device', row.id, row)
  const seen = new Set<string>()
  for (const member of typedMembers)
    for (const { operationId, envelope } of member === 'number' ? [] : await reader.receiptsHolding(member)) {
      if (seen.has(operationId)) continue
      seen.add(operationId)
      try {
        look('receipt', operationId, JSON.parse(envelope))
      } catch {
        look('receipt', operationId, { text: envelope })
      }
    }
  return [...found].map(([where, place]) => ({ where, ...place }))
}
