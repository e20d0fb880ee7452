/**
 * Everything pending goes out, in order, a batch at a time, and what the endpoint made of each batch is kept. Runs in the page of the tab
 * that leads, and in the simulator. Nothing leaves the outbox but by an answer that repeats our nonce.
 */
import { identityBytes, toLibraryIdentity } from '../../domain/ids.ts'
import { msPerDay, toInstant } from '../../domain/instant.ts'
import { maximumOrdersBrought, type OrdersRequest, ordersAnswer } from '../../protocol/orders.ts'
import { maximumOperationsPerPush, maximumPushBytes, protocolVersion } from '../../protocol/version.ts'
import { keepReceivedDirectly } from '../outbox/keep-received-directly.ts'
import type { BaseDoubt } from './base-doubt.ts'
import type { ExchangeEnd, ExchangePorts } from './exchange-ports.ts'
import { pushBatch, readResults, takeBatch } from './push-batch.ts'
import { ask } from './transport.ts'

/** Bytes of the body that are no order. */
const frameBytes = 512

/**
 * The orders of the base that is still here, handed over once for each epoch before this tablet fetches that of a database that was put back
 * (PROTOCOL.md, Epoch). Facts lie in the outbox of whoever pressed them.
 */
const createBringOrders = ({
  storage,
  transport,
  mirror,
  randomHex,
  onDefect,
}: ExchangePorts): (() => Promise<ExchangeEnd | undefined>) => {
  let broughtTo: string | undefined

  return async () => {
    const { identity, lostMark } = mirror
    if (identity === undefined || lostMark === undefined || [lostMark.epoch, broughtTo].includes(identity.epoch)) return undefined
    const { base } = await storage.load()
    const orders = base.flatMap(({ version, row }): OrdersRequest['orders'] => {
      if (row?.kind !== 'order') return []
      const { facts, decided, ...wanted } = row
      return [{ version, row: wanted }]
    })
    const encoder = new TextEncoder()
    while (orders.length > 0) {
      const taken: OrdersRequest['orders'] = []
      for (let bytes = frameBytes; taken.length < maximumOrdersBrought; ) {
        const [next] = orders
        if (next === undefined) break
        bytes += encoder.encode(JSON.stringify(next)).length + 1
        if (bytes > maximumPushBytes && taken.length > 0) break
        taken.push(next)
        orders.shift()
      }
      const nonce = randomHex(identityBytes)
      const { epoch } = identity
      const body = JSON.stringify({ protocol: protocolVersion, nonce, epoch, cursor: lostMark.cursor, at: lostMark.at, orders: taken })
      const answer = await ask(transport, { method: 'POST', path: '/sync/v1/orders', body, identity }, ordersAnswer, nonce)
      if (answer.kind === 'unanswered') return answer
      // The exchange goes on: what is pressed here weighs more than what others have too.
      if (answer.kind !== 'answered') onDefect('orders of the base before were not taken')
    }
    broughtTo = identity.epoch
    return undefined
  }
}

/** How far back a change of epoch pushes again what was acknowledged (PROTOCOL.md, Epoch). */
const keptAcknowledgedMs = 14 * msPerDay
/** What is too old is dropped from the disk once a day. */
const forgetEveryMs = msPerDay
/** An answer that took longer than this says too little about the endpoint's clock. Milliseconds. */
const clockPrecisionMs = 5000

/**
 * Pushes until the outbox is empty; one push at least, which says that nothing is pending here (CASE-4), and tells of a base in doubt.
 */
export const createPushOutbox = (ports: ExchangePorts, doubt: BaseDoubt, sessionId: string): ((term: number) => Promise<ExchangeEnd>) => {
  const { storage, transport, mirror, clock, randomHex, reload, onDefect, build } = ports
  const bringOrders = createBringOrders(ports)
  /** By the endpoint's clock; a tab may stay open for months. */
  let forgottenAt = Number.NEGATIVE_INFINITY

  const learnClock = (sentAt: number, now: number): void => {
    const receivedAt = clock()
    if (receivedAt - sentAt <= clockPrecisionMs) mirror.clockOffset = Math.round(now - (sentAt + receivedAt) / 2)
  }

  // What was received is dated and forgotten by the endpoint's clock: a tablet's own may be years off (I-23).
  const followEpoch = async (term: number, epoch: string, now: number): Promise<boolean> => {
    const since = toInstant(now - keptAcknowledgedMs)
    await keepReceivedDirectly(storage, mirror)
    if (!(await storage.returnToOutbox(term, epoch, since))) return false
    await reload()
    return true
  }

  return async (term) => {
    let atMost = maximumOperationsPerPush
    let isOpaque = false
    for (let isFirst = true; ; isFirst = false) {
      const failed = await bringOrders()
      if (failed !== undefined) return failed
      const entries = takeBatch(await storage.pending(maximumOperationsPerPush), { atMost })
      if (entries.length === 0 && !isFirst) return { kind: 'done' }
      const pendingCount = await storage.pendingCount()
      // A tab that slept while another one led holds an old ticket, which would pass for a copied profile's: asked last, then sent at once.
      const isLeading = await storage.isLeading(term)
      const identity = mirror.identity
      if (!isLeading || identity === undefined) return { kind: 'fenced' }
      const sentAt = clock()
      const nonce = randomHex(identityBytes)
      const batch = { entries, pendingCount, isOpaque, session: { term, id: sessionId }, build, isBaseDoubtful: doubt.isStanding }
      const answer = await pushBatch(transport, identity, batch, nonce)
      if (answer.kind === 'refused-whole') {
        if (entries.length === 0 || isOpaque) return { kind: 'unanswered', retryAfterMs: undefined }
        if (entries.length === 1) isOpaque = true
        else atMost = Math.ceil(entries.length / 2)
        continue
      }
      // It may have slept between that look and the push.
      if (answer.kind === 'problem' && answer.problem === 'two-tablets-one-identity' && !(await storage.isLeading(term)))
        return { kind: 'fenced' }
      if (answer.kind !== 'answered') return answer
      const { results, ticket, epoch, now, library } = answer.value
      learnClock(sentAt, now)
      const at = toInstant(now)
      const acknowledgements = await readResults(results, entries, isOpaque)
      const learnt = { ticket, library: toLibraryIdentity(library.identity), libraryName: library.name }
      const exchanged = { at, clockOffset: mirror.clockOffset, ...learnt }
      const isKept = await storage.acknowledge(term, acknowledgements, exchanged).catch((error: unknown) => {
        // No room: asked again it would say the same, but not of an endpoint that is put back meanwhile (I-34).
        mirror.answeredUnkept(acknowledgements, at)
        throw error
      })
      if (!isKept) return { kind: 'fenced' }
      mirror.identity = { ...identity, ...learnt }
      mirror.acknowledged(acknowledgements, at)
      if (epoch !== identity.epoch) {
        if (!(await followEpoch(term, epoch, now))) return { kind: 'fenced' }
        continue
      }
      if (Math.abs(now - forgottenAt) >= forgetEveryMs) {
        await storage.forgetAcknowledgedBefore(toInstant(now - keptAcknowledgedMs))
        forgottenAt = now
      }
      const sent = new Set(entries.map(({ operationId }) => operationId))
      if (entries.length > 0 && !acknowledgements.some(({ operationId }) => sent.has(operationId))) {
        if (acknowledgements.length < results.length) return { kind: 'done' }
        onDefect('a push was answered without an outcome for any of its operations')
        return { kind: 'unanswered', retryAfterMs: undefined }
      }
      isOpaque = false
      atMost = maximumOperationsPerPush
    }
  }
}
