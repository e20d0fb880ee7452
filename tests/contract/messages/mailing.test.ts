/**
 * The mailing of the guide over the real routes, queue and stores: colleagues first, once to every address whoever shares it, so many an hour,
 * paused and stopped, and nobody who opposed, whatever the ILS lists afterwards. A channel keeps what leaves.
 */
import { rmSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { messageDefaults } from '../../../src/domain/message/message-times.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { toMail } from '../../../src/endpoint/messages/mail/smtp-channel.ts'
import { lookAtMailing, opposeMailing } from '../../../src/endpoint/messages/mailing.ts'
import type { OutgoingMessage } from '../../../src/endpoint/messages/message-channel.ts'
import { createMessageJob } from '../../../src/endpoint/messages/message-job.ts'
import { erasePerson } from '../../../src/endpoint/retention/erase-person.ts'
import { mailingSecret } from '../../../src/endpoint/storage/mailings.ts'
import { aPageLibrary, aPublicPage, posted, rootOfTests } from '../../builders/a-page.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { anOrder } from '../../builders/an-order.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const spacing = (60 * 60_000) / messageDefaults.mailsPerHour
const cardOf = (n: number) => toCardNumber(`2333300000${String(1000 + n)}`)

/** Six cards: two share an address, one has none, one refuses mail. Four addresses may be written to. */
const aMailingLibrary = async (page: Parameters<typeof aPublicPage>[0] = {}) => {
  const mails: OutgoingMessage[] = []
  const library = await aPageLibrary({ page, rows: [1, 2, 3, 4, 5, 6].map((n) => aPatron({ id: cardOf(n) })) })
  folders.push(library.dataDir)
  const { store } = library
  await store.transact(libraryOfTests, async (transaction) => {
    const emails = ['famille', 'Famille', 'c', 'd', 'e'].map((who) => `${who}@courrier.example`)
    for (const [n, email] of emails.entries())
      await transaction.addresses.keep({
        card: cardOf(n + 1),
        email: email as MailAddress,
        language: n === 2 ? 'en' : undefined,
        refusals: n === 4 ? 2 : 0,
      })
  })
  const refusing = new Set<string>()
  const relay = { isAway: false }
  const job = createMessageJob({
    store,
    channelOf: () => ({
      send: async (mail) => {
        if (relay.isAway) return { kind: 'unknown', said: '', fault: 'ECONNREFUSED' }
        mails.push(mail)
        return refusing.has(mail.to) ? { kind: 'refused', said: '550', isAddress: true } : { kind: 'accepted', said: '' }
      },
    }),
    now: () => library.instantBefore(0),
    publicUrl: 'https://drive.example',
    report: () => undefined,
    reportDefect: (defect) => {
      throw defect
    },
  })
  const tablet = await library.enrol()
  const act = async (what: string, to: readonly string[] = []) =>
    (await tablet.manage('mailing-act', { act: what, to, language: 'fr' })).body.end
  const pass = async (): Promise<readonly string[]> => {
    const before = mails.length
    await job.pass()
    return mails.slice(before).map(({ to }) => to)
  }
  /** Until nothing leaves any more, as time goes by. */
  const passAll = async (): Promise<readonly string[]> => {
    const left: string[] = []
    for (let n = 0; n < 12; n++) {
      library.advance(spacing)
      left.push(...(await pass()))
    }
    return left.sort()
  }
  return {
    ...library,
    mails,
    refusing,
    tablet,
    act,
    pass,
    /** Begun, and so many messages wait in the queue, for a relay that is away until this answers. */
    startAndWait: async (count: number): Promise<void> => {
      await act('try', ['claire@mairie.example'])
      await pass()
      await act('start')
      library.advance(count * spacing)
      relay.isAway = true
      await pass()
      relay.isAway = false
    },
    relay,
    /** The whole mailing, colleagues first. */
    mailAll: async (): Promise<void> => {
      await act('try', ['claire@mairie.example'])
      await pass()
      await act('start')
      await passAll()
    },
    settle: (changes: Partial<Settings>) =>
      store.transact(libraryOfTests, async (transaction) => {
        const settings = await transaction.row('settings', 'settings')
        if (settings !== undefined) await transaction.writeRow({ ...settings, ...changes }, library.instantBefore(0))
      }),
    /** What waits in the queue for this card. */
    waitingOf: async (n: number): Promise<number> =>
      (await store.read(libraryOfTests, ({ messages }) => messages.ofCard(cardOf(n)))).filter(({ state }) => state === 'waiting').length,
    passAll,
    look: () => lookAtMailing(store, libraryOfTests),
  }
}

describe('colleagues first, then everybody once', () => {
  test('[MSG-13] colleagues are written to before anybody else, and see what patrons will', async () => {
    const { act, pass, mails, look } = await aMailingLibrary()
    expect(await act('start')).toBe('not-as-seen')
    expect(await act('try', ['claire@mairie.example', 'pas une adresse'])).toBe('wrong-address')
    expect(await act('try', [])).toBe('wrong-address')
    expect(await act('try', ['claire@mairie.example', 'bruno@mairie.example'])).toBe('done')
    expect([...(await pass())].sort()).toEqual(['bruno@mairie.example', 'claire@mairie.example'])
    expect(mails[0]?.text).toContain('https://drive.example/b/mediatheque-de-valmont/fr/mode-d-emploi')
    expect(await look()).toMatchObject({ state: 'tried', addresses: 3, shared: 1, opposed: 0, waiting: 0 })
  })

  test('[MSG-13] every address has it once, a family’s too, in its language, never faster than so many an hour', async () => {
    const { act, pass, passAll, mails, advance, look, refusing } = await aMailingLibrary()
    await act('try', ['claire@mairie.example'])
    await pass()
    refusing.add('d@courrier.example')
    expect(await act('start')).toBe('done')
    expect(await pass()).toEqual([])
    advance(spacing)
    expect(await pass()).toHaveLength(1)
    expect(await pass()).toEqual([])
    await passAll()
    const patrons = mails.slice(1)
    expect(patrons.map(({ to }) => to.toLowerCase()).sort()).toEqual([
      'c@courrier.example',
      'd@courrier.example',
      'famille@courrier.example',
    ])
    expect(patrons.find(({ to }) => to.startsWith('c@'))?.text).toContain('/en/mode-d-emploi')
    expect(await look()).toMatchObject({ state: 'done', waiting: 0, gone: 0, accepted: 2, refused: 1 })
    // Once is once: begun again, only who is new has it.
    expect(await act('start')).toBe('done')
    expect(await passAll()).toEqual([])
  })

  test('[MSG-13] two processes write to nobody twice', async () => {
    const { act, pass, store, instantBefore, advance, mails } = await aMailingLibrary()
    await act('try', ['claire@mairie.example'])
    await pass()
    await act('start')
    const twin = createMessageJob({
      store,
      channelOf: () => ({
        send: async (mail) => {
          mails.push(mail)
          return { kind: 'accepted', said: '' }
        },
      }),
      now: () => instantBefore(0),
      publicUrl: 'https://drive.example',
      report: () => undefined,
      reportDefect: (defect) => {
        throw defect
      },
    })
    for (let n = 0; n < 6; n++) {
      advance(spacing)
      await Promise.all([pass(), twin.pass()])
    }
    expect(mails.slice(1)).toHaveLength(3)
    expect(new Set(mails.slice(1).map(({ to }) => to)).size).toBe(3)
  })

  test('[MSG-13, MSG-36] paused and stopped, nothing leaves, not even what was in the queue; gone on with, the rest does', async () => {
    const { act, pass, passAll, advance, look } = await aMailingLibrary()
    await act('try', ['claire@mairie.example'])
    await pass()
    await act('start')
    advance(spacing)
    expect(await pass()).toHaveLength(1)
    expect(await act('pause')).toBe('done')
    expect(await passAll()).toEqual([])
    expect(await look()).toMatchObject({ state: 'paused', waiting: 2, accepted: 1 })
    expect(await act('resume')).toBe('done')
    expect(await act('stop')).toBe('done')
    expect(await passAll()).toEqual([])
    expect(await act('resume')).toBe('not-as-seen')
    expect(await act('start')).toBe('done')
    expect(await passAll()).toHaveLength(2)
  })

  test('[MSG-13] while the relay is away few are put into the queue, and no hour’s worth leaves at its return', async () => {
    const { startAndWait, passAll, pass, store, relay, look, advance } = await aMailingLibrary()
    await store.transact(libraryOfTests, async ({ addresses }) => {
      for (let n = 10; n < 30; n++)
        await addresses.keep({ card: cardOf(n), email: `u${n}@courrier.example` as MailAddress, language: undefined, refusals: 0 })
    })
    await startAndWait(8)
    relay.isAway = true
    await passAll()
    expect(await look()).toMatchObject({ gone: 10, waiting: 13 })
    relay.isAway = false
    advance(3_600_000)
    expect(await pass()).toHaveLength(10)
    expect(await look()).toMatchObject({ accepted: 10 })
  })

  test('[MSG-13] stopped, and tried on colleagues again: they have it, and nobody who waited in the queue', async () => {
    const { startAndWait, act, passAll, look } = await aMailingLibrary()
    await startAndWait(2)
    expect(await look()).toMatchObject({ gone: 2 })
    await act('stop')
    await act('try', ['bruno@mairie.example'])
    expect(await passAll()).toEqual(['bruno@mairie.example'])
    expect(await look()).toMatchObject({ state: 'tried', gone: 0, waiting: 3 })
    await act('start')
    expect(await passAll()).toHaveLength(3)
  })

  test('[MSG-13] a mail that waited for an address that the ILS changed meanwhile is left out', async () => {
    const { startAndWait, passAll, store, look } = await aMailingLibrary()
    await startAndWait(3)
    await store.transact(libraryOfTests, async ({ addresses }) => {
      for (const { card } of await addresses.all())
        await addresses.keep({ card, email: `neuve${card}@courrier.example` as MailAddress, language: undefined, refusals: 0 })
    })
    expect(await passAll()).toEqual([])
    expect(await look()).toMatchObject({ gone: 0, waiting: 0 })
  })

  test('[MSG-10, MSG-13] colleagues are written to within the bound of trials', async () => {
    const { act, tablet } = await aMailingLibrary()
    const three = ['a@mairie.example', 'b@mairie.example', 'c@mairie.example']
    for (let n = 0; n < 3; n++) expect(await act('try', three)).toBe('done')
    const refused = await tablet.manage('mailing-act', { act: 'try', to: three, language: 'fr' })
    expect(refused.body).toMatchObject({ problem: 'too-many-attempts' })
    // Nothing else is bound by it.
    expect(await act('start')).toBe('done')
  })

  test('[MSG-13, MSG-5] the mailing rests at night, and the morning does not send all of it at once', async () => {
    const { act, pass, advance } = await aMailingLibrary()
    await act('try', ['claire@mairie.example'])
    await pass()
    // From 14 h 32 to 22 h.
    advance(7.5 * 3_600_000)
    await act('start')
    advance(3 * 3_600_000)
    expect(await pass()).toEqual([])
  })

  test('[MSG-13] it speaks of a page that is there: shut, nothing begins and nothing leaves', async () => {
    const { act, tablet } = await aMailingLibrary({ isOn: false })
    expect(await act('try', ['claire@mairie.example'])).toBe('no-page')
    const refused = await tablet.manage('mailing-act', { act: 'try', to: [], language: 'fr', pass: '0'.repeat(64) })
    expect(refused.body).toMatchObject({ problem: 'pass-over' })
  })
})

describe('whoever wants none', () => {
  const linkOf = (mail: OutgoingMessage | undefined): string => new URL(mail?.unsubscribe ?? '').pathname

  test('[MSG-13] the header is one line that no relay folds, with the press of RFC 8058, and a link that can be seen', async () => {
    const { act, pass, mails } = await aMailingLibrary()
    await act('try', ['claire@mairie.example'])
    await pass()
    const [mail] = mails
    if (mail === undefined) throw new Error('no mail')
    const plan = { from: 'retrait@drive.example' as MailAddress, replyTo: undefined }
    const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(toMail(mail, plan))
    const lines = String(message).split(/\r?\n/)
    expect(lines).toContain(`List-Unsubscribe: <${mail.unsubscribe}>`)
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(mail.html).toContain(`href="${mail.unsubscribe}"`)
    expect(mail.text).toContain(mail.unsubscribe)
    // Neither a card nor an address is in the link.
    expect(mail.unsubscribe).not.toMatch(/23333|courrier/)
  })

  test('[MSG-13, MSG-37, MSG-37, PAGE-14] visiting changes nothing; one press of a mail reader ends it for all who share the address, while the page is shut too', async () => {
    const { mailAll, mails, visitor, look, settle } = await aMailingLibrary()
    await mailAll()
    const family = mails.find(({ to }) => to.toLowerCase().startsWith('famille@'))
    const scanner = visitor()
    const shown = await scanner.get(linkOf(family))
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('Ne plus recevoir ce genre de message')])
    expect((await look()).opposed).toBe(0)
    await settle({ publicPage: aPublicPage({ isOn: false }) })
    const oneClick = posted({ 'List-Unsubscribe': 'One-Click' })
    for (let n = 0; n < 2; n++) expect((await visitor().send(linkOf(family), oneClick)).status).toBe(200)
    expect((await look()).opposed).toBe(2)
    // Shut is shut for the rest.
    expect((await visitor().send(`${rootOfTests}/fr/`)).status).toBe(404)
  })

  test('[MSG-13, MSG-37] an opposition is taken back on the same page, for all who share the address, and the desk sees both', async () => {
    const { mailAll, mails, visitor, look, tablet, store, instantBefore } = await aMailingLibrary()
    await mailAll()
    await store.transact(libraryOfTests, (transaction) =>
      transaction.writeRow(anOrder({ id: toOrderId('order-of-family'), card: cardOf(2) }), instantBefore(0)),
    )
    const asked = { protocol: 4, nonce: 'm', librarianId: managerOfTests, orderId: 'order-of-family' }
    const isOpposed = async () => (await tablet.post('/management/v1/message-look?protocol=4', asked)).body.isOpposed
    expect(await isOpposed()).toBeUndefined()
    const link = linkOf(mails.find(({ to }) => to.toLowerCase().startsWith('famille@')))
    const reader = visitor()
    await reader.press(await reader.get(link), 'Ne plus en recevoir')
    expect([await isOpposed(), (await look()).addresses]).toEqual([true, 2])
    // Come back to later: it says what was noted, and visiting changes nothing.
    const later = await visitor().get(link)
    expect([later.text, (await look()).opposed]).toEqual([expect.stringContaining('Nous n’enverrons plus d’annonce'), 2])
    expect((await reader.press(later, 'En recevoir de nouveau')).text).toContain('Vous en recevrez de nouveau')
    expect([await isOpposed(), (await look()).opposed, (await look()).addresses]).toEqual([undefined, 0, 3])
    expect((await visitor().get(link)).text).toContain('Ne plus recevoir ce genre de message')
    expect((await visitor().send(`${link.slice(0, -4)}AAAA/reprendre`, posted({}))).status).toBe(404)
  })

  test('[MSG-13, MSG-35] as many leave in an hour as the library says', async () => {
    const { act, pass, settle, advance } = await aMailingLibrary()
    await settle({ mailsPerHour: 10 })
    await act('try', ['claire@mairie.example'])
    await pass()
    await act('start')
    advance(5 * 60_000)
    expect(await pass()).toEqual([])
    advance(60_000)
    expect(await pass()).toHaveLength(1)
  })

  test('[MSG-13, MSG-38] opposed, nothing leaves, whatever the ILS lists again; what waits leaves no more, and orders are still told of', async () => {
    const { act, mailAll, passAll, mails, visitor, store, look, instantBefore } = await aMailingLibrary()
    await mailAll()
    await visitor().send(linkOf(mails.find(({ to }) => to.startsWith('c@'))), posted({ 'List-Unsubscribe': 'One-Click' }))
    // The ILS forgets the patron and lists them again, at another address.
    await store.transact(libraryOfTests, async (transaction) => {
      await transaction.eraseRow('patron', cardOf(3), instantBefore(0))
      await transaction.writeRow(aPatron({ id: cardOf(3) }), instantBefore(0))
      const email = 'nouvelle@courrier.example' as MailAddress
      await transaction.addresses.keep({ card: cardOf(3), email, language: undefined, refusals: 0 })
    })
    expect((await look()).addresses).toBe(2)
    await act('start')
    expect(await passAll()).toEqual([])
    expect((await store.read(libraryOfTests, ({ addresses }) => addresses.of(cardOf(3))))?.email).toBe('nouvelle@courrier.example')
  })

  test('[MSG-13] one of a household opposes: what waits for it under another card is withdrawn', async () => {
    const { startAndWait, waitingOf, passAll, store, instantBefore } = await aMailingLibrary()
    await startAndWait(3)
    expect(await waitingOf(1)).toBe(1)
    await opposeMailing(store, libraryOfTests, cardOf(2), instantBefore(0))
    expect(await waitingOf(1)).toBe(0)
    expect(await passAll()).toEqual(['c@courrier.example', 'd@courrier.example'])
  })

  test('[MSG-13] whoever opposed and came to an address since keeps what waits there from leaving', async () => {
    const { startAndWait, passAll, store, instantBefore } = await aMailingLibrary()
    await startAndWait(3)
    await opposeMailing(store, libraryOfTests, cardOf(6), instantBefore(0))
    const email = 'C@courrier.example' as MailAddress
    await store.transact(libraryOfTests, ({ addresses }) => addresses.keep({ card: cardOf(6), email, language: undefined, refusals: 0 }))
    expect((await passAll()).map((to) => to.toLowerCase())).toEqual(['d@courrier.example', 'famille@courrier.example'])
  })

  test('[MSG-13, PRIV-7] an erased person is no recipient, and stays an opponent', async () => {
    const { act, mailAll, passAll, mails, visitor, store, look, instantBefore } = await aMailingLibrary()
    await mailAll()
    await visitor().send(linkOf(mails.find(({ to }) => to.startsWith('c@'))), posted({}))
    const secret = await store.secret(mailingSecret)
    await store.transact(libraryOfTests, (transaction) => erasePerson(transaction, cardOf(3), secret, instantBefore(0)))
    expect(await look()).toMatchObject({ opposed: 1, accepted: 2, addresses: 2 })
    // Of a household, the others still had it.
    await store.transact(libraryOfTests, (transaction) => erasePerson(transaction, cardOf(1), secret, instantBefore(0)))
    expect(await look()).toMatchObject({ addresses: 2, accepted: 2 })
    await act('start')
    expect(await passAll()).toEqual([])
  })

  test('[MSG-13] a link that was not made here opposes nobody', async () => {
    const { visitor, look } = await aMailingLibrary()
    for (const token of ['AAAA', 'x'.repeat(120)]) {
      const path = `${rootOfTests}/fr/opposition/${token}`
      expect((await visitor().send(path, posted({}))).status).toBe(404)
      expect((await visitor().get(path)).status).toBe(404)
    }
    expect((await look()).opposed).toBe(0)
  })
})
