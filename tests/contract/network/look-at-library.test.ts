/**
 * What the keeper of several libraries is told of one of them (NET-6), over a database whose rows the rules made.
 */
import { expect, test } from 'vitest'
import { toCardNumber, toDeviceId, toDeviceLetter, toItemBarcode } from '../../../src/domain/ids.ts'
import { msPerDay, toInstant } from '../../../src/domain/instant.ts'
import type { Device } from '../../../src/domain/librarian/librarian.ts'
import { lookAtLibrary } from '../../../src/endpoint/network/look-at-library.ts'
import { aGivingBack, aLending } from '../../builders/a-loan.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aReceipt, library } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

const happened = aMoment('2026-11-24 10:00')
const now = anInstant('2026-11-26 13:32')
const barcode = toItemBarcode('33331004471205')
const cards = ['23333000000172', '23333000000347'].map(toCardNumber)
const awaited: Device = {
  kind: 'device',
  id: toDeviceId('c'.repeat(32)),
  letter: toDeviceLetter('C'),
  name: 'Tablette C',
  lastHeardOn: happened.date,
  isHolding: false,
  isSetAside: false,
  awaitedSince: toInstant(now - 60_000),
}

onEachStore('the keeper’s look', (store) => {
  test('[CASE-2] [NET-6] counts no case that is held back while a tablet is awaited, nor its age, and counts it once nobody is', async () => {
    const base = cards.map((id) => aPatron({ id }))
    const [a, b, endpoint] = ['A', 'B', 'E'].map((letter) => aTablet(letter, base, happened)) as [
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
      ReturnType<typeof aTablet>,
    ]
    const [first, second] = cards.map((card) => aLending(barcode, card, happened))
    if (first === undefined || second === undefined) throw new Error('two cards')
    const lent = a.press(first)
    b.learn(lent, a.press(aGivingBack(barcode, happened)))
    // The return is not heard yet.
    endpoint.learn(b.press(second), lent)
    await store().transact(library, async (transaction) => {
      await transaction.keepReceipt(aReceipt(lent.operationId, { receivedAt: toInstant(now - 4 * msPerDay) }))
      for (const kind of ['item', 'case'] as const) for (const row of endpoint.state.all(kind)) await transaction.writeRow(row, now)
      await transaction.writeRow(awaited, now)
    })
    const look = async () => {
      const found = (await store().libraries()).find(({ id }) => id === library)
      if (found === undefined) throw new Error('no library')
      const { cases, trouble } = await lookAtLibrary(store(), found, now, { name: undefined, since: undefined })
      return [cases, trouble?.kind]
    }
    expect(await look()).toEqual([0, undefined])
    const { awaitedSince: _, ...heard } = awaited
    await store().transact(library, (transaction) => transaction.writeRow(heard, now))
    expect(await look()).toEqual([1, 'case-old'])
  })
})
