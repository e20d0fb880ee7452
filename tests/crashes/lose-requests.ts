/**
 * Two tablets at work behind a network that loses a given share of what they send and are answered. Runs in Node, with real browsers and
 * the built endpoint; nobody is killed. The same hands, ledger and comparison as for crashes.
 */
import type { BrowserContext } from '@playwright/test'
import { createChance } from '../convergence/chance.ts'
import { type Fate, FaultyNetwork } from '../journeys/faulty-network.ts'
import { pressesReceived } from '../journeys/received-operations.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import type { Tablet } from '../journeys/tablet.ts'
import { barcodeOf, importBusyLibrary } from './busy-library.ts'
import { compareAll, signIn, switchOn } from './crash.ts'
import { Hand } from './hand.ts'
import { Ledger } from './ledger.ts'
import { Moments } from './moments.ts'

export interface LossReport {
  readonly carried: number
  readonly lost: number
  readonly pressed: number
  readonly said: number
  readonly received: number
  readonly faults: readonly string[]
}

/** Works until `presses` are made while the share `lostShare` of pushes and pulls is lost, then lets the weather clear. */
export const loseRequests = async (options: { seed: string; lostShare: number; presses: number }): Promise<LossReport> => {
  const { seed, lostShare, presses } = options
  const library = new RunningLibrary()
  const moments = new Moments()
  const alarms = new Set<string>()
  const contexts: BrowserContext[] = []
  let network: FaultyNetwork | undefined
  let scanned = 0
  try {
    await library.start()
    await importBusyLibrary(library)
    network = await FaultyNetwork.before(library.port, seed)
    network.lostShare = lostShare
    const tablets: { readonly hand: Hand; readonly tablet: Tablet }[] = []
    for (const name of ['desk', 'shelves']) {
      const hand = new Hand(new Ledger(), createChance(`${seed} ${name}`), moments, () => barcodeOf(scanned++))
      const { context, tablet } = await switchOn(library, name, hand, moments, (words) => void alarms.add(words), network.url)
      contexts.push(context)
      await tablet.enrol(await library.enrolmentCode())
      await signIn(tablet)
      tablets.push({ hand, tablet })
    }
    const sum = (count: (ledger: Ledger) => number): number => tablets.reduce((total, { hand }) => total + count(hand.ledger), 0)
    network.weather = 'bad'
    await Promise.all(tablets.map(({ hand, tablet }) => hand.work(tablet, () => sum(({ pressed }) => pressed.size) >= presses)))
    network.weather = 'clear'
    const faults = [...alarms, ...(await compareAll(library, tablets))]
    const dealt: readonly (readonly [Fate, number])[] = [...network.dealt.presses, ...network.dealt.rest]
    const carried = dealt.reduce((total, [, count]) => total + count, 0)
    const arrived = dealt.reduce((total, [fate, count]) => total + (fate === 'arrives' ? count : 0), 0)
    const received = pressesReceived(library).length
    return {
      carried,
      lost: carried - arrived,
      pressed: sum(({ pressed }) => pressed.size),
      said: sum(({ said }) => said.size),
      received,
      faults,
    }
  } finally {
    for (const context of contexts) await context.close()
    await network?.close()
    await library.close()
  }
}
