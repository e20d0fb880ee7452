/**
 * Yjs as its guides have it: one shared list, kept by y-indexeddb, synchronised by Hocuspocus over a WebSocket. Runs in the page.
 * It promises no moment at which a press is on the disk: it is shown at once and kept behind, so that only its drain is compared.
 */
import { HocuspocusProvider } from '@hocuspocus/provider'
import { IndexeddbPersistence } from 'y-indexeddb'
import { Doc } from 'yjs'
import type { Envelope } from '../../../../src/domain/operation/operation.ts'
import { type Contender, envelopeOf, type Opening, pressInTurn } from './contender.ts'

export const openYjs = async ({ database: name, url }: Opening): Promise<Contender> => {
  const document = new Doc()
  await new IndexeddbPersistence(name, document).whenSynced
  const list = document.getArray<Envelope>('operations')
  const press = async (n: number): Promise<string> => {
    const envelope = envelopeOf(n)
    list.push([envelope])
    return envelope.operationId
  }
  return {
    press,
    pressMany: (from, count) => pressInTurn(press, from, count),
    drain: () =>
      new Promise((resolve) => {
        const provider = new HocuspocusProvider({ url: url.replace('http', 'ws'), name, document })
        const look = (): void => {
          if (provider.synced && !provider.hasUnsyncedChanges) resolve()
        }
        provider.on('synced', look)
        provider.on('unsyncedChanges', look)
      }),
    kept: async () => {
      const again = new Doc()
      await new IndexeddbPersistence(name, again).whenSynced
      return again
        .getArray<Envelope>('operations')
        .toArray()
        .map(({ operationId }) => operationId)
    },
  }
}
