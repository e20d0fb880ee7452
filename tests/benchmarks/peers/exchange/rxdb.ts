/**
 * RxDB as its guides have it: a collection on its free IndexedDB storage (Dexie), and a replication whose push handler posts rows over HTTP.
 * Runs in the page. Its view hears of a press by the collection's stream.
 */
import { createRxDatabase } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { type Contender, envelopeOf, type Opening } from './contender.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const object = { type: 'object' }
const schema = {
  version: 0,
  primaryKey: 'operationId',
  type: 'object',
  properties: {
    operationId: { type: 'string', maxLength: 32 },
    ...{ bootId: text, n: number, deviceId: text, librarianId: text, type: text, typeVersion: number, payload: object, based: object },
    ...{ at: number, clockOffset: number, build: text },
  },
}

export const openRxdb = async ({ database: name, url }: Opening): Promise<Contender> => {
  const database = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false, eventReduce: true })
  const { operations } = await database.addCollections({ operations: { schema } })
  const awaited = new Map<string, () => void>()
  operations.insert$.subscribe(({ documentId }) => awaited.get(documentId)?.())
  return {
    press: async (n) => {
      const envelope = envelopeOf(n)
      const shown = new Promise<void>((resolve) => awaited.set(envelope.operationId, resolve))
      await operations.insert(envelope)
      await shown
      awaited.delete(envelope.operationId)
      return envelope.operationId
    },
    pressMany: async (from, count) => {
      const envelopes = Array.from({ length: count }, (_, n) => envelopeOf(from + n))
      if ((await operations.bulkInsert(envelopes)).error.length > 0) throw new Error('a document was refused')
      return envelopes.map(({ operationId }) => operationId)
    },
    drain: async () => {
      const replication = replicateRxCollection({
        collection: operations,
        replicationIdentifier: `${url}/${name}`,
        live: false,
        push: {
          batchSize: 100,
          handler: async (rows: readonly object[]) => {
            const headers = { 'Content-Type': 'application/json' }
            const response = await fetch(`${url}/${name}`, { method: 'POST', headers, body: JSON.stringify(rows) })
            return response.json()
          },
        },
      })
      const failed = new Promise<never>((_, reject) => replication.error$.subscribe(reject))
      await Promise.race([replication.awaitInitialReplication(), failed])
    },
    kept: async () => (await operations.find().exec()).map(({ operationId }) => operationId),
  }
}
