/**
 * The way to a Koha, before anything is told: what opens it, what its trial says, and how it is written to where each request needs a token.
 * Real requests to a small one on this machine.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import type { KohaSettings } from '../../../src/endpoint/connectors/koha/read-settings.ts'
import { tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack } from '../../export/a-desk-day.ts'
import { type KohaIls, startKoha } from '../../fakes/koha-ils.ts'

let koha: KohaIls
let desk: DeskDay
beforeEach(async () => {
  koha = await startKoha()
  koha.items.set('31', { title: 'Livre 31', renewals: 0 })
  for (const card of ['21', '22']) koha.patrons.add(card)
  desk = await aDeskDay()
})
afterEach(() => koha.stop())

const evening = inParis('2026-11-24 19:00:00')
const settingsOf = (changes: Partial<KohaSettings> = {}): KohaSettings => ({ ...koha.settings, patienceMs: 1500, ...changes })
const pass = (changes: Partial<KohaSettings> = {}, now: number = evening) =>
  tellOverWire({
    store: desk.store,
    libraryId: library,
    wire: createKohaWire(settingsOf(changes), () => now),
    now: () => toInstant(now),
    isStopping: () => false,
  })
const states = () =>
  desk.store.read(library, async (reader) =>
    (await reader.journeys.ofDay(day)).map(({ barcode, movement, state, reason }) => [movement, barcode, reason ?? state].join(' ')),
  )
const lend = (card: string, barcode: string) => desk.receive(desk.tablet('A').press(handOver(card, barcode), '2026-11-24 14:30:05'))

describe('the link to Koha', () => {
  const opened = async (changes: Partial<KohaSettings>) => {
    const made = await createKohaWire(settingsOf(changes), () => evening).open()
    return made.ok ? 'open' : made.refusal
  }

  it('reads by a key, or by the account', async () => {
    expect([await opened({}), await opened({ key: undefined })]).toEqual(['open', 'open'])
  })

  it('says why it does not hold', async () => {
    expect(await opened({ key: { id: '1111', secret: 'bad' } })).toBe('login-refused')
    expect(await opened({ key: undefined, password: 'bad' })).toBe('login-refused')
    expect(await opened({ branch: 'XXX' })).toBe('branch-unknown')
    expect(await opened({ branch: 'mpl' })).toBe('branch-unknown')
    expect(await opened({ url: 'http://127.0.0.1:9' })).toBe('unreachable')
    koha.failNext('libraries/MPL', 'silent')
    expect(await opened({})).toBe('silent')
    koha.failNext('token', 'maintenance')
    expect(await opened({})).toBe('off-line')
  })

  it.each(['XXX', 'mpl'])('finds a site’s code that is not Koha’s own in its trial, and tells no return there: %s', async (branch) => {
    const wire = createKohaWire(settingsOf({ branch }), () => evening)
    expect(await wire.tryOut('21')).toEqual({ ok: false, refusal: 'branch-unknown' })
    Object.assign(koha.items.get('31') ?? {}, { lentTo: '21' })
    await desk.receive(desk.tablet('A').press(takeBack('31'), '2026-11-24 15:00:00'))
    expect((await pass({ branch })).fault).toBe('branch-unknown')
    expect([koha.lines, koha.items.get('31')?.lentTo]).toEqual([[], '21'])
  })

  it('sends no password in an address, and follows no redirection with one', async () => {
    await lend('21', '31')
    koha.failNext('service.pl', 'moved')
    await pass()
    expect(koha.heard.some((line) => line.includes('secret') || line.includes('mainpage'))).toBe(false)
    // Moved is no answer of its service, and wrote nothing.
    expect(await states()).toEqual([])
  })

  it('is refused in readable lines where its settings cannot be right', () => {
    const faultsOf = (environment: Record<string, string>) => {
      const read = readConfiguration(environment, [])
      return read.ok ? [] : read.faults
    }
    const whole = { KOHA_URL: 'https://koha.example', KOHA_USER: 'desk', KOHA_BRANCH: 'MPL', KOHA_PASSWORD: 'hunter2' }
    expect(faultsOf(whole)).toEqual([])
    expect(faultsOf({ KOHA_URL: 'koha', KOHA_MODE: 'force' })).toHaveLength(4)
    expect(faultsOf({ ...whole, KOHA_URL: 'http://koha.example' })).toHaveLength(1)
    for (const end of ['?', '#', '/#/', '/?a=1', ':0', ':65536'])
      expect(faultsOf({ ...whole, KOHA_URL: `https://koha.example${end}` }).join(), end).toMatch(/^KOHA_URL is not understood/)
    expect(faultsOf({ ...whole, KOHA_URL: 'https://koha.example:65535' })).toEqual([])
    expect(faultsOf({ ...whole, SIP2_URL: 'sip2://a', SIP2_LOGIN: 'a', SIP2_INSTITUTION: 'a', SIP2_BRANCH: 'a' })).toHaveLength(1)
    expect(faultsOf({ ...whole, KOHA_PASSWORD_FILE: '/nowhere' }).join()).not.toContain('hunter2')
  })
})

describe('writing to Koha', () => {
  const tryOut = (changes: Partial<KohaSettings> = {}) => createKohaWire(settingsOf(changes), () => evening).tryOut('21')

  it.each([
    ['at once', true],
    ['into its list', false],
  ])('[ILS-41] takes a token with a session where its pages give one, and a loan goes once, %s', async (_, isDirect) => {
    koha.askTokens()
    await lend('21', '31')
    expect((await pass({ isDirect })).answers).toEqual(isDirect ? { accepted: 1 } : { queued: 1 })
    expect(koha.lines).toHaveLength(1)
    // Neither the token nor the password stands in an address.
    expect(koha.heard.filter((line) => line.includes('svc/authentication'))).toEqual(['GET /cgi-bin/koha/svc/authentication'])
  })

  it('[ILS-45] is tried by a document too, whose site it knows', async () => {
    const { tryOut } = createKohaWire(settingsOf({}), () => evening)
    expect(await tryOut('31')).toEqual({ ok: true, value: { knows: true, site: { here: 'MPL', there: 'MPL' } } })
    expect(await tryOut('nope')).toEqual({ ok: true, value: { knows: false } })
  })

  it('[ILS-41] is tried with a line that no Koha can take, and nothing changes there', async () => {
    for (const asks of [false, true]) {
      if (asks) koha.askTokens()
      Object.assign(koha.items.get('31') ?? {}, { lentTo: '22' })
      expect(await tryOut()).toEqual({ ok: true, value: { knows: true } })
    }
    expect(koha.lines.map((line) => [line.get('action'), line.get('pending'), (line.get('barcode') ?? '').length > 20])).toEqual([
      ['return', 'false', true],
      ['return', 'false', true],
    ])
    expect([koha.list, koha.items.get('31')?.lentTo]).toEqual([[], '22'])
  })

  it('[ILS-41] that is refused is said by the trial and by each pass, and what waits goes once it is open', async () => {
    koha.askTokens('withheld')
    expect(await tryOut()).toEqual({ ok: false, refusal: 'write-refused' })
    const say = createKohaWire(settingsOf(), () => evening).sayFault('write-refused')
    for (const word of ['403', 'Csrf-Token', 'cookies', ' · ']) expect(say).toContain(word)
    await lend('21', '31')
    expect((await pass()).fault).toBe('write-refused')
    expect([await states(), koha.lines]).toEqual([[], []])
    koha.askTokens()
    expect((await pass({}, evening + 1000)).answers).toEqual({ accepted: 1 })
  })

  it.each([
    ['the account is wrong, though the key reads', 'login-refused', { password: 'bad' }],
    ['what answers there is no service of Koha', 'garbled', {}],
  ] as const)('[ILS-41] is found shut by the trial where %s', async (_, refusal, changes) => {
    if (refusal === 'garbled') koha.failNext('service.pl', 'garbled')
    expect(await tryOut(changes)).toEqual({ ok: false, refusal })
  })
})

describe('a Koha that cannot say what a loan would take', () => {
  beforeEach(() => koha.lacks.add('/checkouts/availability'))

  it('[ILS-3, ILS-42] is looked at for holds instead, where its librarians go through the list', async () => {
    koha.items.set('32', { title: 'Livre 32', renewals: 0, heldFor: '22' })
    koha.items.set('33', { title: 'Livre 33', renewals: 0, heldFor: '21' })
    await desk.receive(desk.tablet('A').press(handOver('21', '31', '32', '33'), '2026-11-24 14:30:05'))
    await pass({ isDirect: false })
    expect(await states()).toEqual(['loan 31 queued', 'loan 32 held-for-another', 'loan 33 queued'])
    expect(koha.list.map((line) => line.get('barcode'))).toEqual(['31', '33'])
  })

  it('[ILS-42] is told nothing at once: what else stands in the way is seen by nobody', async () => {
    await lend('21', '31')
    expect((await pass()).fault).toBe('too-old')
    expect(koha.lines).toEqual([])
  })

  it('[ILS-42] that hides its holds too is told nothing', async () => {
    await lend('21', '31')
    koha.failNext('/holds', 'forbidden')
    expect((await pass({ isDirect: false })).answers).toEqual({ 'not-asked': 1 })
    expect(koha.lines).toEqual([])
  })
})
