/**
 * What holds a tablet's mails back (MSG-16), on SQLite and PostgreSQL with a real relay on the loopback: too many to one card, too many of one
 * tablet, and what waits of one that is set aside.
 */
import { beforeEach, expect, test } from 'vitest'
import { type DeviceId, toDeviceId, toDeviceLetter, toLibrarianId, toOrderId } from '../../../src/domain/ids.ts'
import { msPerHour, toInstant } from '../../../src/domain/instant.ts'
import { sendAfterAll } from '../../../src/domain/message/message.ts'
import { erasePayloads } from '../../../src/endpoint/authority/close-day.ts'
import { setTabletAside } from '../../../src/endpoint/authority/set-tablet-aside.ts'
import { actOnMessage } from '../../../src/endpoint/messages/act-on-message.ts'
import { lookAtMessages } from '../../../src/endpoint/messages/look-at-messages.ts'
import { mailsMemo, mailsOfTabletMemo, messageIdOf, writeMessages } from '../../../src/endpoint/messages/write-messages.ts'
import { aMessageJob, aPhonedOrder, cardOf, mailingLibrary, mondayMorning } from '../../builders/a-mailing-library.ts'
import { aHandOver, anEnvelope } from '../../builders/an-endpoint.ts'
import { library } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { type SmtpRelay, startSmtpRelay } from '../../fakes/smtp-relay.ts'

const [lost, own] = [toDeviceId('d'.repeat(32)), toDeviceId('e'.repeat(32))]

onEachStore('mails of a tablet', (store) => {
  let relay: SmtpRelay
  beforeEach(async () => {
    relay = await startSmtpRelay()
    return () => relay.stop()
  })

  /** As a push does: each placed by that tablet. */
  const place = (numbers: readonly number[], deviceId: DeviceId, card = cardOf, now = mondayMorning): Promise<void> =>
    store().transact(library, async (transaction) => {
      for (const n of numbers) {
        const order = aPhonedOrder(n, { card: card(n) })
        await writeMessages(transaction, [order], now, anEnvelope(aHandOver(), { deviceId }))
        await transaction.writeRow(order, now)
      }
    })
  const look = (now = mondayMorning) => store().read(library, (reader) => lookAtMessages(reader, {}, now))
  const stateOf = (key: string) => store().read(library, ({ messages }) => messages.byKey(key))
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1)
  const setAside = () =>
    store().transact(library, async (transaction) => {
      await transaction.keepDevice({
        libraryId: library,
        id: lost,
        letter: toDeviceLetter('D'),
        name: '',
        credentialHash: '',
        nextCredentialHash: undefined,
        ticket: '',
        previousTicket: undefined,
        lastHeardAt: mondayMorning,
        pendingCount: 0,
        build: undefined,
        setAsideAt: undefined,
      })
      await setTabletAside(transaction, lost, { librarianId: toLibrarianId('claire'), reason: 'perdue', at: mondayMorning })
    })

  test('[MSG-16, MSG-40] mails that one tablet causes beyond its hour wait, and the screen says of which tablet and until when', async () => {
    await mailingLibrary(store(), 70)
    // Each is two mails: that it is noted, and its reminder of the day before.
    await place(upTo(65), lost)
    await place([70], own)
    const { held, counts } = await look()
    expect(held).toEqual([{ device: lost, waiting: 5, withdrawn: 0, until: toInstant(mondayMorning + 9 * 30_000) }])
    expect(await stateOf('order-65/received/')).toMatchObject({ state: 'waiting', said: 'tablet-busy' })
    expect(await stateOf('order-60/received/')).toMatchObject({ said: '', notBefore: mondayMorning })
    expect(counts.every(({ state }) => state === 'waiting')).toBe(true)
    const job = aMessageJob(store(), relay.port)
    for (let n = 0; n < 3; n++) await job.pass()
    expect(relay.mails).toHaveLength(61)
    job.wait(6)
    await job.pass()
    expect(relay.mails).toHaveLength(66)
    expect((await look(job.now())).held).toEqual([])
    expect(job.defects).toEqual([])
  })

  test('[MSG-16] a card gets twenty mails; what is more stands among what did not arrive, and is sent by a press once there is room', async () => {
    await mailingLibrary(store(), 2)
    await place(upTo(25), lost, () => cardOf(1))
    await place([40], own, () => cardOf(2))
    const { counts } = await look()
    const countOf = (state: string) => counts.reduce((sum, one) => (one.state === state ? sum + one.count : sum), 0)
    expect([countOf('waiting'), countOf('given-up')]).toEqual([22, 30])
    const key = 'order-20/received/'
    expect(await stateOf(key)).toMatchObject({ state: 'given-up', said: 'card-full' })
    const press = (now = mondayMorning) => actOnMessage(store(), library, key, 'resend', now, own)
    expect([await press(), (await stateOf(key))?.state]).toEqual([false, 'given-up'])
    expect([await press(toInstant(mondayMorning + 2 * msPerHour)), (await stateOf(key))?.state]).toEqual([true, 'waiting'])
  })

  test('[MSG-16] sending one again counts for its card and for the tablet that asks', async () => {
    await mailingLibrary(store(), 1)
    await place([1], own)
    const job = aMessageJob(store(), relay.port)
    const presses: boolean[] = []
    for (let n = 0; n < 25; n++) {
      await job.pass()
      presses.push(await actOnMessage(store(), library, 'order-1/received/', 'resend', job.now(), lost))
    }
    // Two were written with the order.
    expect(presses.filter(Boolean)).toHaveLength(18)
    expect(relay.mails).toHaveLength(19)
  })

  test('[MSG-16, MSG-41] mails that wait of a tablet set aside are withdrawn, and one press sends them after all, each at its hour', async () => {
    await mailingLibrary(store(), 4)
    await place([1, 2], lost)
    await place([3], own)
    const reminder = (await look()).lines.find(({ key }) => key.startsWith('order-1/reminder'))
    await setAside()
    const job = aMessageJob(store(), relay.port)
    await job.pass()
    expect(relay.mails).toHaveLength(1)
    expect((await look()).held).toMatchObject([{ device: lost, waiting: 0, withdrawn: 4 }])
    expect(await stateOf('order-1/received/')).toMatchObject({ state: 'withdrawn', said: 'tablet-set-aside' })
    expect(await actOnMessage(store(), library, lost, sendAfterAll, job.now(), own)).toBe(true)
    await job.pass()
    expect(relay.mails).toHaveLength(3)
    expect(await stateOf(reminder?.key ?? '')).toMatchObject({ state: 'waiting', said: '', notBefore: reminder?.notBefore })
    expect((await look()).held).toEqual([])
  })

  test('[MSG-16] a mail that another tablet causes after that is written anew, though it says the same', async () => {
    await mailingLibrary(store(), 1)
    await place([1], lost)
    await setAside()
    await store().transact(library, async (transaction) => {
      await transaction.eraseRow('order', toOrderId('order-1'), mondayMorning)
    })
    await place([1], own)
    expect(await stateOf('order-1/received/')).toMatchObject({ state: 'waiting', device: own })
  })

  test('[MSG-16] a tally names no card, and is forgotten once it counts for nothing', async () => {
    await mailingLibrary(store(), 1)
    await place([1], lost)
    const [ofCard, ofTablet] = await store().transact(library, async (transaction) => {
      const memo = `${mailsMemo}${await messageIdOf(transaction, `card/${cardOf(1)}`)}`
      expect(memo).not.toContain(cardOf(1))
      return [memo, mailsOfTabletMemo(lost)]
    })
    const memos = () => store().read(library, async (reader) => [await reader.memo(ofCard), await reader.memo(ofTablet)])
    expect((await memos()).every((memo) => memo !== undefined)).toBe(true)
    await erasePayloads(store(), library, toInstant(mondayMorning + 24 * msPerHour))
    expect(await memos()).toEqual([undefined, undefined])
  })

  test('[MSG-16, MSG-42] a code leaves before whatever else is due', async () => {
    await mailingLibrary(store(), 50)
    await place(upTo(50), own)
    await store().transact(library, async ({ messages }) => {
      const code = await messages.byKey('order-50/received/')
      if (code === undefined) throw new Error('nothing was written')
      await messages.keep({
        ...code,
        key: 'code/fr/00',
        kind: 'code',
        orderId: undefined,
        slot: undefined,
        notBefore: toInstant(mondayMorning + 1),
      })
    })
    const job = aMessageJob(store(), relay.port)
    job.wait(1)
    await job.pass()
    expect(relay.mails[0]?.to).toBe('usager50@courrier.example')
  })
})
