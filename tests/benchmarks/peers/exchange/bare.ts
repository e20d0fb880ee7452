/**
 * The floor of a commit: the bytes that ours keeps, put into one store of IndexedDB in one strict transaction, and nothing else. Runs in the page.
 * Text and hash are made before: they are not the disk's work.
 */
import { canonicalJson } from '../../../../src/protocol/canonical-json.ts'
import { sha256 } from '../../../../src/tablet/outbox/compose-entry.ts'
import { type Contender, envelopeOf, type Opening, pressInTurn } from './contender.ts'

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

interface ReadyEntry {
  readonly operationId: string
  readonly hash: string
  readonly text: string
  readonly at: number
}

const readyEntry = async (n: number): Promise<ReadyEntry> => {
  const envelope = envelopeOf(n)
  const text = canonicalJson(envelope)
  return { operationId: envelope.operationId, hash: await sha256(text), text, at: envelope.at }
}

export const openBare = async ({ database: name }: Opening): Promise<Contender> => {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
  const database = await answered(opening)
  const put = (entry: ReadyEntry): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
      transaction.objectStore('outbox').put(entry)
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  let ready: ReadyEntry | undefined
  const contender: Contender = {
    makeReady: async (n) => {
      ready = await readyEntry(n)
    },
    press: async (n) => {
      const entry = ready ?? (await readyEntry(n))
      ready = undefined
      await put(entry)
      return entry.operationId
    },
    pressMany: (from, count) => pressInTurn(contender.press, from, count),
    drain: async () => {
      throw new Error('it has no server')
    },
    kept: async () => {
      const all: ReadyEntry[] = await answered(database.transaction('outbox').objectStore('outbox').getAll())
      return all.map(({ operationId }) => operationId)
    },
  }
  return contender
}
