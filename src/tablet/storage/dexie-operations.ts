/**
 * The tablet's operations on IndexedDB: those that wait in the outbox, and those that the endpoint has. Runs in the page.
 * An entry is written once, and then only moved: into the outcomes when it was received, back when the endpoint forgot it.
 */

import { endPile } from '../../domain/handover/end-pile.ts'
import type { Database } from './dexie-database.ts'
import type { Transact } from './dexie-transactions.ts'
import type { DexieValues } from './dexie-values.ts'
import type { Draft } from './read-stored.ts'
import { type Identity, isReleased, isToReturn, type OperationStorage, toAcknowledged, toReturn } from './tablet-storage.ts'

export const createDexieOperations = (
  { outbox, outcomes, drafts, meta }: Database,
  transact: Transact,
  values: DexieValues,
): OperationStorage => ({
  append: (entry, ends) =>
    transact('rw', ends === undefined ? [outbox, meta] : [outbox, drafts, meta], async () => {
      let seq: number
      let atDesk: Draft | undefined
      let identity: Identity | undefined
      try {
        // Asked together: each answer of the disk is waited for under somebody's eyes.
        ;[seq, atDesk, identity] = await Promise.all([outbox.add({ ...entry }), ends && drafts.get('handover'), values.read('identity')])
      } catch (error) {
        // The first try may have been written before its connection died.
        const known = await outbox.where('operationId').equals(entry.operationId).first()
        if (known === undefined) throw error
        return known
      }
      if ((entry.library ?? identity?.library) !== identity?.library) throw new Error('this tablet is in another library now')
      if (ends !== undefined && atDesk?.visits !== undefined) await drafts.put({ ...atDesk, visits: endPile(atDesk.visits, ends) })
      return { ...entry, seq }
    }),

  pending: (limit) => transact('r', [outbox], () => outbox.orderBy('seq').limit(limit).toArray()),
  pendingCount: () => transact('r', [outbox], () => outbox.count()),

  acknowledge: (term, results, { at, clockOffset, ...learnt }) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      const ids = results.map(({ operationId }) => operationId)
      // All at once, for each answer of the disk is waited for. What was received is mostly the oldest, which it gives in one; by ids, one by one.
      const [isFenced, oldest, identity] = await Promise.all([
        values.isFenced(term),
        outbox.limit(ids.length).toArray(),
        values.read('identity'),
      ])
      if (isFenced) return false
      const entries = oldest.every(({ operationId }) => ids.includes(operationId))
        ? oldest
        : await outbox.where('operationId').anyOf(ids).toArray()
      const formers = entries.length === ids.length ? [] : await outcomes.bulkGet(ids)
      const known = results.flatMap((result, i) => {
        const entry = entries.find(({ operationId }) => operationId === result.operationId)
        const former = entry === undefined ? formers[i] : undefined
        const kept = isReleased(former?.outcome, result.outcome) ? former : entry
        return kept?.hash === result.hash ? [toAcknowledged(kept, result, at)] : []
      })
      await Promise.all([
        outcomes.bulkPut(known),
        outbox.bulkDelete(known.map(({ seq }) => seq)),
        identity && values.write('identity', { ...identity, ...learnt }),
        values.write('clockOffset', clockOffset),
      ])
      return true
    }),

  keepReceived: (received, identity) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      const kept = await values.read('identity')
      if (kept?.library !== identity.library || (await values.read('lost')) === 'revoked') return
      const isToTell = kept.epoch !== identity.epoch || kept.deviceId !== identity.deviceId
      for (const entry of received) {
        // An exchange of another tab may have kept its outcome meanwhile.
        if ((await outcomes.get(entry.operationId)) !== undefined) continue
        // It waits here; or a first try was written before its connection died.
        const known = await outbox.where('operationId').equals(entry.operationId).first()
        const answer = { ...entry, accepted: known?.accepted ?? entry.accepted }
        // The outbox alone gives places.
        const seq = await outbox.put({ ...toReturn(answer), ...(known && { seq: known.seq }) })
        if (isToTell && isToReturn(answer)) continue
        await outbox.delete(seq)
        await outcomes.put({ ...answer, seq })
      }
      if (kept.deviceId === identity.deviceId && kept.ticket < identity.ticket)
        await values.write('identity', { ...kept, ticket: identity.ticket })
    }),

  returnToOutbox: (term, epoch, since) =>
    transact('rw', [outbox, outcomes, meta], async () => {
      if (await values.isFenced(term)) return false
      const received = await outcomes.where('acknowledgedAt').aboveOrEqual(since).toArray()
      const returned = received.filter(isToReturn)
      await outbox.bulkPut(returned.map(toReturn))
      await outcomes.bulkDelete(returned.map(({ operationId }) => operationId))
      const identity = await values.read('identity')
      if (identity !== undefined) await values.write('identity', { ...identity, epoch })
      const mark = await values.read('mark')
      if (mark !== undefined) await values.write('lostMark', mark)
      await values.write('mark', undefined)
      return true
    }),

  acknowledged: () => transact('r', [outcomes], async () => (await outcomes.toArray()).sort((a, b) => b.seq - a.seq)),
  forgetAcknowledgedBefore: async (at) => {
    await transact('rw', [outcomes], () => outcomes.where('acknowledgedAt').below(at).delete())
  },
})
