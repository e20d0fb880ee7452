/**
 * Lists of what was set apart, of days that have nothing apart any more: `npm run export -- --new` goes through the days that wait, and
 * such a day is none of them. They hold patrons' names. Runs in the endpoint's command.
 */
import { readdir } from 'node:fs/promises'
import { parseLocalDate } from '../../../domain/local-date.ts'
import type { ExportFormat } from '../../../protocol/management.ts'
import type { Store } from '../../storage/store.ts'
import { formatApart } from './export-day.ts'
import type { IlsFileKind } from './ils-file.ts'

/** Of a day alone, or beside the batch of that number: the names that the export gives by itself. */
const nameOfList = /^circulation-(\d{4}-\d\d-\d\d)(?:-[1-9]\d{0,8})?\.cases\.csv$/

/** Names in the folder. The libraries of one endpoint give theirs the same ones: a day counts once none of them has anything apart. */
export const findStaleLists = async (store: Store, folder: string, format: ExportFormat, file: IlsFileKind): Promise<readonly string[]> => {
  const stale: string[] = []
  const libraries = await store.libraries()
  for (const name of (await readdir(folder)).sort()) {
    const day = parseLocalDate(nameOfList.exec(name)?.[1] ?? '')
    if (day === undefined) continue
    const apart = await Promise.all(libraries.map(({ id }) => formatApart(store, id, day, format, file)))
    if (apart.every((list) => list === undefined)) stale.push(name)
  }
  return stale
}
