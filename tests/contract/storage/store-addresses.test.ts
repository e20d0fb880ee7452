/**
 * What each store keeps of where messages go (MSG-7), on a real SQLite file and on a real PostgreSQL server, which the test starts; without
 * PostgreSQL on the machine its part is skipped.
 */
import { expect, test } from 'vitest'
import type { CardNumber } from '../../../src/domain/ids.ts'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { type MailAddress, readMailAddress } from '../../../src/domain/message/message.ts'
import { takePatrons } from '../../../src/endpoint/ils/take-patrons.ts'
import { reachableBy, type StoredAddress } from '../../../src/endpoint/storage/messages.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

const card = toCardNumber('23333000000172')
const other = toCardNumber('23333000000347')
const at = (text: string): MailAddress => readMailAddress(text) ?? ('' as MailAddress)
const listed = (id: CardNumber) => {
  const { surname, firstName, category, expiresOn, blocked, ilsLoans } = aPatron()
  return { id, surname, firstName, category, expiresOn, blocked, ilsLoans }
}

onEachStore('addresses', (store) => {
  const all = () => store().read(library, ({ addresses }) => addresses.all())
  const reachable = () =>
    store().read(library, async (reader) => Object.fromEntries((await reader.rowsOf('patron')).map((row) => [row.id, row.reachable])))
  const take = (given: readonly (readonly [CardNumber, string])[] | undefined, cards: readonly CardNumber[] = [card, other]) =>
    takePatrons(
      store(),
      library,
      {
        rows: cards.map(listed),
        mentioned: new Set(),
        addresses: given && new Map(given.map(([id, email]) => [id, { email: at(email), language: 'en' }])),
      },
      { asOf: now, now, isWhole: true },
    )

  test('[MSG-7] an address is kept beside the row, which says only that there is one', async () => {
    await take([[card, 'aline@courrier.example']])
    expect(await all()).toEqual([{ card, email: 'aline@courrier.example', language: 'en', refusals: 0 }])
    expect(await reachable()).toEqual({ [card]: 'yes', [other]: 'no' })
    const texts = await store().read(library, (reader) => reader.rowsAfter(0, 100))
    expect(JSON.stringify(texts)).not.toContain('courrier.example')
  })

  test('[MSG-7, MSG-22] a list that says nothing of addresses changes none, and one that gives an address no more erases it', async () => {
    await take(undefined)
    expect(await reachable()).toEqual({ [card]: undefined, [other]: undefined })
    await take([[card, 'aline@courrier.example']])
    await take(undefined)
    expect(await all()).toHaveLength(1)
    expect((await reachable())[card]).toBe('yes')
    await take([])
    expect(await all()).toEqual([])
    expect((await reachable())[card]).toBe('no')
  })

  test('[MSG-7, MSG-22] an address goes with its patron', async () => {
    await take([
      [card, 'aline@courrier.example'],
      [other, 'jean@courrier.example'],
    ])
    await take([[card, 'aline@courrier.example']], [card])
    expect((await all()).map((one) => one.card)).toEqual([card])
    await store().transact(library, (transaction) => transaction.eraseRow('patron', card, now))
    expect(await all()).toEqual([])
  })

  test('[MSG-8] an address that refused twice is refused until the ILS gives another', async () => {
    await take([[card, 'aline@courrier.example']])
    const refuse = (refusals: number) =>
      store().transact(library, async ({ addresses }) => addresses.keep({ ...((await addresses.of(card)) as StoredAddress), refusals }))
    await refuse(1)
    expect(reachableBy((await all())[0])).toBe('yes')
    await refuse(2)
    await take([[card, 'aline@courrier.example']])
    expect((await reachable())[card]).toBe('refused')
    await take([[card, 'aline.lefevre@courrier.example']])
    expect((await reachable())[card]).toBe('yes')
    expect(await all()).toMatchObject([{ email: 'aline.lefevre@courrier.example', refusals: 0 }])
  })
})
