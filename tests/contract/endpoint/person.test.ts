/**
 * What is held of one person, given and erased by one command (PRIV-7): the function of `npm run person` over SQLite and over PostgreSQL,
 * with what real tablets handed over. A base is searched to the byte for what was erased; tablets hear of it by their pull.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatCaseId } from '../../../src/domain/case/case.ts'
import {
  type OperationId,
  toCardNumber,
  toItemBarcode,
  toLibraryId,
  toLineId,
  toOperationId,
  toOrderId,
  toSiteId,
} from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { lookAtMailing, opposeMailing } from '../../../src/endpoint/messages/mailing.ts'
import { runPerson } from '../../../src/endpoint/retention/run-person.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'
import { typedTexts } from '../../protocol/free-texts.ts'

const card = '23333000000172'
const neighbour = toCardNumber('23333000000347')

let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'person-'))
  return () => rmSync(folder, { recursive: true })
})

const stores: readonly { name: string; opener: () => Promise<() => Store> }[] = [
  { name: 'SQLite', opener: async () => () => new SqliteStore(join(folder, 'desk.db')) },
  ...(postgresReason === undefined
    ? [
        {
          name: 'PostgreSQL',
          opener: async () => {
            const url = await emptied(postgres)
            return () => new PostgresStore(url)
          },
        },
      ]
    : []),
]

describe.each(stores)('a person, in $name', ({ opener }) => {
  const aLibrary = async () => {
    const open = await opener()
    const endpoint = await anEndpoint({ store: open(), rows: [aPatron({ id: neighbour, surname: 'MOREL', firstName: 'Jean' })] })
    const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
    const run = async (...args: readonly string[]) => {
      const said = { output: '', errors: '' }
      const code = await runPerson(args, {
        openStore: open,
        dataDir: folder,
        now: () => endpoint.instantBefore(0),
        place: async (path, content) => writeFileSync(path, content, { flag: 'wx' }),
        output: { write: (text) => (said.output += text) },
        errors: { write: (text) => (said.errors += text) },
      })
      return { code, ...said }
    }
    const lent = anEnvelope(aHandOver())
    const lend = async () => {
      const note = { kind: 'write-note', orderId: toOrderId('order-1'), note: 'Sa fille Zoé passera', replaces: '' } as const
      await tablet.push([aPushed(anEnvelope(note)), aPushed(lent)])
    }
    const giveBack = () => tablet.push([aPushed(anEnvelope(aReturn(), { based: { 'item/33331000000012': [lent.operationId] } }))])
    const tell = async () => {
      for (const format of ['koc', 'csv']) {
        const made = await tablet.manage('export', { day: '2026-11-24', format })
        const { number } = made.body.batch as { number: number }
        await tablet.manage('export-settle', { number })
      }
    }
    const everything = async () => {
      const rows = await endpoint.store.read(libraryOfTests, async (reading) => [
        await reading.rowsAfter(0, 9999),
        await reading.receiptsHolding(''),
        await reading.erasedRowsHolding(''),
        (await reading.batches(undefined)).map(({ content, ...batch }) => ({ ...batch, content: new TextDecoder().decode(content) })),
        await reading.told.of([lent.operationId]),
        await reading.memo('patrons-in-use'),
      ])
      return JSON.stringify(rows)
    }
    return { ...endpoint, tablet, other, run, lend, giveBack, tell, everything }
  }

  test('[PRIV-7] one command gives all that is held of a card: directory, orders, documents, what tablets sent, lines of exports', async () => {
    const { run, lend, tell, store } = await aLibrary()
    await lend()
    await tell()
    const { code, output, errors } = await run(card)
    expect([code, errors]).toEqual([0, ''])
    expect(JSON.parse(output)).toMatchObject({
      card,
      patron: { surname: 'LEFÈVRE', firstName: 'Aline' },
      orders: [{ id: 'order-1', note: 'Sa fille Zoé passera' }],
      items: [{ id: '33331000000012' }],
      receipts: [{ envelope: { payload: { card } } }, { envelope: { payload: { note: 'Sa fille Zoé passera' } } }],
      exported: [{ lines: [expect.stringContaining(card)] }, { lines: [expect.stringContaining('LEFÈVRE')] }],
      told: [
        { voice: 'ils', movement: 'loan', card },
        { voice: 'table', movement: 'loan', card },
      ],
      titles: { '33331000000012': 'Au Bonheur des Dames' },
    })
    expect(output).not.toContain('MOREL')
    await store.close()
  })

  test('[PRIV-7] a file is made for its owner and writes over nothing; a name finds its cards; a stranger has nothing', async () => {
    const { run, store } = await aLibrary()
    const out = join(folder, 'given.json')
    expect((await run(card, '--out', out)).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain('LEFÈVRE')
    expect((await run(card, '--out', out)).code).toBe(1)
    expect(await run('--name', 'lefevre aline')).toMatchObject({ code: 0, output: `${card}  LEFÈVRE Aline\n` })
    expect(await run('2333300000017')).toMatchObject({ code: 1, output: '' })
    expect((await run('2333300000017')).errors).toContain('Rien n’est tenu de cette carte.')
    expect(await run(card, '--library', 'elsewhere')).toMatchObject({ code: 1 })
    expect(await run()).toMatchObject({ code: 2 })
    expect(await run(card, '--erase')).toMatchObject({ code: 2 })
    expect((await run(card)).output).toContain('LEFÈVRE')
    await store.close()
  })

  test('[PRIV-7] an open order, or a loan that the ILS lacks, stops the erasing, and each reason is said', async () => {
    const { run, lend, tell, store } = await aLibrary()
    expect((await run(card, '--erase', '--yes')).errors).toContain('1 × commande en cours')
    await lend()
    expect(await run(card, '--erase', '--yes')).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('1 × prêt ou retour'),
    })
    await tell()
    expect(await run(card, '--erase', '--yes')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('document encore chez la personne'),
    })
    expect((await run(card)).output).toContain('LEFÈVRE')
    await store.close()
  })

  test('[PRIV-7, PRIV-14] once all is settled the person goes, everywhere and from every tablet; what happened to the document stays', async () => {
    const { run, lend, giveBack, tell, tablet, everything, store, row } = await aLibrary()
    const { end } = await tablet.pull()
    await lend()
    await giveBack()
    await tell()
    mkdirSync(join(folder, 'rejected'))
    writeFileSync(join(folder, 'rejected', 'usagers.csv'), `3;${card};illisible\n4;${neighbour};illisible\n`)
    const { code, output, errors } = await run(card, '--erase', '--yes')
    expect([code, errors]).toEqual([0, ''])
    expect(output).toContain('Reste, et pourquoi')
    const left = (await everything()).replaceAll(`"id":"${card}"`, '')
    for (const trace of [card, 'LEFÈVRE', 'Aline', 'Zoé']) expect(left).not.toContain(trace)
    expect(readFileSync(join(folder, 'rejected', 'usagers.csv'), 'utf8')).toBe(`4;${neighbour};illisible\n`)
    const facts = ((await row('item', '33331000000012')) as Item).facts
    expect(facts.map(({ what }) => what).sort()).toEqual(['handed-over', 'returned'])
    expect(facts.find(({ what }) => what === 'handed-over')).toMatchObject({ card: expect.stringMatching(/^~[0-9a-f]{16}$/) })
    const heard = (await tablet.pull(end.cursor)).rows
    expect(heard.find(({ kind, id }) => kind === 'patron' && id === card)).toMatchObject({ row: null })
    expect(JSON.stringify(heard)).not.toContain('LEFÈVRE')
    expect(await row('patron', neighbour)).toMatchObject({ surname: 'MOREL' })
    expect(await run(card)).toMatchObject({ code: 1 })
    await store.close()
    if (store instanceof SqliteStore) {
      const bytes = readdirSync(folder)
        .filter((name) => name.startsWith('desk.db'))
        .map((name) => readFileSync(join(folder, name)))
      for (const trace of ['LEFÈVRE', 'Sa fille Zoé']) expect(bytes.some((one) => one.includes(trace))).toBe(false)
    }
  })

  test('[PRIV-7] every text that a person can type about them goes: a bin, a reason, a number, the note of a decision; the rest is named', async () => {
    const { run, tell, tablet, other, everything, store } = await aLibrary()
    const { end } = await tablet.pull()
    const [orderId, lineId] = [toOrderId('order-2'), toLineId('1')]
    const [barcode, mine] = [toItemBarcode('33331000000012'), toCardNumber(card)]
    const wish = (id: string, text: string) => ({ id: toLineId(id), wanted: { kind: 'wish', text } as const })
    const happened = aReturn().happened
    const slot = { siteId: toSiteId('centre'), date: happened.date, time: aMoment('2026-11-24 17:00').time }
    const [lent, twice] = [1, 2].map((n) => toOperationId(`${n}`.repeat(32))) as [OperationId, OperationId]
    const handOver = aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>
    const withReason = handOver.items.map((item) => ({ ...item, overrideReason: 'canary hand-over-order.items.overrideReason' }))
    const caseId = formatCaseId('handed-over-twice', `item/${barcode}`, 1)
    const placed: Operation = {
      kind: 'place-order',
      ...{ orderId, number: 'B-777', source: 'phone', card: mine, slot, isUrgent: false },
      lines: [wish('1', 'canary place-order.lines.wanted.text'), wish('2', 'canary change-lines.removes.wanted.text')],
      ...{ note: 'canary write-note.replaces', callBackNumber: 'canary place-order.callBackNumber' },
      overrideReason: 'canary place-order.overrideReason',
    }
    const pushed: readonly (readonly [Operation, Partial<Envelope>?])[] = [
      [placed],
      [{ kind: 'write-note', orderId, note: 'canary write-note.note', replaces: 'canary write-note.replaces' }],
      [
        {
          kind: 'change-lines',
          orderId,
          removes: [wish('2', 'canary change-lines.removes.wanted.text')],
          adds: [wish('3', 'canary change-lines.adds.wanted.text')],
          overrideReason: 'canary change-lines.overrideReason',
        },
      ],
      [{ kind: 'give-up-line', orderId, lineId, happened, reason: 'canary give-up-line.reason' }],
      [{ kind: 'record-arrival', orderId, happened, place: 'canary record-arrival.place' }],
      [{ kind: 'cancel-order', orderId, reason: 'canary cancel-order.reason' }],
      [{ ...handOver, items: withReason }, { operationId: lent }],
    ]
    expect(outcomesOf(await tablet.push(pushed.map((one) => aPushed(anEnvelope(...one)))))).toEqual(pushed.map(() => 'accepted'))
    const elsewhere = { ...handOver, orderId: undefined, card: neighbour }
    expect(outcomesOf(await other.push([aPushed(anEnvelope(elsewhere, { operationId: twice }))]))).toEqual(['accepted-with-case'])
    const decision = { kind: 'stands', fact: lent } as const
    const settled = [
      { kind: 'settle-case', caseId, cites: [lent, twice], decision, note: 'canary settle-case.note' } as const,
      { ...aReturn(), bin: 'canary return-item.bin' },
      // Of somebody else, and it names them: nobody can tell but a reader.
      { kind: 'write-note', orderId: toOrderId('order-9'), note: 'voir avec Mme Lefèvre', replaces: '' } as const,
    ]
    const based = { [`item/${barcode}`]: [lent, twice] }
    await other.push(settled.map((one) => aPushed(anEnvelope(one, { based }))))
    await tell()
    const used = [...(await everything()).matchAll(/canary ([\w.-]+)/g)].map(([, path]) => path)
    const own = ['place-order.note', 'place-order.number', 'write-note.note']
    expect([...new Set([...used, ...own])].sort()).toEqual(typedTexts())
    const erased = await run(card, '--erase', '--yes')
    expect([erased.code, erased.errors]).toEqual([0, ''])
    const left = await everything()
    expect(left.match(/canary [\w.-]+|B-777/g) ?? []).toEqual([])
    expect(JSON.stringify((await tablet.pull(end.cursor)).rows)).not.toMatch(/canary|B-777/)
    expect(erased.output).toContain('Textes libres qu’aucun numéro ne relie')
    expect(erased.output).toMatch(/gestes d’autres personnes.*\n.*son nom s’y lit/)
    await store.close()
    if (!(store instanceof SqliteStore)) return
    for (const name of readdirSync(folder).filter((one) => one.startsWith('desk.db')))
      expect(readFileSync(join(folder, name)).includes('canary')).toBe(false)
  })

  test('[PRIV-7, MSG-13] whether they want no mailing is given; it outlives the erasing, which says why, and goes for who asks', async () => {
    const { run, store } = await aLibrary()
    await opposeMailing(store, libraryOfTests, toCardNumber(card), toInstant(0))
    expect(JSON.parse((await run(card)).output)).toMatchObject({ opposesMailings: true })
    expect(JSON.parse((await run(neighbour)).output)).toMatchObject({ opposesMailings: false })
    expect(await run(neighbour, '--opposition')).toMatchObject({ code: 2 })
    await store.transact(libraryOfTests, (transaction) => transaction.eraseRow('order', toOrderId('order-1'), toInstant(0)))
    const erased = await run(card, '--erase', '--yes')
    expect([erased.code, erased.errors]).toEqual([0, ''])
    expect(erased.output).toContain('son opposition aux annonces, une empreinte sans nom')
    expect(erased.output).not.toContain('opposition 1')
    expect(JSON.parse((await run(card)).output)).toMatchObject({ opposesMailings: true, orders: [] })
    // The ILS lists the card again, with its address.
    const listAgain = () =>
      store.transact(libraryOfTests, async (transaction) => {
        await transaction.writeRow(aPatron({ reachable: 'yes' }), toInstant(0))
        const email = 'aline@courrier.example' as MailAddress
        await transaction.addresses.keep({ card: toCardNumber(card), email, language: undefined, refusals: 0 })
      })
    await listAgain()
    expect(await lookAtMailing(store, libraryOfTests)).toMatchObject({ addresses: 0, opposed: 1 })
    const forgiven = await run(card, '--erase', '--yes', '--opposition')
    expect(forgiven.output).toContain('opposition 1')
    expect(forgiven.output).not.toContain('une empreinte sans nom')
    expect(await run(card)).toMatchObject({ code: 1 })
    await listAgain()
    expect(await lookAtMailing(store, libraryOfTests)).toMatchObject({ addresses: 1, opposed: 0 })
    await store.close()
  })

  test('[PRIV-7] another library of the same endpoint, and a card that is part of a longer one, are left alone', async () => {
    const { run, store } = await aLibrary()
    const twin = toLibraryId('twin')
    await store.createLibrary({ id: twin, name: 'Jumelle', isDemo: false })
    await store.transact(twin, (transaction) => transaction.writeRow(aPatron(), toInstant(0)))
    const longer = toCardNumber(`${card}9`)
    await store.transact(twin, (transaction) => transaction.writeRow(aPatron({ id: longer, surname: 'LONG' }), toInstant(0)))
    expect(await run(card, '--library', 'twin', '--erase', '--yes')).toMatchObject({ code: 0 })
    expect(await store.read(twin, async (reading) => (await reading.rowsOf('patron')).map(({ id }) => id))).toEqual([longer])
    expect((await run(card, '--library', libraryOfTests)).output).toContain('LEFÈVRE')
    await store.close()
  })
})
