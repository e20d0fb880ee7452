/**
 * What others make of the same crash: a page that keeps presses in PouchDB, RxDB or Yjs as their guides have it, killed at random instants
 * while it presses and hands over. Runs in Node, in a real Chromium, beside the peers' servers. Said is what its own promise answered.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identityOf } from '../benchmarks/bench-desk.ts'
import { launchTablet } from '../benchmarks/busy-day.ts'
import type { RunningPeers } from '../benchmarks/peers/exchange/running-peers.ts'
import { createChance } from '../convergence/chance.ts'
import { type CrashOptions, findKiller } from './crash.ts'
import { pass } from './moments.ts'

/** A kill falls within this time of the first press. Milliseconds. */
const lifeMs = 800
/** Between two presses. Milliseconds. */
const paceMs = 20
/** Hocuspocus stores 10 s after a change at the latest. Milliseconds. */
const storedWithinMs = 15_000

export interface PeerReport {
  readonly said: ReadonlySet<string>
  /** On its server's disk at the end, each as often as it is there. */
  readonly kept: readonly string[]
  /** The page's own error, when it could not go on. */
  readonly failure: string | undefined
}

export const killPeer = async (
  peers: RunningPeers,
  name: keyof RunningPeers['servers'],
  { seed, kills }: CrashOptions,
): Promise<PeerReport> => {
  const chance = createChance(`${seed} ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'killed-peer-'))
  const said = new Set<string>()
  let failure: string | undefined
  const server = peers.servers[name]
  const database = `${name}-${chance.hex(4)}`
  // Only our own contender asks who it is.
  const opening = { database, url: server.url, identity: identityOf(0, '') }
  const switchOn = async () => {
    const context = await launchTablet(join(folder, 'profile'), ['--disable-web-security'])
    const [page = await context.newPage()] = context.pages()
    await page.exposeBinding('saidKept', (_source, id: string) => void said.add(id))
    await page.goto(peers.pageUrl)
    await page.evaluate(([who, how]) => window.bench.open(who, how, false), [name, opening] as const)
    return { context, page }
  }
  try {
    for (let n = 0; n < kills; n++) {
      const { context, page } = await switchOn()
      const kill = await findKiller(context)
      let isKilled = false
      const working = page
        .evaluate(
          async ([from, isDraining, paceMs]) => {
            if (isDraining) void window.bench.drain().catch(() => undefined)
            for (let n = from; ; n++) {
              for (const { id } of await window.bench.press(n, 1)) Reflect.get(globalThis, 'saidKept')(id)
              // Without this pause, a peer that answers at once would never get to write.
              await new Promise((resolve) => setTimeout(resolve, paceMs))
            }
          },
          [said.size, chance.happens(0.5), paceMs] as const,
        )
        .catch((error) => {
          if (!isKilled) failure ??= error instanceof Error ? error.message : String(error)
        })
      await pass(chance.below(lifeMs))
      isKilled = true
      await kill()
      await working
    }
    const { context, page } = await switchOn()
    await page.evaluate(() => window.bench.drain())
    const deadline = performance.now() + storedWithinMs
    let kept = await server.kept(database)
    while ([...said].some((id) => !kept.includes(id)) && performance.now() < deadline) {
      await pass(250)
      kept = await server.kept(database)
    }
    await context.close()
    return { said, kept, failure }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
