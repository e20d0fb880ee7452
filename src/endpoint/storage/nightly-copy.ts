/**
 * The copy of each night (KEEP-7): the whole database in one file of BACKUP_DIR, on another disk or host, checked by opening it before it
 * appears. Older ones are thinned once the new one is there: of a night that failed nothing goes. Runs in `npm run backup`.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { type DatabasePlace, databasePath } from './open-store.ts'
import { dumpServer } from './server-dump.ts'
import { backUpSqlite } from './sqlite-backup.ts'

/** Hours are those of UTC. */
const copyName = /^pret-a-emporter-(\d{4}-\d\d-\d\d)T[\d-]+\.(?:db|dump)$/
const dayOf = (name: string): string => copyName.exec(name)?.[1] ?? ''
/** Days; and those of its week before the first day of 1970, a Thursday. */
const [daysOfWeek, daysBefore] = [7, 3]
const weekOf = (name: string): string => String(Math.floor((Date.parse(dayOf(name)) / msPerDay + daysBefore) / daysOfWeek))
const monthOf = (name: string): string => dayOf(name).slice(0, -'-31'.length)
/** So many of the last days, weeks and months that have a copy keep their newest one. */
const kept = [
  [7, dayOf],
  [4, weekOf],
  [6, monthOf],
] as const

/** Of the files of a folder the copies that go; what has another name stays. */
export const copiesToForget = (names: readonly string[]): readonly string[] => {
  const copies = names.filter((name) => copyName.test(name)).toSorted()
  const stay = kept.flatMap(([most, periodOf]) => [...new Map(copies.map((name) => [periodOf(name), name])).values()].slice(-most))
  return copies.filter((name) => !stay.includes(name))
}

export type Copied =
  /** `isBeside`: on the disk of the data, which takes both with it. */
  | { readonly ok: true; readonly path: string; readonly forgotten: number; readonly isBeside: boolean }
  | { readonly ok: false; readonly fault: string }

export const copyTonight = async (place: DatabasePlace, folder: string, now: Instant): Promise<Copied> => {
  const found = await stat(folder).catch(() => undefined)
  // Never made here: where a disk is not mounted, copies would fill the one below.
  if (!found?.isDirectory()) return { ok: false, fault: `BACKUP_DIR names ${folder}: there is no such folder. Is its disk there?` }
  const { dataDir, databaseUrl } = place
  const stamp = new Date(now).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replaceAll(':', '-')
  const path = join(folder, `pret-a-emporter-${stamp}.${databaseUrl === undefined ? 'db' : 'dump'}`)
  const undumped = databaseUrl && (await dumpServer(databaseUrl, path).catch(String))
  if (undumped !== undefined) return { ok: false, fault: `There is no copy (${undumped}).` }
  const done = databaseUrl === undefined ? await backUpSqlite(databasePath(dataDir), path) : { ok: true as const }
  if (!done.ok) return done
  const forgotten = copiesToForget(await readdir(folder))
  for (const name of forgotten) await rm(join(folder, name))
  const data = await stat(dataDir).catch(() => undefined)
  return { ok: true, path, forgotten: forgotten.length, isBeside: databaseUrl === undefined && data?.dev === found.dev }
}
