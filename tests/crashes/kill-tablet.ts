/**
 * A tablet that dies in the middle of its work, again and again: its whole browser is SIGKILLed, and opened again on the same profile.
 * Runs in Node, with a real Chromium and the built endpoint.
 */
import type { BrowserContext } from '@playwright/test'
import { createChance } from '../convergence/chance.ts'
import { pressesReceived } from '../journeys/received-operations.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { barcodeOf, importBusyLibrary } from './busy-library.ts'
import { type CrashOptions, type CrashReport, compareAll, findKiller, Strikes, signIn, switchOn } from './crash.ts'
import { Hand } from './hand.ts'
import { Ledger } from './ledger.ts'
import { Moments, pass } from './moments.ts'

/** A kill aimed at nothing falls within this time of the switching on: opening, loading and signing in are struck too. Milliseconds. */
const lifeMs = 3000

export const killTablet = async ({ seed, kills }: CrashOptions): Promise<CrashReport> => {
  const chance = createChance(seed)
  const library = new RunningLibrary()
  const moments = new Moments()
  const alarms = new Set<string>()
  let scanned = 0
  const ledger = new Ledger()
  const hand = new Hand(ledger, createChance(`${seed} hand`), moments, () => barcodeOf(scanned++))
  const onAlarm = (words: string): void => void alarms.add(words)
  const strikes = new Strikes(
    kills,
    ['commit', 'commit', 'commit', 'push', 'push', 'receipt', 'receipt', 'pull', 'pull', 'anywhere'],
    chance,
  )
  let open: BrowserContext | undefined
  try {
    await library.start()
    await importBusyLibrary(library)
    const first = await switchOn(library, 'desk', hand, moments, onAlarm)
    open = first.context
    await first.tablet.enrol(await library.enrolmentCode())
    await first.context.close()

    for (let aim = strikes.next(); aim !== undefined; aim = strikes.next()) {
      const { context, tablet } = await switchOn(library, 'desk', hand, moments, onAlarm)
      open = context
      const kill = await findKiller(context)
      let isKilled = false
      const life = async (): Promise<void> => {
        await tablet.open()
        await signIn(tablet)
        await hand.work(tablet, () => isKilled)
      }
      const living = life().catch(async (error) => {
        if (isKilled) return
        const words = await tablet.page.locator('body').ariaSnapshot()
        throw new Error(`before kill ${strikes.count + 1}, a ${aim}, the screen says:\n${[...alarms, words].join('\n')}`, { cause: error })
      })
      const reached = aim === 'anywhere' ? pass(chance.below(lifeMs)) : moments.reach(aim, chance.between(1, 8), chance)
      await Promise.race([reached, living])
      isKilled = true
      const hit = moments.underWay()
      await kill()
      await living
      moments.forget()
      hand.forget()
      strikes.note(hit)
      const received = new Set(pressesReceived(library))
      for (const line of ledger.sent) if (!received.has(line)) alarms.add(`shown as transmitted, not on the endpoint: ${line}`)
    }

    const { context, tablet } = await switchOn(library, 'desk', hand, moments, onAlarm)
    open = context
    await tablet.open()
    await signIn(tablet)
    const faults = [...alarms, ...(await compareAll(library, [{ hand, tablet }]))]
    return {
      kills: strikes.count,
      struck: strikes.struck,
      pressed: ledger.pressed.size,
      said: ledger.said.size,
      received: pressesReceived(library).length,
      faults,
    }
  } finally {
    await open?.close()
    await library.close()
  }
}
