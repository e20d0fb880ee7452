/**
 * The machine on which the endpoint runs, and every way it can die. Runs in the simulator; one process of it is endpoint-process.ts.
 * A killed process keeps what it committed; a power cut keeps what the connection's real `synchronous` setting promises (FULL: every
 * commit; NORMAL: up to the last checkpoint). It comes back on a copy of the files, never on the old ones.
 */
import type { OperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { Request as TabletRequest, Response as TabletResponse } from '../../src/tablet/sync/transport.ts'
import { createEndpointFiles, type FileImage } from './endpoint-files.ts'
import { type EndpointProcess, type EndpointSeams, type LoggedReceipt, startProcess } from './endpoint-process.ts'
import { asNewerAnswer, createNewerReading, upcast } from './newer-build.ts'
import { libraryId } from './small-library.ts'

/** Where a crash hits the push that meets it. */
export type CrashPoint = 'before' | 'between' | 'after'

export interface EndpointPortsOfWorld {
  readonly now: () => number
  readonly seams: EndpointSeams
  /** After each transaction: rows may have moved. */
  readonly onCommitted: (store: Store) => Promise<void>
  readonly onDown: () => void
  /** A push met the crash that was armed. */
  readonly onCrash: (point: CrashPoint) => void
  /** Our own code threw on the row that names `poison`. */
  readonly onPoison: () => void
}

export interface EndpointMachine {
  /** undefined while it is down. */
  readonly store: Store | undefined
  /** The same without a mutant in between: what the oracle reads. */
  readonly truth: Store | undefined
  /** It runs a build to come, and goes on doing so. */
  readonly isNewer: boolean
  /** Requests being answered. */
  readonly busy: number
  /** Rejects when nobody listens, or the process dies under the request. */
  ask(request: TabletRequest): Promise<TabletResponse>
  /** The next push meets a crash; undefined: none does. */
  arm(point: CrashPoint | undefined): void
  start(): void
  /** What each start does: tries again what waits in quarantine. */
  readQuarantineAgain(): Promise<void>
  /** Stops, and starts a newer build on the same files. */
  upgrade(): void
  /** Both answer whether there was a process to end. */
  kill(): boolean
  cutPower(): boolean
  keepBackup(): boolean
  /** Puts the last backup back; the tool changes the epoch, a copied file does not. Answers the head of that copy; undefined: there is none. */
  restore(withTool: boolean): Promise<number | undefined>
  code(): Promise<string>
  closeDays(): Promise<void>
  /** What a running endpoint does every other minute. */
  noteSilence(): Promise<void>
  /** Whether a receipt is in what a power cut would leave now. */
  wouldSurvive(operationId: OperationId, hash: string): Promise<boolean>
  /** Every receipt, in order of reception. */
  receipts(): readonly LoggedReceipt[]
  dispose(): Promise<void>
}

export const createEndpointMachine = ({ now, seams, onCommitted, onDown, onCrash, onPoison }: EndpointPortsOfWorld): EndpointMachine => {
  const files = createEndpointFiles()
  const written = new Set<string>()
  let busy = 0
  let armed: CrashPoint | undefined
  /** The process dies inside the commit that comes next. */
  let isDying = false
  let backup: FileImage | undefined
  let isNewer = false
  const newer = createNewerReading(seams.upcast ?? upcast)
  const readsNewer = (): boolean => isNewer || seams.upcast !== undefined
  const asRead = (store: Store): Store => (readsNewer() ? newer.store(store) : store)
  let life: EndpointProcess | undefined

  const survivors = (): FileImage => (life?.isForced ? files.read() : { ...files.read(), log: undefined })
  const end = (left: () => FileImage): boolean => {
    if (life === undefined) return false
    files.goOnWith(left())
    void life.raw.close()
    life = undefined
    onDown()
    return true
  }
  const onCommitting = (): void => {
    if (!isDying) return
    onCrash('between')
    throw new Error('the process was killed')
  }
  const answer = async (request: TabletRequest, by: EndpointProcess): Promise<TabletResponse> => {
    const read = readsNewer() ? (given: TabletRequest) => newer.carry(given, by.answer) : by.answer
    const said = await (seams.ask === undefined ? read(request) : seams.ask(request, read, by.store))
    return isNewer && request.path.startsWith('/sync/') ? asNewerAnswer(said) : said
  }

  const machine: EndpointMachine = {
    get store() {
      return life?.store
    },
    get truth() {
      return life && asRead(life.raw)
    },
    get isNewer() {
      return isNewer
    },
    get busy() {
      return busy
    },
    ask: async (request) => {
      const current = life
      if (current === undefined) throw new TypeError('connection refused')
      // It hits a push that carries something: the others have nothing to lose.
      const point = request.body?.includes('"operations":[{') ? armed : undefined
      if (point === 'before') {
        armed = undefined
        onCrash(point)
        machine.kill()
        throw new TypeError('connection reset')
      }
      busy++
      isDying = point === 'between'
      try {
        const response = await answer(request, current)
        if (point === undefined) return response
        armed = undefined
        if (point === 'after') onCrash(point)
        machine.kill()
        // An answer that was made before the process died inside its commit is on its way already.
        if (point === 'between' && response.status === 200) return response
        throw new TypeError('connection reset')
      } finally {
        isDying = false
        busy--
      }
    },
    arm: (point) => {
      armed = point
    },
    start: () => {
      life ??= startProcess({ files, now: () => toInstant(now()), seams, asRead, onPoison, written, onCommitting, onCommitted })
    },
    readQuarantineAgain: async () => life?.readQuarantineAgain(),
    upgrade: () => {
      machine.kill()
      isNewer = true
      machine.start()
    },
    kill: () => end(files.read),
    cutPower: () => end(survivors),
    keepBackup: () => {
      if (life === undefined) return false
      backup = files.read()
      return true
    },
    restore: async (withTool) => {
      if (life === undefined || backup === undefined) return undefined
      machine.kill()
      files.goOnWith(backup)
      machine.start()
      const head = await life.raw.read(libraryId, async (reading) => (await reading.library()).head)
      if (withTool) {
        await machine.store?.transact(libraryId, (transaction) => startNewEpoch(transaction, toInstant(now())))
      }
      return head
    },
    code: async () => (await life?.code()) ?? '',
    closeDays: async () => life?.closeDays(),
    noteSilence: async () => life?.noteSilence(),
    wouldSurvive: async (operationId, hash) => {
      if (life === undefined) return false
      if (!life.isForced) return files.holdsReceipt(survivors(), operationId, hash)
      return life.raw.read(libraryId, async (reading) => (await reading.receipt(operationId, hash)) !== undefined)
    },
    receipts: () => life?.receipts() ?? [],
    dispose: async () => {
      await life?.raw.close()
      files.dispose()
    },
  }
  return machine
}
