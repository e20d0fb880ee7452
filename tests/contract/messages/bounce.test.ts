/**
 * Reports of mails that were not delivered, as relays send them (RFC 3464), against the store that a real relay's word was noted in (MSG-8).
 * The shape of the reports is that of Postfix and of Exchange; the names in them are nobody's.
 */
import { createHash } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import { toCardNumber, toDeviceId, toOrderId } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { actOnMessage } from '../../../src/endpoint/messages/act-on-message.ts'
import { toMail } from '../../../src/endpoint/messages/mail/smtp-channel.ts'
import type { OutgoingMessage } from '../../../src/endpoint/messages/message-channel.ts'
import { noteReport } from '../../../src/endpoint/messages/note-report.ts'
import { withoutAddresses } from '../../../src/endpoint/messages/take-in-hand.ts'
import { keepNew } from '../../../src/endpoint/messages/write-messages.ts'
import type { StoredMessage } from '../../../src/endpoint/storage/messages.ts'
import { aMessageJob, aPhonedOrder, cardOf, change, mailingLibrary, mondayMorning, statesOf } from '../../builders/a-mailing-library.ts'
import { anEndpoint, libraryOfTests } from '../../builders/an-endpoint.ts'
import { aSlotKey } from '../../builders/an-order.ts'
import { library } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { type SmtpRelay, startSmtpRelay } from '../../fakes/smtp-relay.ts'

const card = toCardNumber('23333000000172')
const aStoredMessage: StoredMessage = {
  key: 'm',
  kind: 'received',
  card,
  orderId: undefined,
  handover: undefined,
  slot: undefined,
  missing: [],
  notBefore: mondayMorning,
  usefulUntil: mondayMorning,
  state: 'accepted',
  since: mondayMorning,
  messageId: '',
  tries: 1,
  firstTriedAt: undefined,
  lease: undefined,
  leaseUntil: undefined,
  said: '',
}

interface Told {
  readonly action?: string
  readonly status?: string
}

const aReport = (messageId: string, { action = 'failed', status = '5.1.1' }: Told = {}): string =>
  `From: MAILER-DAEMON@relais.example
Message-ID: <20261123090500.4Q2x@relais.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; usager1@courrier.example
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status} <usager1@courrier.example>:
    no such user

--b
Content-Type: text/rfc822-headers

Subject: =?utf-8?Q?Votre_commande?=
Message-ID:
 <${messageId}@mediatheque.example>

--b--
`.replaceAll('\n', '\r\n')

onEachStore('reports', (store) => {
  let relay: SmtpRelay
  beforeEach(async () => {
    relay = await startSmtpRelay()
    await mailingLibrary(store(), 1)
    return () => relay.stop()
  })
  const messageOf = async (kind: string) =>
    (await store().read(library, ({ messages }) => messages.of(toOrderId('order-1')))).find((message) => message.kind === kind)
  const note = async (kind: string, told?: Told) =>
    noteReport(store(), aReport((await messageOf(kind))?.messageId ?? '', told), mondayMorning)
  const reachable = () => store().read(library, async (reader) => (await reader.row('patron', cardOf(1)))?.reachable)
  const refusals = async () => (await store().read(library, ({ addresses }) => addresses.of(cardOf(1))))?.refusals
  const sendOne = async () => {
    await change(store(), aPhonedOrder(1))
    const job = aMessageJob(store(), relay.port)
    await job.pass()
    return job
  }

  test('[MSG-8] a message that a report refuses is refused, and two of them end the address, whatever was accepted between', async () => {
    const job = await sendOne()
    expect(await note('received')).toBe('refused')
    expect(await statesOf(store())).toMatchObject({ received: 'refused' })
    expect((await messageOf('received'))?.said).toBe('smtp; 550 5.1.1 <…>: no such user')
    expect([await refusals(), await reachable()]).toEqual([1, 'yes'])
    // The same report again.
    expect(await note('received')).toBe('refused')
    expect(await refusals()).toBe(1)
    await change(store(), aPhonedOrder(1, { slot: aSlotKey('2026-11-26 14:00') }), job.now())
    await job.pass()
    expect(await statesOf(store())).toMatchObject({ moved: 'accepted' })
    expect(await note('moved')).toBe('refused')
    expect(await reachable()).toBe('refused')
  })

  test('[MSG-8, MSG-25] a report of the first copy counts once, though another was sent since, and says nothing of that one', async () => {
    const job = await sendOne()
    const first = (await messageOf('received'))?.messageId ?? ''
    const resend = async () => {
      expect(await actOnMessage(store(), library, 'order-1/received/', 'resend', job.now(), toDeviceId('device-b'))).toBe(true)
    }
    await resend()
    // It comes while the second waits, and again when that one has left.
    expect(await noteReport(store(), aReport(first), mondayMorning)).toBe('refused')
    expect([await refusals(), (await statesOf(store())).received]).toEqual([1, 'waiting'])
    await job.pass()
    expect(await noteReport(store(), aReport(first), mondayMorning)).toBe('refused')
    expect([await refusals(), (await statesOf(store())).received]).toEqual([1, 'accepted'])
    const second = (await messageOf('received'))?.messageId ?? ''
    expect([second, relay.mails.at(-1)?.raw.includes(`<${second}@`)]).toEqual([`${first}-2`, true])
    expect(await noteReport(store(), aReport(`${first}-3`), mondayMorning)).toBe('not-ours')
    expect(await noteReport(store(), aReport(second), mondayMorning)).toBe('refused')
    expect([await refusals(), (await statesOf(store())).received, await reachable()]).toEqual([2, 'refused', 'refused'])
  })

  test('[MSG-8, MSG-25] where reports come to an address of each mail’s own, one that quotes nothing is matched', async () => {
    await sendOne()
    const message = await messageOf('received')
    const mail = {
      ...message,
      to: 'usager1@courrier.example',
      language: 'fr',
      subject: '',
      text: '',
      html: '',
      senderName: '',
    } as OutgoingMessage
    const from = 'clic@mediatheque.example' as MailAddress
    const { envelope, messageId } = toMail(mail, { from, replyTo: undefined, returnTo: 'retour@mediatheque.example' as MailAddress })
    expect([envelope.from, messageId]).toEqual([
      `retour+${message?.messageId}@mediatheque.example`,
      `<${message?.messageId}@mediatheque.example>`,
    ])
    expect(toMail(mail, { from, replyTo: undefined }).envelope.from).toBe(from)
    const report = `From: MAILER-DAEMON@relais.example\r\nTo: <${envelope.from}>\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n`
    expect(await noteReport(store(), report, mondayMorning)).toBe('refused')
    expect([await refusals(), (await statesOf(store())).received]).toEqual([1, 'refused'])
  })

  test('[MSG-8] a delay and a delivery change nothing, and a full box says nothing against its address', async () => {
    await sendOne()
    for (const told of [
      { action: 'delayed', status: '4.4.1' },
      { action: 'delivered', status: '2.0.0' },
      { action: 'failed', status: '4.2.2' },
    ])
      expect(await note('received', told)).toBe('no-refusal')
    expect(await statesOf(store())).toMatchObject({ received: 'accepted' })
    expect(await note('received', { status: '5.2.2' })).toBe('refused')
    expect([await refusals(), await reachable()]).toEqual([0, 'yes'])
  })

  test('[MSG-8] a report of nothing of ours, and what is no report, change nothing', async () => {
    await sendOne()
    for (const text of [aReport('0'.repeat(32)), '', 'Action: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822; usager1@courrier.example'])
      expect(await noteReport(store(), text, mondayMorning)).toBe('not-ours')
    expect(await statesOf(store())).toMatchObject({ received: 'accepted' })
    expect(await refusals()).toBe(0)
  })

  test('[MSG-8] a report that quotes many messages has its first eight looked for, and writes nothing where none is ours', async () => {
    await sendOne()
    const first = (await messageOf('received'))?.messageId ?? ''
    const quoting = (count: number): string => {
      const others = Array.from({ length: count }, (_, n) => `Message-ID: <${String(n).padStart(32, '0')}@a.example>\r\n`).join('')
      return `Action: failed\r\nStatus: 5.1.1\r\n${others}${others}Message-ID: <${first}@a.example>\r\n`
    }
    const writing = vi.spyOn(store(), 'transact')
    expect(await noteReport(store(), quoting(8), mondayMorning)).toBe('not-ours')
    expect(writing).not.toHaveBeenCalled()
    expect(await noteReport(store(), quoting(7), mondayMorning)).toBe('refused')
    expect([await refusals(), (await statesOf(store())).received]).toEqual([1, 'refused'])
  })

  test('[MSG-8] whoever held a tablet, and knows all that it holds, names no message: not one sent, nor one that never left', async () => {
    await sendOne()
    const { identity } = (await store().libraries()).find(({ id }) => id === library) ?? { identity: '' }
    const forged = (key: string): string => createHash('sha256').update(`${identity}\n${key}\n1`).digest('hex').slice(0, 32)
    const keys = (await store().read(library, ({ messages }) => messages.of(toOrderId('order-1')))).map(({ key }) => key)
    expect(keys).toContain('order-1/received/')
    for (const key of keys) expect(await noteReport(store(), aReport(forged(key)), mondayMorning)).toBe('not-ours')
    const waiting = (await store().read(library, ({ messages }) => messages.of(toOrderId('order-1')))).find(({ tries }) => tries === 0)
    expect(waiting).toMatchObject({ kind: 'reminder', state: 'waiting' })
    expect(await noteReport(store(), aReport(waiting?.messageId ?? ''), mondayMorning)).toBe('not-ours')
    expect([await refusals(), await reachable()]).toEqual([0, 'yes'])
  })

  test('[MSG-2, MSG-19] written again after it was forgotten a message has the Message-ID that it had', async () => {
    await sendOne()
    const first = await messageOf('received')
    await store().transact(library, ({ messages }) => messages.drop(first?.key ?? ''))
    await store().transact(library, (transaction) => keepNew(transaction, first as StoredMessage))
    expect([first?.messageId, (await messageOf('received'))?.messageId]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      first?.messageId,
    ])
  })

  test('[MSG-8, MSG-25] a copy is named as we name it: no copy 0, no first copy by its number, no 01', async () => {
    await sendOne()
    const first = (await messageOf('received'))?.messageId ?? ''
    for (const copy of ['0', '1', '00', '01', '32', '99'])
      expect(await noteReport(store(), aReport(`${first}-${copy}`), mondayMorning)).toBe('not-ours')
    expect([await refusals(), (await statesOf(store())).received]).toEqual([0, 'accepted'])
  })
})

test('[MSG-7] the words of a relay are shown without the addresses in them, however long, also cut in the middle', () => {
  expect(withoutAddresses('smtp; 550 <usager1@courrier.example>, a@b and\r\n@list: no such user')).toBe(
    'smtp; 550 <…>, … and @list: no such user',
  )
  const long = withoutAddresses(`550 ${'x'.repeat(200_000)}`)
  expect(long.length).toBeLessThanOrEqual(200)
  // The cut falls within the last address, before its @.
  const many = `${'550 no '.repeat(2)}${`${'a'.repeat(60)}@courrier.example `.repeat(25)}${'usager'.repeat(20)}@courrier.example`
  for (let left = 0; left < 150; left++) expect(withoutAddresses(' '.repeat(left) + many)).not.toMatch(/usager|courrier/)
})

test('[MSG-8, MSG-24] a mail server hands a report over through a door of its own: with its token, within bounds, and answered without a name', async () => {
  const token = 'a token of sixteen'
  const { ask, store, lines } = await anEndpoint({ ports: { bounceToken: token } })
  const messageId = 'ab'.repeat(16)
  await store.transact(libraryOfTests, async (transaction) => {
    await transaction.addresses.keep({ card, email: 'aline@courrier.example' as MailAddress, language: undefined, refusals: 0 })
    await transaction.messages.keep({ ...aStoredMessage, messageId })
  })
  const post = (body: string, authorization = `Bearer ${token}`) =>
    ask('/messages/v1/bounce', { method: 'POST', body, headers: { Authorization: authorization, 'Content-Type': 'message/rfc822' } })
  for (const wrong of ['', 'Bearer ', `Bearer ${token}x`, `Basic ${token}`])
    expect((await post(aReport(messageId), wrong)).status).toBe(401)
  expect((await store.read(libraryOfTests, ({ messages }) => messages.byKey('m')))?.state).toBe('accepted')
  const answer = await post(aReport(messageId))
  expect([answer.status, await answer.json()]).toEqual([200, { end: 'refused' }])
  expect((await store.read(libraryOfTests, ({ messages }) => messages.byKey('m')))?.state).toBe('refused')
  expect(await (await post('\u0000\ud83d not a report')).json()).toEqual({ end: 'not-ours' })
  expect((await post('x'.repeat(1_000_001))).status).toBe(413)
  const statuses: number[] = []
  for (let n = 0; n < 12; n++) statuses.push((await post('', 'Bearer guessed')).status)
  expect(statuses.at(-1)).toBe(429)
  // Whoever holds it is not held back by guessers.
  expect((await post(aReport(messageId))).status).toBe(200)
  expect(lines.join('\n')).not.toMatch(/courrier\.example|23333000000172/)
  expect((await (await anEndpoint()).ask('/messages/v1/bounce', { method: 'POST', body: aReport(messageId) })).status).not.toBe(200)
})
