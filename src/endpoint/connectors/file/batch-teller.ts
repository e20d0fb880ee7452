/**
 * Tells loans and returns by a file: one numbered batch, kept with its bytes, which a person loads into the ILS. Runs on the endpoint.
 * To load a `.koc` twice renews its loans: so a batch never changes, and nothing goes out in two batches of one format.
 */
import type { ExportFormat } from '../../../protocol/management.ts'
import { readNames } from '../../ils/collect-day.ts'
import type { Teller } from '../../ils/connector.ts'
import type { DayMovements, Movement } from '../../ils/movement.ts'
import { formatCsv } from './csv.ts'
import { canTellKoc, formatKoc } from './koc.ts'
import { findUnknown, putLast } from './unknown-to-library.ts'

/** Of what goes out, how many are loans, or returns. */
export const countOf = ({ ready }: Pick<DayMovements, 'ready'>, kind: Movement['movement']): number =>
  ready.filter(({ movement }) => movement === kind).length

export const batchTeller = (format: ExportFormat): Teller => ({
  format,
  canTell: format === 'koc' ? canTellKoc : () => true,
  tell: async (transaction, day, movements, now) => {
    const made = (await transaction.batches(day)).filter((batch) => batch.format === format).length
    const content =
      format === 'koc'
        ? formatKoc(putLast(movements.ready, await findUnknown(transaction, movements.ready)))
        : formatCsv(movements, await readNames(transaction, movements))
    const batch = await transaction.addBatch(
      {
        day,
        format,
        madeAt: now,
        loans: countOf(movements, 'loan'),
        returns: countOf(movements, 'return'),
        settledAt: undefined,
        fileName: `circulation-${day}-${made + 1}.${format}`,
        content,
      },
      movements.ready.map(({ operationId, barcode, movement }) => ({ operationId, barcode, movement })),
    )
    return batch.number
  },
})
