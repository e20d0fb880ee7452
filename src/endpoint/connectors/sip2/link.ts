/**
 * One connection to an ILS's SIP2 server: opened, logged in, asked one thing at a time, closed. Runs on the endpoint.
 * What went wrong says whether anything may have been done: once a request's bytes may have left and no answer that can be believed came,
 * nobody knows, and the connection is over. Nothing is ever sent twice here.
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { noLogin } from '../../../domain/settings/ils-access.ts'
import { type Answer, type Encoding, encode, parseAnswer } from './answer.ts'
import { FrameReader, sealFrame } from './frame.ts'
import { loginRequest, type Sip2Account, statusRequest } from './request.ts'

export interface Sip2Address {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** PEM: who signs its certificate, where no public authority does. */
  readonly authority?: string | undefined
  readonly encoding: Encoding
  /** Ends our messages; theirs are read with either. */
  readonly terminator: '\r' | '\r\n'
  readonly sendsChecksum: boolean
  /** Milliseconds for an answer, and for the connection. */
  readonly patienceMs: number
}

/** Why the ILS cannot be asked. `password` never stands in one. */
export type LinkFault =
  | 'unreachable'
  /** It speaks TLS, under a certificate that nobody known has signed, or for another name. */
  | 'untrusted'
  | 'login-refused'
  /** It says itself that it is not on line. */
  | 'off-line'
  | 'closed'
  | 'silent'
  /** What came is no answer, or not to what was asked. */
  | 'garbled'

export interface Sip2Link {
  /** The answer to one request, whose code is `expects`. After a refusal the link is over, and the request may have been done. */
  ask(request: string, expects: string): Promise<Result<Answer, LinkFault>>
  /** Whether the ILS still answers that it is on line, within this time; where it does not, the link is over. */
  answers(withinMs: number): Promise<boolean>
  isOver(): boolean
  /** What it said of itself when it was asked last whether it is there. */
  status(): Answer | undefined
  close(): void
}

/** Requests are numbered 0 to 9, and over again. */
const sequences = 10

const openSocket = ({ host, port, isTls, authority, patienceMs }: Sip2Address): Promise<Result<Socket, LinkFault>> =>
  new Promise((resolve) => {
    // An address of figures is no name of a server (RFC 6066).
    const named = isIP(host) === 0 ? { servername: host } : {}
    const socket: Socket = isTls ? connectTls({ host, port, ...named, ca: authority }) : connectTcp({ host, port })
    const give = (opened: Result<Socket, LinkFault>): void => {
      clearTimeout(timer)
      if (!opened.ok) socket.destroy()
      resolve(opened)
    }
    const timer = setTimeout(() => give(refuse('unreachable')), patienceMs)
    socket.once(isTls ? 'secureConnect' : 'connect', () => give(accept(socket)))
    // Kept for good: a fault that nobody listens to would end the process.
    socket.on('error', () => {
      const isUntrusted = socket instanceof TLSSocket && (socket.authorizationError ?? null) !== null
      give(refuse(isUntrusted ? 'untrusted' : 'unreachable'))
    })
  })

interface Waiting {
  readonly expects: string
  readonly sequence: number | undefined
  resolve(answer: Result<Answer, LinkFault>): void
}

const overSocket = (socket: Socket, address: Sip2Address): Sip2Link => {
  const reader = new FrameReader()
  let waiting: Waiting | undefined
  let isOver = false
  let count = 0
  let status: Answer | undefined

  const end = (fault: LinkFault): void => {
    isOver = true
    socket.destroy()
    waiting?.resolve(refuse(fault))
    waiting = undefined
  }
  const take = (frame: Buffer): void => {
    const answer = parseAnswer(frame, address.encoding)
    const asked = waiting
    const isMine = asked !== undefined && answer?.code === asked.expects
    // An answer with another sequence number belongs to an older request.
    const isInTurn = answer?.sequence === undefined || asked?.sequence === undefined || answer.sequence === asked.sequence
    if (asked === undefined || answer === undefined || !isMine || !isInTurn) end('garbled')
    else {
      waiting = undefined
      if (answer.code === '98') status = answer
      asked.resolve(accept(answer))
    }
  }
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of reader.push(chunk)) if (!isOver) take(frame)
    } catch {
      end('garbled')
    }
  })
  socket.on('error', () => end('closed'))
  socket.on('close', () => end('closed'))

  const ask = (request: string, expects: string, withinMs: number): Promise<Result<Answer, LinkFault>> =>
    new Promise((resolve) => {
      if (isOver || waiting !== undefined) return resolve(refuse<LinkFault>('closed'))
      const sequence = address.sendsChecksum ? count++ % sequences : undefined
      const timer = setTimeout(() => end('silent'), withinMs)
      waiting = {
        expects,
        sequence,
        resolve: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
      }
      const message = sealFrame(encode(request, address.encoding), sequence)
      socket.write(Buffer.concat([message, Buffer.from(address.terminator, 'latin1')]))
    })
  return {
    ask: (request, expects) => ask(request, expects, address.patienceMs),
    answers: async (withinMs) => {
      const answered = await ask(statusRequest(), '98', withinMs)
      const isOnLine = answered.ok && saysOnLine(answered.value)
      if (!isOnLine) end('off-line')
      return isOnLine
    },
    isOver: () => isOver,
    status: () => status,
    close: () => {
      isOver = true
      socket.destroy()
    },
  }
}

/** The first position of a 98. */
const saysOnLine = ({ fixed }: Answer): boolean => fixed.startsWith('Y')

/** A link that is logged in and whose ILS says that it is on line. */
export const openLink = async (address: Sip2Address, account: Sip2Account): Promise<Result<Sip2Link, LinkFault>> => {
  const socket = await openSocket(address)
  if (!socket.ok) return socket
  // While it is asked nothing it keeps no process from ending.
  socket.value.unref()
  const link = overSocket(socket.value, address)
  const leave = (fault: LinkFault): Result<Sip2Link, LinkFault> => {
    link.close()
    return refuse(fault)
  }
  if (account.login !== noLogin) {
    const login = await link.ask(loginRequest(account), '94')
    if (!login.ok) return leave(login.refusal)
    if (login.value.fixed !== '1') return leave('login-refused')
  }
  const status = await link.ask(statusRequest(), '98')
  if (!status.ok) return leave(status.refusal)
  return saysOnLine(status.value) ? accept(link) : leave('off-line')
}
