/**
 * A port of the loopback for a program that must be told one. Runs in Node, in tests.
 * None of those that the system gives to whoever connects: one that is free now may be somebody's own end of a connection a moment later.
 */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Above those that journeys and the stage have for themselves; below 32768, where Linux begins. */
const lowest = 12_000
const above = 20_000

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** `count`: so many beside each other are free; answers the first. */
export const freePort = async (count = 1): Promise<number> => {
  for (;;) {
    const first = randomInt(lowest, above)
    const are = await Promise.all(Array.from({ length: count }, (_, n) => isFree(first + n)))
    if (are.every(Boolean)) return first
  }
}
