/**
 * The port of the endpoint, taken before the database is touched (KEEP-4). A second start beside a running endpoint ends there, and changes
 * no tables under it. Whoever asks before the app is there is told to come back. Runs on the endpoint.
 */
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { type ServerType, serve } from '@hono/node-server'
import { limitConnections, patience } from './connection-limits.ts'

type Answer = Parameters<typeof serve>[0]['fetch']

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
