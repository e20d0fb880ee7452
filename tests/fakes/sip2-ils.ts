/**
 * The small ILS of the demo on a real port of this machine, which can be told to fail: cut, silent, garbled, for somebody else. Runs in tests.
 * It ends messages with CR LF, as the servers that were recorded do.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import iconv from 'iconv-lite'
import type { Encoding } from '../../src/endpoint/connectors/sip2/answer.ts'
import { FrameReader, openFrame, sealFrame } from '../../src/endpoint/connectors/sip2/frame.ts'
import type { Sip2Settings } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createSmallIls, type SmallIls } from '../../src/endpoint/demo/small-ils.ts'

/**
 * What goes wrong at a message: `cut-before` does nothing and closes, `cut-after` does it and closes, `silent` does it and says nothing,
 * `other-card` does it for somebody else, and says so in the card alone.
 */
export type Sip2Fault = 'cut-before' | 'cut-after' | 'silent' | 'garbled' | 'half' | 'other-card'

export interface Sip2Ils extends Omit<SmallIls, 'answer'> {
  readonly port: number
  /** Of a link to it that is patient for five seconds. */
  readonly settings: Sip2Settings
  /** Every message received, in order, without its seal. */
  readonly heard: string[]
  /** When it wants back what it lends from now on, as it writes it. */
  dueOn: string
  /** The most messages that it was asked at one moment, where it takes its time. */
  mostAtOnce(): number
  /** The next message of this code fails so, once. */
  failNext(code: string, fault: Sip2Fault): void
  /** Links that are open to it. */
  linkCount(): number
  /** Closes every link, as it does with one that was silent for long. */
  hangUp(): void
  /** Nothing fails any more. */
  failNone(): void
  stop(): Promise<void>
}

export interface Sip2IlsOptions {
  readonly encoding?: Encoding
  readonly password?: string
  /** What goes wrong with a message of this code, besides what `failNext` asks for. */
  readonly fails?: (code: string) => Sip2Fault | undefined
  /** Finds cards and documents whatever the case of their letters, and writes them back in capitals. */
  readonly isInCapitals?: boolean
  /** What its BX says. */
  readonly supported?: string
  /** Speaks TLS under this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Milliseconds until it answers; at once by default. */
  readonly answersAfterMs?: number
  /** Answers come in pieces of one byte, each in a segment of its own. */
  readonly isSplit?: boolean
}

export const startSip2Ils = async ({
  encoding = 'utf8',
  password = 'secret',
  isSplit = false,
  answersAfterMs = 0,
  isInCapitals = false,
  fails = () => undefined,
  supported,
  tls,
}: Sip2IlsOptions = {}): Promise<Sip2Ils> => {
  const due = { on: '20261215    235900' }
  const ils = createSmallIls({
    password,
    supported,
    now: () => '20261124    143000',
    dueOn: (isRenewal) => (isRenewal ? '20270114    235900' : due.on),
  })
  const heard: string[] = []
  const faults = new Map<string, Sip2Fault>()
  let [underWay, mostAtOnce] = [0, 0]
  const sockets = new Set<Socket>()

  const take = (socket: Socket, frame: Buffer): void => {
    const { message, sequence } = openFrame(frame)
    const text = iconv.decode(message, encoding)
    const code = text.slice(0, 2)
    heard.push(text)
    const fault = faults.get(code) ?? fails(code)
    faults.delete(code)
    if (fault === 'cut-before') return void socket.destroy()
    const made = ils.answer(isInCapitals ? text.replace(/(?<=\|A[AB])[^|]*(?=\|)/g, (number) => number.toUpperCase()) : text)
    if (fault === 'cut-after') return void socket.destroy()
    if (fault === 'silent') return
    const lent = code === '11' ? ils.items.get(/\|AB([^|]*)\|/.exec(text)?.[1] ?? '') : undefined
    if (fault === 'other-card' && lent?.lentTo !== undefined) lent.lentTo = 'somebody'
    const answer = fault === 'other-card' ? made.replace(/AA[^|]*\|/, 'AAsomebody|') : made
    const sealed = Buffer.concat([sealFrame(iconv.encode(answer, encoding), sequence), Buffer.from('\r\n')])
    if (fault === 'garbled') sealed[5] = (sealed[5] ?? 0) ^ 1
    if (fault === 'half') return void socket.end(sealed.subarray(0, 20))
    if (!isSplit) return void socket.write(sealed)
    for (const byte of sealed) socket.write(Buffer.from([byte]))
  }

  const hear = (socket: Socket): void => {
    sockets.add(socket)
    const reader = new FrameReader()
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        if (answersAfterMs === 0) {
          take(socket, frame)
          continue
        }
        underWay += 1
        mostAtOnce = Math.max(mostAtOnce, underWay)
        setTimeout(() => {
          underWay -= 1
          take(socket, frame)
        }, answersAfterMs)
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server: Server = tls === undefined ? createServer({ noDelay: true }, hear) : createTlsServer(tls, hear)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    settings: {
      ...({
        host: '127.0.0.1',
        port,
        isTls: tls !== undefined,
        encoding,
        terminator: '\r',
        sendsChecksum: true,
        patienceMs: 5000,
      } as const),
      ...{ login: 'desk', password, location: '', institution: 'MPL', branch: 'MPL', zone: 'Europe/Paris' },
    },
    items: ils.items,
    patrons: ils.patrons,
    blocked: ils.blocked,
    lost: ils.lost,
    passwords: ils.passwords,
    heard,
    get dueOn() {
      return due.on
    },
    set dueOn(on) {
      due.on = on
    },
    mostAtOnce: () => mostAtOnce,
    failNext: (code, fault) => faults.set(code, fault),
    linkCount: () => sockets.size,
    hangUp: () => {
      for (const socket of sockets) socket.destroy()
    },
    failNone: () => faults.clear(),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
