/**
 * Looks for cases `two-tablets-one-identity` in the bytes of a database that SQLite cannot read any more: no tablet hands them over again.
 * Runs in `npm run restore`. Such a row lies whole in one page, between the name of its library and its own hash, which proves it.
 * What was settled or erased may still lie in a page that nobody wrote over: it comes back open, and a person looks at it once more.
 */
import { readFile } from 'node:fs/promises'
import type { Case } from '../../domain/case/case.ts'
import { countCited } from '../../domain/case/seen-cites.ts'
import { formatDigest } from '../../domain/hash64.ts'
import type { LibraryId } from '../../domain/ids.ts'
import { rowTextHash } from '../../protocol/digest.ts'

/** How the text of such a row begins: members are sorted. */
const opening = Buffer.from('{"caseKind":"two-tablets-one-identity",')
/** No such row is longer: it lists 40 facts at most. A page of SQLite's. */
const longestRow = 4096
/** Between the row's id and its text: its version. */
const longestVersion = 8

type Found = NonNullable<ReturnType<typeof rowAt>>

/** The row whose text begins at `start`, where the hash behind it says that it is as it was written; `before`: its library, kind and id. */
const rowAt = (bytes: Buffer, start: number) => {
  const rest = bytes.subarray(start, start + longestRow)
  for (let end = rest.indexOf('}') + 1; end > 0; end = rest.indexOf('}', end) + 1) {
    const hash = rest.toString('latin1', end, end + 16)
    if (!/^[0-9a-f]{16}$/.test(hash)) continue
    const text = rest.toString('utf8', 0, end)
    try {
      const row = JSON.parse(text) as Case // Ours, or the hash differs.
      if (formatDigest(rowTextHash('case', row.id, text)) !== hash) continue
      return { row, before: bytes.subarray(Math.max(0, start - longestRow), start) }
    } catch {
      // An inner brace.
    }
  }
  return undefined
}

/** Of a library whose id ends as another's does, the longer one is meant. */
const libraryOf = ({ row, before }: Found, libraries: readonly LibraryId[]): LibraryId | undefined =>
  libraries
    .filter((library) => {
      const key = Buffer.from(`${library}case${row.id}`)
      return before.subarray(-key.length - longestVersion).includes(key)
    })
    .sort((a, b) => b.length - a.length)[0]

/** Of each library, in these files as far as they can be read at all; of several versions of a case the one that cites most. */
export const salvageCases = async (
  paths: readonly string[],
  libraries: readonly LibraryId[],
): Promise<ReadonlyMap<LibraryId, readonly Case[]>> => {
  const found = new Map<LibraryId, Map<string, Case>>(libraries.map((id) => [id, new Map()]))
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (let start = bytes.indexOf(opening); start >= 0; start = bytes.indexOf(opening, start + 1)) {
      const one = rowAt(bytes, start)
      const library = one && libraryOf(one, libraries)
      if (one === undefined || library === undefined) continue
      const known = found.get(library)?.get(one.row.id)
      if (known === undefined || countCited(one.row) > countCited(known)) found.get(library)?.set(one.row.id, one.row)
    }
  }
  return new Map([...found].map(([id, cases]) => [id, [...cases.values()]]))
}
