/**
 * The tablet's disk before Dexie is there: the first picture is read by the browser's own words, all else waits for Dexie, which comes in a
 * chunk of its own (decision 0028). Runs in the page.
 * Only a database that this build, or a newer one, made and that answers at once is read so; any other is for Dexie, as is every write.
 */
import { databaseVersion, readStored, type Tables } from './read-stored.ts'
import type { StoredTablet, TabletStorage } from './tablet-storage.ts'

/** By then Dexie is asked, which tries twice and says what is the matter. Milliseconds. */
const readingLimitMs = 5000
/** What is on the tablet is there at once: by then it is never coming, and what was to be written is said not to be. Milliseconds. */
const chunkLimitMs = 20_000
/** Dexie numbers versions in tenths. */
const perVersion = 10

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const noTables: Tables = { all: async () => [], outcomesAbove: async () => [] }

/**
 * Rejects where it is not a database of this build, or not a sound one, and once `late` is aborted: what is given up holds up no write. Makes and
 * changes nothing.
 */
const readAtOnce = async (name: string, late: AbortSignal): Promise<StoredTablet> => {
  const opening = indexedDB.open(name)
  let isNew = false
  opening.onupgradeneeded = () => {
    isNew = true
    opening.transaction?.abort()
  }
  const database = await answerOf(opening).catch((error: unknown) => {
    if (!isNew) throw error
  })
  if (database === undefined) return readStored(noTables)
  try {
    late.throwIfAborted()
    if (database.version < databaseVersion * perVersion) throw new Error('an older build made this database')
    const transaction = database.transaction(['outbox', 'elsewhere', 'base', 'outcomes', 'drafts', 'meta'])
    late.onabort = () => transaction.abort()
    return await readStored({
      all: (table) => answerOf(transaction.objectStore(table).getAll()),
      outcomesAbove: (version) =>
        answerOf(transaction.objectStore('outcomes').index('version').getAll(IDBKeyRange.lowerBound(version, true))),
    })
  } finally {
    late.onabort = null
    // Whoever wants to change it waits for nobody.
    database.close()
  }
}

/** `work`, or rejects after `ms` milliseconds. */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_, reject) => setTimeout(reject, ms, new Error('late')))])

/** The storage in the database `name`; `load` fetches the one that Dexie gives, and is asked again where it could not be had. */
export const createLaterDexie = (name: string, load: () => Promise<TabletStorage>): TabletStorage => {
  let loading: Promise<TabletStorage> | undefined
  const dexie = (): Promise<TabletStorage> => {
    loading ??= within(chunkLimitMs, load()).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  const later =
    <Asked extends readonly unknown[], T>(act: (storage: TabletStorage) => (...asked: Asked) => Promise<T>) =>
    async (...asked: Asked): Promise<T> =>
      act(await dexie())(...asked)

  return {
    load: async () => {
      const late = new AbortController()
      const read = loading === undefined ? await within(readingLimitMs, readAtOnce(name, late.signal)).catch(() => late.abort()) : undefined
      return read ?? (await dexie()).load()
    },
    close: () => void loading?.then((storage) => storage.close()).catch(() => undefined),
    append: later(({ append }) => append),
    pending: later(({ pending }) => pending),
    pendingCount: later(({ pendingCount }) => pendingCount),
    acknowledge: later(({ acknowledge }) => acknowledge),
    keepReceived: later(({ keepReceived }) => keepReceived),
    returnToOutbox: later(({ returnToOutbox }) => returnToOutbox),
    acknowledged: later(({ acknowledged }) => acknowledged),
    forgetAcknowledgedBefore: later(({ forgetAcknowledgedBefore }) => forgetAcknowledgedBefore),
    takeTerm: later(({ takeTerm }) => takeTerm),
    isLeading: later(({ isLeading }) => isLeading),
    keepIdentity: later(({ keepIdentity }) => keepIdentity),
    keepCredential: later(({ keepCredential }) => keepCredential),
    keepLost: later(({ keepLost }) => keepLost),
    eraseAll: later(({ eraseAll }) => eraseAll),
    removeDatabase: later(({ removeDatabase }) => removeDatabase),
    probe: later(({ probe }) => probe),
    commitPull: later(({ commitPull }) => commitPull),
    keepVisits: later(({ keepVisits }) => keepVisits),
    keepNoteDraft: later(({ keepNoteDraft }) => keepNoteDraft),
    keepCall: later(({ keepCall }) => keepCall),
    nextOrderCounter: later(({ nextOrderCounter }) => nextOrderCounter),
    pinErrors: later(({ pinErrors }) => pinErrors),
    keepPinErrors: later(({ keepPinErrors }) => keepPinErrors),
  }
}
