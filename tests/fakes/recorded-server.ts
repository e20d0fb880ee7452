/**
 * A SIP2 server on a real port that says recorded lines, by the code of what it is asked, and a link to it. Runs in tests. What is tried is
 * what we make of the lines: it understands nothing.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Encoding } from '../../src/endpoint/connectors/sip2/answer.ts'
import { FrameReader } from '../../src/endpoint/connectors/sip2/frame.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { Movement } from '../../src/endpoint/ils/movement.ts'
import type { WireSession } from '../../src/endpoint/ils/wire.ts'
import { anInstant } from '../builders/a-moment.ts'

const login = '941AY0AZFDFD'
const status = '98YYYYNN10000520261124    2338432.00AOMPL|BXYYYYYYYYYYYNYYYY|AY1AZEE6A'

const servers: Server[] = []
const sockets = new Set<Socket>()
export const stopServers = (): void => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
}

/** A link to a server that answers so: by the code of what it is asked, of several one after the other, the last again and again. */
export const linkTo = async (
  answers: Readonly<Record<string, string | readonly string[]>>,
  encoding: Encoding = 'utf8',
  account = { login: 'desk', password: 'secret' },
) => {
  const heard: string[] = []
  const said: string[] = []
  const left = new Map(Object.entries({ 93: login, 99: status, ...answers }).map(([code, lines]) => [code, [lines].flat()]))
  const next = (code: string): string | undefined => {
    const lines = left.get(code) ?? []
    return lines.length > 1 ? lines.shift() : lines[0]
  }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    const reader = new FrameReader()
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        const code = frame.subarray(0, 2).toString()
        heard.push(code)
        said.push(frame.toString())
        // As they do: CR LF, but CR alone after what is not understood.
        const line = next(code)
        socket.write(line === undefined ? '96\r' : `${line}\r\n`)
      }
    })
    socket.on('error', () => socket.destroy())
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const wire = createSip2Wire(
    // Asked without numbers, so that the recorded ones are in turn.
    {
      ...({ host: '127.0.0.1', port, isTls: false, encoding, terminator: '\r', sendsChecksum: false, patienceMs: 5000 } as const),
      ...{ ...account, location: '', institution: 'MPL', branch: 'MPL', zone: 'Europe/Paris' },
      placesHolds: true,
    },
    () => anInstant('2026-11-24 13:32'),
  )
  const within = async <T>(act: (session: WireSession) => Promise<T>): Promise<T> => {
    const session = await wire.open()
    if (!session.ok) throw new Error(session.refusal)
    const answer = await act(session.value)
    session.value.close()
    return answer
  }
  const tell = (movement: Movement) => within((session) => session.post(movement))
  const read = (movement: Movement) => within((session) => session.read(movement))
  return { wire, heard, said, tell, read }
}
