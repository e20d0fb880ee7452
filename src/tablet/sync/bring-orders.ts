/**
 * The orders of the base that this tablet still has, handed over before it fetches that of a database that was put back (PROTOCOL.md, Epoch).
 * Runs in the page of the tab that leads, and in the simulator. What was wanted, and no fact: those lie in the outbox of whoever pressed them.
 */
import { identityBytes } from '../../domain/ids.ts'
import { maximumOrdersBrought, type OrdersRequest, ordersAnswer } from '../../protocol/orders.ts'
import { maximumPushBytes, protocolVersion } from '../../protocol/version.ts'
import type { ExchangeEnd, ExchangePorts } from './exchange-ports.ts'
import { ask } from './transport.ts'

/** Bytes of the body that are no order. */
const frameBytes = 512

/** Once for each epoch; undefined: there is nothing to hand over, or nothing more. */
export const createBringOrders = ({
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
