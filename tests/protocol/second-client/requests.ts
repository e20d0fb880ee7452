/**
 * What a person at the second client asks for: an order placed, moved, noted, an equivalent, a case decided; each with what it is based on, as
 * this tablet shows it. From PROTOCOL.md alone (Payloads, Cases), as the client beside it. Runs in Node; imports nothing of `src`
 * (tests/architecture).
 */
import { randomBytes } from 'node:crypto'
import type { SecondClient } from './client.ts'
import { type Json, type Members, type Payload, type Row, seenOf } from './wire-text.ts'

const payloadOf = (text: string): Payload => (JSON.parse(text) as { payload: Payload }).payload
const linesOf = ({ lines }: Row): readonly Members[] => lines as readonly Members[]

/** An order after a request about it, as far as a later request rests on it: its slot, its note, what its lines ask for. */
const afterRequest = (order: Row | undefined, asked: Payload): Row | undefined => {
  if (asked.kind === 'place-order') return order ?? { ...asked, kind: 'order', id: asked.orderId, facts: [] }
  if (order === undefined) return undefined
  if (asked.kind === 'reschedule-order') return { ...order, slot: asked.to }
  if (asked.kind === 'write-note') return { ...order, note: asked.note }
  if (asked.kind !== 'substitute-record') return order
  const wanted = { kind: 'record', recordId: asked.to }
  return { ...order, lines: linesOf(order).map((line) => (line.id === asked.lineId ? { ...line, wanted } : line)) }
}

/** An order as this tablet shows it: the row of its base, and over it what it asked for since. */
export const shownOrder = (client: SecondClient, orderId: string): Row | undefined => {
  const own = client.pending().map(({ text }) => payloadOf(text))
  const base = client.disk.rows[`order/${orderId}`]?.row ?? undefined
  return own.filter((payload) => payload.orderId === orderId).reduce<Row | undefined>(afterRequest, base)
}

/** The number that people call it by: the tablet's letter, and a count of the orders that it made. */
const nextNumber = ({ disk }: SecondClient): string => {
  const made = disk.outbox.filter(({ text }) => payloadOf(text).kind === 'place-order').length
  return `${disk.letter}-${String(made + 1).padStart(3, '0')}`
}

export const place = (client: SecondClient, card: string, slot: Members, records: readonly string[]): Payload => ({
  ...{ kind: 'place-order', orderId: randomBytes(16).toString('hex'), number: nextNumber(client), source: 'phone', card, slot },
  ...{ lines: records.map((recordId, i) => ({ id: String(i + 1), wanted: { kind: 'record', recordId } })), note: '', isUrgent: false },
})

export const move = (order: Row, to: Members): Payload => ({ kind: 'reschedule-order', orderId: order.id, from: order.slot, to })

export const writeNote = (order: Row, note: string): Payload => ({ kind: 'write-note', orderId: order.id, note, replaces: order.note })

export const propose = (order: Row, lineId: string, to: string): Payload => {
  const { recordId } = (linesOf(order).find(({ id }) => id === lineId)?.wanted ?? {}) as Members
  return { kind: 'substitute-record', orderId: order.id, lineId, from: recordId, to }
}

export const settle = (seen: Row, decision: Json): Payload => ({
  ...{ kind: 'settle-case', caseId: seen.id, cites: [], seen: seenOf(seen), decision, note: '' },
})
