/**
 * Whether the list that a library sent last held all documents that its record group shares (NET-7): then what its next one leaves out has left the
 * catalogue. The list of one branch alone holds its own documents, and would take the others' from them. Runs on the endpoint and in its
 * commands, in the library's own memory.
 */
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

const memo = 'catalogue-list'
const whole = 'whole'

export const wasWhole = async (reader: Pick<StoreReader, 'memo'>): Promise<boolean> => (await reader.memo(memo)) === whole

export const noteList = (transaction: StoreTransaction, isAll: boolean): Promise<void> => transaction.keepMemo(memo, isAll ? whole : '')

export const forgetList = (transaction: StoreTransaction): Promise<void> => noteList(transaction, false)
