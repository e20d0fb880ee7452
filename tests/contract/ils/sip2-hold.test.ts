/**
 * A hold that whoever answers the telephone places in the ILS by SIP2 (PHONE-18, decision 0027): the message as real servers were asked, their
 * answers byte for byte, and what is said of each end. A small ILS on a real port, the endpoint's own route.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toRecordId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { type Answer, encode, fieldOf, parseAnswer } from '../../../src/endpoint/connectors/sip2/answer.ts'
import { openFrame, sealFrame } from '../../../src/endpoint/connectors/sip2/frame.ts'
import { holdRequest } from '../../../src/endpoint/connectors/sip2/request.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import { aDate, anInstant, aTime } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { type Sip2Ils, type Sip2IlsOptions, startSip2Ils } from '../../fakes/sip2-ils.ts'

/** By a Koha, and by a server with a stub behind it: the PIN that was sent is left out. */
const asked = [
  [
    '15+20261124    223844BSMPL|BY2|AOMPL|AAP0000002|AD|AB39999000041|AC|BON|',
    { institution: 'MPL', branch: 'MPL' },
    'P0000002',
    '39999000041',
    '22:38',
    44,
  ],
  [
    '15+20261124    223324BSDESK1|BY2|AOUWOLS|AApat02|AD|AB0440242746|AC|BON|',
    { institution: 'UWOLS', branch: 'DESK1' },
    'pat02',
    '0440242746',
    '22:33',
    24,
  ],
] as const
const answered = [
  ['161N20261124    233844AAP0000002|BSMPL|AB39999000041|AJProgramming Perl|AOMPL|AY8AZE95C', '1', 'P0000002', ''],
  ['161N20261124    223324AApat02|BR1|BSDESK1|AB0440242746|AJThe deep blue alibi|AOUWOLS|AY9AZE6A6', '1', 'pat02', ''],
  ['160N20261124    223324AApat02|AOUWOLS|AFNo such hold on patron record.|AY5AZE94C', '0', 'pat02', 'No such hold on patron record.'],
] as const

describe('the message', () => {
  it.each(asked)('is the one that a real server was asked: %s', (line, account, card, barcode, time, seconds) => {
    expect(holdRequest(account, card, barcode, { date: aDate('2026-11-24'), time: aTime(time), seconds })).toBe(line)
  })

  it.each(answered)('is answered as real servers did: %s', (line, ok, card, said) => {
    const answer = parseAnswer(Buffer.from(line, 'latin1'), 'utf8') as Answer
    expect([answer.fixed[0], fieldOf(answer, 'AA'), fieldOf(answer, 'AF')]).toEqual([ok, card, said])
    const { message, sequence } = openFrame(Buffer.from(line, 'latin1'))
    expect(sealFrame(encode(message.toString('latin1'), 'utf8'), sequence).toString()).toBe(line)
  })
})

let ils: Sip2Ils
let clock = anInstant('2026-11-24 13:32')
/** Cards that the directory lists, and the ILS knows not. */
const many = Array.from({ length: 60 }, (_, n) => `5${n}`)

/** What a list says of a copy. */
const listed = (barcode: string, record: string) => ({
  barcode: toItemBarcode(barcode),
  recordId: toRecordId(record),
  ...{ title: 'Nana', author: 'Zola', documentType: 'livre', audience: 'A', callNumber: 'R ZOL', location: 'Romans' },
  ...{ arrivedOn: undefined, isbn: '', year: '1880', publisher: '' },
})

/** Two tablets' ways to ask, in a library whose ILS has two copies of a title, lent, another that is in, and a patron whom it lists. */
const aCall = async (options: Sip2IlsOptions = {}, placesHolds = true, patienceMs = 5000) => {
  ils = await startSip2Ils(options)
  ils.patrons.add('21')
  ils.items.set('31', { title: 'Nana', lentTo: '99', renewals: 0 })
  ils.items.set('32', { title: 'Nana', lentTo: '99', renewals: 0 })
  ils.items.set('33', { title: 'Germinal', renewals: 0 })
  ils.items.set('40', { title: 'Not listed', lentTo: '99', renewals: 0 })
  clock = anInstant('2026-11-24 13:32')
  const now = () => clock
  const wire = createSip2Wire({ ...ils.settings, patienceMs, placesHolds }, now)
  const plan = { wire, everyMs: 60_000, library: undefined }
  const store = aStore()
  const ilsLink = createEndpointLink({ dataDir: '', wire: plan }, store, now)
  const endpoint = await anEndpoint({ store, ports: { ilsLink, now } })
  const tablets = [await endpoint.enrol(), await endpoint.enrol()] as const
  await store.transact(libraryOfTests, async (transaction) => {
    for (const card of ['21', ...many]) await transaction.writeRow(aPatron({ id: toCardNumber(card) }), clock)
    await transaction.upsertCatalogue([listed('31', 'nana'), listed('32', 'nana'), listed('33', 'germinal')])
  })
  return async (card?: string, barcode = '31', n = 0) => {
    // As often as a tablet may.
    clock = toInstant(clock + 3000)
    const hold = card === undefined ? {} : { hold: { card, barcode } }
    const { body } = await (tablets[n] ?? tablets[0]).post('/management/v1/ils-hold?protocol=4', {
      protocol: 4,
      nonce: 'n',
      librarianId: managerOfTests,
      ...hold,
    })
    return [body.end, body.said].filter((part) => part !== undefined).join(': ')
  }
}
const asksFor = (code: string): number => ils.heard.filter((text) => text.startsWith(code)).length

describe('[PHONE-18] a hold for whoever is on the telephone', () => {
  afterEach(() => ils.stop())

  it('is offered before any, placed once, and refused in the words of the ILS', async () => {
    const ask = await aCall()
    expect([await ask(), ils.heard]).toEqual(['offered', []])
    expect([await ask('21'), ils.items.get('31')?.heldFor]).toEqual(['placed', '21'])
    expect(await ask('99')).toBe('refused: Invalid Patron')
    ils.patrons.add('99')
    expect(await ask('99')).toBe('refused: Item has a hold')
    expect(ils.items.get('31')?.lentTo).toBe('99')
  })

  it('is neither offered nor placed where the settings do not say so, nor sent where the ILS says that it takes none', async () => {
    const ask = await aCall({}, false)
    expect([await ask(), await ask('21'), ils.heard]).toEqual(['not-taken', 'not-taken', []])
    await ils.stop()
    const other = await aCall({ supported: 'YYYYYYYYYYYYYNYY' })
    expect([await other(), await other('21'), asksFor('15')]).toEqual(['offered', 'not-taken', 0])
  })

  it.each(['cut-after', 'silent', 'garbled', 'other-card'] as const)(
    'is sent once where the answer is %s, and nobody says that it failed',
    async (fault) => {
      const ask = await aCall({}, true, 1500)
      ils.failNext('15', fault)
      expect([await ask('21'), asksFor('15')]).toEqual(['unknown', 1])
      // Nor by another copy of the title, nor from another tablet, before a person has had a day to look.
      expect([await ask('21'), await ask('21', '32'), await ask('21', '31', 1), asksFor('15')]).toEqual([...Array(3).fill('unknown'), 1])
      clock = anInstant('2026-11-25 13:33')
      await ask('21')
      expect(asksFor('15')).toBe(2)
    },
  )

  it('[PHONE-30] is sent once by two tablets at the same moment, and one that is placed is said to be', async () => {
    const ask = await aCall()
    expect((await Promise.all([ask('21'), ask('21', '31', 1)])).sort()).toEqual(['placed', 'unknown'])
    expect([await ask('21', '31', 1), asksFor('15')]).toEqual(['placed', 1])
  })

  it('is of nothing that is not listed or not lent, nor of more cards and titles than a library has in a day', async () => {
    const ask = await aCall()
    expect([await ask('21', '40'), await ask('21', 'none'), await ask('21', '33'), asksFor('15')]).toEqual([
      ...Array(3).fill('not-taken'),
      0,
    ])
    const ends: string[] = []
    for (const [n, card] of many.entries()) ends.push(await ask(card, '31', n % 2))
    expect([ends.filter((end) => end === 'refused: Invalid Patron').length, ends.at(-1), asksFor('15')]).toEqual([50, 'not-taken', 50])
  })

  it('[PHONE-30] is asked for by one tablet no more often than leaves the others their part of the day', async () => {
    const ask = await aCall()
    const ends = [[], [], []] as [string[], string[], string[]]
    for (const card of many.slice(0, 30)) ends[0].push(await ask(card))
    for (const card of many.slice(30, 42)) ends[1].push(await ask(card, '31', 1))
    const sent = (of: readonly string[]) => of.filter((end) => end === 'refused: Invalid Patron').length
    expect([sent(ends[0]), ends[0].at(-1), sent(ends[1]), asksFor('15')]).toEqual([25, 'not-taken', 12, 37])
  })

  it('is counted where the ILS was asked for it alone: a morning without it leaves the day’s holds to be placed', async () => {
    const ask = await aCall()
    ils.hangUp()
    for (let n = 0; n < 60; n += 1) {
      ils.failNext('17', 'cut-before')
      expect(await ask('21', n % 2 === 0 ? '31' : '33')).toBe('not-asked')
    }
    ils.failNone()
    expect(await ask('21')).toBe('placed')
  })

  it('tells of cards that nobody here knows no more than the readings of patrons do', async () => {
    const ask = await aCall()
    const ends: string[] = []
    // Twenty-five are sent, as many as a tablet's; from the thirty-second on it is the card that nobody knows.
    for (let n = 0; n < 33; n += 1) ends.push(await ask(`7${n}`))
    expect([ends.filter((end) => end === 'refused: Invalid Patron').length, ends[30], ends.at(-1), asksFor('15')]).toEqual([
      25,
      'not-taken',
      'not-asked',
      25,
    ])
    expect(await ask('21', '31', 1)).toBe('placed')
  })

  it('was not asked for where the ILS cannot be reached or read', async () => {
    const ask = await aCall()
    ils.failNext('17', 'cut-before')
    expect([await ask('21'), asksFor('15')]).toEqual(['not-asked', 0])
    await ils.stop()
    expect(await ask('21')).toBe('not-asked')
  })
})
