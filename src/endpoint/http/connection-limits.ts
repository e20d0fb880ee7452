/**
 * How long the endpoint waits for a request that comes slowly, and how many connections it keeps open. Runs on the endpoint.
 * A tablet gives a request up after 20 s (PROTOCOL.md, The tablet): what takes longer is nobody's, or somebody's who only holds the door.
 */
import type { ServerType } from '@hono/node-server'
import { countedUnder } from '../enrolment/rate-limit.ts'
import { networkOf } from './address-of.ts'

/** Milliseconds for the headers of a request, for the whole of it, and between two looks at those that are late. */
export const patience = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 } as const

/** Forty tablets behind one router, six connections of a browser each; behind a proxy all share its address, and it counts them itself. */
const connectionsPerNetwork = 250
/** In all, well below the files that a process may open; half of them for one prefix of IPv6, however wide. */
const connectionsInAll = 1000
const connectionsPerPrefix = connectionsInAll / 2

/** Closes at once what comes above these bounds. */
export const limitConnections = (server: ServerType): void => {
  const openByNetwork = new Map<string, number>()
  let open = 0
  server.on('connection', (socket) => {
    const networks = countedUnder(networkOf(socket.remoteAddress ?? ''))
    const isFull = networks.some(
      ([of, times]) => (openByNetwork.get(of) ?? 0) >= Math.min(connectionsPerNetwork * times, connectionsPerPrefix),
    )
    if (isFull || open >= connectionsInAll) {
      socket.destroy()
      return
    }
    open += 1
    for (const [of] of networks) openByNetwork.set(of, (openByNetwork.get(of) ?? 0) + 1)
    socket.once('close', () => {
      open -= 1
      for (const [of] of networks) {
        const left = (openByNetwork.get(of) ?? 1) - 1
        if (left === 0) openByNetwork.delete(of)
        else openByNetwork.set(of, left)
      }
    })
  })
}
