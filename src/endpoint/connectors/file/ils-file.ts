/**
 * The files that an ILS loads: Koha's, Evergreen's, Alma's, and the table that a person types into any other. Runs on the endpoint. They
 * share one memory: what went out in one of them goes out in no other, and a batch that was made stays in the form in which it was made.
 */
import { fromMinutes, type LocalDate } from '../../../domain/local-date.ts'
import { toInstantAt } from '../../../domain/to-instant-at.ts'
import { retypedEnd } from '../../../protocol/management.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import { readNames } from '../../ils/collect-day.ts'
import type { Movement } from '../../ils/movement.ts'
import type { StoreReader } from '../../storage/store.ts'
import { canTellAlma, formatAlma } from './alma.ts'
import { formatCsv } from './csv.ts'
import { canTellEvergreen, formatEvergreen } from './evergreen.ts'
import { canTellKoc, formatKoc } from './koc.ts'
import { findUnknown, putLast } from './unknown-to-library.ts'

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
