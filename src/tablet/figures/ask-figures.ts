/**
 * Asks the endpoint for the figures of some days, and keeps what it last said of each in the page's memory alone: off line they are read
 * again with their time, and a reload forgets them. Runs in the page, in the chunk of the manager's acts.
 */
import type { DaysOf, Figures } from '../../domain/figures/figures.ts'
import { identityBytes } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { figuresAnswer } from '../../protocol/figures.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { FiguresRead, ManagementResult } from '../desk.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask, type Transport } from '../sync/transport.ts'

export interface AskFiguresPorts {
  readonly transport: Transport
  readonly identity: () => Identity | undefined
  readonly randomHex: (bytes: number) => string
}

/** By the tablet's identity too: whoever enrols elsewhere reads nothing of the former library. */
const lastRead = new Map<string, FiguresRead>()

export const askFigures = async (
  { transport, identity, randomHex }: AskFiguresPorts,
  days: DaysOf,
): Promise<ManagementResult<FiguresRead>> => {
  const who = identity()
  if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
  const key = `${who.deviceId} ${days.from} ${days.to}`
  const nonce = randomHex(identityBytes)
  const body = JSON.stringify({ protocol: protocolVersion, nonce, ...days })
  const answer = await ask(transport, { method: 'POST', path: '/sync/v1/figures', body, identity: who }, figuresAnswer, nonce)
  if (answer.kind === 'answered') {
    // Its dates are the endpoint's own, and its tables are looked for by name.
    const figures = answer.value.figures as unknown as Figures
    const read: FiguresRead = { figures, at: toInstant(answer.value.now), isLast: false }
    lastRead.set(key, read)
    return { kind: 'done', value: read }
  }
  const last = lastRead.get(key)
  if (last !== undefined) return { kind: 'done', value: { ...last, isLast: true } }
  return { kind: 'refused', problem: answer.kind === 'problem' ? answer.problem : 'unreachable' }
}
