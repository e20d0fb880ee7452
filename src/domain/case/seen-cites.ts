/**
 * What a person had seen of a case when they decided (CASE-2), and what its row lists. Runs everywhere.
 * A decision names what was seen by a digest, so that a case of any size can be decided. A case about a tablet lists some tens of facts and
 * counts the others: whoever holds a lost tablet decides how many there are.
 */
import { addToDigest, formatDigest, hash64, parseDigest } from '../hash64.ts'
import type { OperationId } from '../ids.ts'
import type { Operation } from '../operation/operation.ts'
import { parseSubject } from '../operation/subject.ts'
import type { Case } from './case.ts'

/** Facts that the row of a case about a tablet lists. */
const mostListed = 40
/** Facts that a decision names one by one, beside their digest; an operation holds some 450. */
const mostNamed = 100

type Cited = Pick<Case, 'cites' | 'unlisted'>

const sumOf = (ids: readonly OperationId[], before = 0n): bigint => ids.reduce((sum, id) => addToDigest(sum, hash64(id)), before)

export const countCited = ({ cites, unlisted }: Cited): number => cites.length + (unlisted?.count ?? 0)

/** True if the row does not list this fact: then only the fact's receipt says that the case is about it. */
export const isBeyondList = ({ cites, unlisted }: Cited, id: OperationId): boolean => unlisted !== undefined && !cites.includes(id)

/** The facts that the case cites, as `<count>.<16 hexadecimal digits>`. */
export const digestOfCites = (row: Cited): string =>
  `${countCited(row)}.${formatDigest(sumOf(row.cites, parseDigest(row.unlisted?.sum ?? '0')))}`

type Seen = Pick<Extract<Operation, { kind: 'settle-case' }>, 'cites' | 'seen'>

/** What a decision says that its author had seen. */
export const whatIsSeen = (row: Cited): Seen => ({
  cites: row.unlisted !== undefined || row.cites.length > mostNamed ? [] : row.cites,
  seen: digestOfCites(row),
})

/**
 * Whether a decision's author had seen all that the case cites. Where it names facts they are the row's: what it declares untrue is looked
 * for among them, so that others would close the case and change nothing.
 */
export const isAllSeen = (row: Cited, { cites, seen }: Seen): boolean => {
  const isOfRow = [...cites].sort().join() === [...row.cites].sort().join()
  if (seen === undefined) return row.unlisted === undefined && isOfRow
  return seen === digestOfCites(row) && (cites.length === 0 || isOfRow)
}

/** The row's facts and these: all listed, but for a case about a tablet, to which each is joined once. */
export const joinCites = (subject: string, { cites, unlisted }: Cited, joined: readonly OperationId[]): Cited => {
  const fresh = [...new Set(joined)].filter((id) => !cites.includes(id))
  const room = parseSubject(subject)?.kind === 'device' ? Math.max(0, mostListed - cites.length) : fresh.length
  const beyond = fresh.slice(room)
  const listed = [...cites, ...fresh.slice(0, room)].sort()
  if (beyond.length === 0 && unlisted === undefined) return { cites: listed }
  const sum = sumOf(beyond, parseDigest(unlisted?.sum ?? '0'))
  return { cites: listed, unlisted: { count: (unlisted?.count ?? 0) + beyond.length, sum: formatDigest(sum) } }
}
