/**
 * PouchDB as its guides have it: one document for each press, and a replication to a CouchDB that PouchDB Server stands for. Runs in the page.
 * Its view hears of a press by the feed of changes.
 */
import PouchDB from 'pouchdb/dist/pouchdb.min.js'
import { type Contender, envelopeOf, type Opening } from './contender.ts'

const documentOf = (n: number) => {
  const envelope = envelopeOf(n)
  return { _id: envelope.operationId, ...envelope }
}

export const openPouchdb = async ({ database: name, url }: Opening): Promise<Contender> => {
  const database = new PouchDB(name)
  const awaited = new Map<string, () => void>()
  database.changes({ since: 'now', live: true, include_docs: true }).on('change', ({ id }) => awaited.get(id)?.())
  return {
    press: async (n) => {
      const document = documentOf(n)
      const shown = new Promise<void>((resolve) => awaited.set(document._id, resolve))
      await database.put(document)
      await shown
      awaited.delete(document._id)
      return document._id
    },
    pressMany: async (from, count) => {
      const documents = Array.from({ length: count }, (_, n) => documentOf(from + n))
      if ((await database.bulkDocs(documents)).some(({ ok }) => ok !== true)) throw new Error('a document was refused')
      return documents.map(({ _id }) => _id)
    },
    drain: async () => {
      const { ok } = await database.replicate.to(`${url}/${name}`)
      if (!ok) throw new Error('the replication failed')
    },
    kept: async () => (await database.allDocs()).rows.map(({ id }) => id),
  }
}
