/**
 * A line between an endpoint and its database that a test can spoil: it goes dead without a word, loses one answer, is cut, or leads to
 * another server, as an address does that moves. Runs in Node, in tests, on the loopback.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CutLine {
  readonly port: number
  /** Where whoever connects from now on comes out. */
  leadTo(port: number): void
  /** Nothing passes any more, neither way, and neither end is told; false: all goes on. */
  die(isDead: boolean): void
  /** The next `text` that the near end says passes, and nothing that the far end says after it. Resolves once it has passed. */
  loseAnswerTo(text: string): Promise<void>
  /** Both ends are told at once. */
  cut(): void
  close(): void
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

export const openLine = async (to: number): Promise<CutLine> => {
  const pairs = new Set<Pair>()
  let target = to
  let isDead = false
  let awaited: { readonly text: string; readonly passed: () => void } | undefined
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const pair = { near, far }
    pairs.add(pair)
    let isDeaf = false
    near.on('data', (chunk: Buffer) => {
      far.write(chunk)
      if (awaited === undefined || !chunk.includes(awaited.text)) return
      isDeaf = true
      awaited.passed()
      awaited = undefined
    })
    far.on('data', (chunk: Buffer) => {
      if (!isDeaf) near.write(chunk)
    })
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        // A dead line tells nobody of an end either.
        if (isDead) return
        pairs.delete(pair)
        other.destroy()
      })
    }
    if (isDead) for (const socket of [near, far]) socket.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy()
    pairs.clear()
  }
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port
    },
    die: (isNow) => {
      isDead = isNow
      for (const { near, far } of pairs) for (const socket of [near, far]) isNow ? socket.pause() : socket.resume()
      // Of whatever ended meanwhile the other end hears now.
      if (!isNow) for (const { near, far } of pairs) if (near.destroyed || far.destroyed) for (const socket of [near, far]) socket.destroy()
    },
    loseAnswerTo: (text) =>
      new Promise((passed) => {
        awaited = { text, passed }
      }),
    cut,
    close: () => {
      cut()
      server.close()
    },
  }
}
