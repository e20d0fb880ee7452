/**
 * The queue of messages and its sender, on SQLite and PostgreSQL, with a real relay on the loopback (MSG-2, MSG-3, MSG-8): refused, put off,
 * cut at each verb, silent, shared by two processes. Nothing is lost, and nothing goes twice but what was cut after its letter, and then
 * under one Message-ID.
 */
import { beforeEach, expect, test } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { createPageLinks } from '../../../src/endpoint/messages/page-links.ts'
import { createSeals } from '../../../src/endpoint/messages/seal.ts'
import { noteSent, takeInHand, withoutAddresses } from '../../../src/endpoint/messages/take-in-hand.ts'
import { writeMessages } from '../../../src/endpoint/messages/write-messages.ts'
import { aMessageJob, aPhonedOrder, cardOf, change, mailingLibrary, mondayMorning, statesOf } from '../../builders/a-mailing-library.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEnvelope } from '../../builders/an-endpoint.ts'
import { anOperationId, aSlotKey } from '../../builders/an-order.ts'
import { library } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { readMail } from '../../fakes/read-mail.ts'
import { cuts, type SmtpRelay, startSmtpRelay } from '../../fakes/smtp-relay.ts'

const messageIds = ({ mails }: SmtpRelay): readonly (string | undefined)[] =>
  mails.map(({ raw }) => /^Message-ID: (.+)\r$/im.exec(raw)?.[1])

const noLinks = createPageLinks(createSeals(''), 'https://drive.example', { id: library, slug: 'mediatheque' })

onEachStore('messages', (store) => {
  let relay: SmtpRelay
  beforeEach(async () => {
    relay = await startSmtpRelay()
    return () => relay.stop()
  })
  const one = async () => {
    await mailingLibrary(store(), 1)
    await change(store(), aPhonedOrder(1))
    return aMessageJob(store(), relay.port)
  }
  const received = () =>
    store().read(library, async ({ messages }) => (await messages.of(toOrderId('order-1'))).find(({ kind }) => kind === 'received'))

  test('[MSG-1, MSG-2] an order that was noted is told once, and the relay’s words are kept', async () => {
    const job = await one()
    await change(store(), aPhonedOrder(1, { note: 'sonner' }))
    await job.pass()
    await job.pass()
    const settings = await store().read(library, async (reader) => reader.row('settings', 'settings'))
    expect(settings?.pageAddress).toBe('https://drive.example/b/mediatheque/')
    expect(relay.mails).toMatchObject([{ from: 'clic@mediatheque.example', to: 'usager1@courrier.example' }])
    expect(await statesOf(store())).toEqual({ received: 'accepted', reminder: 'waiting' })
    expect((await received())?.said).toContain('queued as 4Q2x')
    expect(job.reports).toEqual([{ ends: { accepted: 1 }, fault: undefined }])
  })

  test('[MSG-1, MSG-18] a change that is undone writes nothing, and one without an address writes to nobody', async () => {
    await mailingLibrary(store(), 1)
    const failing = store().transact(library, async (transaction) => {
      await writeMessages(transaction, [aPhonedOrder(1)], mondayMorning)
      throw new Error('the disk is full')
    })
    await expect(failing).rejects.toThrow('the disk is full')
    expect(await statesOf(store())).toEqual({})
    await change(store(), aPhonedOrder(2))
    expect(await statesOf(store(), 2)).toEqual({})
  })

  test('[MSG-7, MSG-23] in the order’s language where it was ordered in one, else in the ILS’s, else in French', async () => {
    await mailingLibrary(store(), 3)
    const speak = (n: number, language: 'fr' | 'en' | undefined) =>
      store().transact(library, async ({ addresses }) => {
        const address = await addresses.of(cardOf(n))
        if (address !== undefined) await addresses.keep({ ...address, language })
      })
    await speak(2, 'en')
    await speak(3, 'en')
    await change(store(), aPhonedOrder(1, { language: 'en' }))
    await change(store(), aPhonedOrder(2))
    await change(store(), aPhonedOrder(3, { language: 'fr' }))
    await aMessageJob(store(), relay.port).pass()
    const said = relay.mails.map(({ to, raw }) => `${to.slice(0, 7)} ${/^Content-Language: (\w\w)/im.exec(raw)?.[1]}`)
    expect(said.sort()).toEqual(['usager1 en', 'usager2 en', 'usager3 fr'])
  })

  test('[MSG-12, MSG-33] a kind that is switched off is written no more, and what waits of it does not leave', async () => {
    const job = await one()
    const settle = (messagesOff: Settings['messagesOff']) =>
      store().transact(library, (transaction) => transaction.writeRow(aSettings({ sendsMail: true, messagesOff }), mondayMorning))
    await settle(['received', 'receipt'])
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ received: 'withdrawn', reminder: 'waiting' })
    const handover = anEnvelope(aHandOver({ receipt: 'mailed', card: cardOf(1), orderId: toOrderId('order-1') }))
    await store().transact(library, (transaction) => writeMessages(transaction, [], mondayMorning, handover))
    expect(await statesOf(store())).not.toHaveProperty('receipt')
    expect(relay.mails).toHaveLength(0)
  })

  test.each(cuts)('[MSG-3] cut at « %s », it goes at the next try', async (at) => {
    const job = await one()
    relay.cutNext(at)
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ received: 'waiting' })
    job.wait(1)
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ received: 'accepted' })
    expect(relay.mails).toHaveLength(at === 'answer' ? 2 : 1)
    expect(new Set(messageIds(relay)).size).toBe(1)
    expect(messageIds(relay)[0]).toMatch(/^<[0-9a-f]{32}@mediatheque\.example>$/)
  })

  test('[MSG-3, MSG-20] a relay that is down is left alone for a minute, and each message keeps its own next try', async () => {
    await mailingLibrary(store(), 2)
    for (const n of [1, 2]) await change(store(), aPhonedOrder(n))
    const job = aMessageJob(store(), relay.port)
    await relay.stop()
    await job.pass()
    await job.pass()
    expect(job.reports).toEqual([{ ends: { unknown: 1 }, fault: 'ESOCKET' }])
    expect(job.reported).toEqual((await store().libraries()).map(({ slug }) => slug))
    expect(await statesOf(store())).toMatchObject({ received: 'waiting' })
    relay = await startSmtpRelay()
  })

  test('[MSG-3] put off by the relay, it is tried until its day of trying is over, and others pass', async () => {
    await mailingLibrary(store(), 2)
    for (const n of [1, 2]) await change(store(), aPhonedOrder(n))
    const job = aMessageJob(store(), relay.port)
    relay.refuse({ at: 'RCPT', code: 451, said: '4.7.1 greylisted' })
    await job.pass()
    // Both were asked about: a message that is put off keeps no other one back.
    expect(job.reports).toEqual([{ ends: { unknown: 2 }, fault: undefined }])
    for (let minutes = 0; minutes < 26 * 60; minutes += 30) {
      job.wait(30)
      await job.pass()
    }
    expect(await statesOf(store())).toMatchObject({ received: 'given-up' })
    const tries = (await received())?.tries ?? 0
    expect(tries).toBeGreaterThan(20)
    expect(tries).toBeLessThan(30)
    expect(relay.mails).toEqual([])
  })

  test('[MSG-3] a message stays once it is of no use', async () => {
    const job = await one()
    relay.refuse({ at: 'RCPT', code: 451, said: 'later' })
    await job.pass()
    relay.refuse(undefined)
    job.wait(3 * 24 * 60)
    await job.pass()
    expect(await statesOf(store())).toEqual({ received: 'given-up', reminder: 'given-up' })
    expect(relay.mails).toEqual([])
  })

  test('[MSG-8, MSG-24] an address that takes no mail is refused at once, and after two of them the desk is told', async () => {
    const job = await one()
    const reachable = () => store().read(library, async (reader) => (await reader.row('patron', cardOf(1)))?.reachable)
    relay.refuse({ at: 'RCPT', code: 550, said: '5.1.1 <usager1@courrier.example>: no such user' })
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ received: 'refused' })
    expect((await received())?.said).not.toContain('courrier.example')
    expect(await reachable()).toBe('yes')
    await change(store(), aPhonedOrder(1, { slot: aSlotKey('2026-11-26 14:00') }), job.now())
    await job.pass()
    expect(await reachable()).toBe('refused')
    await change(store(), aPhonedOrder(1, { cancelledBy: { operationId: anOperationId(), based: [] } }), job.now())
    expect(await statesOf(store())).not.toHaveProperty('cancelled')
  })

  test('[MSG-45] a patron whose hour changes is told from which, where one had been told', async () => {
    const job = await one()
    await job.pass()
    await change(store(), aPhonedOrder(1, { slot: aSlotKey('2026-11-26 14:00') }), job.now())
    await job.pass()
    const [, moved] = relay.mails.map(({ raw }) => readMail(raw).text)
    expect(moved).toMatch(/Elle était prévue mercredi\s25\snovembre à\s14\sh\./)
    expect(moved).toMatch(/jeudi\s26\snovembre/)
  })

  test('[MSG-3] a letter that the relay refuses says nothing against its address', async () => {
    const job = await one()
    relay.refuse({ at: 'DATA', code: 554, said: 'looks like spam' })
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ received: 'refused' })
    expect(await store().read(library, ({ addresses }) => addresses.of(cardOf(1)))).toMatchObject({ refusals: 0 })
    const other = aPhonedOrder(1, { slot: aSlotKey('2026-11-26 14:00') })
    relay.refuse({ at: 'MAIL', code: 550, said: 'you may not write' })
    await change(store(), other, job.now())
    await job.pass()
    // Whom it refuses is us: every message would fail so, and none is lost by it.
    expect(await statesOf(store())).toMatchObject({ moved: 'waiting' })
    expect(job.reports.at(-1)).toMatchObject({ fault: 'EENVELOPE' })
  })

  test('[MSG-2] a lease that ran out is taken by another, and its first owner has nothing to note any more', async () => {
    await mailingLibrary(store(), 1)
    await change(store(), aPhonedOrder(1))
    const take = (minutes: number) =>
      store().transact(library, (transaction) =>
        takeInHand(transaction, toInstant(mondayMorning + minutes * 60_000), () => undefined, noLinks, ''),
      )
    const first = await take(0)
    if (first === undefined) throw new Error('nothing was due')
    expect(await take(9)).toBeUndefined()
    const second = await take(11)
    expect(second?.outgoing.messageId).toBe(first.outgoing.messageId)
    const note = (hand: typeof first) =>
      store().transact(library, (transaction) => noteSent(transaction, hand, { kind: 'refused', said: '', isAddress: true }, mondayMorning))
    await note(first)
    expect(await statesOf(store())).toMatchObject({ received: 'leaving' })
    if (second !== undefined) await note(second)
    expect(await statesOf(store())).toMatchObject({ received: 'refused' })
  })

  test('[MSG-13, MSG-35] a mailing waits for all others: for what fell due after it, and for what a process left in the midst', async () => {
    await mailingLibrary(store(), 2)
    for (const n of [1, 2]) await change(store(), aPhonedOrder(n))
    const first = await store().transact(library, async ({ messages }) => {
      const [received] = (await messages.of(toOrderId('order-1'))).filter(({ kind }) => kind === 'received')
      if (received === undefined) throw new Error('nothing was written')
      await messages.keep({ ...received, state: 'leaving', lease: 'gone', leaseUntil: mondayMorning })
      const early = toInstant(mondayMorning - 60_000)
      await messages.keep({ ...received, key: 'guide/1', kind: 'guide', orderId: undefined, notBefore: early })
      await messages.keep({ ...received, key: 'guide/2', kind: 'guide', orderId: undefined, state: 'leaving', leaseUntil: early })
      expect(await messages.guidesInQueue()).toBe(2)
      const left: string[] = []
      for (let due = await messages.firstDue(mondayMorning); due !== undefined; due = await messages.firstDue(mondayMorning)) {
        left.push(`${due.kind} ${due.state}`)
        await messages.drop(due.key)
      }
      return left
    })
    expect(first).toEqual(['received waiting', 'received leaving', 'guide waiting', 'guide leaving'])
  })

  test('[MSG-2] two processes send each message once', async () => {
    const many = 40
    await mailingLibrary(store(), many)
    for (let n = 1; n <= many; n++) await change(store(), aPhonedOrder(n))
    const jobs = [aMessageJob(store(), relay.port), aMessageJob(store(), relay.port)]
    await Promise.all(jobs.map((job) => job.pass()))
    expect(relay.mails.map(({ to }) => to).sort()).toEqual(Array.from({ length: many }, (_, n) => `usager${n + 1}@courrier.example`).sort())
  })

  test('[MSG-3, MSG-20] one message that cannot be built never blocks the next', async () => {
    await mailingLibrary(store(), 2)
    for (const n of [1, 2]) await change(store(), aPhonedOrder(n))
    await store().transact(library, async (transaction) => {
      const [first] = await transaction.messages.of(toOrderId('order-1'))
      if (first !== undefined) await transaction.messages.keep({ ...first, kind: 'unknown' as never })
    })
    const job = aMessageJob(store(), relay.port)
    await job.pass()
    expect(relay.mails.map(({ to }) => to)).toContain('usager2@courrier.example')
    expect(job.defects).toHaveLength(1)
  })

  test('[MSG-4] an order that leaves takes its messages along', async () => {
    await one()
    await store().transact(library, (transaction) => transaction.eraseRow('order', toOrderId('order-1'), mondayMorning))
    expect(await statesOf(store())).toEqual({})
  })
})

test('[MSG-7] the words of a relay are kept without the address that they quote', () => {
  expect(withoutAddresses('550 5.1.1 <aline@courrier.example>: no such user aline@courrier.example\r\n')).toBe(
    '550 5.1.1 <…>: no such user …',
  )
})
