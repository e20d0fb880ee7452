/**
 * The pull list as preparers walk it: order of the walk, copies wanted, claims, second pass, progress (PULL-1 to PULL-5).
 * Pure rules, on records whose names say what they are.
 * Each test builds the few shelves it walks along.
 */
import { describe, expect, it } from 'vitest'
import { toDeviceId, toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { buildPullList, type PullEntry } from '../../../src/domain/pull-list/build-pull-list.ts'
import type { Claim, ClaimScope } from '../../../src/domain/pull-list/claim.ts'
import { formatClaimScope } from '../../../src/domain/pull-list/claim.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import {
  aFactOnOrder,
  aLine,
  anItemWanted,
  anOperationId,
  anOrder,
  anOrderWith,
  aPick,
  aRecordWanted,
  aSlotKey,
  aWish,
} from '../../builders/an-order.ts'

const aRecordAt = (id: string, location: string, callNumber: string) =>
  aRecord(id, { copies: [aCopy(`3333-${id}`, { location, callNumber })] })
const anOrderOf = (id: string, records: readonly string[], slot?: string) =>
  anOrder({
    id: toOrderId(id),
    number: id,
    slot: aSlotKey(slot),
    lines: records.map((record, n) => aLine(`${n + 1}`, aRecordWanted(record))),
  })
const namesOf = (entries: readonly PullEntry[]) => entries.map((entry) => entry.recordId)
const aClaim = (scope: ClaimScope, ...librarians: readonly string[]): Claim => ({
  kind: 'claim',
  id: formatClaimScope(scope),
  scope,
  holders: librarians.map((name) => ({
    operationId: anOperationId(),
    librarianId: toLibrarianId(name),
    deviceId: toDeviceId('tablet-b'),
    at: anInstant('2026-11-24 10:00'),
  })),
})

describe('making the pull list', () => {
  it('[PULL-1] zones come as the manager sorted them, then locations within a zone, then call numbers', () => {
    const desk = aDesk(
      aRecordAt('young-bd', 'Jeunesse BD', 'ASTERIX 3'),
      aRecordAt('adult-bd', 'Adultes BD', 'TARDI'),
      aRecordAt('novel-10', 'Adultes romans', 'R SIM 10'),
      aRecordAt('novel-2', 'Adultes romans', 'R SIM 2'),
      aRecordAt('cookery', 'Adultes documentaires', '641.5'),
      anOrderOf('a', ['young-bd', 'adult-bd', 'novel-10', 'novel-2', 'cookery']),
    )
    const { zones } = buildPullList(desk)
    expect(zones.map((zone) => [zone.name, namesOf(zone.entries)])).toEqual([
      ['Romans', ['novel-2', 'novel-10']],
      ['Documentaires', ['cookery']],
      ['Bandes dessinées', ['adult-bd', 'young-bd']],
    ])
  })

  it('[PULL-2] two editions of one title are told apart by their year, and a title that is alone says no more', () => {
    const edition = (id: string, year: string) => ({
      ...aRecordAt(id, 'Adultes romans', 'R BRO'),
      title: 'Jane Eyre',
      author: 'Brontë',
      year,
    })
    const desk = aDesk(
      edition('old', '1998'),
      edition('new', '2019'),
      aRecordAt('alone', 'Adultes romans', 'R COL'),
      anOrderOf('a', ['old', 'new', 'alone']),
    )
    const entries = buildPullList(desk).zones.flatMap((zone) => zone.entries)
    expect(entries.map(({ recordId, apart }) => [recordId, apart])).toEqual([
      ['new', '2019'],
      ['old', '1998'],
      ['alone', undefined],
    ])
  })

  it('[PULL-1] a location in no zone is walked last, under its own name', () => {
    const desk = aDesk(
      aRecordAt('score', 'Partithèque', 'P 12'),
      aRecordAt('map', 'Fonds local', 'FL 1'),
      aRecordAt('cd', 'Musique', '3 BAC'),
      anOrderOf('a', ['score', 'map', 'cd']),
    )
    expect(buildPullList(desk).zones.map((zone) => zone.name)).toEqual(['Musique et cinéma', 'Fonds local', 'Partithèque'])
  })

  it('[PULL-2] a title wanted by two orders is one entry that wants two copies, the earlier slot first', () => {
    const desk = aDesk(aRecord('r'), anOrderOf('late', ['r'], '2026-11-24 16:00'), anOrderOf('early', ['r'], '2026-11-24 14:00'))
    const [entry] = buildPullList(desk).zones[0]?.entries ?? []
    expect(entry?.lines.map(({ order }) => order.id)).toEqual(['early', 'late'])
  })

  it('[PULL-2] only the chosen slots are listed, and neither cancelled orders nor those handed over', () => {
    const chosen = aSlotKey('2026-11-24 14:30')
    const desk = aDesk(
      anOrderOf('in', ['r1']),
      anOrderOf('out', ['r2'], '2026-11-24 16:00'),
      anOrder({ ...anOrderOf('cancelled', ['r3']), cancelledBy: { operationId: anOperationId(), based: [] } }),
      anOrderWith(anOrderOf('gone', ['r4']), aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] })),
    )
    expect(buildPullList(desk, [chosen]).zones.flatMap((zone) => namesOf(zone.entries))).toEqual(['r1'])
    expect(buildPullList(desk).total).toBe(2)
  })

  it('[PULL-2] a copy that is not on its shelf is not where the walk leads', () => {
    const record = aRecord('r', {
      copies: [
        aCopy('3333-1', { callNumber: 'R ZOL', location: 'Adultes romans' }),
        aCopy('3333-2', { callNumber: 'J ZOL', location: 'Jeunesse' }),
      ],
    })
    const desk = aDesk(record, anItemWith('3333-1', {}, aLoanOf()), anOrderOf('a', ['r']))
    const [zone] = buildPullList(desk).zones
    expect(zone?.name).toBe('Jeunesse')
    expect(zone?.entries[0]?.copies.map((copy) => [copy.barcode, copy.isOnShelf])).toEqual([
      ['3333-2', true],
      ['3333-1', false],
    ])
  })

  it('[ORD-4] a copy lent by the ordinary desk is not on its shelf', () => {
    const desk = aDesk(
      aRecord('r', { copies: [aCopy('3333-1')] }),
      anItem('3333-1', { ilsLoanSince: anInstant('2026-11-24 10:00') }),
      anOrderOf('a', ['r']),
    )
    expect(buildPullList(desk).zones[0]?.entries[0]?.copies[0]?.isOnShelf).toBe(false)
  })

  it('[ORD-6] the earlier slot of two lines for one barcode is sent to that copy, the other to any of the record', () => {
    const copies = [aCopy('3333-1', { callNumber: 'R A' }), aCopy('3333-2', { callNumber: 'R B' })]
    const wanting = (id: string, time: string) =>
      anOrder({ id: toOrderId(id), slot: aSlotKey(`2026-11-24 ${time}`), lines: [aLine('1', anItemWanted('3333-2', 'r'))] })
    const desk = aDesk(aRecord('r', { copies }), wanting('late', '16:00'), wanting('early', '15:00'))
    expect(buildPullList(desk).zones[0]?.entries.map((entry) => [entry.callNumber, entry.lines[0]?.order.id])).toEqual([
      ['R A', 'late'],
      ['R B', 'early'],
    ])
  })

  it('[PULL-3] a claim shows on its zone or its order, with everybody who made it, the first received first', () => {
    const desk = aDesk(
      aRecord('r'),
      anOrderOf('a', ['r']),
      aClaim({ kind: 'zone', name: 'Romans' }, 'nadia', 'paul'),
      aClaim({ kind: 'order', orderId: toOrderId('a') }, 'paul'),
    )
    const [zone] = buildPullList(desk).zones
    expect(zone?.claim?.holders.map((holder) => holder.librarianId)).toEqual(['nadia', 'paul'])
    expect(zone?.entries[0]?.lines[0]?.claim?.holders[0]?.librarianId).toBe('paul')
  })

  it('[PULL-3] a claim that was released shows no more', () => {
    const desk = aDesk(aRecord('r'), anOrderOf('a', ['r']), aClaim({ kind: 'zone', name: 'Romans' }))
    expect(buildPullList(desk).zones[0]?.claim).toBeUndefined()
  })

  it('[PULL-4] a ticked line stays on the list, ticked, and its zone says how far it is', () => {
    const order = anOrderWith(anOrderOf('a', ['r', 's']), aPick('1', '3333-r'))
    const desk = aDesk(aRecordAt('r', 'Adultes romans', 'R A'), aRecordAt('s', 'Adultes romans', 'R B'), order, ...itemsPickedFor(order))
    const [zone] = buildPullList(desk).zones
    expect([zone?.done, zone?.total]).toEqual([1, 2])
    expect(zone?.entries[0]?.lines[0]?.state).toMatchObject({ kind: 'picked', barcode: toItemBarcode('3333-r') })
  })

  it('[PULL-5] a line not found leaves its zone for the second pass, and is not settled', () => {
    const order = anOrderWith(anOrderOf('a', ['r', 's']), aFactOnOrder('not-found', { lineId: toLineId('1') }))
    const { zones, secondPass } = buildPullList(aDesk(aRecord('r'), aRecord('s'), order))
    expect(namesOf(secondPass)).toEqual(['r'])
    expect(zones.map((zone) => [namesOf(zone.entries), zone.done, zone.total])).toEqual([[['s'], 0, 2]])
  })

  it('[PULL-5] a line given up is settled, and its reason kept', () => {
    const order = anOrderWith(
      anOrderOf('a', ['r']),
      aFactOnOrder('not-found', { lineId: toLineId('1') }),
      aFactOnOrder('given-up', { lineId: toLineId('1'), reason: 'abîmé' }),
    )
    const list = buildPullList(aDesk(aRecord('r'), order))
    expect([list.done, list.total]).toEqual([1, 1])
    expect(list.zones[0]?.entries[0]?.lines[0]?.state).toEqual({ kind: 'given-up', reason: 'abîmé' })
  })

  it('[ORD-1] a wish in words has no shelf: it is listed apart', () => {
    const list = buildPullList(aDesk(anOrder({ lines: [aLine('1', aWish('deux policiers récents'))] })))
    expect(list.zones).toEqual([])
    expect(list.wishes).toHaveLength(1)
    expect(list.total).toBe(1)
  })

  it('[PULL-1] a record that the tablet does not hold is still listed', () => {
    expect(buildPullList(aDesk(anOrderOf('a', ['unknown']))).zones[0]?.entries[0]).toMatchObject({ recordId: 'unknown', record: undefined })
  })
})
