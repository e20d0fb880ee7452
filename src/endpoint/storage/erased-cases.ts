/**
 * Cases of what the ILS did not take, once what it was to be told is emptied with its age (PRIV-3, ILS-11). Runs on the endpoint.
 * Nothing can be asked anew then: a person is offered nothing that cannot be done.
 */
import { asErased, isOfIls } from '../../domain/case/ils-case.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

/** Whether all that these operations were is emptied with its age (PRIV-3): the ILS cannot be told of it any more. */
export const isErased = async (reader: Pick<StoreReader, 'receiptsOf'>, operationIds: readonly OperationId[]): Promise<boolean> => {
  for (const operationId of operationIds) if ((await reader.receiptsOf(operationId)).some(({ envelope }) => envelope !== '')) return false
  return operationIds.length > 0
}

/** After an emptying. */
export const markErased = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  for (const row of await transaction.rowsOf('case')) {
    if (!isOfIls(row) || row.settlement !== undefined || row.ils?.isErased === true) continue
    if (await isErased(transaction, row.cites)) await transaction.writeRow(asErased(row), now)
  }
}
