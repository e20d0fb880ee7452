/**
 * The watched folder as a job of the endpoint: how it is switched on, and the process apart in which each file is imported.
 * Runs on Node. An import of a county's catalogue takes a core for minutes and half a gigabyte: tablets are served meanwhile, because it
 * is another process, at a lower priority, with the time limit that `npm run import` has.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LibraryId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { createPasses, type Passes } from './clock/passes.ts'
import { createFolderWatch, lookIntoFolder, type PutAway, type WatchPorts } from './connectors/file/watch-folder.ts'
import { createLease } from './storage/lease.ts'
import { isOurs } from './storage/shut-folder.ts'
import { chooseLibrary, inOrder, type Store } from './storage/store.ts'
import type { Library } from './storage/stored.ts'

export interface WatchPlan {
  readonly folder: string
  /** Where its files go, in the data folder: one for each library, as several processes may share that (NET-4). */
  readonly own: string
  /** Options of `npm run import` that every file is given. */
  readonly options: readonly string[]
  /** Which library its files are of, as the options name it; undefined: the only one. */
  readonly library?: string | undefined
  readonly keepDays: number
}

/** Days: default, least, most. Chosen: a week of nights, to look at what came. */
const [usualKeep, shortestKeep, longestKeep] = [7, 1, 90]
/** Those that speak of how a file is read; what an import is of, and that it is whole, each file says. */
const allowed = /^--(?:map|marc-map|lang|library|max-minutes)(?:=.+)?$/

const areOptions = (words: readonly string[]): boolean =>
  words.every((word, i) => word === '--mend' || allowed.test(word) || (!word.startsWith('-') && /^--[a-z-]+$/.test(words[i - 1] ?? '')))

/** Of two the last counts, as in the command. */
const libraryIn = (options: readonly string[]): string | undefined =>
  options
    .flatMap((word, i) =>
      word === '--library' ? [options[i + 1]] : word.startsWith('--library=') ? [word.slice('--library='.length)] : [],
    )
    .at(-1)

const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path))

/** The data folder, one around it, or what the endpoint keeps in it. */
const isEndpoints = (folder: string, dataDir: string): boolean => {
  const [dropped, data] = [realPath(folder), realPath(dataDir)]
  return `${data}${sep}`.startsWith(`${dropped}${sep}`) || isOurs(relative(data, dropped).split(sep)[0] ?? '')
}

/** undefined without `WATCH_DIR`. */
export const readWatchPlan = (text: (name: string) => string | undefined, faults: string[]): WatchPlan | undefined => {
  const folder = text('WATCH_DIR')
  if (folder === undefined) return undefined
  if (!existsSync(folder) || !statSync(folder).isDirectory()) faults.push(`WATCH_DIR names ${folder}: there is no such folder.`)
  const dataDir = text('DATA_DIR') ?? './data'
  if (isEndpoints(folder, dataDir))
    faults.push(`WATCH_DIR is ${folder}, where the endpoint has its own data: name a folder beside DATA_DIR.`)
  const options = (text('WATCH_OPTIONS') ?? '').split(/\s+/).filter((word) => word !== '')
  if (!areOptions(options)) {
    faults.push(`WATCH_OPTIONS is "${options.join(' ')}": --map, --marc-map, --lang, --library, --max-minutes or --mend are expected.`)
  }
  const keepDays = Number(text('WATCH_KEEP_DAYS') ?? usualKeep)
  if (!Number.isInteger(keepDays) || keepDays < shortestKeep || keepDays > longestKeep) {
    faults.push(`WATCH_KEEP_DAYS is "${text('WATCH_KEEP_DAYS')}": days from ${shortestKeep} to ${longestKeep}.`)
  }
  const library = libraryIn(options)
  return { folder, own: join(dataDir, 'watched', library ?? ''), options, library, keepDays }
}

/** Whoever writes there may lay a link in the place of a folder, at any moment. Windows tells nothing of it here. */
const isOthersToo = async (folder: string): Promise<boolean> => {
  const [found, own] = [await stat(folder), process.geteuid?.()]
  return own !== undefined && ((found.mode & 0o022) !== 0 || ![own, 0].includes(found.uid))
}

/**
 * The folder, and those in it that bear a library's slug: whoever drops files in one brings them to that library alone. None where the options
 * name the library of all files.
 */
const foldersOf = async (watch: WatchPlan, libraries: readonly Library[]): Promise<readonly WatchPlan[]> => {
  if (watch.library !== undefined) return [watch]
  const each = inOrder(libraries).map(({ slug }) => {
    const options = [...watch.options, '--library', slug]
    return { ...watch, folder: join(watch.folder, slug), own: join(watch.own, slug), options, library: slug }
  })
  const isThere = await Promise.all(each.map(async ({ folder }) => (await lstat(folder).catch(() => undefined))?.isDirectory() === true))
  return [watch, ...each.filter((_, i) => isThere[i])]
}

/** What became of the files of one library, the last first, `most` of them; undefined: no folder of its is watched, or none can be read. */
export const lookIntoFoldersOf = async (
  id: LibraryId,
  watch: WatchPlan,
  store: Pick<Store, 'libraries'>,
  most: number,
): Promise<readonly PutAway[] | undefined> => {
  const libraries = await store.libraries()
  const isIts = ({ library }: WatchPlan): boolean => {
    const choice = chooseLibrary(libraries, library)
    return choice.kind === 'one' && choice.library.id === id
  }
  const its = (await foldersOf(watch, libraries)).filter(isIts)
  const looks = (await Promise.all(its.map((plan) => lookIntoFolder(plan, most)))).filter((look) => look !== undefined)
  return looks.length === 0
    ? undefined
    : looks
        .flat()
        .sort((a, b) => b.at - a.at)
        .slice(0, most)
}

/** A process that was silent so long watches no more. Milliseconds. */
const leaseMs = 120_000

/**
 * Of several processes that watch one folder, one at a time takes its files, and holds it through a pass.
 * A folder of no one library is held in the first one's name.
 */
export const alone = (
  store: Pick<Store, 'libraries' | 'transact'>,
  library: string | undefined,
  folder: Passes,
  now: () => Instant,
  reportDefect: (defect: unknown) => void,
): Passes => {
  const lease = createLease('folder', leaseMs)
  const passes = createPasses(async () => {
    const choice = chooseLibrary(await store.libraries(), library)
    const [first] = choice.kind === 'one' ? [choice.library] : inOrder(choice.libraries)
    if (first === undefined) return folder.pass()
    const { id } = first
    const take = (): Promise<boolean> => store.transact(id, (transaction) => lease.take(transaction, now()))
    if (!(await take())) return
    const renewal = setInterval(() => void take().catch(reportDefect), leaseMs / 4)
    try {
      await folder.pass()
    } finally {
      clearInterval(renewal)
      await store.transact(id, lease.end)
    }
  })
  return {
    pass: passes.pass,
    stop: async () => {
      await folder.stop()
      await passes.stop()
    },
  }
}

interface FolderPorts {
  readonly now: () => Instant
  /** As `npm run import` does with these words: its exit code, and what it said. */
  readonly runImport: (words: readonly string[]) => ReturnType<WatchPorts['importFile']>
  readonly onDone: (plan: WatchPlan, done: Parameters<WatchPorts['onDone']>[0]) => void
  readonly reportDefect: (defect: unknown) => void
}

/** Passes over the folder and each library's own in it, one after another, as imports are; what goes wrong in one stops no other. */
export const watchFolders = (watch: WatchPlan, store: Store, { now, runImport, onDone, reportDefect }: FolderPorts): Passes => {
  const folders = new Map<string, Passes>()
  const begin = (plan: WatchPlan): Passes => {
    const importFile: WatchPorts['importFile'] = (kind, path) => runImport([`--${kind}`, path, ...plan.options])
    const folder = createFolderWatch({ ...plan, now, importFile, onDone: (done) => onDone(plan, done) })
    const begun = alone(store, plan.library, folder, now, reportDefect)
    folders.set(plan.folder, begun)
    return begun
  }
  let isRefused = false
  const passes = createPasses(async (isStopping) => {
    const found = await foldersOf(watch, await store.libraries())
    const wasRefused = isRefused
    isRefused = found.length > 1 && (await isOthersToo(watch.folder))
    if (isRefused && !wasRefused)
      reportDefect(new Error(`${watch.folder} is open to other accounts: nothing is taken from its folders, which they could change.`))
    for (const plan of isRefused ? [watch] : found) {
      if (!isStopping()) await (folders.get(plan.folder) ?? begin(plan)).pass().catch(reportDefect)
    }
  })
  return {
    pass: passes.pass,
    stop: async () => {
      await Promise.all([passes, ...folders.values()].map((one) => one.stop()))
    },
  }
}

/** Beside this file once both are built. */
const command = fileURLToPath(new URL('./command/import.js', import.meta.url))

/** The import command with these words, in a process apart; `stop` ends those under way. */
export const importApart = (environment: NodeJS.ProcessEnv, script = command) => {
  const running = new Set<ChildProcess>()
  return {
    stop: (): void => {
      for (const child of running) child.kill()
    },
    run: (words: readonly string[], onStep?: (step: string) => void, signal?: AbortSignal) =>
      new Promise<{ readonly code: number; readonly report: string }>((resolve) => {
        const child = spawn(process.execPath, [script, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], signal })
        running.add(child)
        let [report, complaint] = ['', '']
        child.stdout.on('data', (said: Buffer) => (report += said.toString()))
        child.stderr.on('data', (said: Buffer) => {
          complaint += said.toString()
          onStep?.(said.toString().trim())
        })
        child.on('error', (error) => resolve({ code: 1, report: String(error) }))
        child.on('close', (code) => {
          running.delete(child)
          // On its error stream an import that went well says only how far it is.
          resolve({ code: code ?? 1, report: code === 0 ? report : `${report}${complaint}` })
        })
        try {
          // At once: each thread has the priority of the one that begins it, and Node begins some of its own before the command runs.
          if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
        } catch {
          // It may have ended, or the system may not allow it: it then runs as any other.
        }
      }),
  }
}
