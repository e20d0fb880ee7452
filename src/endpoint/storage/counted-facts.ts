/**
 * Facts that a case about a tablet counts and does not list (CASE-1), and whose receipt names another case about that tablet. Runs on the
 * endpoint. A receipt names one case: what else counts the fact is remembered here, as the one may be decided before the other.
 */
import { subjectOfCase } from '../../domain/case/case.ts'
import type { CaseId, OperationId } from '../../domain/ids.ts'
import { parseSubject } from '../../domain/operation/subject.ts'
import type { StoreReader, StoreTransaction } from './store.ts'
import type { Receipt } from './stored.ts'

const memoOf = (id: OperationId): string => `counted/${id}`

const isOfTablet = (id: CaseId): boolean => parseSubject(subjectOfCase(id))?.kind === 'device'

const readOthers = async (reader: Pick<StoreReader, 'memo'>, id: OperationId): Promise<readonly CaseId[]> =>
  // Written below.
  ((await reader.memo(memoOf(id))) ?? '').split(' ').filter((one) => one !== '') as CaseId[]

/** Another case is about to take this one's place in the receipt. */
export const noteCounted = async (transaction: StoreTransaction, id: OperationId, before: CaseId): Promise<void> => {
  if (!isOfTablet(before)) return
  await transaction.keepMemo(memoOf(id), [...new Set([...(await readOthers(transaction, id)), before])].join(' '))
}

/** Whether one of these cases counts the fact, as far as the row does not say. */
export const isCountedIn = async (
  reader: Pick<StoreReader, 'memo'>,
  { operationId, caseId }: Pick<Receipt, 'operationId' | 'caseId'>,
  cases: ReadonlySet<CaseId>,
): Promise<boolean> => {
  if (caseId === undefined || cases.size === 0) return false
  if (cases.has(caseId)) return true
  return isOfTablet(caseId) && (await readOthers(reader, operationId)).some((id) => cases.has(id))
}
