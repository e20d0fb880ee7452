/**
 * Files that a manager brings in from a tablet (IMP-1). Their parts are written to a folder of ours. The import command tries and takes them in
 * a process apart, one file at a time, as it does those of the watched folder. Runs on the endpoint. No name of a manager's disk comes here.
 */
import { constants } from 'node:fs'
import { mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerHour } from '../../domain/instant.ts'
import * as imports from '../../protocol/imports.ts'
import { parse, parseJson } from '../../protocol/parse.ts'
import { recogniseFile } from '../connectors/file/read-files.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute, Perform, Said } from './management-answers.ts'

/** Of one library at a time: each kind, and as many that were given up. */
const mostFiles = 6
/** Three files at once, then five parts a second; as often one may ask how far it is. */
const boundsOfParts = { burst: 400, refillMs: 200 }

type Outcome = Said<'import'>
interface Job {
  readonly libraryId: LibraryId
  readonly begunAt: Instant
  readonly asked: imports.ImportAsked
  readonly stop: AbortController
  step: string
  outcome?: Outcome
}

const folderOf = (dataDir: string, ...names: readonly string[]): string => join(dataDir, 'brought', ...names)
const statOf = (path: string) => stat(path).catch(() => undefined)

/** Files that nobody took within the hour go: they hold names. */
export const sweepBrought = async (dataDir: string, now: Instant): Promise<void> => {
  for (const name of await readdir(folderOf(dataDir), { recursive: true }).catch((): string[] => [])) {
    const found = await statOf(folderOf(dataDir, name))
    if (found?.isFile() === true && found.ctimeMs < now - msPerHour) await rm(folderOf(dataDir, name), { force: true })
  }
}

/** What the command printed, on one line. */
const readSaid = (report = '') => parse(imports.importSaid, parseJson(report.split('\n', 1)[0] ?? ''))

/** Tries and takes, one after the other; the same words are the same job, and hear how far it is. */
const createJobs = ({ store, dataDir, now, runImport }: EndpointPorts) => {
  const jobs = new Map<string, Job>()
  let last: Promise<unknown> = Promise.resolve()

  const work = async (job: Job): Promise<Outcome> => {
    const { files, lang, take } = job.asked
    const slug = (await store.libraries()).find(({ id }) => id === job.libraryId)?.slug ?? ''
    const named = files.flatMap(({ fileId, kind }) => [`--${kind}`, folderOf(dataDir, job.libraryId, fileId)])
    const run = async (...more: readonly string[]): Promise<Outcome> => {
      if (job.stop.signal.aborted) return { end: 'gone' }
      const words = ['--json', '--lang', lang, '--library', slug, ...named, ...more]
      const said = readSaid((await runImport?.(words, (step) => (job.step = step), job.stop.signal))?.report)
      return said === undefined ? { end: 'failed' } : { end: said.refusal === undefined ? 'tried' : 'refused', ...said }
    }
    // Made anew before it is written: much may have been written since.
    const trial = await run('--dry-run')
    const [file] = files
    const report = file && trial.files?.[file.kind]
    if (file === undefined || take === undefined || report === undefined) return trial
    const { guard } = report
    const isSame = report.added === take.added && report.updated === take.updated && report.removed === take.removed
    if (!isSame || (guard !== undefined && guard.type !== take.removes)) return { ...trial, end: 'changed' }
    const taken = await run(...(guard === undefined || guard.why === 'cut' ? [] : ['--remove', String(guard.type)]))
    if (taken.end !== 'tried') return taken
    await rm(folderOf(dataDir, job.libraryId, file.fileId), { force: true })
    return { ...taken, end: 'taken' }
  }

  /** What is being written goes on. */
  const drop = async (libraryId: LibraryId): Promise<Outcome> => {
    const ours = [...jobs].filter(([, job]) => job.libraryId === libraryId)
    for (const [key, { asked, stop }] of ours) {
      if (asked.take !== undefined) continue
      stop.abort()
      jobs.delete(key)
    }
    const isWriting = ours.some(([, { asked, outcome }]) => asked.take !== undefined && outcome === undefined)
    if (!isWriting) await rm(folderOf(dataDir, libraryId), { recursive: true, force: true })
    return { end: 'gone' }
  }

  return async (libraryId: LibraryId, asked: imports.ImportAsked): Promise<Outcome> => {
    if (asked.files.length === 0) return drop(libraryId)
    const key = JSON.stringify([libraryId, asked])
    const known = jobs.get(key)
    if (known !== undefined) return known.outcome ?? { end: 'working', step: known.step }
    const there = await Promise.all(asked.files.map(({ fileId }) => statOf(folderOf(dataDir, libraryId, fileId))))
    if (there.includes(undefined)) return { end: 'gone' }
    for (const [other, { outcome, begunAt }] of jobs) if (outcome !== undefined && begunAt < now() - msPerHour) jobs.delete(other)
    const job: Job = { libraryId, begunAt: now(), asked, stop: new AbortController(), step: '' }
    jobs.set(key, job)
    last = last
      .then(() => work(job))
      .catch((): Outcome => ({ end: 'failed' }))
      .then((outcome) => (job.outcome = outcome))
    return { end: 'working', step: '' }
  }
}

export const addImportRoutes = (ports: EndpointPorts, answer: AnswerRoute): void => {
  const { dataDir, now } = ports
  const ask = createJobs(ports)
  const keepPart: Perform<'import-part'> = async ({ fileId, from, of, changedAt, data }, { libraryId }) => {
    const part = Buffer.from(data, 'base64')
    const end = from + part.length
    await mkdir(folderOf(dataDir, libraryId), { recursive: true, mode: 0o700 })
    const others = (await readdir(folderOf(dataDir, libraryId))).filter((name) => name !== fileId)
    if (end > of || others.length >= mostFiles) return { problem: 'too-large' }
    const path = folderOf(dataDir, libraryId, fileId)
    const there = (await statOf(path))?.size ?? 0
    // What was lost on the way is sent again.
    if (from > there) return { bytes: there }
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600)
    await file.write(part, 0, part.length, from).finally(() => file.close())
    if (end < of) return { bytes: end }
    // A list speaks of the moment of its file (LOAN-2).
    await utimes(path, Math.min(changedAt, now()) / 1000, Math.min(changedAt, now()) / 1000)
    return { bytes: end, kind: await recogniseFile(path) }
  }
  answer('import-part', keepPart, imports.partRequestBytes, boundsOfParts)
  const follow: Perform<'import'> = async ({ files, lang, take }, { libraryId }, context) => {
    if (take !== undefined && files.length !== 1) return { problem: 'request-not-understood' }
    const outcome = await ask(libraryId, { files, lang, take })
    context.set('logged', { end: outcome.end })
    return { ...outcome }
  }
  answer('import', follow, undefined, boundsOfParts)
}
