/**
 * The network between one tablet and the endpoint, and all that it does to a request instead of carrying it. Runs in the simulator.
 * It never makes things up about us: it loses, repeats, delays, cuts, and lets strangers answer (a captive portal, a gateway).
 * One letter it changes at times, which the hash beside it shows.
 */
import type { Request, Response, Transport } from '../../src/tablet/sync/transport.ts'
import type { Chance } from './chance.ts'
import type { VirtualTime } from './virtual-time.ts'

export const linkModes = [
  'good',
  'offline',
  'requests-lost',
  'answers-lost',
  'flaky',
  'portal',
  'unavailable',
  'gateway-error',
  'truncating',
  'duplicating',
  'reordering',
  'stalling',
  'small-bodies',
  'replaying',
] as const
export type LinkMode = (typeof linkModes)[number]

export interface NetworkLink {
  mode: LinkMode
  /** Hints do not come through, and nothing says so. */
  areHintsDead: boolean
  /** The next push comes so many milliseconds late, and at its time too where `isTwice`. */
  holdNextPush(ms: number, isTwice: boolean): void
  readonly transport: Transport
}

export interface NetworkPorts {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly ask: (request: Request) => Promise<Response>
  readonly onFault: (mode: LinkMode) => void
  /** A push came that was held, after two later ones. */
  readonly onLate: () => void
}

/** A request that had no answer by then has none (PROTOCOL.md, The tablet). Milliseconds. */
const timeOutMs = 20_000

/** One letter of the text is another one, and the hash beside it is as it was. */
export const garble = (text: string): string => text.replace(/"build":"(..)./, '"build":"$1~')

/** True for what `garble` made. */
export const isGarbled = (text: string): boolean => /"build":"..~/.test(text)

export const createNetworkLink = ({ time, chance, ask, onFault, onLate }: NetworkPorts): NetworkLink => {
  let held: { readonly ms: number; readonly isTwice: boolean } | undefined
  let pushesAnswered = 0
  const lastAnswers: Response[] = []

  const latency = (mode: LinkMode): number => {
    if (mode === 'reordering') return chance.between(5, 15_000)
    return mode === 'stalling' && chance.happens(0.6) ? chance.between(15_000, 60_000) : chance.between(2, 60)
  }
  const isLost = (mode: LinkMode, way: 'request' | 'answer'): boolean => {
    if (mode === 'flaky') return chance.happens(0.25)
    return mode === (way === 'request' ? 'requests-lost' : 'answers-lost')
  }

  /** What comes instead of the endpoint's answer; undefined: the endpoint is asked. */
  const stranger = (mode: LinkMode, request: Request): Response | undefined => {
    switch (mode) {
      case 'portal':
        return { status: 200, text: '<html><body>Bienvenue sur le Wi-Fi</body></html>', retryAfterMs: undefined }
      case 'unavailable':
        return { status: 503, text: 'Service Unavailable', retryAfterMs: chance.happens(0.5) ? chance.between(1, 90) * 1000 : undefined }
      case 'small-bodies':
        return (request.body?.length ?? 0) > 1200 ? { status: 413, text: '<html>too large</html>', retryAfterMs: undefined } : undefined
      default:
        return undefined
    }
  }
  const spoil = (mode: LinkMode, answer: Response, request: Request): Response => {
    if (mode === 'truncating' && chance.happens(0.6)) return { ...answer, text: answer.text.slice(0, chance.below(answer.text.length)) }
    if (mode === 'gateway-error' && chance.happens(0.6)) return { status: 500, text: '<html>Bad Gateway</html>', retryAfterMs: undefined }
    const isReplayed = mode === 'replaying' && request.method === 'POST' && chance.happens(0.6)
    return (isReplayed ? chance.pick(lastAnswers) : undefined) ?? answer
  }

  /** A letter of one operation is another one, without any chance of its own: by the nonce. */
  const damage = (mode: LinkMode, request: Request): Request => {
    const isDamaged = mode === 'truncating' && /"nonce":"[0-5]/.test(request.body ?? '')
    return isDamaged ? { ...request, body: garble(request.body ?? '') } : request
  }

  /** Brings it when nobody waits for it any more. */
  const bringLate = (request: Request, ms: number): void => {
    const before = pushesAnswered
    const bring = async (): Promise<void> => {
      const isLate = pushesAnswered >= before + 2
      const answered = await ask(request).catch(() => undefined)
      if (isLate && answered !== undefined) onLate()
    }
    time.after(ms, () => void bring())
  }

  const link: NetworkLink = {
    mode: 'good',
    areHintsDead: false,
    holdNextPush: (ms, isTwice) => {
      held = { ms, isTwice }
    },
    transport: {
      send: (request) =>
        new Promise((resolve, reject) => {
          const { mode } = link
          if (mode !== 'good') onFault(mode)
          const fail = (): void => reject(new TypeError('Failed to fetch'))
          const endWait = time.after(timeOutMs, fail)
          if (mode === 'offline') {
            time.after(chance.between(1, 400), fail)
            return
          }
          const come = (answer: Response): void =>
            void time.after(latency(mode), () => {
              endWait()
              resolve(answer)
            })
          const odd = stranger(mode, request)
          if (odd !== undefined) {
            come(odd)
            return
          }
          if (held !== undefined && request.path.startsWith('/sync/v1/push')) {
            const { ms, isTwice } = held
            held = undefined
            bringLate(request, ms)
            if (!isTwice) return
          }
          const carry = async (): Promise<void> => {
            try {
              const answer = await ask(damage(mode, request))
              if (request.path.startsWith('/sync/v1/push')) pushesAnswered++
              if (isLost(mode, 'answer')) return
              const spoilt = spoil(mode, answer, request)
              if (request.method === 'POST') lastAnswers.splice(0, lastAnswers.length, ...lastAnswers.slice(-5), answer)
              come(spoilt)
            } catch {
              time.after(latency(mode), fail)
            }
          }
          if (isLost(mode, 'request')) return
          time.after(latency(mode), () => void carry())
          if (mode === 'duplicating') time.after(latency(mode) + chance.between(0, chance.happens(0.5) ? 100 : 40_000), () => void carry())
        }),
    },
  }
  return link
}
