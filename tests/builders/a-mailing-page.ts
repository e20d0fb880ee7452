/**
 * Builds a library whose public page is open and which writes to one patron: the real routes, the real queue of messages, and a channel that keeps
 * what leaves. Runs in vitest; nobody's address here can be reached.
 */
import { expect, vi } from 'vitest'
import { toCardNumber } from '../../src/domain/ids.ts'
import { type MailAddress, readMailAddress } from '../../src/domain/message/message.ts'
import type { OutgoingMessage } from '../../src/endpoint/messages/message-channel.ts'
import { createMessageJob } from '../../src/endpoint/messages/message-job.ts'
import { aPageLibrary, pageOfTests, posted, type Shown, type Visitor } from './a-page.ts'
import { aPatron } from './a-patron.ts'
import { libraryOfTests } from './an-endpoint.ts'

/** Whose patron has an address. */
export const mailedCard = '23333000000172'

/** This browser is that card's now. */
export const isProven = (shown: Shown): boolean => shown.path === `${pageOfTests}/quand` && shown.text.includes('Carte ·· 0172')

/** `withoutAddress`: the card of one more patron, whom nobody can write to. */
export const aMailingPageOf = async (withoutAddress: string) => {
  const mails: OutgoingMessage[] = []
  const library = await aPageLibrary({
    rows: [aPatron({ id: toCardNumber(withoutAddress) })],
    // Whose address a test says; else all are one network.
    ports: { trustsProxy: true },
  })
  await library.store.transact(libraryOfTests, (transaction) =>
    transaction.addresses.keep({
      card: toCardNumber(mailedCard),
      email: readMailAddress('aline@courrier.example') as MailAddress,
      language: undefined,
      refusals: 0,
    }),
  )
  const job = createMessageJob({
    store: library.store,
    channelOf: () => ({
      send: async (mail) => {
        mails.push(mail)
        return { kind: 'accepted', said: '' }
      },
    }),
    now: () => library.instantBefore(0),
    publicUrl: 'https://drive.example',
    report: () => undefined,
    reportDefect: (defect) => {
      throw defect
    },
  })
  const waiting = async () => (await library.store.read(libraryOfTests, ({ messages }) => messages.ofCard(toCardNumber(mailedCard)))).length
  return {
    ...library,
    mails,
    waiting,
    /** Types a card, as slowly as a person. */
    askFor: async (visitor: Visitor, typed: string, headers: Readonly<Record<string, string>> = {}): Promise<Shown> => {
      const shown = await visitor.get(`${pageOfTests}/qui`)
      library.advance(3000)
      const [form] = shown.forms
      const answer = await visitor.send(`${pageOfTests}/qui`, {
        ...posted({ ...form?.fields, card: typed, website: '' }),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      })
      return visitor.get(answer.headers.get('Location') ?? '')
    },
    /** The mail that follows, once it is written. */
    nextMail: async (): Promise<{ mail: OutgoingMessage; code: string; link: string }> => {
      const before = mails.length
      await vi.waitFor(async () => {
        await job.pass()
        expect(mails.length).toBeGreaterThan(before)
      }, 30_000)
      const mail = mails.at(-1)
      const text = mail?.text ?? ''
      if (mail === undefined) throw new Error('no mail')
      return {
        mail,
        code: (/\d{3}\u00a0\d{3}/.exec(text)?.[0] ?? '').replace('\u00a0', ''),
        link: /https:\S+/.exec(text)?.[0] ?? '',
      }
    },
  }
}
