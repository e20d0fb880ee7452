/**
 * A day's loans and returns as Koha's offline circulation file, version 1.0. Pure; runs on the endpoint.
 * Format as KocDesktop writes it and Koha's offline_circ/process_koc.pl and enqueue_koc.pl read it: fields between tabulations, one
 * transaction a line, the first line a header. It carries no due date (Koha computes its own) and no identity: loading a file twice renews
 * every loan in it.
 */
import type { Movement } from '../../ils/movement.ts'
import { formatTrueTime } from '../../ils/true-time.ts'
import { isKohaNumber } from '../koha/koha-number.ts'

export const kocGenerator = 'PretAEmporter'
/** The version in package.json; a test holds them together. */
export const kocGeneratorVersion = '0.1.0'

/** Whether a line can hold these numbers so that Koha reads the same. */
export const canTellKoc = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  isKohaNumber(barcode) && (card === undefined || isKohaNumber(card))

/** The file's bytes, lines ended by LF, of movements that `canTellKoc`. */
export const formatKoc = (movements: readonly Movement[]): Uint8Array => {
  const lines = [
    ['Version=1.0', `Generator=${kocGenerator}`, `GeneratorVersion=${kocGeneratorVersion}`],
    ...movements.map(({ happened, movement, card, barcode }) =>
      movement === 'loan' ? [formatTrueTime(happened), 'issue', card ?? '', barcode] : [formatTrueTime(happened), 'return', barcode],
    ),
  ]
  return new TextEncoder().encode(lines.map((fields) => `${fields.join('\t')}\n`).join(''))
}
