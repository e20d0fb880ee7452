/**
 * A mail relay on a port of this machine, by the package `smtp-server`, which can be told to refuse, to be slow and to be cut at any verb. Runs
 * in tests. Cuts are made on the wire, between the two: the relay behind knows nothing of them, as a network's are.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface RelayedMail {
  readonly from: string
  readonly to: string
  readonly raw: string
}

/** Where the line is cut: as it opens, before this verb is heard, in the midst of the letter, or once the relay has it and before it says so. */
export const cuts = ['open', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'letter', 'answer'] as const
export type Cut = (typeof cuts)[number]

export interface Refusal {
  readonly at: 'MAIL' | 'RCPT' | 'DATA'
  readonly code: number
  readonly said: string
}

export interface SmtpRelay {
  readonly port: number
  /** What it took, in order. */
  readonly mails: RelayedMail[]
  /** How often somebody came. */
  readonly visits: () => number
  /** The next visit is cut there; `seen` is called at that moment, before the cut. */
  cutNext(at: Cut, seen?: () => void): void
  /** Every message is refused so until it is told otherwise. */
  refuse(refusal: Refusal | undefined): void
  /** Milliseconds before each message's answer. */
  delay(ms: number): void
  stop(): Promise<void>
}

const letterEnd = '\r\n.\r\n'

const listening = (server: { listen(port: number, host: string, ready: () => void): unknown }): Promise<void> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()))

export const startSmtpRelay = async (options: SMTPServerOptions = {}): Promise<SmtpRelay> => {
  const mails: RelayedMail[] = []
  const sockets = new Set<Socket>()
  let [refusal, delayMs, visits]: [Refusal | undefined, number, number] = [undefined, 0, 0]
  let next: { readonly at: Cut; readonly seen: () => void } | undefined
  const refuseAt = (at: Refusal['at']): Error | undefined =>
    refusal?.at === at ? Object.assign(new Error(refusal.said), { responseCode: refusal.code }) : undefined
  const relay = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    hideSTARTTLS: true,
    onMailFrom: (_, __, done) => done(refuseAt('MAIL')),
    onRcptTo: (_, __, done) => done(refuseAt('RCPT')),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => {
        const failure = refuseAt('DATA')
        if (failure === undefined)
          mails.push({
            from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address).join(),
            raw: Buffer.concat(chunks).toString(),
          })
        setTimeout(() => done(failure, 'queued as 4Q2x'), delayMs)
      })
    },
    ...options,
  })
  relay.on('error', () => undefined)
  await listening(relay)
  const { port: behind } = relay.server.address() as AddressInfo

  const front = createServer((client) => {
    visits += 1
    const cut = next
    next = undefined
    const end = (): void => {
      cut?.seen()
      client.destroy()
      server.destroy()
    }
    const server = connect(behind, '127.0.0.1')
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    if (cut?.at === 'open') return end()
    // The last bytes heard: a letter's end may come in pieces.
    let [tail, isLetterSent] = ['', false]
    client.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      if (cut !== undefined && new RegExp(`^${cut.at}`, 'm').test(text)) return end()
      if (cut?.at === 'letter' && /^Message-ID:/im.test(text)) {
        server.write(chunk.subarray(0, chunk.length / 2))
        return end()
      }
      tail = `${tail}${text}`.slice(-letterEnd.length)
      if (tail === letterEnd) isLetterSent = true
      server.write(chunk)
    })
    server.on('data', (chunk: Buffer) => (cut?.at === 'answer' && isLetterSent ? end() : void client.write(chunk)))
  })
  await listening(front)
  return {
    port: (front.address() as AddressInfo).port,
    mails,
    visits: () => visits,
    cutNext: (at, seen = () => undefined) => {
      next = { at, seen }
    },
    refuse: (given) => {
      refusal = given
    },
    delay: (ms) => {
      delayMs = ms
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => front.close(() => resolve()))
      await new Promise<void>((resolve) => relay.close(() => resolve()))
    },
  }
}
