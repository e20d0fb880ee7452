/**
 * A day of two tablets of ours and two of the second implementer's, at one real endpoint on loopback: off line, killed, with lost answers, and
 * the database put back in the middle. In the evening all four hold the same base, no fact is lost or doubled, what was accepted is accepted
 * again, and both agree on who has what and on what contradicts. Runs in Node; the days are drawn from their numbers.
 */
import { afterEach, expect, test } from 'vitest'
import { type ItemBarcode, type OrderId, toCardNumber, toOrderId } from '../../src/domain/ids.ts'
import type { Item } from '../../src/domain/item/item.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../builders/an-order.ts'
import { type Chance, createChance } from '../convergence/chance.ts'
import { jeanne, libraryId, openTabletWorld, type TabletWorld, until } from '../fakes/tablet-world.ts'
import { type Disk, type Entry, SecondClient } from './second-client/client.ts'
import { contradictionsOf, kindsOfTwoFacts, loansOf } from './second-client/contradictions-of.ts'
import { shownOrder } from './second-client/requests.ts'
import { canonicalJson, type Fact, factSubjects, type Members, type Payload, type PulledRow, type Row } from './second-client/wire-text.ts'
import { cards, drawPayload, orderIds, type Shown } from './second-client-presses.ts'

const days = [1, 2, 3, 4]

/** What the endpoint accepted of theirs in all these days; `again` where it had forgotten it in between. */
const taken: string[] = []

let world: TabletWorld
afterEach(() => world.close())

const placedOf = (ids: readonly string[]): readonly string[] => ids.filter((id) => !orderIds.includes(id)).sort()

type Network = 'on' | 'off' | 'answers lost'
/** Whoever works in this day, ours or not. */
interface Hand {
  network: Network
  press(chance: Chance, happened: Members): Promise<void>
  /** Hands over what waits and fetches what changed, as far as the network lets it. */
  exchange(): Promise<void>
  kill(): Promise<void>
  /** Resolves when no request is on its way: time moves between requests alone. */
  settle(): Promise<void>
  rows(): Promise<readonly PulledRow[]>
  /** Envelopes of all that it pressed, but what was refused. */
  pressed(): Promise<readonly string[]>
  /** What it was answered of each of its own; of theirs alone. */
  answered(): readonly Entry[]
}

/** One request over loopback, as this network lets it through. */
const carry = async (network: Network, url: string, init: RequestInit): Promise<Response> => {
  if (network === 'off') throw new TypeError('Failed to fetch')
  const response = await fetch(url, init)
  if (network === 'answers lost') throw new TypeError(`Failed to fetch: ${(await response.text()).length} characters lost`)
  return response
}

const ours = async (origin: string): Promise<Hand> => {
  let tablet = await world.tabletOfJeanne()
  const hand: Hand = {
    network: 'on',
    press: async (chance, happened) => {
      const { state } = tablet.desk.snapshot
      // The casts: rows and payloads of ours, as they stand on the wire.
      const shown: Shown = {
        facts: (subject) => (state.get('item', subject.slice('item/'.length) as ItemBarcode)?.facts ?? []) as unknown as Fact[],
        order: (orderId) => state.get('order', orderId as OrderId) as unknown as Row | undefined,
        placed: () => placedOf([...state.all('order')].map(({ id }) => id)),
        cases: () => [...state.all('case')] as unknown as readonly Row[],
      }
      const payload = drawPayload(chance, shown, happened)
      if (payload !== undefined) await tablet.desk.perform(payload as unknown as Operation)
    },
    exchange: async () => {
      const head = async () => world.store.read(libraryId, async (reading) => (await reading.library()).head)
      const before = tablet.requests.length
      let turns = 0
      await until(async () => {
        // What waits for a timer, not for an answer, is given time.
        if (onTheWay === 0 && turns++ % 100 === 0) {
          if (turns > 1) world.advance(1000)
          tablet.desk.tryNow()
        }
        if (hand.network !== 'on') return tablet.requests.length > before && onTheWay === 0
        return tablet.desk.snapshot.pendingCount === 0 && (await tablet.storage.load()).mark?.version === (await head())
      }, 'an exchange of ours')
    },
    kill: async () => {
      tablet = tablet.reload()
      await until(() => tablet.desk.snapshot.phase.kind === 'signed-in', 'the reload')
    },
    settle: () => until(() => onTheWay === 0, 'the end of a request'),
    rows: async () => (await tablet.storage.load()).base as unknown as readonly PulledRow[],
    pressed: async () => {
      const { outbox } = await tablet.storage.load()
      const known = (await tablet.storage.acknowledged()).filter(({ outcome }) => outcome !== 'refused')
      return [...outbox, ...known].map(({ text }) => text)
    },
    answered: () => [],
  }
  let onTheWay = 0
  tablet.spoil(async ({ method, path, body, bearer }) => {
    const headers = { 'content-type': 'application/json', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) }
    onTheWay++
    try {
      const response = await carry(hand.network, `${origin}${path}`, { method, headers, ...(body !== undefined && { body }) })
      return { status: response.status, text: await response.text(), retryAfterMs: undefined }
    } finally {
      onTheWay--
    }
  })
  return hand
}

const theirs = async (origin: string): Promise<Hand> => {
  const around = { now: () => world.now(), fetch: (url: string, init: RequestInit) => carry(hand.network, url, init) }
  let client = new SecondClient(origin, around)
  const hand: Hand = {
    network: 'on',
    press: async (chance, happened) => {
      const rowsOf = (kind: string) => Object.values(client.disk.rows).flatMap(({ row }) => (row?.kind === kind ? [row] : []))
      const shown: Shown = {
        facts: (subject) => client.disk.rows[subject]?.row?.facts ?? [],
        order: (orderId) => shownOrder(client, orderId),
        placed: () => placedOf(rowsOf('order').map(({ id }) => String(id))),
        cases: () => rowsOf('case'),
      }
      const payload = drawPayload(chance, shown, happened)
      if (payload !== undefined) client.press(payload, jeanne)
    },
    exchange: async () => {
      try {
        expect(await client.exchange()).toBe(undefined)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
      }
    },
    kill: async () => {
      client = new SecondClient(origin, around, JSON.parse(JSON.stringify(client.disk)) as Disk)
    },
    settle: async () => {},
    rows: async () => Object.values(client.disk.rows),
    pressed: async () => client.disk.outbox.filter(({ outcome }) => outcome !== 'refused').map(({ text }) => text),
    answered: () => client.disk.outbox,
  }
  expect(await client.enrol(await world.code(), 'Étage')).toBe(undefined)
  await hand.exchange()
  return hand
}

const asText = (rows: readonly PulledRow[]): readonly string[] =>
  rows.map(({ kind, id, row }) => `${kind}/${id} ${canonicalJson(row)}`).sort()

const openLibrary = async (): Promise<string> => {
  world = await openTabletWorld()
  const lines = ['1', '2'].map((id) => aLine(id, aRecordWanted('record-1')))
  const orderOf = (id: string, i: number) =>
    anOrder({
      id: toOrderId(id),
      number: `A-00${i}`,
      card: toCardNumber(cards[i % cards.length] ?? ''),
      slot: aSlotKey('2026-11-25 15:00'),
      lines,
    })
  await world.writeRows(
    aSettings({ idleLockMinutes: 600 }),
    ...cards.map((card) => aPatron({ id: toCardNumber(card) })),
    ...orderIds.map(orderOf),
  )
  return world.listen()
}

/** What the wall clock of Valmont shows: an hour ahead, in November. */
const happenedNow = (): Members => {
  const [date = '', time = ''] = new Date(world.now() + 3_600_000).toISOString().split('T')
  return { date, time: time.slice(0, 5) }
}

test.each(days)(
  'day %i ends with one base on all four, each fact once, the same loans and the same contradictions',
  { timeout: 240_000 },
  async (day) => {
    const chance = createChance(`second client, day ${day}`)
    const origin = await openLibrary()
    const hands = [await ours(origin), await theirs(origin), await ours(origin), await theirs(origin)]
    const copy = `${world.path}.copy`
    let putBackAt = 0
    for (let step = 0; step < 220; step++) {
      if (step === 100) expect(await backUpSqlite(world.path, copy)).toEqual({ ok: true })
      if (step === 160)
        await world.replaceDatabase(async () => {
          putBackAt = world.now()
          expect(await restoreSqlite(copy, world.path, { isForced: true, stamp: 'now' })).toMatchObject({ ok: true })
        })
      const hand = hands[chance.below(hands.length)] ?? hands[0]
      if (hand === undefined) continue
      if (chance.happens(0.6)) await hand.press(chance, happenedNow())
      else if (chance.happens(0.7)) await hand.exchange()
      else if (chance.happens(0.3)) await hand.kill()
      else hand.network = chance.pick(['on', 'on', 'off', 'answers lost'] as const) ?? 'on'
      for (const one of hands) await one.settle()
      world.advance(chance.between(1, 40) * 1000)
    }
    for (const hand of hands) hand.network = 'on'
    for (let round = 0; round < 4; round++) {
      for (const hand of hands) await hand.exchange()
      // The last of them after what waits in quarantine is asked about again.
      world.advance(round === 1 ? 3_600_000 : 60_000)
    }

    const [rows, ...others] = await Promise.all(hands.map((hand) => hand.rows()))
    if (rows === undefined) throw new Error('nobody worked')
    for (const other of others) expect(asText(other)).toEqual(asText(rows))

    // Nothing lost, nothing twice: each fact of each envelope stands once in each row of the table of subjects, and in no other.
    const expected: string[] = []
    for (const text of (await Promise.all(hands.map((hand) => hand.pressed()))).flat()) {
      const { operationId, payload } = JSON.parse(text) as { operationId: string; payload: Payload }
      for (const subject of factSubjects(payload)) expected.push(`${subject} ${operationId}`)
    }
    const found = rows.flatMap(({ kind, id, row }) => (row?.facts ?? []).map(({ operationId }) => `${kind}/${id} ${operationId}`))
    expect(expected.length).toBeGreaterThan(40)
    expect(found.sort()).toEqual(expected.sort())

    // What was accepted once is so again; or a later one had replaced it; or a case says on every tablet that it could not come back.
    const lost = rows.flatMap(({ row }) => (row?.caseKind === 'request-lost' ? (row.cites as readonly string[]) : []))
    const known = hands.flatMap((hand) => hand.answered()).filter(({ accepted }) => accepted !== undefined)
    const again = ({ operationId, outcome = '', reason = '' }: Entry): string =>
      outcome === 'refused' && (reason === 'overtaken' || lost.includes(operationId))
        ? 'accepted'
        : outcome.replace('already-known', 'accepted')
    expect([...new Set(known.map(again))].sort()).toEqual(['accepted', 'accepted-with-case'])
    for (const { text, accepted = 0, outcome = '' } of known) {
      const { type } = JSON.parse(text) as { type: string }
      taken.push(accepted < putBackAt && outcome.startsWith('accepted') ? `${type} again` : type)
    }

    // Who has what: their fold, and ours.
    const out = rows.flatMap(({ kind, id, row }): [string, readonly string[]][] => {
      const state = kind === 'item' ? itemState(row as unknown as Item) : undefined
      return state?.kind === 'out' ? [[id, state.cards]] : []
    })
    expect(loansOf(rows)).toEqual(Object.fromEntries(out))

    // What contradicts: each pair of theirs is in a case, and a case of these kinds cites nothing else.
    const pairs = contradictionsOf(rows)
    expect(pairs.length).toBeGreaterThan(0)
    const cases = rows.flatMap(({ kind, row }) =>
      kind === 'case' && row !== null && kindsOfTwoFacts.includes(String(row.caseKind)) ? [row] : [],
    )
    const about = (list: readonly string[]) => [...new Set(list)].sort()
    const cited = cases.filter(({ settlement }) => settlement === undefined)
    expect(
      about(cited.flatMap(({ caseKind, subject, cites }) => (cites as readonly string[]).map((id) => `${caseKind} ${subject} ${id}`))),
    ).toEqual(about(pairs.flatMap(({ kind, subject, cites }) => cites.map((id) => `${kind} ${subject} ${id}`))))
  },
)

test('in these days each kind of request about an order was accepted of theirs, and some of them again', () => {
  const requests = ['place-order', 'reschedule-order', 'write-note', 'substitute-record']
  expect(requests.filter((type) => !taken.includes(type))).toEqual([])
  expect(taken.filter((what) => requests.some((type) => what === `${type} again`)).length).toBeGreaterThan(5)
})
