/**
 * The folder in which an ILS drops its files each night: whole files are taken once, imported, and put away with their report.
 * Runs on the endpoint, one pass after another. A file first goes to `taken`, then in, then to `archive` or `refused`: whatever stops us
 * in between, the next pass finds it in `taken`, and an import of the same list changes nothing the second time. What is put away holds
 * names, and goes after some days.
 */
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { foldText } from '../../../domain/fold-text.ts'
import { type Instant, msPerDay, toInstant } from '../../../domain/instant.ts'
import { createPasses, type Passes } from '../../clock/passes.ts'
import type { FileKind } from './column.ts'

export interface WatchPorts {
  readonly folder: string
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
/** Names under which a file that is being written is known; its sender gives it the true one at the end. */
const isPartial = (name: string): boolean => /^[.~]|\.(?:part|partial|filepart|tmp|temp|crdownload)$|~$/i.test(name)

/** In this order, for orders name patrons and documents. */
const kindsByName: readonly (readonly [FileKind, RegExp])[] = [
  ['catalogue', /^(?:catalogue|exemplaire|notice|item|biblio)/],
  ['patrons', /^(?:usager|lecteur|adherent|emprunteur|patron|borrower)/],
  ['orders', /^(?:commande|reservation|order|hold)/],
]
/** What a taken file is called: when, then its own name. */
const takenName = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)_(.+)$/

/** By the beginning of its name; undefined where that says nothing. */
const kindOf = (name: string): FileKind | undefined => kindsByName.find(([, pattern]) => pattern.test(foldText(name)))?.[0]

export interface PutAway {
  readonly kind: FileKind | undefined
  readonly at: Instant
  readonly isIn: boolean
}

/** Files that were put away, the last first, `most` of them; undefined: the folder cannot be read. */
export const lookIntoFolder = async (folder: string, most: number): Promise<readonly PutAway[] | undefined> => {
  const found: PutAway[] = []
  try {
    await readdir(folder)
    for (const where of ['archive', 'refused'] as const) {
      const names: readonly string[] = await readdir(join(folder, where)).catch(() => [])
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
  'C’est un lien, et non un fichier : il n’a pas été lu. Déposez une copie du fichier.\n' +
  'This is a link, and no file: it was not read. Put a copy of the file there.\n'

export const createFolderWatch = ({ folder, keepDays, now, importFile, onDone }: WatchPorts): Passes => {
  /** How a file was seen, and since when it has not changed. */
  const seen = new Map<string, { readonly size: number; readonly changedAt: number; readonly since: Instant }>()
  const tries = new Map<string, number>()
  /** Files that we may not move. */
  const stuck = new Set<string>()
  const within = (...names: readonly string[]): string => join(folder, ...names)
  const stamp = (at: Instant): string => new Date(at).toISOString().replace(/[:.]/g, '-')

  /** Whole files go to `taken`, by one step that either was or was not. */
  const take = async (): Promise<void> => {
    const at = now()
    const names = await readdir(folder)
    for (const name of [...seen.keys()]) if (!names.includes(name)) seen.delete(name)
    for (const name of names) {
      if (isPartial(name) || ownFolders.some((own) => own === name)) continue
      const found = await lstat(within(name)).catch(() => undefined)
      if (found?.isFile() !== true && found?.isSymbolicLink() !== true) continue
      const { size, mtimeMs } = found
      const before = seen.get(name)
      if (before?.size !== size || before.changedAt !== mtimeMs) {
        seen.set(name, { size, changedAt: mtimeMs, since: at })
        continue
      }
      if (at - before.since < settledMs) continue
      try {
        await rename(within(name), within('taken', `${stamp(at)}_${name}`))
        seen.delete(name)
      } catch {
        // It stays, and is not read in place: nothing would tell that it was. The others go on; it is told once.
        if (!stuck.has(name)) onDone({ kind: kindOf(name), outcome: 'not-taken' })
        stuck.add(name)
      }
    }
  }

  const putAway = async (name: string, where: 'archive' | 'refused', report: string): Promise<void> => {
    await writeFile(within(where, `${name}.txt`), report, { mode: 0o600 })
    await rename(within('taken', name), within(where, name))
    tries.delete(name)
  }

  const bringIn = async (name: string, isStopping: () => boolean): Promise<void> => {
    const kind = kindOf(takenName.exec(name)?.[2] ?? name)
    // A link may lead to a file that is none of an ILS's: never followed.
    const isLink = (await lstat(within('taken', name))).isSymbolicLink()
    if (isLink || kind === undefined) {
      await putAway(name, 'refused', isLink ? linked : unnamed)
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
    for (const own of ownFolders) await mkdir(within(own), { recursive: true, mode: 0o700 })
    await take()
    const taken = await readdir(within('taken'))
    // Of one kind the older first, as its name says.
    for (const name of taken.sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))) {
      if (!isStopping()) await bringIn(name, isStopping)
    }
    await forget()
  }

  return createPasses(once)
}
