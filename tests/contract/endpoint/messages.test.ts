/**
 * From a press on a tablet to the mail that a relay took (MSG-1, MSG-6, MSG-11, HO-9): the real routes, the real relay, and what the mail says,
 * in both languages. What a library or a title is called is not trusted: it is put where it could do harm.
 */
import { expect, test, vi } from 'vitest'
import { toCardNumber, toItemBarcode, toLineId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { type MailAddress, type MessageLanguage, readMailAddress } from '../../../src/domain/message/message.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { createSmtpChannel } from '../../../src/endpoint/messages/mail/smtp-channel.ts'
import { createMessageJob } from '../../../src/endpoint/messages/message-job.ts'
import { librarySender } from '../../builders/a-mailing-library.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { aRecordWanted, aSlotKey } from '../../builders/an-order.ts'
import { readMail } from '../../fakes/read-mail.ts'
import { type SmtpRelay, startSmtpRelay } from '../../fakes/smtp-relay.ts'

const card = toCardNumber('23333000000172')

const placed = (changes: Partial<Extract<Operation, { kind: 'place-order' }>> = {}): Operation => ({
  kind: 'place-order',
  orderId: toOrderId('b'.repeat(32)),
  number: 'B-018',
  source: 'phone',
  card,
  slot: aSlotKey('2026-11-25 14:00'),
  lines: [{ id: toLineId('1'), wanted: aRecordWanted('record-1') }],
  note: '',
  callBackNumber: undefined,
  isUrgent: false,
  overrideReason: undefined,
  ...changes,
})

const aMailingEndpoint = async (relay: SmtpRelay, changes: Parameters<typeof aSettings>[0] = {}, language?: MessageLanguage) => {
  const sendNow = vi.fn()
  const endpoint = await anEndpoint({ rows: [aSettings(changes)], ports: { sendNow } })
  await endpoint.store.transact(libraryOfTests, ({ addresses }) =>
    addresses.keep({ card, email: readMailAddress('aline@courrier.example') as MailAddress, language, refusals: 0 }),
  )
  const channel = createSmtpChannel({
    host: '127.0.0.1',
    port: relay.port,
    isTls: false,
    auth: undefined,
    from: librarySender,
    replyTo: librarySender,
  })
  const defects: unknown[] = []
  const job = createMessageJob({
    store: endpoint.store,
    channelOf: () => channel,
    now: () => endpoint.instantBefore(0),
    publicUrl: 'https://drive.example',
    report: () => undefined,
    reportDefect: (defect) => defects.push(defect),
  })
  // Its first pass says that this endpoint can send.
  await job.pass()
  return { ...endpoint, job, defects, sendNow, tablet: await endpoint.enrol() }
}

const withRelay = async (work: (relay: SmtpRelay) => Promise<void>): Promise<void> => {
  const relay = await startSmtpRelay()
  try {
    await work(relay)
  } finally {
    await relay.stop()
  }
}
const mailOf = ({ mails }: SmtpRelay, n = 0) => readMail(mails[n]?.raw ?? '')

test('[MSG-1, MSG-6] an order noted on the telephone is told at once, without card, surname, address or title', () =>
  withRelay(async (relay) => {
    const { tablet, job, defects } = await aMailingEndpoint(relay)
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(placed()))]))).toEqual(['accepted'])
    await job.pass()
    expect(defects).toEqual([])
    const { text, html, headers } = mailOf(relay)
    expect(text).toBe(`Bonjour,
votre commande de 1\u00a0document est notée pour\u00a0:

    mercredi\u00a025\u00a0novembre
    14\u00a0h
    Médiathèque

Apportez votre carte, et un sac. En arrivant, donnez votre nom ou le numéro B-018.

Un empêchement\u202f? Répondez à ce message.

-- 
Clic et collecte, Médiathèque de Valmont
Vous recevez ce message parce que vous avez commandé à la bibliothèque. Les titres n’y sont pas écrits\u00a0: une boîte se partage.
`)
    for (const secret of [card, 'LEFÈVRE', 'Aline', 'Bonheur', 'Zola', 'aline@'])
      for (const [part, body] of Object.entries({ text, html })) expect(body, `${secret} in ${part}`).not.toContain(secret)
    expect(headers).toMatch(/^Auto-Submitted: auto-generated$/m)
    expect(headers).toMatch(/^Reply-To: .*clic@mediatheque\.example/m)
  }))

test('[MSG-6] a library may have its mails name the titles, and then they no longer say that they do not', () =>
  withRelay(async (relay) => {
    const { tablet, job } = await aMailingEndpoint(relay, { titlesInMail: true })
    const wish = { kind: 'wish', text: 'un atlas sur amende.example' } as const
    const lines = [
      { id: toLineId('1'), wanted: aRecordWanted('record-1') },
      { id: toLineId('2'), wanted: wish },
    ]
    await tablet.push([aPushed(anEnvelope(placed({ lines })))])
    await job.pass()
    const { text, html } = mailOf(relay)
    expect(text).toContain('Vos documents\u00a0:\n–\u00a0Au Bonheur des Dames\n–\u00a0Ce que vous avez demandé de vive voix\n')
    expect(text).not.toContain('une boîte se partage')
    expect(html).toContain('Au Bonheur des Dames')
    for (const secret of ['amende', card, 'LEFÈVRE', 'Aline', 'Zola', 'aline@']) expect(text).not.toContain(secret)
  }))

test('[MSG-6] a title that left the catalogue is named as the base knows it, and else said to be gone, never by its number', () =>
  withRelay(async (relay) => {
    const { tablet, job, store, instantBefore } = await aMailingEndpoint(relay, { titlesInMail: true }, 'en')
    await store.transact(libraryOfTests, async (transaction) => {
      const kept = await transaction.catalogueRecord(toRecordId('record-1'))
      if (kept !== undefined) await transaction.writeRow({ ...kept, id: toRecordId('record-8'), title: 'La Débâcle' }, instantBefore(0))
    })
    const lines = ['record-8', 'record-9'].map((id, n) => ({ id: toLineId(String(n)), wanted: aRecordWanted(id) }))
    await tablet.push([aPushed(anEnvelope(placed({ lines })))])
    await job.pass()
    expect(mailOf(relay).text).toContain('–\u00a0La Débâcle\n–\u00a0This title is no longer in the catalogue\n')
    expect(mailOf(relay).text).not.toContain('record-9')
  }))

test('[MSG-10] the library’s own words are what leaves, in the language that they are for', () =>
  withRelay(async (relay) => {
    const own = { subject: 'Noté : {numéro}', text: '{service} vous attend\n\n{jour}\n{heure}' }
    const { tablet, job } = await aMailingEndpoint(relay, { messageTemplates: { fr: { received: own } } })
    await tablet.push([aPushed(anEnvelope(placed()))])
    await job.pass()
    expect(mailOf(relay).text).toMatch(
      /^Clic et collecte vous attend\n\n {4}mercredi\u00a025\u00a0novembre\n {4}14\u00a0h\n\nUn empêchement\u202f\? Répondez à ce message\.\n\n-- \n/,
    )
  }))

test('[MSG-10, MSG-31] a trial goes to the address that the manager typed, through the queue, and nothing of it stays', () =>
  withRelay(async (relay) => {
    const { tablet, job, store, sendNow } = await aMailingEndpoint(relay, { messagesOff: ['ready'] })
    const trial = {
      to: 'claire@mairie.example',
      kind: 'ready',
      language: 'en',
      sample: 'missing',
      subject: 'Ready: {number}',
      text: '{day} {hour} {place}\n[Without {what is missing}.]',
    }
    const wrong = { ...trial, subject: 'a\r\nBcc: b@c.example' }
    for (const [asked, end] of [
      [{ ...trial, to: 'claire@mairie.example, b@c.example' }, 'written'],
      [{ ...trial, to: 'claire' }, 'wrong-address'],
      [wrong, 'wrong-template'],
    ] as const)
      expect((await tablet.manage('message-trial', asked)).body, asked.to).toMatchObject({ end })
    // A manager who waits for it does not wait for the next beat.
    expect(sendNow).toHaveBeenCalledTimes(1)
    await job.pass()
    expect(relay.mails.map(({ to }) => to)).toEqual(['claire@mairie.example'])
    expect(mailOf(relay).text).toMatch(/^ {4}Wednesday\s25\sNovember 10:15 Médiathèque\n {4}Without 1\u00a0item\.\n/)
    expect(mailOf(relay).headers).toMatch(/^Subject: Ready: A-127$/m)
    const kept = await store.read(libraryOfTests, ({ messages }) => messages.ofCard(toCardNumber('')))
    expect(kept.map(({ state }) => state)).toEqual(['accepted'])
    expect(JSON.stringify(kept)).not.toContain('mairie')
    expect(await store.read(libraryOfTests, ({ messages }) => messages.counts(toInstant(0)))).toEqual([])
  }))

test('[MSG-10] a pass that somebody found makes the relay write ten trials at once to strangers, and no eleventh', () =>
  withRelay(async (relay) => {
    const { tablet } = await aMailingEndpoint(relay)
    const words = { subject: 'Gagné', text: '{jour} {heure} {lieu} {numéro}' }
    const asked = (n: number) => ({ ...words, to: `personne${n}@ailleurs.example`, kind: 'received', language: 'fr', sample: 'whole' })
    const ends: unknown[] = []
    for (let n = 0; n < 12; n++) {
      const { status, body } = await tablet.manage('message-trial', asked(n))
      ends.push(status === 200 ? body.end : body.problem)
    }
    expect(ends).toEqual([...Array.from({ length: 10 }, () => 'written'), 'too-many-attempts', 'too-many-attempts'])
  }))

test('[MSG-11] the text comes first, the html says the same, both are small, and nothing is fetched from anywhere', () =>
  withRelay(async (relay) => {
    const { tablet, job } = await aMailingEndpoint(relay)
    await tablet.push([aPushed(anEnvelope(placed()))])
    await job.pass()
    const { parts, text, html } = mailOf(relay)
    expect(parts.map(({ type }) => type)).toEqual(['text/plain', 'text/html'])
    expect(relay.mails[0]?.raw.length).toBeLessThan(20_000)
    expect(html).not.toMatch(/\b(?:src|href|background)=|url\(|<img|<script|<link/i)
    const words = (from: string) =>
      from
        .replaceAll(/<\/?span[^>]*>/g, '')
        .replace(/<(title|style)>[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
    // Its number never ends a line in its middle.
    expect(html).toContain('commande <span style="white-space:nowrap">B-018</span>')
    // Who writes stands at the head of the html, and under the text.
    const signature = /^(.+), (.+)$/m.exec(text.split('-- \n')[1] ?? '')?.slice(1) ?? []
    expect(signature).toHaveLength(2)
    for (const line of [...(text.split('-- \n')[0]?.split('\n') ?? []), ...signature].filter((one) => one.trim() !== '' && one !== '-- '))
      expect(words(html)).toContain(words(line).trim())
  }))

test('[MSG-11] names that hold html or a header are only names', () =>
  withRelay(async (relay) => {
    const name = 'Médiathèque "A" <b>&\u2028Bcc: tous@exemple.fr'
    const sites = [{ id: centre, name: '<script>alert(1)</script> Cour', bays: 4 }]
    const { tablet, job } = await aMailingEndpoint(relay, { libraryName: name, sites })
    await tablet.push([aPushed(anEnvelope(placed()))])
    await job.pass()
    expect(relay.mails.map(({ to }) => to)).toEqual(['aline@courrier.example'])
    const { headers, html } = mailOf(relay)
    expect(headers).not.toMatch(/^Bcc:/im)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Cour')
    expect(html).not.toMatch(/<script|<b>&/)
  }))

test('[MSG-7, MSG-23, PHONE-10, PHONE-24] whoever was read back to in English is written to in English, whatever the ILS says', () =>
  withRelay(async (relay) => {
    const { tablet, job } = await aMailingEndpoint(relay, {}, 'fr')
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(placed({ language: 'en' })))]))).toEqual(['accepted'])
    await job.pass()
    expect(mailOf(relay).headers).toMatch(/^Subject: We have received your order B-018$/m)
  }))

test('[MSG-7] whoever reads English is written to in English', () =>
  withRelay(async (relay) => {
    const { tablet, job } = await aMailingEndpoint(relay, {}, 'en')
    await tablet.push([aPushed(anEnvelope(placed()))])
    await job.pass()
    const { text, html, headers } = mailOf(relay)
    expect(text).toContain('We have received your order of 1\u00a0item, for:\n\n    Wednesday\u00a025\u00a0November\n    14:00')
    expect(html).toContain('<html lang="en"')
    expect(headers).toMatch(/^Subject: We have received your order B-018$/m)
  }))

test('[HO-9] a receipt that was asked for by mail goes, with titles and due dates, and not once its handover was undone', () =>
  withRelay(async (relay) => {
    const { tablet, job, store } = await aMailingEndpoint(relay)
    const handover = anEnvelope(aHandOver({ receipt: 'mailed' }))
    await tablet.push([aPushed(handover)])
    await job.pass()
    const { text } = mailOf(relay)
    expect(text).toContain('Au Bonheur des Dames\u00a0: au plus tard mardi\u00a015\u00a0décembre')
    for (const secret of [card, 'LEFÈVRE', '33331000000012']) expect(text).not.toContain(secret)
    expect(relay.mails).toHaveLength(1)

    const again = anEnvelope(aHandOver({ receipt: 'mailed', orderId: undefined }))
    const undone = {
      kind: 'undo-handover',
      handover: again.operationId,
      orderId: undefined,
      card,
      barcodes: [],
      happened: { date: '2026-11-24', time: '14:35' },
    }
    await tablet.push([aPushed(again), aPushed(anEnvelope(undone as unknown as Operation))])
    await job.pass()
    expect(relay.mails).toHaveLength(1)
    const states = (await store.read(libraryOfTests, ({ messages }) => messages.ofCard(card))).map(({ kind, state }) => [kind, state])
    expect(states).toContainEqual(['receipt', 'withdrawn'])
  }))

test('[MSG-17] a document that the catalogue does not know is told by its number where the library’s rule takes it, and else counted', () =>
  withRelay(async (relay) => {
    const { tablet, job } = await aMailingEndpoint(relay, { itemRule: { pattern: '.+', check: 'none' } })
    const given = aHandOver({ receipt: 'mailed' })
    if (given.kind !== 'hand-over-order') throw new Error('not a handover')
    const [first] = given.items
    const barcodes = ['33331000000012', '33331000000099', 'Payez sur amende.example', 'VOLEUR 12']
    const items = barcodes.map((barcode) => ({ ...first, barcode: toItemBarcode(barcode) }) as typeof first & object)
    await tablet.push([aPushed(anEnvelope({ ...given, items }))])
    await job.pass()
    const { text } = mailOf(relay)
    expect(text).toContain('Au Bonheur des Dames\u00a0: au plus tard')
    expect(text).toContain('1\u00a0document qui n’est pas au catalogue, n°\u00a033331000000099\u00a0: au plus tard')
    expect(text).toContain('2\u00a0documents qui ne sont pas au catalogue\u00a0: au plus tard')
    expect(text).not.toMatch(/amende|VOLEUR/)
  }))

test('[ILS-4, ILS-20] a receipt by mail says the day on which the ILS wants the document back, where it answered by then', () =>
  withRelay(async (relay) => {
    const { tablet, job, store } = await aMailingEndpoint(relay)
    const handover = anEnvelope(aHandOver({ receipt: 'mailed' }))
    await tablet.push([aPushed(handover)])
    const of = {
      operationId: handover.operationId,
      barcode: toItemBarcode('33331000000012'),
      movement: 'loan',
      day: aDate('2026-11-24'),
    } as const
    const none = { reason: undefined, said: '', readAt: undefined, askedAt: toInstant(0) }
    const journey = { ...of, ...none, state: 'accepted', since: toInstant(0), dueOn: aDate('2026-12-12') } as const
    await store.transact(libraryOfTests, ({ journeys }) => journeys.keep(journey))
    await job.pass()
    expect(mailOf(relay).text).toContain('Au Bonheur des Dames\u00a0: au plus tard samedi\u00a012\u00a0décembre')
  }))

test('[MSG-12] an endpoint that cannot send writes nothing: nothing waits', async () => {
  const { store, enrol } = await anEndpoint()
  await store.transact(libraryOfTests, ({ addresses }) =>
    addresses.keep({ card, email: readMailAddress('aline@courrier.example') as MailAddress, language: undefined, refusals: 0 }),
  )
  const tablet = await enrol()
  expect(outcomesOf(await tablet.push([aPushed(anEnvelope(placed()))]))).toEqual(['accepted'])
  expect(await store.read(libraryOfTests, ({ messages }) => messages.counts(toInstant(0)))).toEqual([])
})
