/**
 * What the demo's story draws on: slots with room in them, patrons, and documents, each taken once. Runs on the endpoint.
 * Relative to the hour of the trial: whatever it is, some slots are behind it and some ahead.
 */
import { addDays, type LocalDate, toMinutes } from '../../domain/local-date.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { slotsOfDay } from '../../domain/slot/build-slots.ts'
import { capacityOf } from '../../domain/slot/capacity-of.ts'
import { formatSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import type { CatalogueEntry, StoredDevice } from '../storage/stored.ts'
import { demoSite } from './demo-settings.ts'
import type { DemoTimeline } from './demo-timeline.ts'
import type { Random } from './random.ts'

export interface StoryWorld {
  readonly random: Random
  readonly today: LocalDate
  readonly timeline: DemoTimeline
  readonly settings: Settings
  /** Patrons who may borrow. */
  readonly patrons: readonly Patron[]
  readonly catalogue: readonly CatalogueEntry[]
  /** The tablet of the desk, then the one that goes round the shelves. */
  readonly devices: readonly [StoredDevice, StoredDevice]
}

export type When = 'yesterday' | 'earlier' | 'current' | 'later' | 'next days'

/** Slots in which an order of each time may fall; where today has none left, or none yet, a neighbouring day's. */
const slotsByWhen = ({ settings, today, timeline }: StoryWorld): Readonly<Record<When, readonly SlotKey[]>> => {
  const ofDay = (days: number) => slotsOfDay(settings, demoSite, addDays(today, days))
  const yesterday = ofDay(-1).map(({ key }) => key)
  const now = timeline.now
  const earlier = ofDay(0)
    .filter(({ endsAt }) => toMinutes(endsAt) + settings.graceMinutes < now)
    .map(({ key }) => key)
  const begun = ofDay(0)
    .filter(({ key }) => toMinutes(key.time) <= now)
    .map(({ key }) => key)
  const later = ofDay(0)
    .filter(({ key }) => toMinutes(key.time) > now)
    .map(({ key }) => key)
  const nextDays = [1, 2, 3, 4].flatMap((days) => ofDay(days).map(({ key }) => key))
  return {
    yesterday,
    earlier: earlier.length > 0 ? earlier : yesterday,
    current: begun.length > 0 ? begun.slice(-2) : later.slice(0, 2),
    // At least an hour of slots, or the day is as good as over.
    later: later.length >= 5 ? later : [...later, ...ofDay(1).map(({ key }) => key)],
    'next days': nextDays,
  }
}

export type StoryStock = ReturnType<typeof createStock>

/** Throws where nothing is left: the demo would be smaller than its story. */
export const createStock = (world: StoryWorld) => {
  const { random, settings } = world
  const slots = slotsByWhen(world)
  const filling = new Map<string, number>()
  const freeOf = (when: When): readonly SlotKey[] =>
    slots[when].filter((slot) => (filling.get(formatSlotKey(slot)) ?? 0) < capacityOf(settings, slot))
  const takeSlot = (when: When): SlotKey => {
    // A short day, a Saturday's, is full before the story is told: what is left of it falls on the day before or those after.
    const [free, beside] = [freeOf(when), freeOf(when === 'earlier' || when === 'yesterday' ? 'yesterday' : 'next days')]
    const slot = random.pick(free.length > 0 ? free : beside)
    filling.set(formatSlotKey(slot), (filling.get(formatSlotKey(slot)) ?? 0) + 1)
    return slot
  }

  const patrons = [...random.shuffle(world.patrons)]
  const entryByRecord = new Map(
    world.catalogue.filter(({ documentType }) => documentType !== 'revue').map((entry) => [entry.recordId, entry]),
  )
  const shelf = random.shuffle([...entryByRecord.values()])
  let taken = 0
  const takeEntry = (): CatalogueEntry => {
    const entry = shelf[taken++]
    if (entry === undefined) throw new Error('demo: the shelves are empty')
    return entry
  }
  const takePatron = (): Patron => {
    const patron = patrons.pop()
    if (patron === undefined) throw new Error('demo: too few patrons')
    return patron
  }
  return { takeSlot, takeEntry, takePatron }
}
