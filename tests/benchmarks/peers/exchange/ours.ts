/**
 * Ours: the desk as the app opens it, over the browser's own ports, with its screens left out and a switch in its network. Runs in the page
 * that the endpoint serves. A press is `perform`: decided, hashed, strictly kept, shown.
 */
import { toItemBarcode } from '../../../../src/domain/ids.ts'
import { createBrowserPorts } from '../../../../src/tablet/browser-ports.ts'
import type { Desk } from '../../../../src/tablet/desk.ts'
import { openDesk } from '../../../../src/tablet/open-desk.ts'
import { createDexieStorage } from '../../../../src/tablet/storage/dexie-storage.ts'
import { barcodeOf, claire, loanOf, pin } from '../../bench-loan.ts'
import { type Contender, type Opening, pressInTurn } from './contender.ts'

const whenShown = (desk: Desk, isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const stop = desk.subscribe(look)
    look()
  })

export interface Ours extends Contender {
  /** Resolves once this tablet shows the documents of the nth press, whichever tablet pressed. */
  whenShown(n: number): Promise<void>
}

export const openOurs = async ({ database, identity }: Opening): Promise<Ours> => {
  const ports = createBrowserPorts()
  const storage = createDexieStorage({ name: database })
  let isOnline = true
  let waiting = 0
  let allReceived = (): void => {}
  await storage.keepIdentity(identity)
  const desk = openDesk({
    ...ports,
    storage: {
      ...storage,
      acknowledge: async (term, results, exchange) => {
        const isWritten = await storage.acknowledge(term, results, exchange)
        waiting -= results.length
        if (waiting === 0) allReceived()
        return isWritten
      },
    },
    transport: {
      send: async (request) => {
        if (!isOnline) throw new TypeError('Failed to fetch')
        return ports.transport.send(request)
      },
    },
    // One database of this run alone: another tab's word says nothing of it.
    tabs: { tell: () => {}, onTold: () => {} },
    tabMemory: { read: () => undefined, write: () => {} },
    watchUpdates: () => ({ take: () => {} }),
  })
  await whenShown(desk, () => desk.snapshot.phase.kind === 'signed-out' && desk.snapshot.link.kind === 'online')
  await desk.signIn(claire, pin)
  isOnline = false
  const press = async (n: number): Promise<string> => {
    const result = await desk.perform(loanOf(n, 4, desk.now()))
    if (result.kind !== 'saved') throw new Error(JSON.stringify(result))
    waiting += 1
    return result.operationId
  }
  return {
    press,
    pressMany: (from, count) => pressInTurn(press, from, count),
    drain: async () => {
      const received = new Promise<void>((resolve) => {
        allReceived = resolve
      })
      isOnline = true
      desk.tryNow()
      await received
    },
    settle: () => whenShown(desk, () => desk.snapshot.pendingCount === 0),
    whenShown: (n) => whenShown(desk, () => desk.snapshot.state.get('item', toItemBarcode(barcodeOf(n, 0))) !== undefined),
    kept: async () => {
      const { outbox } = await storage.load()
      return [...outbox, ...(await storage.acknowledged())].map(({ operationId }) => operationId)
    },
  }
}
