/**
 * The titles of an order that no exchange has carried yet, on the tablet that made it. Runs in Node: the real tablet, the real endpoint.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { buildPullList } from '../../../src/domain/pull-list/build-pull-list.ts'
import type { Desk } from '../../../src/tablet/desk.ts'
import { aRecord } from '../../builders/a-record.ts'
import { aRecordWanted, aSlotKey } from '../../builders/an-order.ts'
import { card, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeAll(async () => {
  world = await openTabletWorld()
})
afterAll(() => world.close())

const germinal = aRecord('N7', { title: 'Germinal', author: 'Zola, Émile' })

const titlesToFetch = ({ snapshot: { state } }: Desk): readonly (string | undefined)[] =>
  buildPullList(state).zones.flatMap(({ entries }) => entries.map(({ record }) => record?.title))

test('[PHONE-17] an order placed off line has its titles on the pull list of the same tablet, after a reload too', async () => {
  await world.writeRows({ kind: 'catalogue', id: 'catalogue', hash: 'a-hash', items: 1, records: 1, bytes: 1 })
  const tablet = await world.tabletOfJeanne()
  tablet.knowRecords([germinal])
  tablet.spoil(offline)
  const placed = await tablet.desk.perform({
    kind: 'place-order',
    orderId: toOrderId('called'),
    number: 'B-001',
    source: 'phone',
    card,
    slot: aSlotKey('2026-11-26 16:00'),
    lines: [
      { id: toLineId('1'), wanted: aRecordWanted('N7') },
      { id: toLineId('2'), wanted: aRecordWanted('N8') },
    ],
    note: '',
    callBackNumber: undefined,
    isUrgent: false,
    overrideReason: undefined,
  })
  expect(placed.kind).toBe('saved')
  await until(() => titlesToFetch(tablet.desk).includes('Germinal'), 'the title')
  const again = tablet.reload()
  await until(() => titlesToFetch(again.desk).includes('Germinal'), 'the title after the reload')
  // What no catalogue knows keeps its number.
  expect(titlesToFetch(again.desk)).toContain(undefined)
  // What the endpoint says of it counts alone, once it says it.
  again.spoil(undefined)
  await world.writeRows({ ...germinal, title: 'Germinal, édition illustrée' })
  again.desk.tryNow()
  await until(() => titlesToFetch(again.desk).includes('Germinal, édition illustrée'), 'the base')
})
