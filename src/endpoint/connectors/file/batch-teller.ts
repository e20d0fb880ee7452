/**
 * Tells loans and returns by a file: one numbered batch, kept with its bytes, which a person loads into the ILS. Runs on the endpoint.
 * To load a `.koc` twice renews its loans: so a batch never changes, and nothing goes out in two batches of one format.
 */
import type { LocalDate } from '../../../domain/local-date.ts'
import type { ExportFormat } from '../../../protocol/management.ts'
import { readNames } from '../../ils/collect-day.ts'
import type { Teller } from '../../ils/connector.ts'
import type { DayMovements, Movement } from '../../ils/movement.ts'
import { formatCsv } from './csv.ts'
import { type IlsFileKind, ilsFiles } from './ils-file.ts'

/** Of what goes out, how many are loans, or returns; `day`: of those that are that day's own. */
export const countOf = ({ ready }: Pick<DayMovements, 'ready'>, kind: Movement['movement'], day?: LocalDate): number =>
  ready.filter(({ movement, happened }) => movement === kind && (day === undefined || happened.date === day)).length

/** `format` names a memory: `koc` is that of the ILS's files, in whichever form `file` asks for. */
export const batchTeller = (format: ExportFormat, file: IlsFileKind = 'koc'): Teller => ({
  format,
  isBlind: format === 'koc',
  canTell: format === 'koc' ? ilsFiles[file].canTell : () => true,
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
