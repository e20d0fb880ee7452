/**
 * Lists of what was set apart, of days that have nothing apart any more: `npm run export -- --new` goes through the days that wait, and
 * such a day is none of them. They hold patrons' names. Every form gives its list the same name. Runs in the endpoint's command.
 */
import { readdir } from 'node:fs/promises'
import { movingKinds } from '../../../domain/desk/kinds.ts'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { collectDay } from '../../ils/collect-day.ts'
import type { Store, StoreReader } from '../../storage/store.ts'
import { fileConnector } from './file-connector.ts'
import { ilsFileKinds } from './ils-file.ts'

/** Of a day alone, or beside the batch of that number: the names that the export gives by itself. */
const nameOfList = /^circulation-(\d{4}-\d\d-\d\d)(?:-[1-9]\d{0,8})?\.cases\.csv$/

const connectors = [fileConnector('csv'), ...ilsFileKinds.map((file) => fileConnector('koc', file))]

/** Whether anything of the day is apart in any form; undefined: the library has nothing of that day, and cannot say. */
export const hasApart = async (reader: StoreReader, day: LocalDate): Promise<boolean | undefined> => {
  const isKnown = (await reader.receiptsOfDay(day, movingKinds)).length > 0 || (await reader.batches(day)).length > 0
  if (!isKnown) return undefined
  for (const connector of connectors) if ((await collectDay(reader, day, connector)).apart.length > 0) return true
  return false
}

/**
 * Names in the folder. The libraries of one endpoint give theirs the same ones: a day counts once none of them has anything apart. A day of
 * which none has anything may be another database's.
 */
export const findStaleLists = async (store: Store, folder: string): Promise<readonly string[]> => {
  const lists = (await readdir(folder)).sort().flatMap((name) => {
    const day = parseLocalDate(nameOfList.exec(name)?.[1] ?? '')
    return day === undefined ? [] : [{ name, day }]
  })
  if (lists.length === 0) return []
  const [settled, waiting] = [new Set<LocalDate>(), new Set<LocalDate>()]
  for (const { id } of await store.libraries()) {
    await store.read(id, async (reader) => {
      for (const day of new Set(lists.map((list) => list.day))) {
        if (waiting.has(day)) continue
        const isWaiting = await hasApart(reader, day)
        if (isWaiting !== undefined) (isWaiting ? waiting : settled).add(day)
      }
    })
  }
  return lists.filter(({ day }) => settled.has(day) && !waiting.has(day)).map(({ name }) => name)
}
