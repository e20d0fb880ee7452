/**
 * An endpoint that dies under two tablets at work, again and again: SIGKILL, and started again on the same file. Runs in Node, with the
 * built endpoint, its SQLite on disk, and two real browsers that never stop pressing. What a tablet has shown as transmitted must be in
 * the file that the kill left, before anything repairs it.
 */
import type { BrowserContext } from '@playwright/test'
import { createChance } from '../convergence/chance.ts'
import { pressesReceived } from '../journeys/received-operations.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import type { Tablet } from '../journeys/tablet.ts'
import { barcodeOf, importBusyLibrary } from './busy-library.ts'
import { type CrashOptions, type CrashReport, compareAll, gatherReceipts, readKilledDisk, Strikes, signIn, switchOn } from './crash.ts'
import { Hand } from './hand.ts'
import { Ledger } from './ledger.ts'
import { Moments, pass } from './moments.ts'

/** A kill aimed at nothing falls within this time of the start; the endpoint stays away no longer than that. Milliseconds. */
const lifeMs = 1000
const longestAbsenceMs = 400

export const killEndpoint = async ({ seed, kills }: CrashOptions): Promise<CrashReport> => {
  const chance = createChance(seed)
  const library = new RunningLibrary()
  const moments = new Moments()
  const alarms = new Set<string>()
  const strikes = new Strikes(kills, ['push', 'push', 'push', 'receipt', 'receipt', 'pull', 'pull', 'anywhere'], chance)
  const contexts: BrowserContext[] = []
  let scanned = 0
  let isOver = false
  try {
    await library.start()
    await importBusyLibrary(library)
    const tablets: { readonly hand: Hand; readonly tablet: Tablet; readonly receipts: () => Promise<readonly string[]> }[] = []
    for (const name of ['desk', 'shelves']) {
      const hand = new Hand(new Ledger(), createChance(`${seed} ${name}`), moments, () => barcodeOf(scanned++))
      const { context, tablet } = await switchOn(library, name, hand, moments, (words) => void alarms.add(words))
      contexts.push(context)
      await tablet.enrol(await library.enrolmentCode())
      await signIn(tablet)
      tablets.push({ hand, tablet, receipts: gatherReceipts(context) })
    }
    const working = Promise.all(tablets.map(({ hand, tablet }) => hand.work(tablet, () => isOver)))

    for (let aim = strikes.next(); aim !== undefined; aim = strikes.next()) {
      const reached = aim === 'anywhere' ? pass(chance.below(lifeMs)) : moments.reach(aim, chance.between(1, 3), chance)
      await Promise.race([reached, working])
      const sent = tablets.flatMap(({ hand }) => hand.ledger.sent)
      const hit = moments.underWay().filter((act) => act !== 'commit')
      await library.kill()
      strikes.note(hit)
      const { integrity, received, operationIds } = readKilledDisk(library)
      const kept = new Set([...received, ...operationIds])
      const answered = (await Promise.all(tablets.map(({ receipts }) => receipts()))).flat()
      if (integrity !== 'ok') alarms.add(`integrity_check after kill ${strikes.count}: ${integrity}`)
      for (const line of [...sent, ...answered])
        if (!kept.has(line)) alarms.add(`transmitted before kill ${strikes.count}, not on its disk: ${line}`)
      await pass(chance.below(longestAbsenceMs))
      await library.start()
    }

    isOver = true
    await working
    const faults = [...alarms, ...(await compareAll(library, tablets))]
    const sum = (count: (ledger: Ledger) => number): number => tablets.reduce((total, { hand }) => total + count(hand.ledger), 0)
    return {
      kills: strikes.count,
      struck: strikes.struck,
      pressed: sum(({ pressed }) => pressed.size),
      said: sum(({ said }) => said.size),
      received: pressesReceived(library).length,
      faults,
    }
  } finally {
    isOver = true
    for (const context of contexts) await context.close()
    await library.close()
  }
}
