/**
 * The proof by the password that the ILS checks (PAGE-7): over the real routes and a small ILS on a port, by SIP2 and as a Koha. One answer whatever
 * the card, in the same time; tries are bounded, and a code by mail stays the way out.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type CardNumber, type LibraryId, toCardNumber } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { accept, type Result } from '../../../src/domain/result.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { IlsLink } from '../../../src/endpoint/ils/ils-link.ts'
import type { Wire, WirePlan } from '../../../src/endpoint/ils/wire.ts'
import { answerMs, createIlsProof, type UnderWay } from '../../../src/endpoint/page/ils-proof.ts'
import type { Proof } from '../../../src/endpoint/page/patron-proof.ts'
import { aPageLibrary, aPublicPage, pageOfTests, posted, type Shown, type Visitor } from '../../builders/a-page.ts'
import { anEndpoint, libraryOfTests } from '../../builders/an-endpoint.ts'
import { startKoha } from '../../fakes/koha-ils.ts'
import { startSip2Ils } from '../../fakes/sip2-ils.ts'

/** How long a busy machine may take over what is waited for. */
const patienceMs = 30_000
const card = '23333000000172'
const password = 'le chat dort'
const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const aSip2 = async () => {
  const ils = await startSip2Ils()
  ends.push(ils.stop)
  const wire = createSip2Wire(ils.settings, Date.now)
  return { ils, wire, silence: () => ils.failNext('63', 'silent') }
}
const aKoha = async () => {
  const ils = await startKoha({ patienceMs: 5000 })
  ends.push(ils.stop)
  return { ils, wire: createKohaWire(ils.settings, Date.now), silence: () => ils.failNext('validation', 'silent') }
}
const kinds = [
  { name: 'SIP2', open: aSip2 },
  { name: 'Koha', open: aKoha },
] as const

const aLinkedPage = async (wire: Wire | undefined, takesPassword = true) => {
  const plan = wire && ({ wire, everyMs: 1000, library: undefined } satisfies WirePlan)
  // What the page asks of it.
  const ilsLink = { planOf: async () => plan } as unknown as IlsLink
  const library = await aPageLibrary({ page: { takesPassword }, ports: { ilsLink } })
  ends.push(() => rmSync(library.dataDir, { recursive: true }))
  /** Types a card, as slowly as a person. */
  const name = async (visitor: Visitor, typed: string): Promise<Shown> => {
    const shown = await visitor.get(`${pageOfTests}/qui`)
    library.advance(3000)
    return visitor.post(`${pageOfTests}/qui`, { ...shown.forms[0]?.fields, card: typed, website: '' })
  }
  const give = (visitor: Visitor, typed: string): Promise<Shown> => visitor.post(`${pageOfTests}/code`, { password: typed })
  /** Once more where this machine was too busy for the ILS to answer within its 800 ms, as the page asks for then. */
  const giveInTime = async (visitor: Visitor, typed: string): Promise<Shown> => {
    const shown = await give(visitor, typed)
    return isLate(shown) ? give(visitor, typed) : shown
  }
  return { ...library, name, give, giveInTime }
}
const isLate = ({ text }: Shown): boolean => text.includes('La bibliothèque ne répond pas à temps')
const isProven = ({ path, text }: Shown): boolean => path === `${pageOfTests}/quand` && text.includes('Carte ·· 0172')

describe.each(kinds)('a password that $name checks', ({ open }) => {
  test('[PAGE-7, PAGE-27] the right one makes this browser the card’s, with the basket as it was, and is written nowhere', async () => {
    const { ils, wire } = await open()
    ils.patrons.add(card)
    ils.passwords.set(card, password)
    const { visitor, name, giveInTime: give, lines } = await aLinkedPage(wire)
    const reader = visitor()
    await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    const asked = await name(reader, '23333 0000 00172')
    expect(asked.html).toMatch(/type="password"[^>]* autocomplete="current-password"/)
    const wrong = await give(reader, `${password}.`)
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('La carte et le mot de passe ne vont pas ensemble')])
    expect(wrong.html).toMatch(/role="alert"[\s\S]*aria-invalid="true"/)
    expect(wrong.html).not.toContain(password)
    const shown = await give(reader, password)
    expect([isProven(shown), shown.text]).toEqual([true, expect.stringContaining('un atlas')])
    expect(lines.join('\n')).not.toContain(password)
  })

  test('[PAGE-7, PAGE-27] an unknown card, one without a password, a wrong one, one with signs of the protocol: the same words and time', async () => {
    const { ils, wire } = await open()
    for (const known of [card, '23333000000180']) ils.patrons.add(known)
    ils.passwords.set(card, password)
    const { visitor, name, giveInTime: give } = await aLinkedPage(wire)
    const seen = new Set<string>()
    for (const [typed, given] of [
      [card, 'autre'],
      ['23333000000180', 'autre'],
      ['23333000009999', 'autre'],
      [card, `${password}|AA${card}`],
    ] as const) {
      const reader = visitor()
      await name(reader, typed)
      const before = performance.now()
      const shown = await give(reader, given)
      expect(performance.now() - before).toBeGreaterThanOrEqual(answerMs - 5)
      seen.add(`${shown.status} ${shown.html.replaceAll(typed, 'CARD')}`)
    }
    expect([...seen]).toHaveLength(1)
  })

  test('[PAGE-7, PAGE-28] an ILS that is silent, or not there, is said after 800 ms; a code by mail is the way out', async () => {
    const { ils, wire, silence } = await open()
    ils.patrons.add(card)
    ils.passwords.set(card, password)
    const { visitor, name, give, store } = await aLinkedPage(wire)
    await store.transact(libraryOfTests, (transaction) =>
      transaction.addresses.keep({ card: toCardNumber(card), email: 'a@b.example' as MailAddress, language: undefined, refusals: 0 }),
    )
    const reader = visitor()
    const asked = await reader.get(`${pageOfTests}/qui`)
    expect(asked.text).toContain('Le mot de passe de votre compte')
    expect(asked.text).not.toMatch(/Un code part|Recevoir un code/)
    await name(reader, card)
    silence()
    const silent = await give(reader, password)
    expect(isLate(silent)).toBe(true)
    const shown = await reader.press(silent, 'Recevoir un code')
    expect([shown.path, shown.text]).toEqual([`${pageOfTests}/code`, expect.stringContaining('Le code à 6 chiffres')])
    await vi.waitFor(async () => {
      const written = await store.read(libraryOfTests, ({ messages }) => messages.ofCard(toCardNumber(card)))
      expect(written.map(({ kind }) => kind)).toEqual(['code'])
    }, patienceMs)
  })
})

test('[PAGE-7] five tries of a card from one network, then the right one is not looked at for half an hour', async () => {
  const { ils, wire } = await aSip2()
  ils.patrons.add(card)
  ils.passwords.set(card, password)
  const { visitor, name, give, giveInTime, advance } = await aLinkedPage(wire)
  const guesser = visitor()
  await name(guesser, card)
  await Promise.all(Array.from({ length: 5 }, (_, n) => give(guesser, `essai ${n}`)))
  const asked = ils.heard.length
  expect((await give(guesser, password)).text).toContain('Trop d’essais pour cette carte')
  expect(ils.heard).toHaveLength(asked)
  // Another card from there is not held back by it.
  const other = visitor()
  await name(other, '23333000000180')
  expect((await giveInTime(other, 'x')).text).toContain('ne vont pas ensemble')
  advance(31 * 60_000)
  await name(guesser, card)
  expect(isProven(await giveInTime(guesser, password))).toBe(true)
})

test('[PAGE-7] where the library does not take passwords, or nothing is linked, a code is asked for as before', async () => {
  const { wire } = await aSip2()
  for (const library of [await aLinkedPage(wire, false), await aLinkedPage(undefined)]) {
    const reader = library.visitor()
    expect((await library.name(reader, card)).text).toContain('Le code à 6 chiffres')
  }
  // Taken no more between the two pages.
  const { visitor, name, store, instantBefore } = await aLinkedPage(wire)
  const reader = visitor()
  await name(reader, card)
  await store.transact(libraryOfTests, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    if (settings !== undefined) await transaction.writeRow({ ...settings, publicPage: aPublicPage() }, instantBefore(0))
  })
  expect((await reader.send(`${pageOfTests}/code`, posted({ password }))).headers.get('Location')).toBe(`${pageOfTests}/qui`)
})

/** Any number of tries is looked at at a time: the bound of five has its own test. */
class Boundless extends Map<LibraryId, number> {
  override get() {
    return undefined
  }
}

/** Right where the password is that of the test, for any card. `answer`: of an ILS that is another one. */
const anIlsProof = async (answer?: () => Promise<Result<boolean, 'unreachable'>>, underWay: UnderWay = new Boundless()) => {
  const { store, instantBefore } = await anEndpoint()
  const asked: string[] = []
  const checkPassword = async (of: CardNumber, typed: string) => {
    asked.push(of)
    return answer === undefined ? accept(typed === password) : answer()
  }
  const now = () => instantBefore(0)
  const proof = createIlsProof(
    { store, now },
    { checkPassword } as unknown as Pick<Wire, 'checkPassword'>,
    { id: libraryOfTests },
    underWay,
  )
  const prove = (of: string, typed: string, network: string) =>
    proof.prove({ id: '', card: toCardNumber(of), until: now(), by: 'ils' }, typed, network)
  /** So many cards at once. */
  const proveMany = (count: number, typed: string, network: string) =>
    Promise.all(Array.from({ length: count }, (_, n) => prove(`card-${network}-${n}`, typed, network)))
  return { asked, prove, proveMany }
}
const tallyOf = (proofs: readonly Proof[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...new Set(proofs)].map((proof) => [proof, proofs.filter((one) => one === proof).length]))

test('[PAGE-7] a card in another case is the same card', async () => {
  const { asked, prove } = await anIlsProof()
  const spelled = ['abcd1', 'Abcd1', 'aBcd1', 'abCd1', 'abcD1', 'ABcd1', 'ABCD1']
  const proofs: Proof[] = await Promise.all(spelled.map((of) => prove(of, 'x', 'n')))
  expect([tallyOf(proofs), asked.length]).toEqual([{ wrong: 5, spent: 2 }, 5])
})

test('[PAGE-7, PAGE-28] twenty wrong ones of one network a day, whatever the cards and however many at once; ten such networks end them for all', async () => {
  const { asked, prove, proveMany } = await anIlsProof()
  expect(tallyOf(await proveMany(25, 'x', 'n0'))).toEqual({ wrong: 20, 'links-only': 5 })
  expect(asked).toHaveLength(20)
  // Who is right uses nothing up.
  expect(tallyOf(await proveMany(19, 'x', 'n1'))).toEqual({ wrong: 19 })
  for (let n = 0; n < 2; n++) expect(await prove(`own-${n}`, password, 'n1')).toBe('proven')
  await prove('last', 'x', 'n1')
  expect(await prove('own-4', password, 'n1')).toBe('links-only')
  expect(await prove('own-4', password, 'n2')).toBe('proven')
  await Promise.all(Array.from({ length: 8 }, (_, n) => proveMany(20, 'x', `n${n + 2}`)))
  expect(await prove('own-5', password, 'elsewhere')).toBe('links-only')
})

test('[PAGE-7] a try that the ILS leaves without a word counts like a wrong one', async () => {
  const { asked, proveMany } = await anIlsProof(() => Promise.reject(new Error('closed')))
  expect(tallyOf(await proveMany(25, 'x', 'n'))).toEqual({ silent: 20, 'links-only': 5 })
  expect(asked).toHaveLength(20)
})

test('[PAGE-7] five of one library are looked at at a time; who is not looked at has used nothing up', async () => {
  const waiting: (() => void)[] = []
  const { asked, prove, proveMany } = await anIlsProof(() => new Promise((resolve) => waiting.push(() => resolve(accept(true)))), new Map())
  expect(tallyOf(await proveMany(8, 'x', 'n'))).toEqual({ silent: 8 })
  expect(asked).toHaveLength(5)
  for (let n = 0; n < 2; n++)
    expect(tallyOf(await Promise.all(Array.from({ length: 3 }, () => prove('own', password, 'm'))))).toEqual({ silent: 3 })
  expect(asked).toHaveLength(5)
  for (const answer of waiting.splice(0)) answer()
  const mine = prove('own', password, 'm')
  await vi.waitFor(() => expect(waiting).toHaveLength(1), patienceMs)
  waiting[0]?.()
  expect(await mine).toBe('proven')
})
