/**
 * What became of the messages, as whoever looks after them reads it, and what a person does with one (MSG-9), on SQLite and PostgreSQL with
 * a real relay on the loopback.
 */
import { beforeEach, expect, test } from 'vitest'
import { toDeviceId, toOrderId } from '../../../src/domain/ids.ts'
import type { Instant } from '../../../src/domain/instant.ts'
import type { MessageAct } from '../../../src/domain/message/message.ts'
import { actOnMessage } from '../../../src/endpoint/messages/act-on-message.ts'
import { lookAtMessages } from '../../../src/endpoint/messages/look-at-messages.ts'
import type { MessageFilter } from '../../../src/endpoint/storage/messages.ts'
import { aMessageJob, aPhonedOrder, cardOf, change, mailingLibrary, mondayMorning, statesOf } from '../../builders/a-mailing-library.ts'
import { aSlotKey } from '../../builders/an-order.ts'
import { library } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { type SmtpRelay, startSmtpRelay } from '../../fakes/smtp-relay.ts'

onEachStore('messages looked at', (store) => {
  let relay: SmtpRelay
  beforeEach(async () => {
    relay = await startSmtpRelay()
    return () => relay.stop()
  })
  const library3 = async () => {
    await mailingLibrary(store(), 3)
    for (const n of [1, 2, 3]) await change(store(), aPhonedOrder(n))
    return aMessageJob(store(), relay.port)
  }
  const look = (now: Instant, filter: MessageFilter = {}) => store().read(library, (reader) => lookAtMessages(reader, filter, now))
  const act = (what: MessageAct, now: Instant, kind = 'received', n = 1) =>
    actOnMessage(store(), library, `order-${n}/${kind}/`, what, now, toDeviceId('device-b'))
  const received = async (now: Instant) => (await look(now, { orderId: toOrderId('order-1'), kind: 'received' })).lines[0]

  test('[MSG-9] a mail that waits longer than it should is counted, with since when and why; one that waits for its hour is not', async () => {
    const job = await library3()
    expect((await look(job.now())).late).toBeUndefined()
    relay.refuse({ at: 'RCPT', code: 451, said: '4.3.0 come back, usager1@courrier.example' })
    await job.pass()
    job.wait(14)
    expect((await look(job.now())).late).toEqual({ count: 3, since: mondayMorning, said: '451 4.3.0 come back, …' })
    relay.refuse(undefined)
    await job.pass()
    const { late, counts, sends } = await look(job.now())
    expect([late, sends]).toEqual([undefined, true])
    expect(counts).toMatchObject([
      { kind: 'received', state: 'accepted', count: 3 },
      { kind: 'reminder', state: 'waiting', count: 3 },
    ])
    job.wait(8 * 24 * 60)
    expect((await look(job.now())).counts.map(({ kind }) => kind)).toEqual(['reminder'])
  })

  test('[MSG-9, MSG-26] they are found by order, patron, kind and state, and none says where it went', async () => {
    const job = await library3()
    await job.pass()
    const found = async (filter: MessageFilter) =>
      (await look(job.now(), filter)).lines.map(({ key }) => key.split('/').slice(0, 2).join(' ')).sort()
    expect(await found({ orderId: toOrderId('order-2') })).toEqual(['order-2 received', 'order-2 reminder'])
    expect(await found({ cards: [cardOf(1), cardOf(3)], state: 'accepted' })).toEqual(['order-1 received', 'order-3 received'])
    expect(await found({ kind: 'reminder' })).toHaveLength(3)
    expect(await found({ cards: [] })).toEqual([])
    expect(JSON.stringify(await look(job.now()))).not.toContain('courrier.example')
  })

  test('[MSG-9, MSG-27] sent again by hand it is another mail, and of no use it is not sent again', async () => {
    const job = await library3()
    await job.pass()
    expect(await act('resend', job.now())).toBe(true)
    await job.pass()
    const ids = relay.mails.filter(({ to }) => to.startsWith('usager1@')).map(({ raw }) => /^Message-ID: (.+)\r$/im.exec(raw)?.[1])
    expect([ids.length, new Set(ids).size]).toEqual([2, 2])
    expect(await received(job.now())).toMatchObject({ state: 'accepted', mayResend: true, mayWithdraw: false, mayTell: false })
    // Overtaken, it would say what is true no more.
    await change(store(), aPhonedOrder(1, { slot: aSlotKey('2026-11-26 14:00') }), job.now())
    await change(store(), aPhonedOrder(1, { slot: aSlotKey('2026-11-25 14:00') }), job.now())
    const overtaken = (await look(job.now(), { state: 'withdrawn' })).lines
    expect(overtaken.length).toBeGreaterThan(0)
    expect(overtaken.map(({ said, mayResend }) => [said, mayResend])).toEqual(overtaken.map(() => ['overtaken', false]))
    job.wait(3 * 24 * 60)
    expect(await act('resend', job.now())).toBe(false)
  })

  test('[PAGE-7, MSG-9] a code is in no list, and nobody sends it again by hand', async () => {
    const job = await library3()
    await store().transact(library, async ({ messages }) => {
      const [first] = await messages.list({ kind: 'received' }, 1)
      if (first !== undefined) await messages.keep({ ...first, key: 'code/fr/1', kind: 'code', state: 'accepted', messageId: 'c' })
    })
    expect(JSON.stringify(await look(job.now()))).not.toContain('code')
    expect(await actOnMessage(store(), library, 'code/fr/1', 'resend', job.now(), toDeviceId('device-b'))).toBe(false)
  })

  test('[MSG-9, MSG-27] withdrawn by hand it does not leave, and told otherwise it counts as told', async () => {
    const job = await library3()
    expect(await act('withdraw', job.now())).toBe(true)
    expect(await act('tell', job.now(), 'received', 2)).toBe(true)
    await job.pass()
    expect(relay.mails.map(({ to }) => to)).toEqual(['usager3@courrier.example'])
    expect(await statesOf(store())).toMatchObject({ received: 'withdrawn' })
    expect(await act('withdraw', job.now())).toBe(false)
    // Whoever was told the hour by telephone hears of another one.
    await change(store(), aPhonedOrder(2, { slot: aSlotKey('2026-11-26 14:00') }), job.now())
    expect(await statesOf(store(), 2)).toMatchObject({ received: 'told', moved: 'waiting' })
  })

  test('[MSG-9, MSG-28] a mail that was refused is told otherwise, and no more sent to an address that takes none', async () => {
    const job = await library3()
    relay.refuse({ at: 'RCPT', code: 550, said: '5.1.1 unknown' })
    await job.pass()
    expect(await received(job.now())).toMatchObject({ state: 'refused', mayResend: true, mayTell: true })
    expect(await act('resend', job.now())).toBe(true)
    await job.pass()
    // Twice for good: nothing more goes there.
    expect(await received(job.now())).toMatchObject({ state: 'refused', mayResend: false, mayTell: true })
    expect(await act('tell', job.now())).toBe(true)
    expect(await received(job.now())).toMatchObject({ state: 'told', mayTell: false })
  })
})
