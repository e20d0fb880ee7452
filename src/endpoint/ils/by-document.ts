/**
 * What a day has of each document, grouped once: looked for document by document, all of the day would be gone through for each. Pure; runs on
 * the endpoint.
 */
import type { ItemBarcode } from '../../domain/ids.ts'

/** By barcode, each group in the order in which its members came; `barcodesOf`: of which documents one member is. */
export const byDocument = <T>(
  members: Iterable<T>,
  barcodesOf: (member: T) => Iterable<ItemBarcode>,
): ReadonlyMap<ItemBarcode, readonly T[]> => {
  const groups = new Map<ItemBarcode, T[]>()
  for (const member of members)
    for (const barcode of new Set(barcodesOf(member))) {
      const group = groups.get(barcode)
      if (group === undefined) groups.set(barcode, [member])
      else group.push(member)
    }
  return groups
}
