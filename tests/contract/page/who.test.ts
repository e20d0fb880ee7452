/**
 * From a card to a browser that is this card's for half an hour: the code, the link, and what an attacker tries on the way. The real routes, the
 * real queue of messages and a channel that keeps what leaves; the visitors have no script.
 */
import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type CardNumber, toCardNumber } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { messageIdOf } from '../../../src/endpoint/messages/write-messages.ts'
import { beatMs } from '../../../src/endpoint/page/ticks.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'
import { aMailingPageOf, isProven } from '../../builders/a-mailing-page.ts'
import { pageOfTests, posted } from '../../builders/a-page.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { toldApart } from '../../builders/told-apart.ts'

/** How long a busy machine may take over what is waited for. */
const patienceMs = 30_000
const card = '23333000000172'
const withoutAddress = '23333000000180'
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const aMailingPage = async () => {
  const library = await aMailingPageOf(withoutAddress)
  folders.push(library.dataDir)
  return library
}

const pathOf = (link: string): string => new URL(link).pathname

describe('the code', () => {
  test('[PAGE-7] the code that the mail brought makes this browser the card’s, and the basket is as it was', async () => {
    const { visitor, askFor, nextMail } = await aMailingPage()
    const reader = visitor()
    await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    expect((await reader.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
    let shown = await askFor(reader, '23333 0000 00172')
    expect(shown.text).toContain(`Si la carte ${card} est connue`)
    expect(shown.text).not.toContain('vérifiez le vôtre')
    const { mail, code } = await nextMail()
    expect([mail.to, mail.subject]).toEqual(['aline@courrier.example', 'Votre code pour commander'])
    expect(mail.text).not.toMatch(/0172|LEFÈVRE|Aline/)
    shown = await reader.press(shown, 'Continuer', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
    expect(isProven(shown)).toBe(true)
    expect(shown.text).toContain('un atlas')
    expect(shown.text).not.toMatch(/LEFÈVRE|Aline/)
  })

  test('[PAGE-25] a number that no card here has is said to be one by its length alone, and the telephone stands where one waits', async () => {
    const { visitor, askFor } = await aMailingPage()
    const shown = await askFor(visitor(), '123')
    expect(shown.text).toMatch(/Si la carte 123 est connue .* Ici, le numéro d’une carte a 14.signes.: vérifiez le vôtre\./)
    expect(/<details.*?<\/details>/s.exec(shown.html)?.[0]).toContain('href="tel:')
  })

  test('[PAGE-7, PAGE-31] half an hour idle, or « Terminer », and the browser is nobody’s', async () => {
    const { visitor, askFor, nextMail, advance } = await aMailingPage()
    const reader = visitor()
    await askFor(reader, card)
    let shown = await reader.post(`${pageOfTests}/code`, { code: (await nextMail()).code })
    advance(29 * 60_000)
    expect(isProven(await reader.get(`${pageOfTests}/quand`))).toBe(true)
    advance(29 * 60_000)
    shown = await reader.get(`${pageOfTests}/quand`)
    expect(isProven(shown)).toBe(true)
    const cookies = new Map(reader.cookies)
    advance(31 * 60_000)
    expect((await reader.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
    await reader.post(`${pageOfTests}/terminer`, {})
    expect([...reader.cookies.keys()]).toEqual([])
    expect(cookies.size).toBeGreaterThan(0)
  })

  test('[PAGE-4, PAGE-22] whoever needs more time reads until when the card is kept, and has ten times the half hour by one press', async () => {
    const { visitor, askFor, nextMail, advance } = await aMailingPage()
    const reader = visitor()
    expect((await reader.post(`${pageOfTests}/plus-de-temps`, {})).path).toBe(`${pageOfTests}/qui`)
    await askFor(reader, card)
    let shown = await reader.post(`${pageOfTests}/code`, { code: (await nextMail()).code })
    const keptUntil = () => /Gardée ici jusqu’à (\d+ h \d+)/.exec(shown.text)?.[1]
    const first = keptUntil()
    shown = await reader.press(shown, 'Me laisser 5 heures')
    expect([isProven(shown), keptUntil()]).toEqual([true, expect.not.stringMatching(`^${first}$`)])
    expect(shown.text).not.toContain('Me laisser 5 heures')
    for (let n = 0; n < 2; n++) {
      advance(299 * 60_000)
      shown = await reader.get(`${pageOfTests}/quand`)
      expect(isProven(shown)).toBe(true)
    }
    advance(300 * 60_000)
    expect((await reader.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
  })

  test('[PAGE-7, PAGE-26] five tries, then another one is to be asked for, which replaces this browser’s only', async () => {
    const { visitor, askFor, nextMail } = await aMailingPage()
    const [reader, other] = [visitor(), visitor()]
    await askFor(other, card)
    const others = await nextMail()
    await askFor(reader, card)
    const { code } = await nextMail()
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    for (let n = 0; n < 5; n++) expect((await reader.post(`${pageOfTests}/code`, { code: wrong })).text).toContain('Ce n’est pas le code')
    expect((await reader.post(`${pageOfTests}/code`, { code })).text).toContain('Trop d’essais avec ce code')
    // Another browser's code is of no use here, and its own still is.
    expect((await reader.post(`${pageOfTests}/code`, { code: others.code })).status).toBe(422)
    expect(isProven(await other.post(`${pageOfTests}/code`, { code: others.code }))).toBe(true)
    const shown = await reader.press(await reader.get(`${pageOfTests}/code`), 'Recevoir un autre code')
    expect(shown.path).toBe(`${pageOfTests}/code`)
    expect(isProven(await reader.post(`${pageOfTests}/code`, { code: (await nextMail()).code }))).toBe(true)
  })

  test('[PAGE-7, PAGE-26] after half an hour a code is over, and the basket is kept', async () => {
    const { visitor, askFor, nextMail, advance } = await aMailingPage()
    const reader = visitor()
    await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    await askFor(reader, card)
    const { code } = await nextMail()
    advance(30 * 60_000)
    const shown = await reader.post(`${pageOfTests}/code`, { code })
    expect([shown.path, shown.text]).toEqual([`${pageOfTests}/qui?fini`, expect.stringContaining('votre panier est gardé')])
    expect((await reader.get(`${pageOfTests}/panier`)).text).toContain('un atlas')
  })
})

describe('the link', () => {
  test('[PAGE-7] visits of machines change nothing; a press proves the browser that pressed, never the one that asked', async () => {
    const { visitor, askFor, nextMail, advance } = await aMailingPage()
    const [attacker, owner, machine] = [visitor(), visitor(), visitor()]
    await askFor(attacker, card)
    const { link, code } = await nextMail()
    expect(link).toMatch(new RegExp(`^https://drive\\.example${pageOfTests}/lien/[\\w-]+$`))
    for (let n = 0; n < 3; n++) expect((await machine.get(pathOf(link))).status).toBe(200)
    expect(isProven(await machine.post(pathOf(link), {}))).toBe(true)
    await owner.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    const shown = await owner.press(await owner.get(pathOf(link)), 'Continuer ici')
    expect([isProven(shown), shown.text]).toEqual([true, expect.stringContaining('un atlas')])
    expect((await attacker.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
    // The code of the browser that asked is as good as before.
    expect(isProven(await attacker.post(`${pageOfTests}/code`, { code }))).toBe(true)
    advance(30 * 60_000)
    expect((await visitor().get(pathOf(link))).status).toBe(410)
    expect((await visitor().post(pathOf(link), {})).status).toBe(410)
  })

  test('[PAGE-7] a forged link, or one sealed for something else, proves nothing', async () => {
    const { visitor, askFor } = await aMailingPage()
    const reader = visitor()
    await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
    await askFor(reader, card)
    for (const token of ['AAAA', reader.cookies.get('panier'), reader.cookies.get('demande')]) {
      expect((await reader.post(`${pageOfTests}/lien/${token}`, {})).status).toBe(410)
      reader.cookies.set('carte', token ?? '')
      expect((await reader.get(`${pageOfTests}/quand`)).path).toBe(`${pageOfTests}/qui`)
    }
  })

  test('[PAGE-7] a link never holds what a request says of its host', async () => {
    const { visitor, askFor, nextMail } = await aMailingPage()
    await askFor(visitor(), card, { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' })
    expect((await nextMail()).mail.text).not.toContain('evil')
  })
})

describe('whoever asks learns nothing of a card', () => {
  test('[PAGE-7, PAGE-25] known, without address, unknown: the same status, headers and bytes', async () => {
    const { visitor, askFor, ask } = await aMailingPage()
    const seen = []
    for (const typed of [card, withoutAddress, '23333000009999']) {
      const reader = visitor()
      const form = (await reader.get(`${pageOfTests}/qui`)).forms[0]?.fields ?? {}
      expect(form.form).toBeDefined()
      const shown = await askFor(reader, typed)
      const answer = await ask(`${pageOfTests}/code`, { headers: { Cookie: `demande=${reader.cookies.get('demande')}` } })
      const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
      seen.push([shown.status, shown.html.replaceAll(typed, 'CARD'), JSON.stringify(headers), reader.cookies.get('demande')?.length])
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
  })

  test('[PAGE-7, PAGE-25] a card is looked up, and written about, only after the answer', async () => {
    const { visitor, store, advance } = await aMailingPage()
    const reader = visitor()
    const form = (await reader.get(`${pageOfTests}/qui`)).forms[0]?.fields ?? {}
    advance(3000)
    const transact = vi.spyOn(store, 'transact')
    const answer = await reader.send(`${pageOfTests}/qui`, posted({ ...form, card, website: '' }))
    expect([answer.status, transact.mock.calls.length]).toEqual([303, 0])
    await vi.waitFor(() => expect(transact).toHaveBeenCalledTimes(1), patienceMs)
  })

  test('[PAGE-7, PAGE-25] known, without address, unknown: the same work on the disk, statement by statement, and not before the beat', async () => {
    const { visitor, store, advance, waiting } = await aMailingPage()
    // A library's first mail makes its key, once and for all.
    await store.transact(libraryOfTests, (transaction) => messageIdOf(transaction, 'any'))
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      const asked = (['one', 'many', 'run'] as const).map((verb) => vi.spyOn(SqliteConnection.prototype, verb))
      const [transact, tally] = [vi.spyOn(store, 'transact'), vi.spyOn(store, 'tally')]
      const work: string[][] = []
      for (const typed of [card, withoutAddress, '23333000009999']) {
        const reader = visitor()
        const form = (await reader.get(`${pageOfTests}/qui`)).forms[0]?.fields ?? {}
        advance(3000)
        await reader.send(`${pageOfTests}/qui`, posted({ ...form, card: typed, website: '' }))
        await new Promise((resolve) => setImmediate(resolve))
        expect(transact).toHaveBeenCalledTimes(work.length)
        for (const spy of asked) spy.mockClear()
        await vi.advanceTimersByTimeAsync(beatMs)
        await vi.waitFor(async () => {
          expect(transact).toHaveBeenCalledTimes(work.length + 1)
          await transact.mock.results.at(-1)?.value
          // Its network, and what it asked of the card, before the answer; what the card is held to, and what the library is, on the beat.
          expect(tally).toHaveBeenCalledTimes(4 * (work.length + 1))
          await tally.mock.results.at(-1)?.value
        }, patienceMs)
        const statements = asked.flatMap((spy) => spy.mock.calls.map(([sql]) => sql))
        // Who watches the heads looks by a clock of its own.
        work.push(statements.filter((sql) => sql !== 'SELECT id, head FROM library').sort())
      }
      expect(work[0]?.length).toBeGreaterThan(3)
      expect(work[1]).toEqual(work[0])
      expect(work[2]).toEqual(work[0])
    } finally {
      vi.useRealTimers()
      vi.restoreAllMocks()
    }
    expect(await waiting()).toBe(1)
  })

  test('[PAGE-7, PAGE-25] over 200 requests of each kind, no classifier tells a known card, one without address and an unknown one apart by time, status or size', async () => {
    const kinds = ['known', 'withoutAddress', 'unknown'] as const
    type Kind = (typeof kinds)[number]
    const cardOf = (kind: Kind, n: number) => toCardNumber(`23333000${kinds.indexOf(kind)}${10_000 + n}`)
    const { visitor, store, advance, instantBefore } = await aMailingPage()
    await store.transact(libraryOfTests, async (transaction) => {
      for (let n = 0; n < 600; n++) {
        for (const kind of ['known', 'withoutAddress'] as const)
          await transaction.writeRow(aPatron({ id: cardOf(kind, n) }), instantBefore(0))
        await transaction.addresses.keep({
          card: cardOf('known', n),
          email: `p${n}@courrier.example` as MailAddress,
          language: undefined,
          refusals: 0,
        })
      }
    })
    const transact = vi.spyOn(store, 'transact')
    const sizes = new Set<string>()
    let asked = 0
    const ask = async (typed: CardNumber): Promise<number[]> => {
      const reader = visitor({ 'X-Forwarded-For': `192.0.2.${Math.floor(asked / 13) % 256}` })
      const fields = { ...(await reader.get(`${pageOfTests}/qui`)).forms[0]?.fields, card: typed, website: '' }
      // As slowly as a person; and each dozen, or thirteen so that it is every kind's turn, from another network and a while later.
      advance(asked++ % 13 === 11 ? 300_000 : 3000)
      const took: number[] = []
      let before = performance.now()
      const answer = await reader.send(`${pageOfTests}/qui`, posted(fields))
      took.push(performance.now() - before)
      let next = answer
      // What a press leaves for later would have its turn here, and be felt by the visitor's next requests.
      for (let turn = 0; turn < 2; turn++) {
        before = performance.now()
        await new Promise((resolve) => setImmediate(resolve))
        next = await reader.send(`${pageOfTests}/code`)
        took.push(performance.now() - before)
      }
      sizes.add([answer.status, answer.headers.get('Location'), next.status, (await next.text()).length].join(' '))
      return took
    }
    /** The pairs that are told apart: of 200 guesses four and more standard deviations above half. */
    const leaks = async (round: number): Promise<readonly string[]> => {
      const times: Record<Kind, number[][]> = { known: [], withoutAddress: [], unknown: [] }
      for (let n = 0; n < 200; n++) for (const kind of kinds) times[kind].push(await ask(cardOf(kind, 200 * round + n)))
      const pairs = [
        ['known', 'unknown'],
        ['known', 'withoutAddress'],
        ['withoutAddress', 'unknown'],
      ] as const
      return pairs.filter(([one, other]) => toldApart(times[one], times[other]) >= 0.65).map(String)
    }
    // A busy machine may strike one kind by chance, and no leak: what leaks is told apart each time.
    let told = await leaks(0)
    for (let round = 1; told.length > 0 && round < 3; round++) {
      const again = await leaks(round)
      told = told.filter((pair) => again.includes(pair))
    }
    expect(told).toEqual([])
    expect([...sizes]).toHaveLength(1)
    // Each was looked up, and written, in its turn.
    await vi.waitFor(() => expect(transact).toHaveBeenCalledTimes(asked), patienceMs)
  })
})

describe('limits', () => {
  test('[PAGE-7] a card is written to three times an hour, five a day, and three a day from one network', async () => {
    const { askFor, visitor, waiting, advance } = await aMailingPage()
    const ask = async (): Promise<number> => {
      await askFor(visitor(), card)
      // The look-up comes on the next beat, which was set before this wait.
      await new Promise((resolve) => setTimeout(resolve, beatMs + 50))
      return waiting()
    }
    const counts = []
    for (let n = 0; n < 4; n++) counts.push(await ask())
    expect(counts).toEqual([1, 2, 3, 3])
    // One network has had its three: without addresses, all of these are one.
    advance(2 * 3_600_000)
    expect(await ask()).toBe(3)
    advance(24 * 3_600_000)
    expect(await ask()).toBe(4)
  })

  test('[PAGE-7] thirty requests in ten minutes from one network, then it is told when to come back', async () => {
    const { visitor } = await aMailingPage()
    const reader = visitor()
    for (let n = 0; n < 30; n++) expect((await reader.send(`${pageOfTests}/code`, posted({ code: '1' }))).status).toBe(303)
    expect((await reader.post(`${pageOfTests}/code`, { code: '1' })).text).toContain('Réessayez dans 1 minute')
  })

  test('[PAGE-7, PAGE-32] after 200 wrong codes of anybody, links alone prove anything that day, and whoever is signed in is told until when', async () => {
    const { visitor, askFor, nextMail, advance, enrol, instantBefore } = await aMailingPage()
    const reader = visitor()
    await askFor(reader, card)
    const { code, link } = await nextMail()
    for (let n = 0; n < 40; n++) {
      // Four codes a network: one alone would end its own codes.
      const guesser = visitor({ 'X-Forwarded-For': `192.0.2.${Math.floor(n / 4)}` })
      await askFor(guesser, `9000${n}`)
      for (let m = 0; m < 5; m++) await guesser.send(`${pageOfTests}/code`, posted({ code: 'abc' }))
      advance(120_000)
    }
    const late = visitor({ 'X-Forwarded-For': '198.51.100.1' })
    await askFor(late, card)
    expect((await late.post(`${pageOfTests}/code`, { code })).text).toMatch(
      /jusqu’à .* les codes ne servent plus\. Ouvrez l’adresse .* ou appelez-nous/,
    )
    const tablet = await enrol()
    const look = () => tablet.post('/management/v1/message-look?protocol=4', { protocol: 4, nonce: 'm', librarianId: managerOfTests })
    expect((await look()).body.codesOverUntil).toBeGreaterThan(instantBefore(0))
    advance(24 * 3_600_000)
    expect((await look()).body.codesOverUntil).toBeUndefined()
    expect((await late.get(pathOf(link))).status).toBe(410)
  })

  test('[PAGE-8] a form sent within two seconds, a forged one, and the field that nobody sees: nothing leaves', async () => {
    const { visitor, waiting, advance } = await aMailingPage()
    const reader = visitor()
    let shown = await reader.press(await reader.get(`${pageOfTests}/qui`), 'Recevoir un code', { card, website: '' })
    expect([shown.status, shown.text]).toEqual([422, expect.stringContaining('appuyez encore une fois')])
    expect(shown.html).toContain(`value="${card}"`)
    expect((await reader.post(`${pageOfTests}/qui`, { card, form: 'AAAA' })).status).toBe(422)
    advance(3000)
    const machine = await visitor()
    expect((await machine.press(shown, 'Recevoir un code', { card, website: 'http://x' })).path).toBe(`${pageOfTests}/code`)
    expect(await waiting()).toBe(0)
    shown = await reader.press(shown, 'Recevoir un code', { card, website: '' })
    await vi.waitFor(async () => expect(await waiting()).toBe(1), patienceMs)
  })

  test.each(['', 'x', 'a b\r\nBcc: x@evil.example', '<script>', '9'.repeat(60)])(
    '[PAGE-4] « %s » is no card: said at the field, and kept',
    async (typed) => {
      const { visitor, advance, waiting } = await aMailingPage()
      const reader = visitor()
      const shown = await reader.get(`${pageOfTests}/qui`)
      advance(3000)
      const answer = await reader.press(shown, 'Recevoir un code', { card: typed, website: '' })
      expect(answer.status).toBe(422)
      expect(answer.html).toMatch(/role="alert"[\s\S]*aria-invalid="true"/)
      expect(answer.html).not.toContain('<script>')
      expect(await waiting()).toBe(0)
    },
  )
})
