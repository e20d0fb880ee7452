/**
 * A day's loans and returns as Evergreen's offline transactions: one JSON object a line, as its client keeps them and its upload reads them.
 * Pure; runs on the endpoint. It carries the true time in seconds and the due date that the patron was told; Evergreen sorts the lines by
 * that time. A line that comes twice is refused by it or renews the loan: a file is loaded once.
 */
import type { Instant } from '../../../domain/instant.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import type { Movement } from '../../ils/movement.ts'

/** Whether a line can hold these numbers: no control characters, which its reader takes for the end of a line. */
export const canTellEvergreen = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  [barcode, card ?? ''].every((number) => !/\p{Cc}|[\u2028\u2029]/u.test(number))

const toSeconds = (at: Instant): number => Math.floor(at / 1000)
const toIso = (at: Instant): string => new Date(at).toISOString()

/** `endOf`: the last minute of a day, on the library's clock. */
export const formatEvergreen = (movements: readonly Movement[], endOf: (day: LocalDate) => Instant): Uint8Array => {
  const lines = movements.map(({ movement, happened: { at }, barcode, card, dueOn }) =>
    movement === 'loan'
      ? {
          timestamp: toSeconds(at),
          type: 'checkout',
          delta: 0,
          patron_barcode: card ?? '',
          barcode,
          ...(dueOn === undefined ? {} : { due_date: toIso(endOf(dueOn)) }),
          checkout_time: toIso(at),
        }
      : { timestamp: toSeconds(at), type: 'checkin', delta: 0, barcode, backdate: toIso(at) },
  )
  return new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
