/**
 * A DNS server on a port of this machine that answers for TXT records, over UDP (RFC 1035): those it was given, none of a name that it
 * knows, and nothing at all where it is told to be silent. Runs in tests.
 */
import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

const [typeTxt, classIn] = [16, 1]
const headerBytes = 12
/** Characters of one string of a record. */
const longestString = 255

/** The name asked for, and where its question ends. */
const readName = (query: Buffer): { readonly name: string; readonly end: number } => {
  const labels: string[] = []
  let at = headerBytes
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 + 4 }
}

const toRecord = (text: string): Buffer => {
  const strings: Buffer[] = []
  for (let at = 0; at < text.length; at += longestString) {
    const part = Buffer.from(text.slice(at, at + longestString), 'latin1')
    strings.push(Buffer.concat([Buffer.from([part.length]), part]))
  }
  const data = Buffer.concat(strings)
  // A pointer to the question's name, type, class, seconds to live, length.
  const head = Buffer.from([0xc0, headerBytes, 0, typeTxt, 0, classIn, 0, 0, 0, 0, data.length >> 8, data.length & 255])
  return Buffer.concat([head, data])
}

export const startDnsServer = async (texts: Readonly<Record<string, readonly string[]>>) => {
  const socket = createSocket('udp4')
  let isSilent = false
  socket.on('message', (query, { port, address }) => {
    if (isSilent) return
    const { name, end } = readName(query)
    const known = texts[name]
    const records = (known ?? []).map(toRecord)
    const header = Buffer.alloc(headerBytes)
    query.copy(header, 0, 0, 2)
    // An answer, recursion available; 3: there is no such name.
    header.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    socket.send(Buffer.concat([header, query.subarray(headerBytes, end), ...records]), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    server: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    silence: () => {
      isSilent = true
    },
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}
