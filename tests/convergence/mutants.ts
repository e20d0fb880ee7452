/**
 * Our own code, broken on purpose, one habit at a time: each of these must be caught, or the invariants prove nothing (I-29). Runs in
 * the simulator. Nothing of it is in `src`: a mutant stands at a port (disk, network, store, routes) and does what a mistake there would do.
 * `caught` names the short plan that catches it; `npm run simulate -- --seek` finds them again after the plans have changed.
 */
import type { CaseKind } from '../../src/domain/case/case.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { Store, StoreTransaction } from '../../src/endpoint/storage/store.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { withStoreMembers, withTransactionMembers } from './endpoint-machine.ts'
import { type Caught, mutantSeeds } from './mutant-seeds.ts'
import { withoutLocker } from './newer-build.ts'
import { foundByRules } from './replay.ts'
import type { Seams } from './world.ts'

export interface Mutant {
  readonly name: string
  /** undefined: nothing has caught it yet. */
  readonly caught: Caught | undefined
  /** Made anew for each run: some remember. */
  readonly seams: () => Seams
}

type Result = Parameters<TabletStorage['acknowledge']>[1][number]

const onDisk = (change: (real: TabletStorage, term: () => number) => Partial<TabletStorage>): (() => Seams) => {
  return () => ({ tablet: { storage: (real, tab) => ({ ...real, ...change(real, () => tab.tablet.disk.image.term) }) } })
}
const onWire = (change: (real: Transport) => Transport['send']): (() => Seams) => {
  return () => ({ tablet: { transport: (real) => ({ send: change(real) }) } })
}
const onStore = (change: (real: Store) => Partial<Store>): (() => Seams) => {
  return () => ({ endpoint: { store: (real) => withStoreMembers(real, change(real)) } })
}
const onTransaction = (make: () => (real: StoreTransaction) => Partial<StoreTransaction>): (() => Seams) => {
  return () => {
    const change = make()
    return onStore((real) => ({
      transact: (id, work) => real.transact(id, (transaction) => work(withTransactionMembers(transaction, change(transaction)))),
    }))()
  }
}
const onReading = (change: (real: Parameters<Parameters<Store['read']>[1]>[0]) => object): (() => Seams) =>
  onStore((real) => ({
    read: (id, work) =>
      real.read(id, (reading) =>
        work(
          new Proxy(reading, {
            get: (target, name) => {
              const member: unknown = Reflect.get(change(reading), name) ?? Reflect.get(target, name)
              return typeof member === 'function' ? member.bind(target) : member
            },
          }),
        ),
      ),
  }))

const withoutCases = (suits: (kind: CaseKind) => boolean): (() => Seams) =>
  onTransaction(() => (real) => ({
    writeRow: async (row, now) => (row.kind === 'case' && suits(row.caseKind) ? false : real.writeRow(row, now)),
  }))

const isPush = (path: string): boolean => path.startsWith('/sync/v1/push')
const asReceived = ({ operationId, hash }: { readonly operationId: Result['operationId']; readonly hash: string }): Result => ({
  operationId,
  hash,
  outcome: 'accepted',
  version: 0,
  caseId: undefined,
  reason: undefined,
})
const sayingAllIsReceived = (body: string | undefined): string => {
  const { nonce, ticket, epoch, operations } = JSON.parse(body ?? '{}') // Ours.
  const results = operations.map(({ hash, envelope }: { hash: string; envelope: { operationId: string } }) => ({
    operationId: envelope.operationId,
    hash,
    outcome: 'accepted',
    version: 1,
  }))
  return JSON.stringify({ protocol: 1, epoch, nonce, ticket, results, head: 1, now: Date.now() })
}

/** Empties an outbox as if everything in it had been received. */
const dropAll = async (real: TabletStorage, term: number): Promise<void> => {
  const { identity, clockOffset } = await real.load()
  if (identity === undefined) return
  const entries = await real.pending(1000)
  await real.acknowledge(term, entries.map(asReceived), { ticket: identity.ticket, at: 0 as never, clockOffset })
}

const made: Readonly<Record<string, () => Seams>> = {
  // On the tablet -----------------------------------------------------------------------------------------------------------------
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
    return isPush(request.path) && answer.status >= 500 ? { ...answer, status: 200, text: sayingAllIsReceived(request.body) } : answer
  }),
  'a captive portal’s 200 counts as an answer': onWire((real) => async (request) => {
    const answer = await real.send(request)
    const isPage = isPush(request.path) && answer.status === 200 && answer.text.startsWith('<html')
    return isPage ? { ...answer, text: sayingAllIsReceived(request.body) } : answer
  }),
  'a time-out counts as an answer': onWire((real) => async (request) => {
    try {
      return await real.send(request)
    } catch (error) {
      if (!isPush(request.path)) throw error
      return { status: 200, text: sayingAllIsReceived(request.body), retryAfterMs: undefined }
    }
  }),
  'the nonce is not compared': onWire((real) => async (request) => {
    const answer = await real.send(request)
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
    keepLost: async (reason) => {
      await real.keepLost(reason)
      if (reason === undefined) return
      await dropAll(real, term())
      await real.eraseBase()
    },
  })),
  'a change of epoch gives nothing back': onDisk((real) => ({
    returnToOutbox: (term, epoch) => real.returnToOutbox(term, epoch, Number.POSITIVE_INFINITY as never),
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

  // On the endpoint ---------------------------------------------------------------------------------------------------------------
  'SQLite syncs as NORMAL': () => ({
    endpoint: { pragma: (real, source) => (source === 'synchronous = FULL' ? undefined : source === 'synchronous' ? 2 : real()) },
  }),
  'the answer comes before the commit': onStore((real) => ({
    transact: (id, work) =>
      new Promise((resolve, reject) => {
        real
          .transact(id, async (transaction) => {
            const value = await work(transaction)
            resolve(value)
            return value
          })
          .catch(reject)
      }),
  })),
  'operations are told apart by their counter': onTransaction(() => {
    const seen = new Map<string, Parameters<StoreTransaction['keepReceipt']>[0]>()
    const keyOf = (envelope: string, deviceId: string): string => `${deviceId} ${/"n":(\d+)/.exec(envelope)?.[1]}`
    return (real) => ({
      keepReceipt: async (receipt) => {
        const known = seen.get(keyOf(receipt.envelope, receipt.deviceId))
        if (known !== undefined && known.operationId !== receipt.operationId) return
        seen.set(keyOf(receipt.envelope, receipt.deviceId), receipt)
        await real.keepReceipt(receipt)
      },
    })
  }),
  'a receipt is not looked for': onTransaction(() => () => ({ receiptsOf: async () => [] })),
  'what is in quarantine is thrown away': onTransaction(() => (real) => ({
    keepReceipt: async (receipt) => (receipt.outcome === 'quarantined' ? undefined : real.keepReceipt(receipt)),
  })),
  'the last receipt of a batch is forgotten': onTransaction(() => {
    let count = 0
    return (real) => ({ keepReceipt: async (receipt) => (++count % 5 === 0 ? undefined : real.keepReceipt(receipt)) })
  }),
  'an envelope is kept as this build reads it': onTransaction(() => (real) => ({
    keepReceipt: (receipt) => real.keepReceipt({ ...receipt, envelope: receipt.envelope.replace('"typeVersion":7', '"typeVersion":1') }),
  })),
  'an envelope loses what it was based on': onTransaction(() => (real) => ({
    keepReceipt: (receipt) => real.keepReceipt({ ...receipt, envelope: receipt.envelope.replace(/"based":\{[^}]*\}/, '"based":{}') }),
  })),
  'members to come are dropped from an envelope': onTransaction(() => (real) => ({
    keepReceipt: (receipt) => real.keepReceipt({ ...receipt, envelope: receipt.envelope.replace('"mood":"calm",', '') }),
  })),
  'members to come are dropped from a row that is written': onTransaction(() => (real) => ({
    writeRow: (row, now) => real.writeRow(withoutLocker(row), now),
  })),
  'version 2 is read as version 1': () => ({
    endpoint: { upcast: (value) => (typeof value === 'object' ? { ...value, typeVersion: 1 } : value) },
  }),
  'an upgrade does not read what waits for it': onTransaction(() => () => ({ quarantined: async () => [] })),
  'a second content is known by its id': () => ({
    endpoint: {
      ask: async (request, real) => {
        const answer = await real(request)
        return {
          ...answer,
          text: answer.text.replaceAll(/"outcome":"quarantined"([^}]*"one-operation-two-contents")/g, '"outcome":"already-known"$1'),
        }
      },
    },
  }),
  'two contents open no case': withoutCases((kind) => kind === 'one-operation-two-contents'),
  'a content that is broken fails its push': () => ({
    endpoint: {
      ask: async (request, real) => {
        const answer = await real(request)
        return answer.text.includes('"reason":"hash-mismatch"') ? { ...answer, status: 500, text: '' } : answer
      },
    },
  }),
  'an import forgets what was done for an order': onTransaction(() => (real) => {
    let isImport = false
    return {
      memo: (name) => {
        isImport ||= name === 'ils-orders'
        return real.memo(name)
      },
      writeRow: (row, now) => real.writeRow(isImport && row.kind === 'order' ? { ...row, facts: [] } : row, now),
    }
  }),
  // Nobody else calls the rules at a port: the judge tells the log with these.
  'the first loan of a document wins': () => ({
    apply: (reader, envelope) => {
      const { rows, caseIds } = apply(reader, envelope)
      const kept = rows.filter((row) => {
        const before = row.kind === 'item' ? reader.get('item', row.id) : undefined
        return envelope.payload.kind !== 'hand-over-order' || !before?.facts.some(({ what }) => what === 'handed-over')
      })
      return { rows: kept, caseIds }
    },
  }),
  'what was erased comes back with the next receipt': onTransaction(() => {
    const erased: Row[] = []
    return (real) => ({
      eraseRow: async (kind, id, now) => {
        const row = await real.row(kind, id)
        if (row !== undefined) erased.push(row)
        return real.eraseRow(kind, id, now)
      },
      keepReceipt: async (receipt) => {
        for (const row of erased.splice(0)) await real.writeRow(row, receipt.receivedAt)
        await real.keepReceipt(receipt)
      },
    })
  }),
  'what a closed day erased is forgotten at once': onTransaction(() => () => ({ erasedRows: async () => [] })),
  'a closed day takes what is out of the building': onTransaction(() => (real) => ({
    // What the closing of a day does last.
    forgetTombstones: async (before) => {
      for (const { id } of await real.rowsOf('item')) await real.eraseRow('item', id, before)
      return real.forgetTombstones(before)
    },
  })),
  'an export forgets what it sent': onTransaction(() => (real) => ({ addBatch: (batch) => real.addBatch(batch, []) })),
  ...Object.fromEntries(foundByRules.map((kind) => [`no case ${kind} is written`, withoutCases((caseKind) => caseKind === kind)])),
  'no case is written': withoutCases(() => true),
  'a case closes by itself': onTransaction(() => (real) => ({
    writeRow: (row, now) => {
      const [fact] = row.kind === 'case' ? row.cites : []
      if (row.kind !== 'case' || fact === undefined || row.settlement !== undefined) return real.writeRow(row, now)
      const settlement = {
        operationId: fact,
        librarianId: 'nobody' as never,
        at: now,
        decision: { kind: 'acknowledged' },
        note: '',
      } as const
      return real.writeRow({ ...row, settlement }, now)
    },
  })),
  'no clock is doubted': withoutCases((kind) => kind === 'clock-doubtful'),
  'the last fact of a document wins': onTransaction(() => (real) => ({
    writeRow: (row, now) => real.writeRow(row.kind === 'item' ? { ...row, facts: row.facts.slice(-1) } : row, now),
  })),
  'half of a handover is written': onTransaction(() => {
    let count = 0
    return (real) => ({ writeRow: async (row, now) => (row.kind === 'item' && ++count % 3 === 0 ? false : real.writeRow(row, now)) })
  }),
  'a stale ticket is accepted in silence': onTransaction(() => (real) => ({
    device: async (id) => {
      const device = await real.device(id)
      return device && { ...device, ticket: '', previousTicket: undefined }
    },
  })),
  'every fact is asked whether it may be': () => ({
    endpoint: {
      ask: async (request, real) => {
        const answer = await real(request)
        return { ...answer, text: answer.text.replaceAll('"outcome":"accepted-with-case"', '"outcome":"refused"') }
      },
    },
  }),
  'one operation that throws stops its batch': onStore((real) => ({
    transact: (id, work) =>
      real.transact(id, async (transaction) => {
        let failed: unknown
        const value = await work(
          withTransactionMembers(transaction, {
            savepoint: async (inner) => {
              try {
                return await transaction.savepoint(inner)
              } catch (error) {
                failed = error
                throw error
              }
            },
          }),
        )
        if (failed !== undefined) throw failed
        return value
      }),
  })),
  'a roll-back starts no epoch': onTransaction(() => () => ({ changeLibrary: async () => {} })),
  'a tablet set aside is served': onStore((real) => ({
    device: async (id) => {
      const device = await real.device(id)
      return device && { ...device, setAsideAt: undefined }
    },
  })),
  'the cursor skips one version': onReading((real) => ({
    rowsAfter: (version: number, limit: number) => real.rowsAfter(version + 1, limit),
  })),
  'the cursor runs ahead of the rows': onReading((real) => ({
    rowsAfter: async (version: number, limit: number) => (await real.rowsAfter(version, limit)).slice(0, version === 0 ? limit : -1),
  })),
  'what was erased is not told': onReading((real) => ({
    rowsAfter: async (version: number, limit: number) => (await real.rowsAfter(version, limit)).filter(({ json }) => json !== null),
  })),
  'a page loses its last row': onReading((real) => ({
    rowsAfter: async (version: number, limit: number) => {
      const rows = await real.rowsAfter(version, limit)
      return rows.length === limit ? [...rows.slice(0, -2), ...rows.slice(-1), ...rows.slice(-1)] : rows
    },
  })),
}

/** All of them, each with what is recorded for it. */
export const mutants: readonly Mutant[] = Object.entries(made).map(([name, seams]) => ({ name, seams, caught: mutantSeeds[name] }))
