/**
 * Whose operations wait on this tablet, besides its own library's: one line for each library, in the order they came. Runs in the page.
 * Libraries are told apart as everywhere: two of one name are two lines.
 */
import type { WaitingElsewhere } from '../desk.ts'
import type { EntryElsewhere } from '../storage/tablet-storage.ts'

export const countByLibrary = (entries: readonly EntryElsewhere[]): readonly WaitingElsewhere[] => {
  const firsts = entries.filter((entry, i) => entries.findIndex((other) => other.library === entry.library) === i)
  return firsts.map((first) => ({
    library: first.library,
    libraryName: first.libraryName,
    count: entries.filter((entry) => entry.library === first.library).length,
  }))
}
