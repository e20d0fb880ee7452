/**
 * The files that an ILS loads: Koha's, Evergreen's, Alma's, and the table that a person types into any other. Runs on the endpoint. They
 * share one memory: what went out in one of them goes out in no other, and a batch that was made stays in the form in which it was made.
 */
import type { Instant } from '../../../domain/instant.ts'
import { fromMinutes, type LocalDate } from '../../../domain/local-date.ts'
import { toInstantAt } from '../../../domain/to-instant-at.ts'
import { retypedEnd } from '../../../protocol/management.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import { readNames } from '../../ils/collect-day.ts'
import { formatTrueTime, type Movement } from '../../ils/movement.ts'
import type { StoreReader } from '../../storage/store.ts'
import { isKohaNumber } from '../koha/koha-number.ts'
import { formatCsv } from './csv.ts'
import { findUnknown, putLast } from './unknown-to-library.ts'

/**
 * Koha's offline circulation file, version 1.0, as KocDesktop writes it and Koha's offline_circ/process_koc.pl and enqueue_koc.pl read it:
 * fields between tabulations, one transaction a line, the first line a header.
 */
const kocGenerator = 'PretAEmporter'
/** The version in package.json; a test holds them together. */
export const kocGeneratorVersion = '0.1.0'

/** Whether a line can hold these numbers so that Koha reads the same. */
const canTellKoc = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  isKohaNumber(barcode) && (card === undefined || isKohaNumber(card))

/** Lines ended by LF. It carries no due date (Koha computes its own) and no identity: loading a file twice renews every loan in it. */
const formatKoc = (movements: readonly Movement[]): Uint8Array => {
  const lines = [
    ['Version=1.0', `Generator=${kocGenerator}`, `GeneratorVersion=${kocGeneratorVersion}`],
    ...movements.map(({ happened, movement, card, barcode }) =>
      movement === 'loan' ? [formatTrueTime(happened), 'issue', card ?? '', barcode] : [formatTrueTime(happened), 'return', barcode],
    ),
  ]
  return new TextEncoder().encode(lines.map((fields) => `${fields.join('\t')}\n`).join(''))
}

/** Whether a line can hold these numbers: no control characters, which its reader takes for the end of a line. */
const canTellEvergreen = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  [barcode, card ?? ''].every((number) => !/\p{Cc}|[\u2028\u2029]/u.test(number))

/**
 * Evergreen's offline transactions: one JSON object a line, as its client keeps them and its upload reads them, with the true time in seconds
 * and the due date that the patron was told.
 */
const toSeconds = (at: Instant): number => Math.floor(at / 1000)
const toIso = (at: Instant): string => new Date(at).toISOString()

/**
 * It sorts the lines by their time; one that comes twice is refused or renews the loan: a file is loaded once. `endOf`: the last minute of a
 * day, on the library's clock.
 */
const formatEvergreen = (movements: readonly Movement[], endOf: (day: LocalDate) => Instant): Uint8Array => {
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

/** Alma's offline circulation file has columns of fixed width. The document's: characters. */
const barcodeWidth = 80

/** Printed ASCII, without a blank at either end: a column is filled with blanks. */
const isWritable = (number: string): boolean => number.length <= barcodeWidth && /^[!-~](?:[ -~]*[!-~])?$/.test(number)

const canTellAlma = ({ barcode, card }: Pick<Movement, 'barcode' | 'card'>): boolean =>
  isWritable(barcode) && (card === undefined || isWritable(card))

/**
 * A line: the minute on the library's clock (12 digits), L or R, the document's barcode, of a loan the patron's, CR LF; no header, no due
 * date. Alma applies the lines in their order.
 */
const formatAlma = (movements: readonly Movement[]): Uint8Array => {
  const lines = movements.map(({ happened: { date, time }, movement, barcode, card }) => {
    const minute = `${date}${time}`.replace(/[-:]/g, '')
    return `${minute}${movement === 'loan' ? 'L' : 'R'}${barcode.padEnd(barcodeWidth)}${movement === 'loan' ? (card ?? '') : ''}\r\n`
  })
  return new TextEncoder().encode(lines.join(''))
}

export const ilsFileKinds = ['koc', 'evergreen', 'alma', 'retype'] as const
export type IlsFileKind = (typeof ilsFileKinds)[number]

export interface IlsFile {
  readonly extension: string
  canTell(movement: Pick<Movement, 'barcode' | 'card'>): boolean
  format(reader: StoreReader, movements: readonly Movement[]): Promise<Uint8Array>
}

/** Of a day, from its midnight. */
const lastMinute = 1439

export const ilsFiles: Readonly<Record<IlsFileKind, IlsFile>> = {
  koc: {
    extension: 'koc',
    canTell: canTellKoc,
    // Applied directly, Koha's reader stops for good at the first number that it does not know.
    format: async (reader, movements) => formatKoc(putLast(movements, await findUnknown(reader, movements))),
  },
  evergreen: {
    extension: 'xacts',
    canTell: canTellEvergreen,
    format: async (reader, movements) => {
      const toLocal = wallClockOf((await reader.row('settings', 'settings'))?.zone)
      return formatEvergreen(movements, (date: LocalDate) => toInstantAt({ date, time: fromMinutes(lastMinute) }, toLocal))
    },
  },
  alma: { extension: 'dat', canTell: canTellAlma, format: async (_, movements) => formatAlma(movements) },
  // Of an ILS that loads nothing: a person is its reader.
  retype: {
    extension: retypedEnd,
    canTell: () => true,
    format: async (reader, ready) => formatCsv({ ready, apart: [] }, await readNames(reader, { ready, apart: [] })),
  },
}

/** The form of a batch that was made, by its name. */
export const ilsFileNamed = (fileName: string): IlsFileKind =>
  ilsFileKinds.find((kind) => fileName.endsWith(`.${ilsFiles[kind].extension}`)) ?? 'koc'
