/**
 * The connector by files: lists come as CSV or MARC, loans and returns leave as numbered batches that a person loads. Runs on the endpoint.
 * To load a `.koc` twice renews its loans: so a batch never changes, and nothing goes out in two batches of one format.
 */
import type { LocalDate } from '../../../domain/local-date.ts'
import type { ExportFormat } from '../../../protocol/management.ts'
import { readNames } from '../../ils/collect-day.ts'
import type { FileConnector } from '../../ils/connector.ts'
import type { DayMovements, Movement } from '../../ils/movement.ts'
import { voiceOf } from '../../storage/told-lines.ts'
import { formatCsv } from './csv.ts'
import { type IlsFileKind, ilsFiles } from './ils-file.ts'
import { type FilesSay, type FilesWish, type ImportRefusal, readFiles } from './read-files.ts'

/** Of what goes out, how many are loans, or returns; `day`: of those that are that day's own. */
export const countOf = ({ ready }: Pick<DayMovements, 'ready'>, kind: Movement['movement'], day?: LocalDate): number =>
  ready.filter(({ movement, happened }) => movement === kind && (day === undefined || happened.date === day)).length

/** `format` names a memory: `koc` is that of the ILS's files, in whichever form `file` asks for; `csv` is the table for people. */
export const fileConnector = (format: ExportFormat, file: IlsFileKind = 'koc'): FileConnector<FilesWish, FilesSay, ImportRefusal> => ({
  name: format === 'koc' ? file : format,
  tells: 'by-file',
  voice: voiceOf(format),
  canTell: format === 'koc' ? ilsFiles[file].canTell : () => true,
  hear: readFiles,
  tell: async (transaction, day, movements, now) => {
    const made = (await transaction.batches(day)).filter((batch) => batch.format === format).length
    const content =
      format === 'koc'
        ? await ilsFiles[file].format(transaction, movements.ready)
        : formatCsv(movements, await readNames(transaction, movements))
    return transaction.addBatch(
      {
        day,
        format,
        madeAt: now,
        loans: countOf(movements, 'loan'),
        returns: countOf(movements, 'return'),
        settledAt: undefined,
        fileName: `circulation-${day}-${made + 1}.${format === 'koc' ? ilsFiles[file].extension : format}`,
        content,
      },
      movements.ready,
    )
  },
})
