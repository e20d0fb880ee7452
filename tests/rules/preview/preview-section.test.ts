/**
 * What a preview promises, the desk does: the same day is lived under the proposed settings, and asked the same. Runs in vitest.
 */
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/domain/desk/decide.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { Instant } from '../../../src/domain/instant.ts'
import { isInQuarantine } from '../../../src/domain/item/item-state.ts'
import { dueDate } from '../../../src/domain/loan-right/due-date.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { previewFrom } from '../../../src/domain/preview/preview-section.ts'
import { bayHolders, chooseBay } from '../../../src/domain/pull-list/choose-bay.ts'
import { judgeReturn } from '../../../src/domain/return/judge-return.ts'
import type { DeskState, Row } from '../../../src/domain/row/desk-state.ts'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import type { SectionName, Settings } from '../../../src/domain/settings/settings.ts'
import { isLate } from '../../../src/domain/slot/lateness.ts'
import { nextFreeSlots } from '../../../src/domain/slot/next-free-slots.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, tuesday } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aRecord } from '../../builders/a-record.ts'
import { aLoanRight, aSettings, centre } from '../../builders/a-settings.ts'
import { aFactOnItem, aLoanOf, anItemWith } from '../../builders/an-item.ts'
import { aBagging, anOrder, anOrderWith, aPick, aSlotKey, aWish } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 15:10')
const card = toCardNumber('23333000000172')
const ready = anOrderWith({ id: toOrderId('r'), card, slot: aSlotKey('2026-11-24 14:15') }, aPick('1', '33331000000012'), aBagging(31))
const rows: readonly Row[] = [
  ready,
  anOrder({ id: toOrderId('a'), card, slot: aSlotKey('2026-11-26 14:00') }),
  anOrder({ id: toOrderId('b'), card: toCardNumber('23333000000180'), slot: aSlotKey('2026-11-25 10:00'), source: 'phone' }),
]
const toLocal = (at: Instant) => aMoment(new Date(at).toISOString().slice(0, 16).replace('T', ' '))
/** The desk once the settings are in use. */
const deskUnder = (settings: Settings) => aDesk(...rows, settings)
const preview = (section: SectionName, changes: Partial<Settings>) =>
  previewFrom(section, aSettings(), { state: aDesk(...rows), now, toLocal })(aSettings(changes))

describe('a preview says what the desk will do under the proposed settings', () => {
  test('[SET-2] the hour that is offered first on the telephone', () => {
    for (const leadTimeHours of [0, 2, 4, 24, 72]) {
      const settings = aSettings({ leadTimeHours })
      const desk = deskUnder(settings)
      const [next] = preview('lead', { leadTimeHours })
      expect(next).toEqual({
        kind: 'next-slot',
        was: aSlotKey('2026-11-25 10:00'),
        becomes: nextFreeSlots(desk, settings, centre, now)[0]?.key,
      })
    }
  })

  test('[SET-2] who is asked for a reason to have one order more', () => {
    for (const openOrders of [1, 2, 3]) {
      const desk = deskUnder(aSettings({ openOrders }))
      const asked = ['23333000000172', '23333000000180'].filter((number) => {
        const request: Operation = {
          ...{ kind: 'place-order', orderId: toOrderId('new'), number: 'B-1', source: 'phone', card: toCardNumber(number) },
          ...{ slot: aSlotKey('2026-11-25 10:15'), lines: [{ id: toLineId('1'), wanted: aWish('un policier') }] },
          ...{ note: '', callBackNumber: undefined, isUrgent: false, overrideReason: undefined },
        }
        const decided = decide(desk, request, { now, librarian: { id: toLibrarianId('claire') }, end: 'tablet' })
        return !decided.ok
      })
      expect(preview('limits', { openOrders })).toEqual([{ kind: 'at-limit', was: 0, becomes: asked.length }])
    }
  })

  test('[SET-2] who is late, until when a return rests, and which bays are left without a number', () => {
    for (const graceMinutes of [0, 15, 40, 41]) {
      const settings = aSettings({ graceMinutes })
      expect(preview('absences', { graceMinutes })[0]).toEqual({ kind: 'late', was: 1, becomes: isLate(settings, ready, now) ? 1 : 0 })
    }
    const rested = judgeReturn(deskUnder(aSettings({ quarantineDays: 3 })), aSettings({ quarantineDays: 3 }), toItemBarcode('1'), tuesday)
    expect(preview('returns', { quarantineDays: 3 })[0]).toEqual({ kind: 'rests-until', was: undefined, becomes: rested.quarantineUntil })
    expect(rested.quarantineUntil).toBe(addDays(tuesday, 3))
    const few = aSettings({ sites: [{ id: centre, name: 'Médiathèque', bays: 30 }] })
    expect(preview('bays', few)).toEqual([
      { kind: 'bays-taken', was: 1, becomes: 1 },
      { kind: 'bays-lost', was: 0, becomes: 1 },
    ])
    // It leaves when it is empty: until then it is there, and no pile is put into another of its number.
    expect([...bayHolders(deskUnder(few), centre).keys()]).toEqual([31])
    expect(chooseBay(deskUnder(few), centre)).toBe(1)
  })

  test('[SET-2] how many documents would rest today, had they come back under the proposed days', () => {
    const daysAgo = [0, 1, 4]
    const returned = (settings: Settings, n: number, ago: number) => {
      const barcode = toItemBarcode(`3333100000001${n}`)
      const date = addDays(tuesday, -ago)
      const { quarantineUntil } = judgeReturn(deskUnder(settings), settings, barcode, date)
      return { barcode, fact: aFactOnItem('returned', { quarantineUntil, happened: { ...now, date } }) }
    }
    // As it was: nothing rested, yesterday's went to its shelf, and another was lent again.
    const items = daysAgo.map((ago, n) => {
      const { barcode, fact } = returned(aSettings(), n, ago)
      return anItemWith(barcode, {}, fact, ...(ago === 1 ? [aFactOnItem('reshelved', {})] : []))
    })
    const lent = anItemWith('33331000000099', {}, returned(aSettings(), 9, 2).fact, aLoanOf())
    const draft = previewFrom('returns', aSettings(), { state: aDesk(...items, lent), now, toLocal })
    const resting = [0, 1, 2, 5].map((quarantineDays) => {
      const proposed = aSettings({ quarantineDays })
      const lived = daysAgo.map((ago, n) => returned(proposed, n, ago)).map(({ barcode, fact }) => anItemWith(barcode, {}, fact))
      const becomes = lived.filter((item) => isInQuarantine(item, tuesday)).length
      expect(draft(proposed)).toContainEqual({ kind: 'would-rest', was: 0, becomes })
      return becomes
    })
    expect(resting).toEqual([0, 1, 2, 3])
  })

  test('[SET-2] how many documents of the open orders would be due another day, for a day that is closed', () => {
    const closed = { dayExceptions: [{ siteId: centre, date: aDate('2026-12-17'), ranges: [] }] }
    const patron = aPatron({ id: card })
    const record = aRecord('record-1', { documentType: 'BD' })
    const lent: Partial<Settings> = { loanRights: [aLoanRight('*', '*', { durationDays: 21 })] }
    const [before, proposed] = [aSettings(lent), aSettings({ ...lent, ...closed })]
    const lines = previewFrom('days', before, { state: aDesk(...rows, patron, record), now, toLocal })(proposed)
    // Of the order of Thursday 26: three weeks later, moved by a day. The two others are due on days that stay open.
    expect(dueDate(proposed, patron.category, 'BD', aDate('2026-11-26'))).toBe('2026-12-18')
    expect(lines.find(({ kind }) => kind === 'due-shifted')).toEqual({ kind: 'due-shifted', was: 0, becomes: 1 })
  })

  test('[SET-2] a key pressed in a draft reads the orders once, and what holds now is not asked again', () => {
    const desk = aDesk(...rows)
    const readings: Partial<Record<SectionName, readonly number[]>> = {}
    for (const section of ['ranges', 'bays', 'lead'] as const) {
      let read = 0
      const state: DeskState = {
        get: desk.get,
        all: (kind) => {
          if (kind === 'order') read += 1
          return desk.all(kind)
        },
      }
      const draft = previewFrom(section, aSettings(), { state, now, toLocal })
      readings[section] = [3, 4, 5].map((leadTimeHours) => {
        read = 0
        draft(aSettings({ leadTimeHours }))
        return read
      })
    }
    // Now and by the draft, then by the draft alone.
    expect(readings).toEqual({ ranges: [2, 1, 1], bays: [2, 1, 1], lead: [2, 1, 1] })
  })

  test('[SET-2] a section without anything to count says nothing', () => {
    expect(preview('lock', { idleLockMinutes: 5 })).toEqual([])
  })

  test('[SET-2, SET-18] how many cards of the directory are read as cards, and of how many numbers the screen asks', () => {
    const patrons = ['2000000011', '2000000021', '7000000031', '3000000041'].map((number) => aPatron({ id: toCardNumber(number) }))
    const itemRule: Settings['itemRule'] = { pattern: '^[37]\\d{9}$', check: 'none' }
    const read = (cardRule: Settings['cardRule']) => {
      const [before, proposed] = [
        aSettings({ itemRule, cardRule: { pattern: '^9\\d{9}$', check: 'none' } }),
        aSettings({ itemRule, cardRule }),
      ]
      const state = aDesk(...patrons)
      const lines = previewFrom('codes', before, { state, now, toLocal })(proposed)
      // The judge that hears every scan.
      const judged = patrons.map(({ id }) => judgeText(proposed, id).kind)
      expect(lines.find(({ kind }) => kind === 'cards-read')).toEqual({
        ...{ kind: 'cards-read', was: 0 },
        becomes: (100 * judged.filter((kind) => kind === 'card' || kind === 'card-or-item').length) / patrons.length,
      })
      expect(lines.find(({ kind }) => kind === 'in-doubt')?.becomes).toBe(judged.filter((kind) => kind === 'card-or-item').length)
      return lines.map(({ becomes }) => becomes)
    }
    expect(read({ pattern: '^2\\d{9}$', check: 'none' })).toEqual([50, 100, 0])
    expect(read({ pattern: '^[27]\\d{9}$', check: 'none' })).toEqual([75, 100, 1])
  })
})
