/**
 * How long the endpoint waits for a request that comes slowly, and how many connections it keeps open. Runs on the endpoint.
 * A tablet gives a request up after 20 s (PROTOCOL.md, The tablet): what takes longer is nobody's, or somebody's who only holds the door.
 */
import type { ServerType } from '@hono/node-server'
import { networkOf } from './address-of.ts'

/** Milliseconds for the headers of a request, for the whole of it, and between two looks at those that are late. */
export const patience = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 } as const

/** Forty tablets behind one router, six connections of a browser each; behind a proxy all share its address, and it counts them itself. */
const connectionsPerNetwork = 250
/** In all, well below the files that a process may open. */
const connectionsInAll = 1000

/** Closes at once what comes above these bounds. */
export const limitConnections = (server: ServerType): void => {
  const openByNetwork = new Map<string, number>()
  let open = 0
  server.on('connection', (socket) => {
    const network = networkOf(socket.remoteAddress ?? '')
    const ofNetwork = (openByNetwork.get(network) ?? 0) + 1
    if (ofNetwork > connectionsPerNetwork || open >= connectionsInAll) {
      socket.destroy()
      return
    }
    open += 1
    openByNetwork.set(network, ofNetwork)
    socket.once('close', () => {
      open -= 1
      const left = (openByNetwork.get(network) ?? 1) - 1
      if (left === 0) openByNetwork.delete(network)
      else openByNetwork.set(network, left)
    })
  })
}
