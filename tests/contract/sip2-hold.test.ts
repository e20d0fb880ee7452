/**
 * A hold that whoever answers the telephone places in the ILS by SIP2 (PHONE-18, decision 0027): the message as real servers were asked, their
 * answers byte for byte, and what is said of each end. A small ILS on a real port, the endpoint's own route.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, encode, fieldOf, parseAnswer } from '../../src/endpoint/connectors/sip2/answer.ts'
import { openFrame, sealFrame } from '../../src/endpoint/connectors/sip2/frame.ts'
import { holdRequest } from '../../src/endpoint/connectors/sip2/request.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../src/endpoint/endpoint-link.ts'
import { aDate, anInstant, aTime } from '../builders/a-moment.ts'
import { aStore } from '../builders/a-store.ts'
import { anEndpoint, managerOfTests } from '../builders/an-endpoint.ts'
import { type Sip2Ils, type Sip2IlsOptions, startSip2Ils } from '../fakes/sip2-ils.ts'

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

/** A tablet of a library whose ILS has one document, lent, and one patron. */
const aCall = async (options: Sip2IlsOptions = {}, placesHolds = true) => {
  ils = await startSip2Ils(options)
  ils.patrons.add('21')
  ils.items.set('31', { title: 'Nana', lentTo: '99', renewals: 0 })
  const now = anInstant('2026-11-24 13:32')
  const wire = createSip2Wire({ ...ils.settings, patienceMs: 500, placesHolds }, () => now)
  const plan = { name: 'SIP2', wire, everyMs: 60_000, library: undefined }
  const store = aStore()
  const ilsLink = createEndpointLink({ dataDir: '', wire: plan }, store, () => now)
  const tablet = await (await anEndpoint({ store, ports: { ilsLink } })).enrol()
  return async (card?: string, barcode = '31') => {
    const hold = card === undefined ? {} : { hold: { card, barcode } }
    const { body } = await tablet.post('/management/v1/ils-hold?protocol=3', {
      protocol: 3,
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
    expect(await ask('21')).toBe('refused: Item has a hold')
    expect(await ask('99')).toBe('refused: Invalid Patron')
    expect(await ask('21', 'none')).toBe('refused')
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
      const ask = await aCall()
      ils.failNext('15', fault)
      expect([await ask('21'), asksFor('15')]).toEqual(['unknown', 1])
    },
  )

  it('was not asked for where the ILS cannot be reached or read', async () => {
    const ask = await aCall()
    ils.failNext('17', 'cut-before')
    expect([await ask('21'), asksFor('15')]).toEqual(['not-asked', 0])
    await ils.stop()
    expect(await ask('21')).toBe('not-asked')
  })
})
