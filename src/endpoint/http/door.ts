/**
 * The port of the endpoint, taken before the database is touched (KEEP-4). A second start beside a running endpoint ends there, and changes
 * no tables under it. Whoever asks before the app is there is told to come back. Runs on the endpoint.
 */
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { type ServerType, serve } from '@hono/node-server'
import { countedUnder } from '../enrolment/rate-limit.ts'
import { networkOf } from './address-of.ts'

type Answer = Parameters<typeof serve>[0]['fetch']

/**
 * Milliseconds for the headers of a request, for the whole of it, and between two looks at those that are late. A tablet gives a request up
 * after 20 s (PROTOCOL.md, The tablet).
 */
const patience = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 } as const

/** Forty tablets behind one router, six connections of a browser each; behind a proxy all share its address, and it counts them itself. */
const connectionsPerNetwork = 250
/** In all, well below the files that a process may open; half of them for one prefix of IPv6, however wide. */
const connectionsInAll = 1000
const connectionsPerPrefix = connectionsInAll / 2

/** Closes at once what comes above these bounds: it only holds the door. */
const limitConnections = (server: ServerType): void => {
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

export interface Door {
  readonly server: ServerType
  /** From now on `answer` answers. */
  readonly letIn: (answer: Answer) => void
}

/** Seconds after which whoever came too early asks again: bringing tables up takes about as long. */
const comeBackSeconds = 5

const notYet: Answer = ({ url }) =>
  // It answers that it is alive, so that no supervisor ends it in the middle, but not ready.
  new URL(url).pathname === '/health'
    ? Response.json({ status: 'alive' })
    : new Response(null, { status: 503, headers: { 'Retry-After': String(comeBackSeconds) } })

export interface DoorPlan {
  readonly port: number
  readonly host: string
  /** Paths of PEM files. */
  readonly tls: { readonly certPath: string; readonly keyPath: string } | undefined
  readonly trustsProxy: boolean
}

/** Rejects when the port is taken. */
export const openDoor = async ({ port, host, tls, trustsProxy }: DoorPlan): Promise<Door> => {
  let answer = notYet
  const server = serve({
    fetch: (request, env) => answer(request, env),
    port,
    hostname: host,
    ...(tls === undefined
      ? { serverOptions: patience }
      : {
          createServer: createTlsServer,
          serverOptions: { ...patience, cert: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) },
        }),
  })
  if (!trustsProxy) limitConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
  })
  return {
    server,
    letIn: (inside) => {
      answer = inside
    },
  }
}
