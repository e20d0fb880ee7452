/**
 * What real servers answered where it is easily misread, byte for byte, through the whole link: each title is what the answer means. A server
 * on a real port says the recorded line whatever it is asked, so that what is tried is what we make of it. Names in the lines are not theirs.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { parseAnswer } from '../../../src/endpoint/connectors/sip2/answer.ts'
import type { Movement } from '../../../src/endpoint/ils/movement.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { linkTo, stopServers } from '../../fakes/recorded-server.ts'

const isIn = '1803020120261124    233843AB39999000001|AJLe Petit Prince|AQMPL|BGMPL|AY9AZEC3F'
const isOut = '1804020120261124    233843AB39999000001|AJLe Petit Prince|AQMPL|BGMPL|AH20261218    235900|AY6AZE7F3'
const isUnknown = '1801010120261124    233843ABnope|AJ|AY2AZF60C'
const patron =
  '64              01220261124    233843000000000001000000000000AOMPL|AAP0000001|AEPatron Un|BLY|CQY|CC5|AU39999000001|BD1 rue des Exemples|BEpatron@example.org|BF0000000000|PCPT|PIY|AFGreetings from Koha. |AY7AZC5C7'
const wrongPin =
  '64              01220261124    233843000000000000000000000000AOMPL|AAP0000001|AEPatron Un|BLY|CQN|CC5|BD1 rue des Exemples|BEpatron@example.org|BF0000000000|PCPT|PIY|AFGreetings from Koha.  -- Invalid password|AY3AZC22D'

/** Without the seal, which is not that of a line that was changed. */
const unsealed = (line: string): string => line.replace(/AY\dAZ.{4}$/, '')

afterEach(stopServers)

const movement = (barcode: string, card: string | undefined, lentTo?: string): Movement => ({
  operationId: toOperationId('A1'),
  barcode: toItemBarcode(barcode),
  movement: card === undefined ? 'return' : 'loan',
  happened: { ...aMoment('2026-11-24 14:00'), at: anInstant('2026-11-24 13:00') } as Movement['happened'],
  card: card === undefined ? undefined : toCardNumber(card),
  lentTo: lentTo === undefined ? undefined : toCardNumber(lentTo),
  dueOn: undefined,
  overrideReason: undefined,
  orderId: undefined,
  librarianId: toLibrarianId('nadia'),
})
const loan = (barcode: string, card: string) => movement(barcode, card)
const takeBack = (barcode: string, lentTo?: string) => movement(barcode, undefined, lentTo)

describe('with a document', () => {
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

describe('as PMB 7.3.9 answers', () => {
  const item = (rest: string): string => `1801000120261126    220317AB31${rest}|`
  const outThere = item('|AJL’été meurtrier|AH15/12/2026|CF0')
  const isInThere = '1803000120261126    220317AB31|AJL’été meurtrier|CF0|'
  const saidNo = '100YNN20261126    220317AO|AB31|AQ|AJL’été meurtrier|AAP1|AFDocument en retard|CL3|'

  it('[ILS-3] a document that is lent is « other » with a due date: it is lent there, and a return of it is told', async () => {
    const { read, heard, tell } = await linkTo({ 17: outThere, '09': '101YNN20261126    220317AO|AB31|AQ|AJL’été meurtrier|' })
    expect(await read(takeBack('31'))).toEqual({ kind: 'not-done' })
    expect(await tell(takeBack('31'))).toEqual({ kind: 'accepted', dueOn: undefined })
    expect(heard.filter((code) => code === '09')).toHaveLength(1)
  })

  it('[ILS-1] a gateway that logs in by itself is told no name, and refuses none', async () => {
    const { tell, heard } = await linkTo({ 17: isInThere, 93: '940' }, 'iso-8859-1', { login: '-', password: '' })
    expect(await tell(takeBack('31'))).toEqual({ kind: 'already', dueOn: undefined })
    expect(heard).not.toContain('93')
  })

  it('[ILS-19] an unknown document has a title that says so, and is unknown', async () => {
    const { wire, tell } = await linkTo({ 17: item('|AJ31 : document inconnu') })
    expect(await wire.readItem('31')).toEqual({ ok: true, value: undefined })
    expect(await tell(takeBack('31'))).toMatchObject({ kind: 'refused' })
  })

  it('[ILS-2] a return that is done, with a word for people, is answered by no: the document is in, so it is done', async () => {
    const done = await linkTo({ 17: [outThere, isInThere], '09': saidNo })
    expect(await done.tell(takeBack('31'))).toEqual({ kind: 'accepted', dueOn: undefined })
    const refused = await linkTo({ 17: outThere, '09': saidNo })
    expect(await refused.tell(takeBack('31'))).toEqual({ kind: 'refused', said: 'Document en retard' })
  })

  it('[ILS-19] a patron who may not borrow is one who places no hold: the reading lifts no block of a list', async () => {
    const person = '64              00220261202    213213000000000000        0000AOMPL|AAP0003|AEZoé Bloqué|BLY|CQN|'
    const free = await linkTo({ 63: person })
    expect(await free.wire.readPatron('P0003')).toMatchObject({ value: { blocked: 'no' } })
    const barred = await linkTo({ 63: person.replace(/^64 {4}/, '64 Y Y') })
    expect(await barred.wire.readPatron('P0003')).toMatchObject({ value: { blocked: 'not-said' } })
  })

  it('an « œ » of a base in ISO-8859-1 comes as Windows-1252 has it, which MariaDB means by latin1', () => {
    const line = '1803000120261202    213750CF0|ABD0002|AJLe C\x9cur cousu : No\xebl \xe0 \xc9vian|'
    const answer = parseAnswer(Buffer.from(line, 'latin1'), 'iso-8859-1')
    expect(answer?.fields.get('AJ')).toEqual(['Le Cœur cousu : Noël à Évian'])
  })
})

describe('with a document, as Evergreen’s own source answers', () => {
  const lost = '1812020120261126    220317AB31|AH|AJL’été meurtrier|AP BR1|AQBR1|BGBR1|CF0|CTBR1|'
  const onItsShelf = lost.replace(/^1812/, '1809')
  const routed = '101YNY20261126    220317AOBR1|AB31|AJL’été meurtrier|CV04|CTBR2|'

  it.each(['11', '12', '13'])('[ILS-3] a document of status %s is not in there: its return is told, whoever lost it', async (status) => {
    const { tell, read, heard } = await linkTo({ 17: lost.replace(/^1812/, `18${status}`), 63: patron, '09': routed })
    expect(await read(takeBack('31', 'P0000001'))).toEqual({ kind: 'not-done' })
    expect(await tell(takeBack('31', 'P0000001'))).toMatchObject({ kind: 'accepted', wants: { next: 'elsewhere', words: 'BR2' } })
    expect(heard.filter((code) => code === '09')).toHaveLength(1)
  })

  it('[ILS-2] a document that waits to be reshelved is back', async () => {
    const { tell } = await linkTo({ 17: onItsShelf })
    expect(await tell(takeBack('31'))).toMatchObject({ kind: 'already' })
  })

  it('[ILS-19] an empty password, which makes nobody of a card, is not sent', async () => {
    const { wire, said } = await linkTo({ 17: isIn, 63: patron })
    await wire.readPatron('P0000001')
    await wire.checkPassword('P0000001', '1234')
    expect(said.filter((text) => text.startsWith('63')).map((text) => /AD[^|]*\|/.exec(text)?.[0])).toEqual([undefined, 'AD1234|'])
  })
})

describe('with a hold', () => {
  const awaited = '1803020120261201    090000AB39999000001|AJLe Petit Prince|AQMPL|BGMPL|CF1|'
  const holder = (list: string): string => unsealed(patron).replace('AU39999000001|', list)
  const lent = '121NNY20261201    090000AAP0000001|AB39999000001|AJLe Petit Prince|AH20261229    235900|'

  it('[ILS-3] trap 18: their own, which is not trapped yet, stands in no list but that of CD, and they are lent it', async () => {
    const { tell } = await linkTo({ 17: awaited, 63: [holder(''), holder(''), holder('CD39999000001|')], 11: lent })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'accepted', dueOn: '2026-12-29' })
  })

  it('[ILS-3] that of somebody else stands in neither list of theirs, and nothing is lent', async () => {
    const { tell, heard } = await linkTo({ 17: awaited, 63: holder('AU1|CD2|'), 11: lent })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'to-decide', reason: 'held-for-another' })
    expect(heard.filter((code) => code === '11')).toEqual([])
  })

  it('[ILS-19] trap 21: a card with an É comes back encoded twice, and is the card that was asked for', async () => {
    const [named, twice] = ['É12', Buffer.from('É12').toString('latin1')]
    const isTheirs = holder('').replace('AAP0000001', `AA${named}`)
    const { tell } = await linkTo({ 17: isIn, 63: isTheirs, 11: lent.replace('AAP0000001', `AA${twice}`) })
    expect(await tell(loan('39999000001', named))).toEqual({ kind: 'accepted', dueOn: '2026-12-29' })
  })
})

describe('with the answer to a return', () => {
  const wants = async (answer: string) => {
    const { tell } = await linkTo({ 17: isOut, '09': answer })
    const said = await tell(takeBack('39999000001'))
    return said.kind === 'accepted' ? said.wants : said
  }
  const answer = (signs: string, rest: string): string => `10${signs}20261124    233843AOMPL|AB39999000001|AQMPL|AJLe Petit Prince|${rest}`

  it('[RET-9] trap 19: a document that somebody holds here goes on the hold shelf, and who it is is not kept', async () => {
    expect(await wants(answer('1YNY', 'CYP0000095|CTMPL|DAPatron Deux|CV01|'))).toEqual({ next: 'held', words: '' })
    // By a server that was told another place for a return than its own.
    expect(await wants(answer('1YNY', 'CYP0000002|CTMPL|DAPatron Deux|CV02|'))).toEqual({ next: 'held', words: '' })
  })

  it('[RET-9] trap 19: one that is held at another site, or lives there, goes into the transit bin, with the site’s name', async () => {
    expect(await wants(answer('1YNY', 'CYP0000002|CTCPL|DAPatron Deux|CV02|'))).toEqual({ next: 'elsewhere', words: 'CPL' })
    expect(await wants(answer('1NUY', 'CTANX|CV04|'))).toEqual({ next: 'elsewhere', words: 'ANX' })
    expect(await wants(answer('1YNY', 'CV04|'))).toEqual({ next: 'elsewhere', words: '' })
  })

  it('[RET-9] an alert for another reason is shown in the ILS’s words, but where these may name somebody', async () => {
    expect(await wants(answer('1YNY', 'CV99|AFCD missing|'))).toEqual({ next: 'look', words: 'CD missing' })
    expect(await wants(answer('1YNY', 'CV03|CYP1|DAPatron Deux|AFFor Patron Deux|'))).toEqual({ next: 'look', words: '' })
  })

  it('[RET-9] the rubbish that Koha 19.06 writes where nobody waits says nothing', async () => {
    expect(
      await wants(answer('1YNN', 'CYC4::SIP::SIPServer=HASH(0x557b0eb4c378)|DAC4::SIP::SIPServer=HASH(0x557b0eb4c378)|')),
    ).toBeUndefined()
  })

  it('[RET-9] one that was back already and waits on their hold shelf says so by a reading', async () => {
    const { tell } = await linkTo({ 17: isIn.replace(/^1803/, '1808').replace(/AY\dAZ.{4}$/, '') })
    expect(await tell(takeBack('39999000001'))).toEqual({ kind: 'already', dueOn: undefined, wants: { next: 'held', words: '' } })
  })
})

describe('with a card', () => {
  it('[ILS-3, ILS-19] trap 3: a user’s name is taken for a card, so whose it is stands in the answer, and nothing is lent', async () => {
    const { wire, tell, heard } = await linkTo({ 17: isIn, 63: patron, 11: '96' })
    expect(await tell(loan('39999000001', 'chef'))).toEqual({ kind: 'to-decide', reason: 'unknown-there' })
    expect(await wire.readPatron('chef')).toEqual({ ok: false, refusal: 'garbled' })
    expect(heard.filter((code) => code === '11')).toEqual([])
  })

  it('[ILS-3] trap 3: nor is it believed that they have it already, or that it came back, by what is lent to whoever bears that name', async () => {
    const { tell, read, heard } = await linkTo({ 17: isOut, 63: patron, '09': '96' })
    expect(await tell(loan('39999000001', 'chef'))).toEqual({ kind: 'to-decide', reason: 'unknown-there' })
    expect(await read(loan('39999000001', 'chef'))).toEqual({ kind: 'not-done' })
    expect(await tell(takeBack('39999000001', 'chef'))).toEqual({ kind: 'to-decide', reason: 'unknown-there' })
    expect(await read(takeBack('39999000001', 'chef'))).toEqual({ kind: 'not-done' })
    expect(heard.filter((code) => code === '11' || code === '09')).toEqual([])
  })

  it('[ILS-2] a document that is in came back, though the card of who had it is the ILS’s no longer', async () => {
    const { tell, read } = await linkTo({ 17: isIn, 63: patron })
    expect(await read(takeBack('39999000001', 'P-renewed'))).toEqual({ kind: 'done', dueOn: undefined })
    expect(await tell(takeBack('39999000001', 'P-renewed'))).toEqual({ kind: 'already', dueOn: undefined })
    expect(await read(loan('39999000001', 'P-renewed'))).toEqual({ kind: 'not-done' })
  })

  it('[ILS-3] a server that leaves out BL, as it may, is read by the name and the card that it gives', async () => {
    const unsaid = unsealed(patron).replace('BLY|', '')
    const nobody = unsealed(patron).replace('BLY|', '').replace('AEPatron Un|', 'AE|')
    const lent = '121NNY20261124    233843AOMPL|AAP0000001|AB39999000001|AJLe Petit Prince|AH20261218    235900|'
    const { wire, tell } = await linkTo({ 17: isIn, 63: unsaid, 11: lent })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'accepted', dueOn: '2026-12-18' })
    expect(await wire.readPatron('P0000001')).toMatchObject({ ok: true, value: { surname: 'Patron Un' } })
    expect(await wire.tryOut('P0000001')).toEqual({ ok: true, value: { knows: true } })
    for (const [line, card] of [
      [unsaid, 'chef'],
      [nobody, 'P0000001'],
    ] as const) {
      const other = await linkTo({ 17: isIn, 63: line, 11: lent })
      expect(await other.tell(loan('39999000001', card))).toEqual({ kind: 'to-decide', reason: 'unknown-there' })
      expect(other.heard.filter((code) => code === '11')).toEqual([])
    }
    expect(await (await linkTo({ 63: nobody })).wire.readPatron('P0000001')).toEqual({ ok: true, value: undefined })
  })

  it('[ILS-45] trap 25: a site code that the ILS does not give its documents is named by the trial, for it is taken without a word', async () => {
    const invalid = unsealed(patron).replace('BLY', 'BLN')
    const [here, quiet] = ['MPL', isIn.replace('AQMPL|BGMPL|', 'CK001|BGUWOLS|')]
    for (const [line, there] of [
      [isIn, here],
      [isIn.replace('AQMPL', 'AQANX'), 'ANX'],
      // One that is another site's, and stands at ours.
      [isIn.replace('AQMPL', 'APmpl|AQANX'), here],
      [quiet, ''],
    ] as const) {
      const { wire, heard } = await linkTo({ 17: unsealed(line), 63: invalid })
      expect(await wire.tryOut('39999000001')).toEqual({ ok: true, value: { knows: true, site: { here, there } } })
      expect(heard).toEqual(['93', '99', '63', '17'])
    }
    expect(await (await linkTo({ 17: isUnknown, 63: invalid })).wire.tryOut('nope')).toEqual({ ok: true, value: { knows: false } })
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

describe('with a loan or a return', () => {
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

  it('an answer that the server does not understand is none, and it may have been written', async () => {
    const { tell } = await linkTo({ 17: isIn, 63: patron })
    expect(await tell(loan('39999000001', 'P0000001'))).toEqual({ kind: 'unknown' })
  })
})

describe('[PHONE-18] with a hold', () => {
  const placed = '161N20261124    233844AAP0000001|BSMPL|AB39999000001|AJLe Petit Prince|AOMPL|'
  const holding = unsealed(patron).replace(/(?<=^64.{55})0000/, '0001')
  const queued = `${unsealed(isOut)}CF1|`

  it.each([
    ['the person’s holds, as a Koha counts them', { 63: [unsealed(patron), holding] }],
    ['the document’s queue', { 17: [unsealed(isOut), queued] }],
  ])('a reading after shows it, by %s', async (_, readings) => {
    const { wire, heard } = await linkTo({ 17: isOut, 63: patron, 15: placed, ...readings })
    expect(await wire.placeHold?.('P0000001', '39999000001')).toEqual({ kind: 'placed' })
    expect(heard.filter((code) => code === '15')).toHaveLength(1)
  })

  it.each([
    ['that no reading shows', {}],
    ['for somebody else', { 15: placed.replace('AAP0000001', 'AAP0000002'), 63: [unsealed(patron), holding] }],
    ['at another site', { 15: placed.replace('BSMPL', 'BSCPL'), 63: [unsealed(patron), holding] }],
    ['that was one already', { 17: queued, 63: holding }],
  ])('an answer alone proves none: one %s is looked at by a person', async (_, answers) => {
    const { wire } = await linkTo({ 17: isOut, 63: patron, 15: placed, ...answers })
    expect(await wire.placeHold?.('P0000001', '39999000001')).toEqual({ kind: 'unknown' })
  })

  it('is not asked for by a user’s name', async () => {
    const { wire, heard } = await linkTo({ 17: isOut, 63: patron, 15: placed })
    expect(await wire.placeHold?.('chef', '39999000001')).toMatchObject({ kind: 'refused' })
    expect(heard).not.toContain('15')
  })
})
