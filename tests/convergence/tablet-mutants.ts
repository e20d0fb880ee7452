/**
 * Our own code, broken on purpose on the tablet: at its disk, its line, its timers (I-29). Runs in the simulator.
 * Nothing of it is in `src`: a mutant stands at a port and does what a mistake behind it would do.
 */
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { withoutLocker } from './newer-build.ts'
import { sessionInBody } from './session-in-body.ts'
import type { Seams } from './simulated-world.ts'

type Result = Parameters<TabletStorage['acknowledge']>[1][number]

const onDisk = (change: (real: TabletStorage, term: () => number) => Partial<TabletStorage>): (() => Seams) => {
  return () => ({ tablet: { storage: (real, tab) => ({ ...real, ...change(real, () => tab.tablet.disk.image.term) }) } })
}
const onWire = (change: (real: Transport) => Transport['send']): (() => Seams) => {
  return () => ({ tablet: { transport: (real) => ({ send: change(real) }) } })
}

const isPush = (path: string): boolean => path.startsWith('/sync/v1/push')
const asReceived = ({ operationId, hash }: { readonly operationId: Result['operationId']; readonly hash: string }): Result => ({
  operationId,
  hash,
  outcome: 'accepted',
  version: 0,
  caseId: undefined,
  reason: undefined,
})
/** As our endpoint would say it, of the library that was asked. */
const sayingAllIsReceived = ({ path, body }: { readonly path: string; readonly body?: string | undefined }): string => {
  const library = { identity: new URLSearchParams(path.slice(path.indexOf('?'))).get('library'), name: 'Médiathèque' }
  const { nonce, ticket, epoch, operations } = JSON.parse(body ?? '{}') // Ours.
  const results = operations.map(({ hash, envelope }: { hash: string; envelope: { operationId: string } }) => ({
    operationId: envelope.operationId,
    hash,
    outcome: 'accepted',
    version: 1,
  }))
  return JSON.stringify({ protocol: 4, epoch, nonce, ticket, results, library, head: 1, now: Date.now() })
}

/** Empties an outbox as if everything in it had been received. */
const dropAll = async (real: TabletStorage, term: number): Promise<void> => {
  const { identity, clockOffset } = await real.load()
  if (identity === undefined) return
  const entries = await real.pending(1000)
  await real.acknowledge(term, entries.map(asReceived), { ticket: identity.ticket, at: 0 as never, clockOffset })
}

export const tabletMutants: Readonly<Record<string, () => Seams>> = {
  'a commit is relaxed': () => ({ tablet: { durability: 'relaxed' } }),
  '“Enregistré” comes before the commit': onDisk((real) => ({
    append: async (entry, ends) => {
      void real.append(entry, ends).catch(() => undefined)
      return { ...entry, seq: 1_000_000 }
    },
  })),
  'a full disk is passed over in silence': onDisk((real) => ({
    append: async (entry, ends) => {
      try {
        return await real.append(entry, ends)
      } catch {
        return { ...entry, seq: 1_000_000 }
      }
    },
  })),
  'a 500 counts as an answer': onWire((real) => async (request) => {
    const answer = await real.send(request)
    return isPush(request.path) && answer.status >= 500 ? { ...answer, status: 200, text: sayingAllIsReceived(request) } : answer
  }),
  'a captive portal’s 200 counts as an answer': onWire((real) => async (request) => {
    const answer = await real.send(request)
    const isPage = isPush(request.path) && answer.status === 200 && answer.text.startsWith('<html')
    return isPage ? { ...answer, text: sayingAllIsReceived(request) } : answer
  }),
  'a time-out counts as an answer': onWire((real) => async (request) => {
    try {
      return await real.send(request)
    } catch (error) {
      if (!isPush(request.path)) throw error
      return { status: 200, text: sayingAllIsReceived(request), retryAfterMs: undefined }
    }
  }),
  'the nonce is not compared': onWire((real) => async (request) => {
    // A session tells the same, and would hide it: as a tablet that names none.
    const answer = await real.send(request.body === undefined ? request : { ...request, body: request.body.replace(sessionInBody, '') })
    const nonce = /"nonce":"([0-9a-f]{32})"/.exec(request.body ?? '')?.[1]
    return { ...answer, text: answer.text.replace(/"nonce":"[0-9a-f]{32}"/, `"nonce":"${nonce}"`) }
  }),
  'an answer acknowledges whatever waits': onDisk((real) => ({
    acknowledge: async (term, results, exchange) =>
      real.acknowledge(term, [...results, ...(await real.pending(1000)).map(asReceived)], exchange),
  })),
  'a pull replaces what waits': onDisk((real) => ({
    commitPull: async (term, pull) => {
      const isWritten = await real.commitPull(term, pull)
      await dropAll(real, term)
      return isWritten
    },
  })),
  'the cursor is kept without the rows': onDisk((real) => ({ commitPull: (term, pull) => real.commitPull(term, { ...pull, rows: [] }) })),
  'the rows are kept before the cursor': onDisk((real) => ({
    commitPull: async (term, pull) => {
      const { mark } = await real.load()
      if (mark !== undefined) await real.commitPull(term, { ...pull, mark })
      return real.commitPull(term, { ...pull, isWhole: mark === undefined && pull.isWhole, rows: mark === undefined ? pull.rows : [] })
    },
  })),
  'a base fetched anew is laid over the old one': onDisk((real) => ({
    commitPull: (term, pull) => real.commitPull(term, { ...pull, isWhole: false }),
  })),
  'tombstones are left out': onDisk((real) => ({
    commitPull: (term, pull) => real.commitPull(term, { ...pull, rows: pull.rows.filter(({ row }) => row !== null) }),
  })),
  'the fencing term is not compared': onDisk((real, term) => ({
    isLeading: async () => true,
    acknowledge: (_, results, exchange) => real.acknowledge(term(), results, exchange),
    commitPull: (_, pull) => real.commitPull(term(), pull),
  })),
  'the fencing term is not kept': onDisk((real) => ({
    takeTerm: async () => {
      const taken = await real.takeTerm()
      return { ...taken, term: taken.term + 1 }
    },
  })),
  'an unknown credential erases the tablet': onDisk((real, term) => ({
    keepLost: async (reason, credential) => {
      const isKept = await real.keepLost(reason, credential)
      if (reason === undefined) return isKept
      await dropAll(real, term())
      await real.eraseAll()
      return isKept
    },
  })),
  'a change of epoch gives nothing back': onDisk((real) => ({
    returnToOutbox: (term, epoch) => real.returnToOutbox(term, epoch, Number.POSITIVE_INFINITY as never),
  })),
  'what a history between two restores refused is not said again': onDisk((real) => ({
    returnToOutbox: async (term, epoch, since) => {
      const refused = (await real.acknowledged()).filter(({ outcome }) => outcome === 'refused')
      const isFenced = await real.returnToOutbox(term, epoch, since)
      const { identity, clockOffset } = await real.load()
      const ticket = identity?.ticket ?? ('' as never)
      for (const one of refused) await real.acknowledge(term, [one], { ticket, at: one.acknowledgedAt, clockOffset })
      return isFenced
    },
  })),
  'of what went past a full disk only the press is kept': onDisk((real) => ({
    keepReceived: async (received, identity) => {
      const waiting = new Set((await real.pending(1000)).map(({ operationId }) => operationId))
      const pressed = received.filter(({ operationId }) => !waiting.has(operationId))
      await real.keepReceived(pressed, identity)
    },
  })),
  'what was received is forgotten at once': onDisk((real) => ({
    forgetAcknowledgedBefore: () => real.forgetAcknowledgedBefore(Number.POSITIVE_INFINITY as never),
  })),
  'the outbox is sent in the order of its ids': onDisk((real) => ({
    pending: async (limit) => [...(await real.pending(limit))].sort((a, b) => (a.operationId < b.operationId ? -1 : 1)),
  })),
  'a start does not read what waits': onDisk((real) => ({ load: async () => ({ ...(await real.load()), outbox: [] }) })),
  'a start does not read what the base has not reached': onDisk((real) => ({
    load: async () => ({ ...(await real.load()), unreached: [] }),
  })),
  'there is no back-off': () => ({
    tablet: { ports: (real) => ({ ...real, after: (ms, callback) => real.after(Math.min(ms, 50), callback) }) },
  }),
  'a payload is rewritten on its way out': onWire(
    (real) => (request) => real.send({ ...request, body: request.body?.replaceAll('"receipt":"undecided"', '"receipt":"printed"') }),
  ),
  'a retry is a new operation': () => {
    let tries = 0
    return onWire((real) => (request) => {
      tries++
      const body = request.body?.replaceAll(/"operationId":"[0-9a-f]{4}/g, `"operationId":"${String(tries % 10_000).padStart(4, '0')}`)
      return real.send(tries % 3 === 0 ? { ...request, body } : request)
    })()
  },
  'a row of a kind to come is passed over': onDisk((real) => ({
    commitPull: (term, pull) => real.commitPull(term, { ...pull, rows: pull.rows.filter(({ kind }) => kind !== ('locker' as string)) }),
  })),
  'members to come are dropped from a row on its way in': onDisk((real) => ({
    commitPull: (term, pull) =>
      real.commitPull(term, { ...pull, rows: pull.rows.map((stored) => ({ ...stored, row: stored.row && withoutLocker(stored.row) })) }),
  })),
  'an answer with members to come is none': onWire((real) => async (request) => {
    const answer = await real.send(request)
    if (answer.text.includes('"weather"')) throw new TypeError('not an answer')
    return answer
  }),
}
