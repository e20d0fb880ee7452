/**
 * Reports of mails that were not delivered, as relays send them (RFC 3464), against the store that a real relay's word was noted in (MSG-8).
 * The shape of the reports is that of Postfix and of Exchange; the names in them are nobody's.
 */
import { beforeEach, expect, test } from 'vitest'
import { toOrderId } from '../../src/domain/ids.ts'
import { noteReport } from '../../src/endpoint/messages/note-report.ts'
import { aMessageJob, aPhonedOrder, cardOf, change, mailingLibrary, mondayMorning, statesOf } from '../builders/a-mailing-library.ts'
import { aSlotKey } from '../builders/an-order.ts'
import { library } from '../builders/in-a-store.ts'
import { onEachStore } from '../fakes/each-store.ts'
import { type SmtpRelay, startSmtpRelay } from '../fakes/smtp-relay.ts'

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
})
