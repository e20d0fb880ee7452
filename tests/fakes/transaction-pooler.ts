/**
 * A pooler between the endpoint and PostgreSQL in the manner of PgBouncer's transaction mode: a server connection belongs to a client from the
 * first word of a transaction to its end, then to anybody. What a session would keep (settings at the start, LISTEN, session locks) is lost.
 * Speaks PostgreSQL's protocol, version 3, as much of it as a driver without TLS and passwords needs. Runs in Node, in tests.
 */
import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Bytes before a message's own: its letter, and its length, which counts itself. */
const headBytes = 5

/** Cuts a stream into messages. `hasHead` false: the first one of a client has no letter. */
const createMessages = (hear: (message: Buffer, type: string) => void, hasHead = true) => {
  let rest = Buffer.alloc(0)
  let isFirst = !hasHead
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const at = isFirst ? 0 : 1
      if (rest.length < at + 4) return
      const length = at + rest.readInt32BE(at)
      if (rest.length < length) return
      const message = rest.subarray(0, length)
      const type = isFirst ? '' : String.fromCharCode(message[0] ?? 0)
      rest = rest.subarray(length)
      // A wish for TLS comes before the true beginning.
      if (isFirst && message.readInt32BE(4) !== wishForTls) isFirst = false
      hear(message, type)
    }
  }
}

const startup = (user: string, database: string): Buffer => {
  const body = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(head.length + body.length, 0)
  head.writeInt32BE(196_608, 4)
  return Buffer.concat([head, body])
}

const simpleQuery = (sql: string): Buffer => {
  const body = Buffer.from(`${sql}\0`)
  const head = Buffer.from('Q\0\0\0\0')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

/** A greeting as this client is told it: the number of its process and the key by which it may cancel are the pooler's own (PgBouncer). */
const ownGreeting = (greeting: Buffer): Buffer => {
  const parts: Buffer[] = []
  createMessages((message, type) => {
    parts.push(type === 'K' ? Buffer.concat([message.subarray(0, headBytes), randomBytes(message.length - headBytes)]) : message)
  })(greeting)
  return Buffer.concat(parts)
}

/** What a client asks instead of beginning, and what it is told: no. */
const wishForTls = 80_877_103

interface Client {
  readonly socket: Socket
  server: Server | undefined
  readonly waiting: Buffer[]
}

class Server {
  readonly #socket: Socket
  /** Answers that are still to come: one for each Sync or simple query. */
  #awaited = 0
  client: Client | undefined
  readonly greeting: Promise<Buffer>

  constructor(url: URL, onFree: (server: Server) => void) {
    this.#socket = connect(Number(url.port), url.hostname)
    this.#socket.on('error', () => {})
    this.#socket.write(startup(url.username, url.pathname.slice(1)))
    const greeting: Buffer[] = []
    this.greeting = new Promise((resolve) => {
      let isReady = false
      const hear = createMessages((message, type) => {
        if (!isReady) {
          greeting.push(message)
          if (type === 'Z') {
            isReady = true
            resolve(Buffer.concat(greeting))
          }
          return
        }
        // Whoever left hears nothing, nor does anybody hear what was notified between two transactions.
        this.client?.socket.write(message)
        if (type !== 'Z') return
        this.#awaited -= 1
        if (this.#awaited === 0 && message[headBytes] === 'I'.charCodeAt(0)) onFree(this)
      })
      this.#socket.on('data', hear)
    })
  }

  send(message: Buffer, type: string): void {
    if (type === 'S' || type === 'Q') this.#awaited += 1
    this.#socket.write(message)
  }

  end(): void {
    this.#socket.destroy()
  }
}

export interface TransactionPooler {
  readonly url: string
  /** Server connections that were ever in use at one moment. */
  mostInUse(): number
  stop(): Promise<void>
}

/** `size`: server connections for all clients. */
export const startPooler = async (postgresUrl: string, size: number): Promise<TransactionPooler> => {
  const url = new URL(postgresUrl)
  const free: Server[] = []
  const queue: Client[] = []
  const clients = new Set<Client>()
  let most = 0
  const typeOf = (message: Buffer): string => String.fromCharCode(message[0] ?? 0)
  const give = (client: Client): void => {
    const server = free.pop()
    if (server === undefined) {
      if (!queue.includes(client)) queue.push(client)
      return
    }
    client.server = server
    server.client = client
    most = Math.max(most, servers.length - free.length)
    for (const message of client.waiting.splice(0)) server.send(message, typeOf(message))
  }
  const onFree = (server: Server): void => {
    if (server.client !== undefined) server.client.server = undefined
    server.client = undefined
    free.push(server)
    const next = queue.shift()
    if (next !== undefined) give(next)
  }
  const servers = Array.from({ length: size }, () => new Server(url, onFree))
  const [greeting = Buffer.alloc(0)] = await Promise.all(servers.map((server) => server.greeting))
  free.push(...servers)
  const listener = createServer((socket) => {
    const client: Client = { socket, server: undefined, waiting: [] }
    clients.add(client)
    socket.on('error', () => {})
    socket.on('close', () => {
      clients.delete(client)
      // In the middle of a transaction: it is undone with its connection, as PgBouncer does.
      client.server?.send(simpleQuery('ROLLBACK'), 'Q')
    })
    const hear = createMessages((message, type) => {
      if (type === '') {
        if (message.readInt32BE(4) === wishForTls) socket.write('N')
        else socket.write(ownGreeting(greeting))
        return
      }
      if (type === 'X') return
      // Its buffer is the stream's, and goes on.
      const kept = Buffer.from(message)
      if (client.server !== undefined) return client.server.send(kept, type)
      client.waiting.push(kept)
      give(client)
    }, false)
    socket.on('data', hear)
  })
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve)
  })
  const { port } = listener.address() as AddressInfo
  return {
    url: `postgres://${url.username}@127.0.0.1:${port}${url.pathname}`,
    mostInUse: () => most,
    stop: async () => {
      for (const { socket } of clients) socket.destroy()
      for (const server of servers) server.end()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
