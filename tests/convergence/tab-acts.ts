/**
 * What befalls the tabs of a tablet and its line: somebody presses, opens, closes, kills or wakes a tab, the network changes. Runs in the
 * simulator.
 */
import { type Acts, forAWhile } from './act.ts'
import type { LivingWorld } from './create-world.ts'
import { pickLinkMode } from './plan.ts'
import { nextPress } from './presses.ts'

export const tabActs = (
  world: LivingWorld,
): Acts<
  | 'request-late'
  | 'press'
  | 'link'
  | 'hints-dead'
  | 'wake'
  | 'tab-killed'
  | 'killed-in-push'
  | 'killed-in-pull'
  | 'tab-opened'
  | 'tab-closed'
  | 'tab-frozen'
> => {
  const { inWait, plan, requests } = world
  const { liveTab, openTab, press, reopen } = world.people
  return {
    press: (tablet, chance) => {
      const tab = liveTab(tablet, chance)
      const operation = tab?.desk.snapshot.phase.kind === 'signed-in' ? nextPress(tab.desk, chance, plan.seed) : undefined
      return tab !== undefined && operation !== undefined && press(tab, operation)
    },
    link: (tablet, chance, step) => {
      tablet.link.mode = pickLinkMode(plan, step)
      inWait.lay(`link of ${tablet.name}`, step.kind)
      if (tablet.link.mode === 'offline') tablet.endHints()
      forAWhile(world, chance, 12, () => {
        tablet.link.mode = 'good'
      })
      return false
    },
    'request-late': (tablet, chance) => {
      tablet.link.holdNextPush(chance.between(45_000, 150_000), chance.happens(0.5))
      return false
    },
    'hints-dead': (tablet, chance, { kind }) => {
      tablet.link.areHintsDead = true
      inWait.lay(`hints of ${tablet.name}`, kind)
      forAWhile(world, chance, 30, () => {
        tablet.link.areHintsDead = false
      })
      return false
    },
    wake: (tablet, chance) => {
      const tab = liveTab(tablet, chance)
      tab?.wake()
      return tab !== undefined
    },
    'tab-killed': (tablet, chance) => {
      const tab = liveTab(tablet, chance)
      tab?.kill()
      reopen(tablet, chance.between(300, 60_000))
      return tab !== undefined
    },
    'killed-in-push': (tablet) => {
      requests.letDie(tablet.name, 'push')
      return false
    },
    'killed-in-pull': (tablet) => {
      requests.letDie(tablet.name, 'pull')
      return false
    },
    'tab-opened': (tablet) => {
      if (tablet.tabs.length >= 3) return false
      openTab(tablet)
      return true
    },
    'tab-closed': (tablet, chance) => {
      const tab = tablet.tabs.length > 1 ? liveTab(tablet, chance) : undefined
      tab?.kill()
      return tab !== undefined
    },
    'tab-frozen': (tablet, chance) => {
      const tab = liveTab(tablet, chance)
      if (tab === undefined) return false
      tab.isFrozen = true
      if (world.damaged.has(tablet)) world.frozenDamaged.add(tablet)
      if (tablet.tabs.every((one) => one.isFrozen) && chance.happens(0.7)) openTab(tablet)
      forAWhile(world, chance, 15, () => tab.thaw())
      return true
    },
  }
}
