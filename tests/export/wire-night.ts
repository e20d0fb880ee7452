/**
 * One random day between a desk and an ILS that is told over a wire: handovers, returns and undos at our desk, loans, returns and holds at the
 * ordinary one, passes that are cut at any message, processes that die, an ILS that lies. Runs in tests; the same seed gives the same day.
 * What it answers is what went wrong: nothing, if the rules of the wire hold.
 */
import { isListReason } from '../../src/domain/case/case.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { createKohaWire } from '../../src/endpoint/connectors/koha/koha-wire.ts'
import type { KohaSettings } from '../../src/endpoint/connectors/koha/read-settings.ts'
import { createSip2Wire, type Sip2Settings } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { SmallIls } from '../../src/endpoint/demo/small-ils.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { movementKey } from '../../src/endpoint/ils/movement.ts'
import { askAnew, tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire } from '../../src/endpoint/ils/wire.ts'
import { isSettledJourney } from '../../src/endpoint/storage/journeys.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { type Chance, createChance } from '../convergence/chance.ts'
import { type KohaFault, startKoha } from '../fakes/koha-ils.ts'
import { type Sip2Fault, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, type DeskDay, day, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

/** Makes another wire of the settings: ours, or one that breaks a rule. */
export type MakeWire<Settings> = (settings: Settings, now: () => number) => Wire

interface NightIls extends Pick<SmallIls, 'items' | 'patrons'> {
  wire(now: () => number): Wire
  /** One request fails, by chance. */
  fail(chance: Chance): void
  failNone(): void
  /** Its own desk lends or, without a card, takes back. */
  moveThere(barcode: string, card: string | undefined, at: number): void
  /** Its librarians go through what waits for them, where it has such a list. */
  goThroughList(): void
  /** A person takes what waits of a document out of that list. */
  rejectLines(barcode: string): void
  stop(): Promise<void>
}

/** An ILS and the wire to it, new for each day. */
export type NightLink = () => Promise<NightIls>

const cards = ['21', '22'] as const
const stranger = '99'
const barcodes = ['31', '32', '33', '34'] as const
const steps = 24
/** The evening ends after so many passes that told nothing. */
const idleRounds = 3
/** What lies in a list of the ILS is looked at again after this: milliseconds. */
const betweenLooks = 300_000

const drawn = <T>(chance: Chance, members: readonly [T, ...T[]]): T => chance.pick(members) ?? members[0]

const minute = (n: number): string => {
  const at = 9 * 60 + n * 15
  return `2026-11-24 ${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00`
}

/** A store whose process dies at one of its next writes. */
const dyingAfter = (store: Store, writes: number): Store => {
  let left = writes
  return new Proxy(store, {
    get: (target, name) => {
      const member = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (name !== 'transact') return member.bind(target)
      return async (...given: Parameters<Store['transact']>) => {
        left -= 1
        if (left < 0) throw new Error('dead')
        return target.transact(...given)
      }
    },
  })
}

interface Night {
  readonly desk: DeskDay
  readonly ils: NightIls
  readonly chance: Chance
  /** Documents that the ordinary desk has moved: there the ILS is right. */
  readonly elsewhere: Set<string>
  /** What it did for its own patrons, which nothing of ours may end: barcode → card. */
  readonly theirs: Map<string, string>
  /** Documents that wait there for somebody. */
  readonly holds: Set<string>
}

/** Something at our desk: the last handover of a document, if it is out. */
const pressOne = async ({ desk, chance }: Night, a: ReturnType<DeskDay['tablet']>, out: Map<string, Envelope>, at: string) => {
  const barcode = drawn(chance, barcodes)
  const given = out.get(barcode)
  const press =
    given === undefined
      ? a.press(handOver(drawn(chance, cards), barcode), at)
      : a.press(chance.happens(0.3) ? undo(given) : takeBack(barcode), at)
  if (given === undefined) out.set(barcode, press)
  else out.delete(barcode)
  await desk.receive(press)
}

/** Something at the ordinary desk, which knows only what the ILS knows. */
const moveElsewhere = ({ ils, chance, elsewhere, theirs, holds }: Night, at: number): void => {
  const barcode = drawn(chance, barcodes)
  const item = ils.items.get(barcode)
  if (item === undefined) return
  elsewhere.add(barcode)
  if (item.lentTo !== undefined) {
    ils.moveThere(barcode, undefined, at)
    theirs.delete(barcode)
  } else if (chance.happens(0.5)) {
    ils.moveThere(barcode, stranger, at)
    holds.delete(barcode)
    theirs.set(barcode, stranger)
  } else {
    item.heldFor = stranger
    holds.add(barcode)
  }
}

/** What the day did to anybody. */
const judge = async ({ desk, ils, elsewhere, theirs, holds }: Night, out: ReadonlyMap<string, Envelope>) => {
  const wrong: string[] = []
  const { journeys, movements, cases } = await desk.store.read(library, async (reader) => ({
    journeys: await reader.journeys.ofDay(day),
    movements: await collectDay(reader, day),
    cases: await reader.rowsOf('case'),
  }))
  for (const [barcode, item] of ils.items) {
    if (item.renewals > 0) wrong.push(`${barcode} was asked again, and renewed`)
    const owner = theirs.get(barcode)
    if (holds.has(barcode) && item.heldFor !== stranger) wrong.push(`the hold on ${barcode} was cancelled`)
    // No list takes a line back: what one of ours ended there late, a person was asked about.
    const isTold = cases.some(({ subject, ils: said }) => subject === `item/${barcode}` && isListReason(said?.reason))
    if (owner !== undefined && item.lentTo !== owner && !isTold) wrong.push(`the loan of ${barcode} at the ordinary desk was ended`)
  }
  const open = new Set([...journeys.filter((one) => !isSettledJourney(one)), ...movements.apart].map(({ barcode }) => barcode as string))
  for (const { barcode, operationId, movement } of movements.ready)
    wrong.push(`${movementKey({ barcode, operationId, movement })} still waits, and nothing holds it`)
  for (const barcode of barcodes) {
    if (open.has(barcode) || elsewhere.has(barcode)) continue
    const given = out.get(barcode)?.payload
    const expected = given?.kind === 'hand-over-order' ? (given.card as string) : undefined
    if (ils.items.get(barcode)?.lentTo !== expected) wrong.push(`${barcode} is settled, and the ILS believes otherwise`)
  }
  return wrong
}

export const sip2Night =
  (makeWire: MakeWire<Sip2Settings> = createSip2Wire): NightLink =>
  async () => {
    const faults: readonly [Sip2Fault, ...Sip2Fault[]] = ['cut-before', 'cut-after', 'garbled', 'half', 'other-card']
    const codes = ['93', '99', '17', '63', '11', '11', '09', '09'] as const
    const ils = await startSip2Ils()
    const settings: Sip2Settings = { ...ils.settings, patienceMs: 2000 }
    return {
      ...ils,
      wire: (now) => makeWire(settings, now),
      fail: (chance) => ils.failNext(drawn(chance, codes), drawn(chance, faults)),
      moveThere: (barcode, card) =>
        Object.assign(ils.items.get(barcode) ?? {}, { lentTo: card }, card !== undefined && { heldFor: undefined }),
      goThroughList: () => undefined,
      rejectLines: () => undefined,
    }
  }

/** `isDirect`: loans and returns are done at once, not by whoever goes through the list. */
export const kohaNight =
  (isDirect: boolean, makeWire: MakeWire<KohaSettings> = createKohaWire): NightLink =>
  async () => {
    const faults: readonly [KohaFault, ...KohaFault[]] = ['cut-before', 'cut-after', 'broken', 'moved', 'maintenance', 'garbled']
    const paths = ['token', 'items', 'patrons', 'checkouts', 'availability', 'service.pl', 'service.pl', 'service.pl'] as const
    const koha = await startKoha({ isDirect })
    return {
      ...koha,
      wire: (now) => makeWire(koha.settings, now),
      fail: (chance) => koha.failNext(drawn(chance, paths), drawn(chance, faults)),
      moveThere: (barcode, card, at) => {
        const timestamp = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
        const line = card === undefined ? { action: 'return' } : { action: 'issue', cardnumber: card }
        koha.perform(new URLSearchParams({ ...line, barcode, timestamp }))
      },
    }
  }

export const runNight = async (seed: number, link: NightLink = sip2Night()): Promise<readonly string[]> => {
  const chance = createChance(`wire night ${seed}`)
  const asks = createChance(`asks anew ${seed}`)
  const ils = await link()
  const night: Night = { desk: await aDeskDay(), ils, chance, elsewhere: new Set(), theirs: new Map(), holds: new Set() }
  const { desk } = night
  let wire: Wire | undefined
  const endWire = (): void => {
    wire?.end?.()
    wire = undefined
  }
  try {
    for (const barcode of barcodes) ils.items.set(barcode, { title: `Livre ${barcode}`, renewals: 0 })
    for (const card of [...cards, stranger]) ils.patrons.add(card)
    const a = desk.tablet('A')
    const out = new Map<string, Envelope>()
    let now: number = inParis(minute(0))
    const pass = async (store = desk.store): Promise<boolean> => {
      wire ??= ils.wire(() => now)
      // A process that dies says nothing more, and keeps no link; the next one goes on.
      const ports = { store, libraryId: library, wire, now: () => toInstant(now), isStopping: () => false }
      const made = await tellOverWire(ports).catch(() => undefined)
      if (made === undefined) endWire()
      // Nobody waits for an answer any more.
      now += 121_000
      return made !== undefined && Object.keys(made.answers).length > 0
    }
    /** A person asks anew what a reading allows, and of a line in the list says that it is seen to, now and then without a look there. */
    const askUnknown = async (): Promise<void> => {
      const { journeys, cases } = await desk.store.read(library, async (reader) => ({
        journeys: await reader.journeys.ofDay(day),
        cases: await reader.rowsOf('case'),
      }))
      for (const journey of journeys) if (journey.state === 'unknown') await askAnew(desk.store, library, journey, toInstant(now))
      for (const row of cases) {
        if (!isListReason(row.ils?.reason) || row.settlement !== undefined || asks.happens(0.3)) continue
        if (asks.happens(0.5)) ils.rejectLines(row.subject.slice('item/'.length))
        await decideCase(desk.store, row, { kind: 'acknowledged' }, { id: `D ${row.id}`, at: toInstant(now) })
      }
    }
    for (let step = 0; step < steps; step += 1) {
      now = Math.max(now, inParis(minute(step)))
      const what = chance.below(10)
      if (what < 5) await pressOne(night, a, out, minute(step))
      else if (what < 6) moveElsewhere(night, inParis(minute(step)))
      else {
        if (chance.happens(0.4)) ils.fail(chance)
        await pass(chance.happens(0.2) ? dyingAfter(desk.store, chance.below(5)) : desk.store)
        if (asks.happens(0.3)) await askUnknown()
        if (step % 3 === 0) ils.goThroughList()
      }
    }
    ils.failNone()
    // The evening: passes without a fault, and a person who asks anew what a reading allows, once.
    // A list is gone through once for each movement of one document.
    for (let round = 0, idle = 0; idle < idleRounds; round += 1) {
      idle = (await pass()) ? 0 : idle + 1
      ils.goThroughList()
      now += betweenLooks
      if (round === 1) await askUnknown()
    }
    return await judge(night, out)
  } finally {
    endWire()
    await ils.stop()
    await desk.store.close()
  }
}
