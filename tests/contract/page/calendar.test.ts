/**
 * The event of an order as three kept parsers of others read it (PAGE-13, RFC 5545): ical.js, which Thunderbird uses, node-ical and ts-ics. What the
 * page's route sends is what `toCalendar` writes; here its words are hard ones, in winter, in summer and cancelled.
 */
import ICAL from 'ical.js'
import ical from 'node-ical'
import { convertIcsCalendar } from 'ts-ics'
import { describe, expect, test } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { toInstantAt } from '../../../src/domain/to-instant-at.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import { type CalendarEvent, toCalendar } from '../../../src/endpoint/page/calendar.ts'
import { aMoment } from '../../builders/a-moment.ts'

const zone = 'Europe/Paris'
const location = 'Porte de la cour, 3 rue ; à gauche \\ du tilleul, tout au fond, derrière la fontaine d’été'
const anEvent = (begins: string, ends: string, isCancelled = false): CalendarEvent => ({
  uid: 'abababababababababababababababab@drive.example',
  url: 'https://drive.example/b/valmont/fr/c/abab',
  sequence: 7,
  isCancelled,
  begins: aMoment(begins),
  ends: aMoment(ends),
  zone,
  beginsAt: toInstantAt(aMoment(begins), wallClockOf(zone)),
  stamp: toInstant(Date.UTC(2026, 10, 24, 13, 32)),
  summary: 'Clic et collecte A-007',
  location,
})

interface Read {
  readonly uid: string | undefined
  readonly sequence: number
  readonly from: number
  readonly to: number
  readonly summary: string
  readonly location: string
  readonly isCancelled: boolean
  readonly alarms: number
}

const byIcalJs = (text: string): Read => {
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const one of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(one)
  const [part] = calendar.getAllSubcomponents('vevent')
  if (part === undefined) throw new Error('no event')
  const { uid, sequence, startDate, endDate, summary, location: place } = new ICAL.Event(part)
  ICAL.TimezoneService.reset()
  return {
    uid,
    sequence,
    from: startDate.toJSDate().getTime(),
    to: endDate.toJSDate().getTime(),
    summary,
    location: place,
    isCancelled: part.getFirstPropertyValue('status') === 'CANCELLED',
    alarms: part.getAllSubcomponents('valarm').length,
  }
}

const byNodeIcal = (text: string): Read => {
  const event = Object.values(ical.sync.parseICS(text)).find((one) => one?.type === 'VEVENT')
  if (event?.type !== 'VEVENT') throw new Error('no event')
  return {
    uid: event.uid,
    sequence: Number(event.sequence),
    from: event.start?.getTime() ?? 0,
    to: event.end?.getTime() ?? 0,
    summary: String(event.summary),
    location: String(event.location),
    isCancelled: event.status === 'CANCELLED',
    alarms: event.alarms?.length ?? 0,
  }
}

const byTsIcs = (text: string): Read => {
  const [event] = convertIcsCalendar(undefined, text).events ?? []
  if (event === undefined) throw new Error('no event')
  return {
    uid: event.uid,
    sequence: event.sequence ?? 0,
    from: event.start.date.getTime(),
    to: event.end?.date.getTime() ?? 0,
    summary: event.summary,
    location: event.location ?? '',
    isCancelled: event.status === 'CANCELLED',
    alarms: event.alarms?.length ?? 0,
  }
}

describe.each([
  ['ical.js', byIcalJs],
  ['node-ical', byNodeIcal],
  ['ts-ics', byTsIcs],
] as const)('%s', (_, read) => {
  test.each([
    ['in winter', '2026-11-25 14:00', '2026-11-25 14:15', '2026-11-25T13:00:00Z'],
    ['in summer', '2026-07-01 10:00', '2026-07-01 10:30', '2026-07-01T08:00:00Z'],
  ] as const)('[PAGE-13] reads the hour of an order %s, its place with its signs, its number and its alarm', (__, begins, ends, from) => {
    const found = read(toCalendar(anEvent(begins, ends)))
    expect(found).toEqual({
      uid: 'abababababababababababababababab@drive.example',
      sequence: 7,
      from: Date.parse(from),
      to: found.from + (begins.startsWith('2026-11') ? 15 : 30) * 60_000,
      summary: 'Clic et collecte A-007',
      location,
      isCancelled: false,
      alarms: 1,
    })
  })

  test('[PAGE-13] reads that it is cancelled, and no alarm', () => {
    expect(read(toCalendar(anEvent('2026-11-25 14:00', '2026-11-25 14:15', true)))).toMatchObject({
      isCancelled: true,
      alarms: 0,
      sequence: 7,
    })
  })
})
