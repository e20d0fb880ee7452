/**
 * Builds a library that writes to its patrons: settings that say so, patrons with addresses, and orders placed by the rules' own way. Runs in
 * tests. Nobody's address here can be reached.
 */
import { type CardNumber, toCardNumber, toOrderId } from '../../src/domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../src/domain/instant.ts'
import { type MailAddress, readMailAddress } from '../../src/domain/message/message.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { createSmtpChannel } from '../../src/endpoint/messages/mail/smtp-channel.ts'
import type { MessageChannel } from '../../src/endpoint/messages/message-channel.ts'
import { createMessageJob } from '../../src/endpoint/messages/message-job.ts'
import { writeMessages } from '../../src/endpoint/messages/write-messages.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { anInstant } from './a-moment.ts'
import { aPatron } from './a-patron.ts'
import { aSettings } from './a-settings.ts'
import { anOrder, aSlotKey } from './an-order.ts'
import { library } from './in-a-store.ts'

export const mailAddress = (text: string): MailAddress => readMailAddress(text) as MailAddress
export const librarySender = mailAddress('clic@mediatheque.example')
/** Monday morning: the orders of these tests are for Wednesday. */
export const mondayMorning = anInstant('2026-11-23 09:00')

export const cardOf = (n: number): CardNumber => toCardNumber(`2333300000${String(n).padStart(4, '0')}`)

/** An order of the patron of that number, by telephone, for Wednesday at 14 h. */
export const aPhonedOrder = (n: number, changes: Partial<Order> = {}): Order =>
  anOrder({
    id: toOrderId(`order-${n}`),
    number: `B-${String(n).padStart(3, '0')}`,
    source: 'phone',
    card: cardOf(n),
    slot: aSlotKey('2026-11-25 14:00'),
    ...changes,
  })

/** Settings, and `patrons` patrons with an address each. */
export const mailingLibrary = async (store: Store, patrons: number, isMade = true): Promise<void> => {
  if (!isMade) await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
  await store.transact(library, async (transaction) => {
    await transaction.writeRow(aSettings({ sendsMail: true }), mondayMorning)
    for (let n = 1; n <= patrons; n++) {
      await transaction.writeRow(aPatron({ id: cardOf(n), reachable: 'yes' }), mondayMorning)
      await transaction.addresses.keep({
        card: cardOf(n),
        email: mailAddress(`usager${n}@courrier.example`),
        language: undefined,
        refusals: 0,
      })
    }
  })
}

/** As a press or a list changes an order: its messages first, then its row, in one transaction. */
export const change = (store: Store, order: Order, now: Instant = mondayMorning): Promise<void> =>
  store.transact(library, async (transaction) => {
    await writeMessages(transaction, [order], now)
    await transaction.writeRow(order, now)
  })

/** A job over one relay, with a clock that the test moves. */
export const aMessageJob = (store: Store, port: number, channel?: MessageChannel) => {
  const clock = { now: mondayMorning as number }
  const reports: { readonly ends: Readonly<Record<string, number>>; readonly fault: string | undefined }[] = []
  const defects: unknown[] = []
  /** Slugs of whom the reports are about. */
  const reported: string[] = []
  const relay =
    channel ?? createSmtpChannel({ host: '127.0.0.1', port, isTls: false, auth: undefined, from: librarySender, replyTo: undefined })
  const job = createMessageJob({
    store,
    channelOf: () => relay,
    now: () => toInstant(clock.now),
    publicUrl: 'https://drive.example',
    report: (pass, slug) => {
      reports.push(pass)
      reported.push(slug)
    },
    reportDefect: (defect) => defects.push(defect),
  })
  return {
    ...job,
    reports,
    reported,
    defects,
    wait: (minutes: number) => {
      clock.now += minutes * msPerMinute
    },
    now: () => toInstant(clock.now),
  }
}

/** State of each message of an order, by kind. */
export const statesOf = async (store: Store, n = 1): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await store.read(library, ({ messages }) => messages.of(toOrderId(`order-${n}`)))).map(({ kind, state }) => [kind, state]),
  )
