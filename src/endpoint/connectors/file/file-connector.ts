/**
 * The connector by files: lists come as CSV, loans and returns leave as numbered batches. Runs in the endpoint's commands.
 */
import type { Connector } from '../../ils/connector.ts'
import { batchTeller } from './batch-teller.ts'
import { type FilesSay, type FilesWish, type ImportRefusal, readFiles } from './read-files.ts'

export const createFileConnector = (wish: FilesWish): Connector<FilesSay, ImportRefusal> => ({
  ...batchTeller('koc'),
  capabilities: { pulls: ['catalogue', 'patrons', 'orders'], tells: ['loan', 'return'] },
  pull: () => readFiles(wish),
})
