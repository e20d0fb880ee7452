/**
 * The requests of the tablets, as the endpoint answers them: each answer is judged, and some tabs die with it in hand. Runs in the
 * simulator. A tab dies between what it asked and what that would have brought, where a promise kept too early is lost.
 */
import { toDeviceId } from '../../src/domain/ids.ts'
import type { Request, Response } from '../../src/tablet/sync/transport.ts'
import { checkAnswer, checkRate } from './answer-invariants.ts'
import { killTabs, type People } from './people.ts'
import type { RowWatch } from './row-watch.ts'
import type { UnderWay, World } from './simulated-world.ts'

export interface Requests {
  /** So far. */
  readonly count: number
  /** By the tablet's name. */
  ask(tablet: string, request: Request): Promise<Response>
  /** The tablet's tabs die at its next push or pull, when the endpoint has answered it. */
  letDie(tablet: string, at: 'push' | 'pull'): void
  /** What waits so waits no more. */
  letLive(): void
}

export const createRequests = (
  world: World,
  underWay: UnderWay,
  people: Pick<People, 'reopen'>,
  rows: Pick<RowWatch, 'hasSetAside'>,
): Requests => {
  const { endpoint, oracle, tablets } = world
  const dying = new Map<string, 'push' | 'pull' | 'next-pull'>()
  let count = 0
  return {
    get count() {
      return count
    },
    ask: async (tablet, request) => {
      underWay.count++
      count++
      checkRate(world, tablet)
      try {
        // As it was when it asked: only what serves the base asks for it.
        const deviceId = request.path.startsWith('/sync/v1/pull') ? request.bearer?.split('.')[0] : undefined
        // Where none was ever set aside there is nothing to compare.
        const device = deviceId === undefined || !rows.hasSetAside ? undefined : await endpoint.truth?.device(toDeviceId(deviceId))
        const response = await endpoint.ask(request)
        const isCarrying = request.body?.includes('"operations":[{') ?? false
        // In the pull that would bring back what it has just handed over.
        if (dying.get(tablet) === 'pull' && isCarrying) dying.set(tablet, 'next-pull')
        else if (dying.get(tablet) === (request.method === 'GET' ? 'next-pull' : isCarrying ? 'push' : '')) {
          dying.delete(tablet)
          await checkAnswer(world, tablet, request, response, device)
          const one = tablets.find(({ name }) => name === tablet)
          if (one !== undefined) {
            oracle.note(`${tablet} dies in a ${request.method}`)
            if (one.tabs.length > 0) oracle.fault(request.method === 'GET' ? 'killed-in-pull' : 'killed-in-push')
            killTabs(one)
            people.reopen(one, 700)
          }
          return response
        }
        oracle.note(`${tablet} ${request.method} ${request.path.slice(0, 40)} ${response.status} ${response.text.length}`)
        await checkAnswer(world, tablet, request, response, device)
        return response
      } catch (error) {
        oracle.note(`${tablet} ${request.path.slice(0, 13)} ${error instanceof Error ? error.message : error}`)
        throw error
      } finally {
        underWay.count--
      }
    },
    letDie: (tablet, at) => void dying.set(tablet, at),
    letLive: () => dying.clear(),
  }
}
