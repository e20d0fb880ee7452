/**
 * A small ILS that speaks SIP2 on a real port of this machine, as the servers that were recorded do: it renews what is lent again, ends
 * messages with CR LF, puts fields in an order of its own, and can be told to fail. Runs in tests.
 */

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import iconv from 'iconv-lite'
import { type Encoding, fieldOf, isSameNumber } from '../../src/endpoint/connectors/sip2/answer.ts'
import { FrameReader, openFrame, sealFrame } from '../../src/endpoint/connectors/sip2/frame.ts'

export interface HeldItem {
  readonly title: string
  lentTo?: string | undefined
  dueOn?: string | undefined
  /** Who waits for this very document, on the shelf. */
  heldFor?: string | undefined
  renewals: number
}

/**
 * What goes wrong at a message: `cut-before` does nothing and closes, `cut-after` does it and closes, `silent` does it and says nothing,
 * `other-card` does it for somebody else, and says so in the card alone.
 */
export type Sip2Fault = 'cut-before' | 'cut-after' | 'silent' | 'garbled' | 'half' | 'other-card'

export interface Sip2Ils {
  readonly port: number
  readonly items: Map<string, HeldItem>
  readonly patrons: Set<string>
  /** Patrons whose loans it refuses. */
  readonly blocked: Set<string>
  /** Every message received, in order, without its seal. */
  readonly heard: string[]
  /** The next message of this code fails so, once. */
  failNext(code: string, fault: Sip2Fault): void
  /** Nothing fails any more. */
  failNone(): void
  stop(): Promise<void>
}

export interface Sip2IlsOptions {
  readonly encoding?: Encoding
  readonly password?: string
  /** Answers come in pieces of one byte, each in a segment of its own. */
  readonly isSplit?: boolean
}

const stamp = '20261124    143000'
const due = '20261215    235900'

/** A request taken apart: fields after a fixed part whose length its code gives. */
const fixedOf: Readonly<Record<string, number>> = { 93: 2, 99: 8, 63: 31, 17: 18, 11: 38, '09': 37 }
const readFields = (text: string, length: number) => {
  const fields = new Map<string, string[]>()
  for (const field of text.slice(2 + length).split('|')) {
    if (field.length >= 2) fields.set(field.slice(0, 2), [...(fields.get(field.slice(0, 2)) ?? []), field.slice(2)])
  }
  return { fields }
}

export const startSip2Ils = async ({ encoding = 'utf8', password = 'secret', isSplit = false }: Sip2IlsOptions = {}): Promise<Sip2Ils> => {
  const items = new Map<string, HeldItem>()
  const patrons = new Set<string>()
  const blocked = new Set<string>()
  const heard: string[] = []
  const faults = new Map<string, Sip2Fault>()
  const sockets = new Set<Socket>()
  const find = (barcode: string): HeldItem | undefined => [...items].find(([id]) => isSameNumber(id, barcode))?.[1]

  const answers: Readonly<Record<string, (text: string, get: (name: string) => string) => string>> = {
    93: (_, get) => `94${get('CO') === password ? 1 : 0}`,
    99: () => `98YYYYNN100005${stamp}2.00AOMPL|BXYYYYYYYYYYYNYYYY|`,
    63: (text, get) => {
      const card = get('AA')
      const listed = (name: string, keep: (item: HeldItem) => boolean) =>
        [...items]
          .filter(([, item]) => keep(item))
          .map(([id]) => `${name}${id}|`)
          .join('')
      const wants = text.slice(23, 33)
      const lists =
        wants[2] === 'Y'
          ? listed('AU', ({ lentTo }) => lentTo !== undefined && isSameNumber(lentTo, card))
          : wants[0] === 'Y'
            ? listed('AS', ({ heldFor }) => heldFor !== undefined && isSameNumber(heldFor, card))
            : ''
      return `64              012${stamp}${'0'.repeat(24)}AOMPL|AA${card}|AEX|BL${patrons.has(card) ? 'Y' : 'N'}|CQN|${lists}`
    },
    17: (_, get) => {
      const item = find(get('AB'))
      const status = item === undefined ? '01' : item.lentTo !== undefined ? '04' : item.heldFor !== undefined ? '08' : '03'
      const dueField = item?.lentTo === undefined ? '' : `AH${item.dueOn ?? ''}|`
      return `18${status}0201${stamp}AB${get('AB')}|AJ${item?.title ?? ''}|${item?.heldFor === undefined ? '' : 'CF1|'}${dueField}`
    },
    11: (_, get) => {
      const [item, card] = [find(get('AB')), get('AA')]
      const refuse = (why: string) => `120NUN${stamp}AOMPL|AA${card}|AB${get('AB')}|AJ${item?.title ?? ''}|AH|AF${why}|BLY|`
      if (item === undefined) return refuse('Invalid Item')
      if (!patrons.has(card)) return refuse('Invalid Patron')
      if (blocked.has(card)) return refuse('Patron Blocked')
      if (item.lentTo !== undefined && !isSameNumber(item.lentTo, card)) return refuse('Item checked out to another patron')
      const isRenewal = item.lentTo !== undefined
      if (isRenewal) item.renewals += 1
      item.lentTo = card
      item.dueOn = isRenewal ? '20270114    235900' : due
      item.heldFor = undefined
      return `121${isRenewal ? 'Y' : 'N'}NY${stamp}AOMPL|AA${card}|AB${get('AB')}|AJ${item.title}|AH${item.dueOn}|ZZunknown|`
    },
    '09': (_, get) => {
      const item = find(get('AB'))
      if (item === undefined) return `100NUY${stamp}AOMPL|AB${get('AB')}|CV99|AFInvalid Item|`
      const wasLent = item.lentTo !== undefined
      item.lentTo = undefined
      return `10${wasLent ? 1 : 0}YNN${stamp}AOMPL|AB${get('AB')}|AQMPL|AJ${item.title}|${wasLent ? '' : 'AFItem not checked out|'}`
    },
  }

  const take = (socket: Socket, frame: Buffer): void => {
    const { message, sequence } = openFrame(frame)
    const text = iconv.decode(message, encoding)
    const code = text.slice(0, 2)
    heard.push(text)
    const fault = faults.get(code)
    faults.delete(code)
    if (fault === 'cut-before') return void socket.destroy()
    const fields = readFields(text, fixedOf[code] ?? 0)
    const made = answers[code]?.(text, (name) => fieldOf(fields, name)) ?? '96'
    if (fault === 'cut-after') return void socket.destroy()
    if (fault === 'silent') return
    const other = find(fieldOf(fields, 'AB'))
    if (code === '11' && fault === 'other-card' && other?.lentTo !== undefined) other.lentTo = 'somebody'
    const answer = fault === 'other-card' ? made.replace(/AA[^|]*\|/, 'AAsomebody|') : made
    const sealed = Buffer.concat([sealFrame(iconv.encode(answer, encoding), sequence), Buffer.from('\r\n')])
    if (fault === 'garbled') sealed[5] = (sealed[5] ?? 0) ^ 1
    if (fault === 'half') return void socket.end(sealed.subarray(0, 20))
    if (!isSplit) return void socket.write(sealed)
    for (const byte of sealed) socket.write(Buffer.from([byte]))
  }

  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    const reader = new FrameReader()
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) take(socket, frame)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    items,
    patrons,
    blocked,
    heard,
    failNext: (code, fault) => faults.set(code, fault),
    failNone: () => faults.clear(),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
