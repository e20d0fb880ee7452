/**
 * The files that an ILS loads: Koha's, Evergreen's, Alma's. Runs on the endpoint. They share one memory: what went out in one of them goes
 * out in no other, and a batch that was made stays in the form in which it was made.
 */
import { fromMinutes, type LocalDate } from '../../../domain/local-date.ts'
import { toInstantAt } from '../../clock/to-instant-at.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import type { Movement, ToldLine } from '../../ils/movement.ts'
import type { StoreReader } from '../../storage/store.ts'
import { canTellAlma, formatAlma, readAlma } from './alma.ts'
import { canTellEvergreen, formatEvergreen, readEvergreen } from './evergreen.ts'
import { canTellKoc, formatKoc, readKoc } from './koc.ts'
import { findUnknown, putLast } from './unknown-to-library.ts'

export const ilsFileKinds = ['koc', 'evergreen', 'alma'] as const
export type IlsFileKind = (typeof ilsFileKinds)[number]

export interface IlsFile {
  readonly extension: string
  canTell(movement: Pick<Movement, 'barcode' | 'card'>): boolean
  format(reader: StoreReader, movements: readonly Movement[]): Promise<Uint8Array>
  /** What each line of a file that `format` made tells. */
  readLines(bytes: Uint8Array): readonly ToldLine[]
}

/** Of a day, from its midnight. */
const lastMinute = 1439

export const ilsFiles: Readonly<Record<IlsFileKind, IlsFile>> = {
  koc: {
    extension: 'koc',
    canTell: canTellKoc,
    // Applied directly, Koha's reader stops for good at the first number that it does not know.
    format: async (reader, movements) => formatKoc(putLast(movements, await findUnknown(reader, movements))),
    readLines: (bytes) => readKoc(bytes).map((line) => ({ ...line, movement: line.card === undefined ? 'return' : 'loan' })),
  },
  evergreen: {
    extension: 'xacts',
    canTell: canTellEvergreen,
    format: async (reader, movements) => {
      const toLocal = wallClockOf((await reader.row('settings', 'settings'))?.zone)
      return formatEvergreen(movements, (date: LocalDate) => toInstantAt({ date, time: fromMinutes(lastMinute) }, toLocal))
    },
    readLines: readEvergreen,
  },
  alma: { extension: 'dat', canTell: canTellAlma, format: async (_, movements) => formatAlma(movements), readLines: readAlma },
}

/** The form of a batch that was made, by its name. */
export const ilsFileNamed = (fileName: string): IlsFileKind =>
  ilsFileKinds.find((kind) => fileName.endsWith(`.${ilsFiles[kind].extension}`)) ?? 'koc'
