/**
 * Our own code, broken on purpose on the endpoint: at its store, its routes, and at the rules where the log is told again (I-29). Runs in
 * the simulator. Nothing of it is in `src`: a mutant stands at a port and does what a mistake behind it would do.
 */
import { type CaseKind, isExplained } from '../../src/domain/case/case.ts'
import { apply } from '../../src/domain/desk/apply.ts'
import type { RecordId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import type { Store, StoreReader, StoreTransaction } from '../../src/endpoint/storage/store.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { withoutLocker } from './newer-build.ts'
import { foundByRules } from './replay.ts'
import { sessionInBody } from './session-in-body.ts'
import type { Seams } from './simulated-world.ts'

const onStore = (change: (real: Store) => Partial<Store>): (() => Seams) => {
  return () => ({ endpoint: { store: (real) => withMembers(real, change(real)) } })
}
const onTransaction = (make: () => (real: StoreTransaction) => Partial<StoreTransaction>): (() => Seams) => {
  return () => {
    const change = make()
    return onStore((real) => ({
      transact: (id, work, ahead) => real.transact(id, (transaction) => work(withMembers(transaction, change(transaction))), ahead),
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

export const endpointMutants: Readonly<Record<string, () => Seams>> = {
  'SQLite syncs as NORMAL': () => ({
    endpoint: { pragma: (real, source) => (source === 'synchronous = FULL' ? undefined : source === 'synchronous' ? 2 : real()) },
  }),
  'the answer comes before the commit': onStore((real) => ({
    transact: (id, work, ahead) =>
      new Promise((resolve, reject) => {
        const early: typeof work = async (transaction) => {
          const value = await work(transaction)
          resolve(value)
          return value
        }
        real.transact(id, early, ahead).catch(reject)
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
  'the list of days looks at today and tomorrow alone': onReading((real: StoreReader) => ({
    receiptsOfDay: async (...asked: Parameters<StoreReader['receiptsOfDay']>) => {
      const now = (await real.committedAt((await real.library()).head)) ?? toInstant(0)
      return asked[0] < wallClockOf(undefined)(now).date ? [] : real.receiptsOfDay(...asked)
    },
  })),
  'an export forgets what it sent': onTransaction(() => (real) => ({ addBatch: (batch) => real.addBatch(batch, []) })),
  ...Object.fromEntries(foundByRules.map((kind) => [`no case ${kind} is written`, withoutCases((caseKind) => caseKind === kind)])),
  'no case is written': withoutCases(() => true),
  'the last equivalent proposed overwrites the first': () => {
    /** What the line asks for, as the request that is under way says it. */
    const asked = new Map<string, RecordId>()
    const { endpoint } = onTransaction(() => (real) => ({
      row: async (kind, id) => {
        const found = await real.row(kind, id)
        const row: Row | undefined = found
        if (row?.kind !== 'order' || asked.size === 0) return found
        const lines = row.lines.map((line) => {
          const recordId = asked.get(`${row.id} ${line.id}`)
          return recordId === undefined || line.wanted.kind === 'wish' ? line : { ...line, wanted: { ...line.wanted, recordId } }
        })
        return { ...row, lines } as unknown as typeof found // Of the kind that was asked for.
      },
    }))()
    return {
      endpoint: {
        ...endpoint,
        ask: async (request, real) => {
          const operations: readonly { readonly envelope: Envelope }[] = JSON.parse(request.body ?? '{}').operations ?? []
          for (const { envelope } of operations) {
            const payload = typeof envelope === 'string' ? undefined : envelope.payload
            if (payload?.kind === 'substitute-record') asked.set(`${payload.orderId} ${payload.lineId}`, payload.from)
          }
          const answer = await real(request)
          asked.clear()
          return answer
        },
      },
    }
  },
  'a decision counts only what its case lists': () => {
    let isDeciding = false
    const { endpoint } = onTransaction(() => (real) => ({
      row: async (kind, id) => {
        const found = await real.row(kind, id)
        const row: Row | undefined = found
        if (!isDeciding || row?.kind !== 'case') return found
        return { ...row, unlisted: undefined } as unknown as typeof found // Of the kind that was asked for.
      },
    }))()
    return {
      endpoint: {
        ...endpoint,
        ask: async (request, real) => {
          isDeciding = request.body?.includes('settle-case') ?? false
          const answer = await real(request)
          isDeciding = false
          return answer
        },
      },
    }
  },
  'what is taken of a lost tablet forgets its case': onTransaction(() => (real) => ({
    keepReceipt: (receipt) =>
      real.keepReceipt(
        receipt.outcome === 'accepted-with-case' && receipt.caseId?.startsWith('loss-') ? { ...receipt, caseId: undefined } : receipt,
      ),
  })),
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
  'what came too late to explain a case leaves it open': onTransaction(() => (real) => ({
    writeRow: async (row, now) => (row.kind === 'case' && isExplained(row) ? false : real.writeRow(row, now)),
  })),
  'what was accepted once is asked as if it were new': () => ({
    endpoint: { ask: (request, real) => real({ ...request, body: request.body?.replaceAll(/"accepted":\d+,/g, '') }) },
  }),
  'nobody is awaited after a restore': onTransaction(() => (real) => ({
    writeRow: (row, now) => {
      if (row.kind !== 'device') return real.writeRow(row, now)
      const { awaitedSince: _, ...unawaited } = row
      return real.writeRow(unawaited, now)
    },
  })),
  'what is held after a restore is never taken up': onTransaction(() => (real) => ({
    memo: async (name) => (name === 'requests-held' ? '' : real.memo(name)),
  })),
  'a claim is not known to be the last one': onTransaction(() => (real) => ({
    keepSinceRestore: async (subject, since, now) =>
      real.keepSinceRestore(subject, subject.startsWith('claim/') ? { ...since, times: {} } : since, now),
  })),
  'no clock is doubted': withoutCases((kind) => kind === 'clock-doubtful'),
  'a clock is not held against what was read': onTransaction(() => () => ({ committedAt: async () => undefined })),
  'the last fact of a document wins': onTransaction(() => (real) => ({
    writeRow: (row, now) => real.writeRow(row.kind === 'item' ? { ...row, facts: row.facts.slice(-1) } : row, now),
  })),
  'half of a handover is written': onTransaction(() => {
    let count = 0
    return (real) => ({ writeRow: async (row, now) => (row.kind === 'item' && ++count % 3 === 0 ? false : real.writeRow(row, now)) })
  }),
  'a push that comes late is a second tablet': () => ({
    endpoint: { ask: (request, real) => real({ ...request, body: request.body?.replace(sessionInBody, '') }) },
  }),
  'a stale ticket is accepted in silence': () => {
    const given = new Map<string | undefined, string>()
    return {
      endpoint: {
        ask: async (request, real) => {
          const last = given.get(request.bearer)
          const unnamed = request.body?.replace(sessionInBody, '')
          const body = last === undefined ? unnamed : unnamed?.replace(/"ticket":"[0-9a-f]{32}"/, `"ticket":"${last}"`)
          const answer = await real({ ...request, body })
          const ticket = /"ticket":"([0-9a-f]{32})"/.exec(answer.text)?.[1]
          if (ticket !== undefined) given.set(request.bearer, ticket)
          return answer
        },
      },
    }
  },
  'a copy that speaks in turn with its original is not counted': onTransaction(() => (real) => ({
    keepMemo: (name, value) => real.keepMemo(name, name.startsWith('sessions/') ? value.replaceAll(/^(\S+ \S+) \S+/gm, '$1 0') : value),
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
    transact: (id, work, ahead) => {
      const strict: typeof work = async (transaction) => {
        let failed: unknown
        const value = await work(
          withMembers(transaction, {
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
      }
      return real.transact(id, strict, ahead)
    },
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
