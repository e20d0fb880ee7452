/**
 * Every address of the patrons' page, given forms, cookies, links and queries that nearly fit, over a real SQLite file. Whatever comes: no answer
 * of 500 and no defect in the log, nobody who has shown no card writes anything, and who comes after can order.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toOrderId } from '../../src/domain/ids.ts'
import { orderToken, pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals, type SealedFor, type Seals } from '../../src/endpoint/messages/seal.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPageLibrary, pageOfTests, posted, prove } from '../builders/a-page.ts'
import { libraryOfTests } from '../builders/an-endpoint.ts'
import { hostileText, patienceMs, runs } from './from-schema.ts'

const card = '23333000000172'
const folder = mkdtempSync(join(tmpdir(), 'fuzzing-'))
let library: Awaited<ReturnType<typeof aPageLibrary>>
let seals: Seals
beforeAll(async () => {
  library = await aPageLibrary({ store: new SqliteStore(join(folder, 'endpoint.db')) })
  seals = createSeals(await library.store.secret(pageSecret))
})
afterAll(async () => {
  await library.store.close()
  for (const path of [folder, library.dataDir]) rmSync(path, { recursive: true })
})
const headOf = () => library.store.read(libraryOfTests, async (reader) => (await reader.library()).head)

const word = fc.oneof(
  hostileText,
  fc.constantFrom(
    '',
    card,
    'record-1',
    'record-2',
    'remove',
    'wish',
    'quand',
    'panier',
    'centre/2026-11-25/10:00',
    'centre/x',
    'un atlas',
    '123456',
  ),
)
/** What each seal holds where all is well, and what it holds of another one. */
const sealedFor: readonly SealedFor[] = ['basket', 'form', 'asked', 'proven', 'link', 'code', 'order']
const aSeal = fc
  .tuple(
    fc.constantFrom(...sealedFor),
    fc.constantFrom<unknown>(
      [['record-1', '']],
      [['', 'un atlas']],
      { at: 0, orderId: 'f'.repeat(32), card },
      { id: 'a'.repeat(32), card, until: 9e15 },
      { card, until: 9e15 },
    ),
    fc.constantFrom(libraryOfTests, 'other'),
  )
  .map((made) => () => seals.seal(...([made[0], made[2], made[1]] as const)))
const asIs = (text: string) => (): string => text
const aText = fc.oneof(
  { weight: 3, arbitrary: word.map(asIs) },
  { weight: 1, arbitrary: aSeal },
  { weight: 1, arbitrary: fc.constantFrom('order-1', 'none').map((id) => () => orderToken(seals, libraryOfTests, toOrderId(id))) },
)
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString()).slice(0, 3000)
const path = fc.oneof(
  fc
    .constantFrom('/', '/panier', '/souhait', '/qui', '/code', '/code/autre', '/terminer', '/quand', '/commander', '/a-propos')
    .map((at) => () => at),
  fc
    .tuple(
      aText,
      fc.constantFrom('/lien/', '/c/', '/commande/', '/'),
      fc.constantFrom('', '/heure', '/titres', '/annuler', '/reprendre', '/agenda.ics', '/x'),
    )
    .map(
      ([text, before, after]) =>
        () =>
          `${before}${encoded(text())}${after}`,
    ),
)
const query = fc.tuple(fc.constantFrom('q', 'pris', 'lieu', 'fini', 'plein', 'deja'), aText)
const fields = fc.dictionary(
  fc.constantFrom('card', 'code', 'form', 'website', 'record', 'do', 'wish', 'from', 'q', 'slot', '__proto__'),
  aText,
)
const cookies = fc.array(fc.tuple(fc.constantFrom('panier', 'demande', 'carte'), aText), { maxLength: 3 })

test('whatever comes to the patrons’ page is answered, and only who has shown a card writes', { timeout: patienceMs }, async () => {
  await fc.assert(
    fc.asyncProperty(path, fc.boolean(), query, fields, cookies, async (at, isPost, [name, text], form, held) => {
      library.advance(20_000)
      const address = `${pageOfTests}${at()}${isPost ? '' : `?${name}=${encoded(text())}`}`
      const body = Object.fromEntries(Object.entries(form).map(([field, value]) => [field, value()]))
      const carried = held.map(([cookie, value]) => [cookie, value()] as const)
      const before = [library.lines.length, await headOf()] as const
      const Cookie = carried.map(([cookie, value]) => `${cookie}=${encoded(value)}`).join('; ')
      const init = isPost ? posted(body) : {}
      const answer = await library.ask(address, { redirect: 'manual', ...init, headers: { ...init.headers, Cookie } })
      // What a visitor waits for no longer: the search of a card comes after the answer.
      await new Promise((resolve) => setImmediate(resolve))
      const asked = [address, body, carried]
      expect(
        library.lines.splice(before[0]).filter((line) => /"level":(?:50|60)/.test(line)),
        JSON.stringify(asked),
      ).toEqual([])
      expect([asked, answer.status < 500]).toEqual([asked, true])
      const isTheirs = carried.some(([cookie, value]) => cookie === 'carte' && value.length > 40) || address.includes('/c/')
      if (!isTheirs) expect([asked, await headOf()]).toEqual([asked, before[1]])
    }),
    runs(),
  )
  library.advance(24 * 3_600_000)
  const visitor = library.visitor()
  await visitor.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
  const hours = await prove(library.store, visitor, card, library.instantBefore(0))
  library.advance(3000)
  const slot = /value="(centre\/[^"]+)" required/.exec(hours.html)?.[1] ?? ''
  expect((await visitor.press(hours, 'Commander', { slot })).text).toContain('C’est noté')
})
