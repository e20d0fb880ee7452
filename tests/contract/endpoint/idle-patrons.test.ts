/**
 * Patrons without a loan or an order for a year lose their name (PRIV-3). The real routes, closings and lists of the ILS over SQLite and
 * over PostgreSQL, with a clock that the test moves; what a tablet holds is what it pulled.
 */
import { describe, expect, test } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { retentionDefaults } from '../../../src/domain/settings/settings.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { takePatrons } from '../../../src/endpoint/ils/take-patrons.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests } from '../../builders/an-endpoint.ts'
import { anOrder, aSlotKey } from '../../builders/an-order.ts'
import { eachOpenedStore } from '../../fakes/each-store.ts'

const dayMs = 86_400_000
const idle = toCardNumber('23333000000347')
const other = toCardNumber('23333000000511')
const listed = { surname: 'MOREL', firstName: 'Jean', category: 'adulte', expiresOn: aDate('2029-01-01'), blocked: undefined, ilsLoans: 0 }

describe.each(eachOpenedStore())('patrons of $name who come no more', ({ open }) => {
  const aLibrary = async (settings = {}, patron: Partial<ReturnType<typeof aPatron>> = {}) => {
    const rows = [aSettings(settings), aPatron({ id: idle, surname: 'MOREL', firstName: 'Jean', expiresOn: listed.expiresOn, ...patron })]
    const endpoint = await anEndpoint({ store: await open(), rows })
    const close = () =>
      closeDays(endpoint.store, endpoint.instantBefore(0), (defect) => {
        throw defect
      })
    const take = (changes: Partial<typeof listed> = {}, mentioned: readonly string[] = []) =>
      takePatrons(
        endpoint.store,
        libraryOfTests,
        { rows: [{ id: idle, ...listed, ...changes }], mentioned: new Set(mentioned) },
        { asOf: endpoint.instantBefore(0), now: endpoint.instantBefore(0), isWhole: true },
      )
    await close()
    const waitDays = async (days: number) => {
      endpoint.advance(days * dayMs)
      await close()
    }
    return { ...endpoint, close, take, waitDays, person: () => endpoint.row('patron', idle) }
  }
  const { keepNameDays } = retentionDefaults

  test('[PRIV-3, PRIV-10] a patron without a loan for a year loses the name, here and on every tablet; the card still borrows', async () => {
    const { enrol, waitDays, person, store } = await aLibrary({}, { blocked: 'Suspension jusqu’au 3 mars, livre perdu' })
    const tablet = await enrol()
    const { end } = await tablet.pull()
    await waitDays(keepNameDays)
    expect(await person()).toMatchObject({ surname: 'MOREL', firstName: 'Jean' })
    await waitDays(1)
    const left = { surname: '', firstName: '', category: 'adulte', expiresOn: listed.expiresOn, blocked: 'voir le SIGB', ilsLoans: 0 }
    expect(await person()).toMatchObject(left)
    const { rows } = await tablet.pull(end.cursor)
    expect(JSON.stringify(rows)).not.toContain('MOREL')
    expect(JSON.stringify(rows)).not.toContain('Suspension')
    expect(rows.filter((row) => row.id === idle).at(-1)).toMatchObject({ row: left })
    const { head } = (await store.libraries())[0] ?? {}
    await waitDays(1)
    expect((await store.read(libraryOfTests, (reading) => reading.rowsAfter(head ?? 0, 99))).filter(({ id }) => id === idle)).toEqual([])
    await store.close()
  })

  test('[PRIV-3, SET-2, SET-20] how many names the night would take is what the night takes', async () => {
    const { enrol, waitDays, person, store } = await aLibrary()
    const tablet = await enrol()
    const ask = async (days: number) => {
      const body = { protocol: 4, nonce: 'n', librarianId: '', keepNameDays: days }
      return (await tablet.post('/management/v1/idle-names?protocol=4', body)).body
    }
    await waitDays(keepNameDays)
    expect(await ask(keepNameDays)).toMatchObject({ names: 1 })
    expect(await ask(keepNameDays + 1)).toMatchObject({ names: 0 })
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    expect(await ask(keepNameDays)).toMatchObject({ names: 0 })
    await store.close()
  })

  test('[PRIV-3] a list that names everybody each night brings no name back; a loan, an order, a longer card does', async () => {
    const { waitDays, person, take, store } = await aLibrary()
    await waitDays(keepNameDays + 1)
    expect((await take()).notes).toEqual([{ kind: 'taken-without-name', patrons: 1 }])
    expect(await person()).toMatchObject({ surname: '' })
    expect((await take({ ilsLoans: 1 })).notes).toEqual([])
    expect(await person()).toMatchObject({ surname: 'MOREL', ilsLoans: 1 })
    await take()
    await waitDays(keepNameDays)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    await take({ expiresOn: addDays(listed.expiresOn, 365) })
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(keepNameDays + 1)
    await store.transact(libraryOfTests, async (transaction) => {
      const order = anOrder({ id: toOrderId('late'), card: idle, slot: aSlotKey('2029-01-10 14:30') })
      await transaction.writeRow(order, toInstant(0))
    })
    await take({ expiresOn: addDays(listed.expiresOn, 365) })
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await store.close()
  })

  test('[PRIV-3, PRIV-10] who had left the list and is imported again has a name, and a year to come', async () => {
    const { waitDays, person, take, store, instantBefore } = await aLibrary()
    await waitDays(keepNameDays + 1)
    await takePatrons(
      store,
      libraryOfTests,
      { rows: [{ id: other, ...listed }], mentioned: new Set() },
      { asOf: instantBefore(0), now: instantBefore(0), isWhole: true },
    )
    expect(await person()).toBeUndefined()
    await take({}, [other])
    await waitDays(keepNameDays)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    await store.close()
  })

  test('[PRIV-3] a loan at this desk counts, though it came and went between two lists of the ILS', async () => {
    const { enrol, waitDays, person, store } = await aLibrary()
    const tablet = await enrol()
    await waitDays(200)
    const lent = anEnvelope(aHandOver({ card: idle, orderId: undefined }))
    await tablet.push([aPushed(lent), aPushed(anEnvelope(aReturn(), { based: { 'item/33331000000012': [lent.operationId] } }))])
    await waitDays(0)
    await waitDays(keepNameDays)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    await store.close()
  })

  test('[PRIV-3] a clock that ran years ahead takes no name for good, and keeps none for years', async () => {
    const { waitDays, advance, person, take, store } = await aLibrary({}, { ilsLoans: 1 })
    await waitDays(2000)
    advance(-2000 * dayMs)
    await take()
    await waitDays(0)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(keepNameDays)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    await store.close()
  })

  test('[PRIV-3, PRIV-11] both delays are settings: the name after 100 days, the content of a loan after 40', async () => {
    const { enrol, waitDays, person, store } = await aLibrary({ keepNameDays: 100, keepLoanDays: 40 })
    const tablet = await enrol()
    const lent = anEnvelope(aHandOver())
    await tablet.push([aPushed(lent)])
    const content = async () => (await store.read(libraryOfTests, (reading) => reading.receiptsOf(lent.operationId)))[0]?.envelope
    await waitDays(40)
    expect(await content()).toContain('23333000000172')
    await waitDays(1)
    expect(await content()).toBe('')
    await waitDays(59)
    expect(await person()).toMatchObject({ surname: 'MOREL' })
    await waitDays(1)
    expect(await person()).toMatchObject({ surname: '' })
    await store.close()
  })
})
