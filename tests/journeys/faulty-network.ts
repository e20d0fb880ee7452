/**
 * The library's Wi-Fi on a bad day: everything between tablets and endpoint goes through here, on this machine. Runs in the journeys.
 * Its faults are dealt like cards from shuffled packs, one for what carries presses and one for the rest: the same seed gives the nth request
 * the same fate, and a journey of a few presses meets them all.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import { type Chance, createChance } from '../convergence/chance.ts'

/** What may become of one request. The two drops differ in what the endpoint knows: nothing, or everything. */
export const fates = ['arrives', 'dropped-before', 'dropped-after', 'delayed', 'doubled', 'truncated'] as const
export type Fate = (typeof fates)[number]

/** What a request is to a tablet: a push that carries presses; a pull, or a push without any, which says that nothing waits. */
type Freight = 'presses' | 'rest'

/** The rest comes often, and arrives half of the time. */
const packs: { readonly [K in Freight]: readonly Fate[] } = { presses: fates, rest: [...fates, ...fates.map(() => 'arrives' as const)] }
const losses = ['dropped-before', 'dropped-after', 'truncated'] as const

/** Longest delay dealt: long enough to be overtaken, well under the tablet's own time-out. Milliseconds. */
const longestDelayMs = 1500

/** What a hotel, a train or a town's Wi-Fi answers to everything until somebody accepts its conditions. */
const portalPage =
  '<!doctype html><html lang="fr"><title>Wi-Fi municipal</title><h1>Bienvenue sur le Wi-Fi municipal</h1><p>Acceptez les conditions.</p></html>'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const readWhole = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const routeOf = (url: string): 'push' | 'pull' | 'hints' | undefined => {
  const name = /^\/sync\/v1\/(push|pull|hints)\b/.exec(url)?.[1]
  return name === 'push' || name === 'pull' || name === 'hints' ? name : undefined
}

export class FaultyNetwork {
  /** `portal` answers its own page, with status 200, to everything. `bad` deals faults to pushes and pulls, and lets hints die in silence. */
  weather: 'clear' | 'portal' | 'bad' = 'clear'
  /** Set, bad weather is this and nothing else: the share of pushes and pulls that get lost, going, coming, or half. */
  lostShare: number | undefined
  /** How often each fate was dealt since the beginning. */
  readonly dealt: { readonly [K in Freight]: Map<Fate, number> } = { presses: new Map(), rest: new Map() }
  readonly #server: Server
  readonly #endpointPort: number
  readonly #chance: Chance
  readonly #left: { readonly [K in Freight]: Fate[] } = { presses: [], rest: [] }
  #held: { readonly arrived: () => void; readonly release: Promise<void> } | undefined

  private constructor(endpointPort: number, seed: string) {
    this.#endpointPort = endpointPort
    this.#chance = createChance(seed)
    this.#server = createServer((incoming, outgoing) => {
      // A connection cut on purpose, or by the endpoint's own death: the tablet sees it cut too.
      this.#carry(incoming, outgoing).catch(() => outgoing.destroy())
    })
  }

  /** Stands between tablets and the endpoint on `endpointPort`, on a port of its own. */
  static async before(endpointPort: number, seed: string): Promise<FaultyNetwork> {
    const network = new FaultyNetwork(endpointPort, seed)
    await new Promise<void>((resolve) => network.#server.listen(0, 'localhost', resolve))
    return network
  }

  /** Where tablets find the library. */
  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Withholds the answer to the next push that carries presses; `arrived` resolves once the endpoint has them, `release` lets it go. */
  holdNextPush(): { readonly arrived: Promise<void>; readonly release: () => void } {
    let release = (): void => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const arrived = new Promise<void>((resolve) => {
      this.#held = { arrived: resolve, release: released }
    })
    return { arrived, release }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const route = routeOf(incoming.url ?? '')
    if (this.weather === 'portal') {
      outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(portalPage)
      return
    }
    if (route === 'hints') return this.#carryHints(incoming, outgoing)
    const body = await readWhole(incoming)
    const freight: Freight = route === 'push' && body.includes('"envelope":') ? 'presses' : 'rest'
    const fate = this.weather === 'bad' && route !== undefined ? this.#deal(freight) : 'arrives'
    if (fate === 'dropped-before') return void outgoing.destroy()
    if (fate === 'delayed') await pass(this.#chance.below(longestDelayMs))
    const answers = await Promise.all([this.#ask(incoming, body), ...(fate === 'doubled' ? [this.#ask(incoming, body)] : [])])
    const answer = this.#chance.pick(answers)
    if (answer === undefined || fate === 'dropped-after') return void outgoing.destroy()
    if (freight === 'presses' && this.#held !== undefined) {
      const { arrived, release } = this.#held
      this.#held = undefined
      arrived()
      await release
    }
    // Chromium sends again by itself what is lost on a connection used before, and the tablet would never know: each is used once.
    const headers = { ...answer.headers, 'content-length': String(answer.body.length), connection: 'close' }
    delete headers['transfer-encoding']
    outgoing.writeHead(answer.status, headers)
    if (fate !== 'truncated') return void outgoing.end(answer.body)
    outgoing.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => outgoing.destroy())
  }

  #deal(freight: Freight): Fate {
    const fate = this.lostShare === undefined ? this.#dealFromPack(freight) : this.#loseSome(this.lostShare)
    this.dealt[freight].set(fate, (this.dealt[freight].get(fate) ?? 0) + 1)
    return fate
  }

  #dealFromPack(freight: Freight): Fate {
    const left = this.#left[freight]
    if (left.length === 0) left.push(...this.#chance.shuffle(packs[freight]))
    return left.pop() ?? 'arrives'
  }

  #loseSome(share: number): Fate {
    return (this.#chance.happens(share) ? this.#chance.pick(losses) : undefined) ?? 'arrives'
  }

  #options(incoming: IncomingMessage): { port: number; host: string; method: string; path: string; headers: IncomingHttpHeaders } {
    const { method = 'GET', url = '/', headers } = incoming
    return { port: this.#endpointPort, host: 'localhost', method, path: url, headers }
  }

  #ask(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outward = request({ ...this.#options(incoming), agent: false }, (answer) => {
        readWhole(answer).then((whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole }), reject)
      })
      outward.on('error', reject)
      outward.end(body)
    })
  }

  async #carryHints(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const outward = request({ ...this.#options(incoming), agent: false })
    outgoing.on('close', () => outward.destroy())
    outward.end()
    const answer = await new Promise<IncomingMessage>((resolve, reject) => outward.on('response', resolve).on('error', reject))
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders()
    answer.on('data', (chunk) => {
      if (this.weather === 'clear') outgoing.write(chunk)
    })
    await new Promise((resolve, reject) => answer.on('end', resolve).on('error', reject))
    outgoing.end()
  }
}
