/**
 * What real servers answered where it is easily misread, byte for byte, through the whole link: each title is what the answer means. A server
 * on a real port says the recorded line whatever it is asked, so that what is tried is what we make of it. Names in the lines are not theirs.
 */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../src/domain/ids.ts'
import type { Encoding } from '../../src/endpoint/connectors/sip2/answer.ts'
import { FrameReader } from '../../src/endpoint/connectors/sip2/frame.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { WireMovement } from '../../src/endpoint/ils/wire.ts'
import { aMoment, anInstant } from '../builders/a-moment.ts'

const login = '941AY0AZFDFD'
const status = '98YYYYNN10000520261124    2338432.00AOMPL|BXYYYYYYYYYYYNYYYY|AY1AZEE6A'
const isIn = '1803020120261124    233843AB39999000001|AJLe Petit Prince|AQMPL|BGMPL|AY9AZEC3F'
const isOut = '1804020120261124    233843AB39999000001|AJLe Petit Prince|AQMPL|BGMPL|AH20261218    235900|AY6AZE7F3'
const isUnknown = '1801010120261124    233843ABnope|AJ|AY2AZF60C'
const patron =
  '64              01220261124    233843000000000001000000000000AOMPL|AAP0000001|AEPatron Un|BLY|CQY|CC5|AU39999000001|BD1 rue des Exemples|BEpatron@example.org|BF0000000000|PCPT|PIY|AFGreetings from Koha. |AY7AZC5C7'
const wrongPin =
  '64              01220261124    233843000000000000000000000000AOMPL|AAP0000001|AEPatron Un|BLY|CQN|CC5|BD1 rue des Exemples|BEpatron@example.org|BF0000000000|PCPT|PIY|AFGreetings from Koha.  -- Invalid password|AY3AZC22D'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** A link to a server that answers so: by the code of what it is asked. */
const linkTo = async (answers: Readonly<Record<string, string>>, encoding: Encoding = 'utf8') => {
  const heard: string[] = []
  const lines: Readonly<Record<string, string>> = { 93: login, 99: status, ...answers }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    const reader = new FrameReader()
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        const code = frame.subarray(0, 2).toString()
        heard.push(code)
        // As they do: CR LF, but CR alone after what is not understood.
        socket.write(lines[code] === undefined ? '96\r' : `${lines[code]}\r\n`)
      }
    })
    socket.on('error', () => socket.destroy())
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const wire = createSip2Wire(
    // Asked without numbers, so that the recorded ones are in turn.
    {
      ...({ host: '127.0.0.1', port, isTls: false, encoding, terminator: '\r', sendsChecksum: false, patienceMs: 5000 } as const),
      ...{ login: 'desk', password: 'secret', location: '', institution: 'MPL', branch: 'MPL', zone: 'Europe/Paris' },
    },
    () => anInstant('2026-11-24 13:32'),
  )
  const tell = async (movement: WireMovement) => {
    const session = await wire.open()
    if (!session.ok) throw new Error(session.refusal)
    const answer = await session.value.post(movement)
    session.value.close()
    return answer
  }
  return { wire, heard, tell }
}

const movement = (barcode: string, card: string | undefined, lentTo?: string): WireMovement => ({
  operationId: toOperationId('A1'),
  barcode: toItemBarcode(barcode),
  movement: card === undefined ? 'return' : 'loan',
  happened: { ...aMoment('2026-11-24 14:00'), at: anInstant('2026-11-24 13:00') } as WireMovement['happened'],
  card: card === undefined ? undefined : toCardNumber(card),
  lentTo: lentTo === undefined ? undefined : toCardNumber(lentTo),
  dueOn: undefined,
  overrideReason: undefined,
  orderId: undefined,
  librarianId: toLibrarianId('nadia'),
})
const loan = (barcode: string, card: string) => movement(barcode, card)
const takeBack = (barcode: string, lentTo?: string) => movement(barcode, undefined, lentTo)

describe('of a document', () => {
  it('trap 1: a line feed inside a title ends no message', async () => {
    const line = "1803020120261126    220317AB030000000033|AJL'\u00e9t\u00e9\nmeurtrier|AQMPL|BGMPL|CF1|AY3AZE8B4"
    const { wire } = await linkTo({ 17: line })
    expect(await wire.readItem('030000000033')).toMatchObject({ ok: true, value: { title: "L'été\nmeurtrier" } })
  })

  it('trap 6: a number in another encoding comes back as it was asked, and names nothing', async () => {
    const line = '1801010120261126    220317AB\u00e912|AJ|'
    const { wire, tell, heard } = await linkTo(
      { 17: line, 63: patron, 11: '120NUN20261124    233844AOMPL|AAP0000001|ABnope|AJ|AH|AFInvalid Item|BLY|AY7AZE999' },
      'iso-8859-1',
    )
    expect(await wire.readItem('é12')).toEqual({ ok: true, value: undefined })
    // What is not out is not yet back.
    expect(await tell(takeBack('é12'))).toMatchObject({ kind: 'refused' })
    expect(await tell(loan('é12', 'P0000001'))).toEqual({ kind: 'refused', said: 'Invalid Item' })
    expect(heard.filter((code) => code === '09')).toEqual([])
  })

  it('finding 14: that it is available says nothing of a loan, whose answer counts', async () => {
    const refusal =
      '120NUN20261124    233844AOMPL|AAP0000001|AB39999000061|AJReference only dictionary|AH|AFIssue failed : NOT_FOR_LOAN|BLY|AY5AZDAF6'
    const { tell } = await linkTo({
      17: '1803020120261124    233843AB39999000061|AJReference only dictionary|AQMPL|BGMPL|AY3AZE7D0',
      63: patron,
      11: refusal,
    })
    expect(await tell(loan('39999000061', 'P0000001'))).toEqual({ kind: 'refused', said: 'Issue failed : NOT_FOR_LOAN' })
  })
})

describe('of a card', () => {
  it('[ILS-3] trap 3: a user’s name is taken for a card, so whose it is stands in the answer, and nothing is lent', async () => {
    const { wire, tell, heard } = await linkTo({ 17: isIn, 63: patron, 11: '96' })
    expect(await tell(loan('39999000001', 'chef'))).toEqual({ kind: 'to-decide', reason: 'unknown-there' })
    expect(await wire.readPatron('chef')).toEqual({ ok: false, refusal: 'garbled' })
    expect(heard.filter((code) => code === '11')).toEqual([])
  })

  it('trap 4: a password that nobody gave is wrong, and the card is good', async () => {
    const { wire } = await linkTo({ 63: wrongPin })
    expect(await wire.readPatron('P0000001')).toMatchObject({ ok: true, value: { blocked: 'no', loans: 0, category: 'PT' } })
    expect(await wire.checkPassword('P0000001', '9999')).toEqual({ ok: true, value: false })
  })

  it('a card that has ended is blocked in the words of the ILS, and an unknown one is none', async () => {
    const ended =
      '64YYYY          01220261124    233843000000000000000000000000AOMPL|AAP0000003|AEZoé Périmé|BLY|CQY|CC5|BD1 rue des Exemples|PCPT|PIN|AFGreetings from Koha. PATRON EXPIRED|AY5AZCBE3'
    const { wire } = await linkTo({ 63: ended })
    expect(await wire.readPatron('P0000003')).toMatchObject({
      ok: true,
      value: { blocked: { why: 'Greetings from Koha. PATRON EXPIRED' } },
    })
    const nobody = '64YYYY          01220261124    233843000000000000000000000000AOMPL|AAnobody|AE|BLN|AFInvalid cardnumber|AY4AZE348'
    const other = await linkTo({ 63: nobody })
    expect(await other.wire.readPatron('nobody')).toEqual({ ok: true, value: undefined })
  })
})

describe('of a loan or a return', () => {
  it.each([
    ['39999000001', isIn, 'already'],
    ['nope', isUnknown, 'refused'],
  ] as const)(
    'trap 5: a return of what is not out is not asked for, whatever the account would answer (%s)',
    async (barcode, item, kind) => {
      const { tell, heard } = await linkTo({ 17: item, '09': '96' })
      expect(await tell(takeBack(barcode))).toMatchObject({ kind })
      expect(heard.filter((code) => code === '09')).toEqual([])
    },
  )

  it('trap 5: a return that came too late there is refused in its words, and one with foreign fields is done', async () => {
    const late = '100YNY20261126    220321AOMPL|AB39999000001|AFItem not checked out|'
    const asked = takeBack('39999000001', 'P0000001')
    const refusing = await linkTo({ 17: isOut, 63: patron, '09': late })
    expect(await refusing.tell(asked)).toEqual({ kind: 'refused', said: 'Item not checked out' })
    const odd =
      '101YNN20261124    233844AOMPL|AB39999000001|AQMPL|AJLe Petit Prince|AAP0000001|CSR 39999000001|CYC4::SIP::SIPServer=HASH(0x557b0eb4c378)|DAC4::SIP::SIPServer=HASH(0x557b0eb4c378)|AY9AZCD55'
    const doing = await linkTo({ 17: isOut, 63: patron, '09': odd })
    expect(await doing.tell(asked)).toMatchObject({ kind: 'accepted' })
  })

  it.each([
    [
      '120NUN20261124    233845AOMPL|AAP0000001|AB39999000001|AJx|AH|AFItem cannot be issued: PATRON_CANT|BLY|',
      'Item cannot be issued: PATRON_CANT',
    ],
    ['120NUN20261124    233844AOMPL|AAP0000003|AB39999000001|AJLe Petit Prince|AH|AFPatron Blocked|BLY|AY2AZE2EC', 'Patron Blocked'],
  ])('trap 7: a refusal of any wording is one: %s', async (line, said) => {
    const { tell } = await linkTo({ 17: isIn, 63: patron, 11: line })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'refused', said })
  })

  it('finding 4: the first digit decides, and a text that sounds like a refusal is none', async () => {
    const line =
      '121NNY20261124    234403AOMPL|AAP0000003|AB39999000002|AJLe Petit Prince|AH20261130    235900|AFIssue failed : EXPIRED|AY2AZDF3E'
    const { tell } = await linkTo({
      17: '1803020120261124    233843AB39999000002|AJLe Petit Prince|AQMPL|BGMPL|',
      63: patron.replace('AAP0000001', 'AAP0000003').replace(/AY7AZ.*$/, ''),
      11: line,
    })
    expect(await tell(loan('39999000002', 'P0000003'))).toEqual({ kind: 'accepted', dueOn: '2026-11-30' })
  })

  it('what the server does not understand is no answer, and it may have been written', async () => {
    const { tell } = await linkTo({ 17: isIn, 63: patron })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'unknown' })
  })
})
