/**
 * The folder in which an ILS drops its files each night: whole files are taken once, imported, and put away with their report.
 * Runs on the endpoint, one pass after another. A file first goes to `taken`, then in, then to `archive` or `refused`: whatever stops us
 * in between, the next pass finds it in `taken`, and an import of the same list changes nothing the second time. These three lie under
 * `DATA_DIR`, where nobody else writes; the folder that is watched may be anybody's. What is put away holds names, and goes after some days.
 */
import { constants, createWriteStream, type Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, stat, statfs, unlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { foldText } from '../../../domain/fold-text.ts'
import { type Instant, msPerDay, toInstant } from '../../../domain/instant.ts'
import { createPasses, type Passes } from '../../clock/passes.ts'
import type { FileKind } from './column.ts'

/**
 * A name there may be a link to our database a moment after we looked: the file is opened once, without following a link. A pipe that nobody
 * writes to does not hold us up. Windows has neither flag.
 */
const reading = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** `foreign`: a link, a second name of another file, a pipe…; `changing`: its sender has not finished; `stuck`: we may not, or no room. */
type TakenAs = 'taken' | 'foreign' | 'changing' | 'stuck'

const isPlain = (found: Stats): boolean => found.isFile() && found.nlink === 1

/** `seen`: the file as it was looked at; `to`: a name of our own. The file leaves its folder once its copy is on the disk. */
const takeDropped = async (path: Buffer | string, seen: Stats, to: string): Promise<TakenAs> => {
  if (!isPlain(seen)) return 'foreign'
  const isSame = (found: Stats | undefined): boolean =>
    found?.ino === seen.ino && found.dev === seen.dev && found.size === seen.size && found.mtimeMs === seen.mtimeMs
  const partial = `${to}.part`
  const file = await open(path, reading).catch(() => undefined)
  try {
    if (file === undefined) return (await lstat(path)).isFile() ? 'stuck' : 'foreign'
    if (!isPlain(await file.stat())) return 'foreign'
    const { bavail, bsize } = await statfs(dirname(to))
    // The copy, and what an import writes of it.
    if (bavail * bsize < 2 * seen.size) return 'stuck'
    // Its sender may still hold it open: only the copy is read from then on.
    const bytes = file.createReadStream({ autoClose: false, start: 0, end: Math.max(0, seen.size - 1) })
    await pipeline(bytes, createWriteStream(partial, { mode: 0o600, flush: true }))
    if (!isSame(await file.stat())) return 'changing'
    // A list speaks of the moment of its file (LOAN-2).
    await utimes(partial, seen.atime, seen.mtime)
    await rename(partial, to)
    // A newer file under that name stays for the next pass.
    if (isSame(await lstat(path).catch(() => undefined))) await unlink(path)
    return 'taken'
  } catch {
    // What cannot leave its folder is not read: it would be read again at each pass.
    await rm(to, { force: true })
    return 'stuck'
  } finally {
    await rm(partial, { force: true })
    await file?.close()
  }
}

export interface WatchPorts {
  readonly folder: string
  /** Where `taken`, `archive` and `refused` lie. */
  readonly own: string
  /** Days after which what was put away is deleted. */
  readonly keepDays: number
  readonly now: () => Instant
  /** As `npm run import` does: its exit code, and what it said. */
  readonly importFile: (kind: FileKind, path: string) => Promise<{ readonly code: number; readonly report: string }>
  /** Hears of each file what became of it; of names in it nothing. */
  readonly onDone: (done: {
    readonly kind: FileKind | undefined
    readonly outcome: 'archived' | 'refused' | 'tried-again' | 'not-taken'
  }) => void
}

/** How long a file must not have changed: an ILS on a slow line stops for seconds between two pieces. */
const settledMs = 60_000
/** Imports that stopped unforeseen (a base that is locked, a disk that is full), before the file is set aside. */
const mostTries = 5
const ownFolders = ['taken', 'archive', 'refused'] as const
/** True for the name of a file that is still being written; its sender renames it at the end. */
const isPartial = (name: string): boolean => /^[.~]|\.(?:part|partial|filepart|tmp|temp|crdownload)$|~$/i.test(name)

/** In this order, for orders name patrons and documents. */
const kindsByName: readonly (readonly [FileKind, RegExp])[] = [
  ['catalogue', /^(?:catalogue|exemplaire|notice|item|biblio)/],
  ['patrons', /^(?:usager|lecteur|adherent|emprunteur|patron|borrower)/],
  ['orders', /^(?:commande|reservation|order|hold)/],
]
/** What a taken file is called: when, then its own name. */
const takenName = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)_(.+)$/

/**
 * A file's own name in ours: a disk allows 255 bytes, of which our stamp and the ending of a list need some; signs that some disk, log or
 * terminal would take for something else are not kept.
 */
const safeName = (name: string): string => name.replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_').slice(0, 60)

/** By the beginning of its name; undefined where that says nothing. */
const kindOf = (name: string): FileKind | undefined => kindsByName.find(([, pattern]) => pattern.test(foldText(name)))?.[0]

export interface PutAway {
  readonly kind: FileKind | undefined
  readonly at: Instant
  readonly isIn: boolean
}

/** Files that were put away, the last first, `most` of them; undefined: the watched folder cannot be read. */
export const lookIntoFolder = async (
  { folder, own }: Pick<WatchPorts, 'folder' | 'own'>,
  most: number,
): Promise<readonly PutAway[] | undefined> => {
  const found: PutAway[] = []
  try {
    await readdir(folder)
    for (const where of ['archive', 'refused'] as const) {
      const names: readonly string[] = await readdir(join(own, where)).catch(() => [])
      for (const name of names) {
        const [, stamp, own = ''] = takenName.exec(name) ?? []
        const isReport = name.endsWith('.txt') && names.includes(name.slice(0, -'.txt'.length))
        if (stamp === undefined || isReport) continue
        const at = Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-/, 'T$1:$2:$3.'))
        found.push({ kind: kindOf(own), at: toInstant(at), isIn: where === 'archive' })
      }
    }
  } catch {
    return undefined
  }
  return found.sort((a, b) => b.at - a.at).slice(0, most)
}

const unnamed =
  'Le nom de ce fichier ne dit pas ce qu’il contient : catalogue…, usagers… ou commandes… est attendu au début.\n' +
  'This file’s name does not say what it holds: catalogue…, patrons… or orders… is expected at its beginning.\n'

const linked =
  'C’est un lien, ou un deuxième nom d’un autre fichier : il n’a pas été lu, et ce nom a été retiré. Déposez une copie du fichier.\n' +
  'This is a link, or a second name of another file: it was not read, and this name was taken away. Put a copy of the file there.\n'

/** A folder of ours in the data folder: a real one, of the account that owns what is around it. */
const keepFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const [found, around] = [await lstat(path), await stat(dirname(path))]
  if (!found.isDirectory() || ![around.uid, process.geteuid?.()].includes(found.uid))
    throw new Error(`${path} is a link, or another account’s: nothing is taken before it is a folder of the endpoint’s account.`)
}

const removed = (path: Buffer | string): Promise<boolean> =>
  unlink(path).then(
    () => true,
    () => false,
  )

export const createFolderWatch = ({ folder, own, keepDays, now, importFile, onDone }: WatchPorts): Passes => {
  /** How a file was seen, and since when it has not changed; by the bytes of its name, in whatever encoding. */
  const seen = new Map<string, { readonly size: number; readonly changedAt: number; readonly since: Instant }>()
  const tries = new Map<string, number>()
  /** Files that we may not move. */
  const stuck = new Set<string>()
  const within = (...names: readonly string[]): string => join(own, ...names)
  const stamp = (at: Instant): string => new Date(at).toISOString().replace(/[:.]/g, '-')

  /** A name in our folders that no other file has. */
  const nameOf = (name: string, at: Instant, taken: readonly string[]): string => {
    const wanted = `${stamp(at)}_${safeName(name)}`
    return taken.includes(wanted) ? nameOf(name, (at + 1) as Instant, taken) : wanted
  }

  /** Undefined: it goes on being written, or was seen just now. */
  const settled = async (path: Buffer, key: string, at: Instant): Promise<Stats | undefined> => {
    const found = await lstat(path).catch(() => undefined)
    if (found === undefined || found.isDirectory()) return undefined
    const { size, mtimeMs } = found
    const before = seen.get(key)
    if (before?.size === size && before.changedAt === mtimeMs) return at - before.since < settledMs ? undefined : found
    seen.set(key, { size, changedAt: mtimeMs, since: at })
    return undefined
  }

  /** Moves whole files to `taken`, each in one atomic step. */
  const take = async (): Promise<void> => {
    const at = now()
    const names = await readdir(folder, { encoding: 'buffer' })
    const keys = new Set(names.map((name) => name.toString('latin1')))
    for (const key of [...seen.keys()]) if (!keys.has(key)) seen.delete(key)
    for (const bytes of names) {
      const [name, key, path] = [bytes.toString(), bytes.toString('latin1'), Buffer.concat([Buffer.from(folder + sep), bytes])]
      const found = isPartial(name) ? undefined : await settled(path, key, at)
      if (found === undefined) continue
      const ours = nameOf(name, at, await readdir(within('taken')))
      const end = await takeDropped(path, found, within('taken', ours))
      const isAway = end === 'taken' || (end === 'foreign' && (await removed(path)))
      if (isAway || end === 'changing') {
        seen.delete(key)
        stuck.delete(key)
      } else if (!stuck.has(key)) {
        // It stays, and is not read in place: nothing would tell that it was. The others go on; it is told once.
        stuck.add(key)
        onDone({ kind: kindOf(name), outcome: 'not-taken' })
      }
      if (!isAway || end === 'taken') continue
      await writeFile(within('refused', `${ours}.txt`), linked, { mode: 0o600 })
      onDone({ kind: kindOf(name), outcome: 'refused' })
    }
  }

  const putAway = async (name: string, where: 'archive' | 'refused', report: string): Promise<void> => {
    await writeFile(within(where, `${name}.txt`), report, { mode: 0o600 })
    await rename(within('taken', name), within(where, name))
    tries.delete(name)
  }

  const bringIn = async (name: string, isStopping: () => boolean): Promise<void> => {
    const kind = kindOf(takenName.exec(name)?.[2] ?? name)
    if (kind === undefined) {
      await putAway(name, 'refused', unnamed)
      onDone({ kind, outcome: 'refused' })
      return
    }
    const { code, report } = await importFile(kind, within('taken', name))
    // Stopped by us: the next start brings it in.
    if (isStopping()) return
    const tried = (tries.get(name) ?? 0) + 1
    tries.set(name, tried)
    const mayTryAgain = code !== 0 && code !== 2 && tried < mostTries
    if (!mayTryAgain) await putAway(name, code === 0 ? 'archive' : 'refused', report)
    onDone({ kind, outcome: mayTryAgain ? 'tried-again' : code === 0 ? 'archived' : 'refused' })
  }

  const forget = async (): Promise<void> => {
    const oldest = stamp((now() - keepDays * msPerDay) as Instant)
    for (const where of ['archive', 'refused'] as const) {
      for (const name of await readdir(within(where))) {
        const at = takenName.exec(name)?.[1]
        if (at !== undefined && at < oldest) await rm(within(where, name), { force: true })
      }
    }
  }

  const rankOf = (name: string): number => kindsByName.findIndex(([kind]) => kind === kindOf(takenName.exec(name)?.[2] ?? name))
  const once = async (isStopping: () => boolean): Promise<void> => {
    for (const path of [own, ...ownFolders.map((name) => within(name))]) await keepFolder(path)
    // Copies that a kill cut short: their files are still where they were.
    for (const name of await readdir(within('taken'))) if (name.endsWith('.part')) await rm(within('taken', name))
    await take()
    const taken = (await readdir(within('taken'))).filter((name) => takenName.test(name))
    // Of one kind the older first, as its name says.
    for (const name of taken.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))) {
      if (!isStopping()) await bringIn(name, isStopping)
    }
    await forget()
  }

  return createPasses(once)
}
