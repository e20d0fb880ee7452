/**
 * Record groups (NET-7): libraries of one catalogue share it, and nothing else. How one joins and leaves, what one import brings to all of them
 * while their tablets fetch, and the marks of one library searched in all that the others are answered. Over SQLite and PostgreSQL, with the
 * commands' own functions and the endpoint's routes.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LibraryId, toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../../src/domain/instant.ts'
import { isPublished } from '../../../src/endpoint/catalogue/publish-catalogue.ts'
import { noteUnpublished } from '../../../src/endpoint/catalogue/unpublished.ts'
import { enrolDevice } from '../../../src/endpoint/enrolment/enrol-device.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { hashKeeperToken } from '../../../src/endpoint/network/network-routes.ts'
import { inTurn } from '../../../src/endpoint/storage/in-turn.ts'
import { createTurn } from '../../../src/endpoint/storage/lease.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { aPublicPage, Visitor } from '../../builders/a-page.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { anEndpoint, TestTablet } from '../../builders/an-endpoint.ts'
import { aLine, anItemWanted, anOrder, aSlotKey } from '../../builders/an-order.ts'
import { anEntry, aPatronOf, now } from '../../builders/in-a-store.ts'
import { groupCommands } from '../../builders/record-group.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

const token = 'un jeton du réseau bien long'
const group = 'haut-marzin'
const [shared, lent, unknownBarcode] = ['33331000000012', '33331000000020', '33331000000038']

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'group-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

onEachStore('a record group', (store) => {
  const { said, openStore, run, importOver, importCatalogue, bySlug, titlesOf, three } = groupCommands(store, () => folder)
  const rowOf = async (slug: string) => store().read((await bySlug(slug)).id, async (reader) => reader.row('catalogue', 'catalogue'))
  /** Without what its own library alone has. */
  const sharedOf = (row: Awaited<ReturnType<typeof rowOf>>) => row && { ...row, lent: undefined, loansAsOf: undefined }
  const anEndpointHere = () =>
    anEndpoint({
      store: store(),
      ports: {
        dataDir: folder,
        network: {
          keeperTokenHash: hashKeeperToken(token),
          look: async () => ({ at: now, libraries: [], servers: undefined, triedAt: undefined }),
          view: { networkName: undefined, zone: 'Europe/Paris' },
        },
      },
    })
  type Endpoint = Awaited<ReturnType<typeof anEndpointHere>>
  const enrol = async ({ ask, instantBefore }: Endpoint, slug: string, heard: string[] = []): Promise<TestTablet> => {
    const at = instantBefore(0)
    const { code } = await offerEnrolmentCode(store(), (await bySlug(slug)).id, at)
    const identity = await enrolDevice(store(), { protocol: 4, nonce: 'n', code, name: 'Accueil' }, at)
    if ('problem' in identity) throw new Error(identity.problem)
    return new TestTablet(async (path, init) => {
      const answer = await ask(path, init)
      const bytes = Buffer.from(await answer.clone().arrayBuffer())
      heard.push(`${path} ${JSON.stringify(Object.fromEntries(answer.headers))} ${bytes.toString('latin1')} ${bytes.toString()}`)
      return answer
    }, identity)
  }
  const statusOf = async (tablet: TestTablet, hash: string | undefined) => (await tablet.get(`/catalogue/v1/${hash}`)).status

  test('[NET-7] a slow import keeps the turn of the whole group to its end, however few of its transactions are of the first member', async () => {
    await three()
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    const [marzin, valmont] = [await bySlug('marzin'), await bySlug('valmont')]
    const [first = marzin, other = valmont] = (await store().libraries()).filter(({ recordGroup }) => recordGroup === group)
    let at = now
    let heldSince: Instant | undefined
    const rivals: boolean[] = []
    const slowly = withMembers(await openStore(), {
      transact: async (id, work) => {
        at = toInstant(at + msPerMinute / 3)
        if (id === first.id) heldSince ??= at
        else if (heldSince !== undefined) rivals.push(await store().transact(first.id, (transaction) => createTurn().take(transaction, at)))
        return store().transact(id, work)
      },
    })
    const many = Array.from({ length: 1100 }, (_, n) => [`3333100${String(n).padStart(7, '0')}`, 'Phèdre'] as const)
    await importOver({ openStore: async () => slowly, clock: () => at }, other.slug, many)
    expect(at - (heldSince ?? at)).toBeGreaterThan(5 * msPerMinute)
    expect(rivals.length).toBeGreaterThan(5)
    // Free for another job when the import gives its own library's turn back, and no sooner.
    expect(rivals.indexOf(true)).toBe(rivals.length - 1)
    expect(await titlesOf(first.slug)).toHaveLength(many.length)
  })

  test('[NET-7] one import brings one file to all of the group, at one address, while their tablets fetch the one before', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await importCatalogue('bellerive', [shared, 'Ailleurs'])
    expect(await run('group', 'marzin', group)).toMatchObject({ code: 0 })
    expect(await run('group', 'valmont', group)).toMatchObject({ code: 0, said: expect.stringContaining('marzin, valmont') })
    expect((await run('list')).said).toMatch(/marzin .*\(catalogue haut-marzin\)\n/)
    const endpoint = await anEndpointHere()
    const [marzin, valmont, bellerive] = [
      await enrol(endpoint, 'marzin'),
      await enrol(endpoint, 'valmont'),
      await enrol(endpoint, 'bellerive'),
    ]
    const before = await rowOf('marzin')
    expect(await rowOf('valmont')).toEqual(expect.objectContaining({ hash: before?.hash, items: before?.items, bytes: before?.bytes }))
    const asked = () => Promise.all([marzin, valmont, bellerive].map((tablet) => statusOf(tablet, before?.hash)))
    expect(await asked()).toEqual([200, 200, 400])
    // Its order wants a title that changes with the other one's import.
    await store().transact((await bySlug('marzin')).id, async (transaction) => {
      const record = await transaction.catalogueRecord(`n${shared}` as never)
      if (record !== undefined) await transaction.writeRow(record, now)
    })
    const [, , fetched] = await Promise.all([
      importCatalogue('valmont', [shared, 'Phèdre, tragédie'], [lent, 'Britannicus']),
      statusOf(marzin, before?.hash),
      statusOf(valmont, before?.hash),
    ])
    expect(fetched).toBe(200)
    expect(await titlesOf('marzin')).toEqual(['Phèdre, tragédie', 'Britannicus'])
    const after = await rowOf('marzin')
    expect([sharedOf(after), after?.items]).toEqual([sharedOf(await rowOf('valmont')), 2])
    expect([after?.hash, after?.changes]).not.toEqual([before?.hash, before?.changes])
    const hash = after?.changes?.hash ?? after?.hash
    expect([await statusOf(marzin, hash), await statusOf(valmont, hash), await statusOf(bellerive, hash)]).toEqual([200, 200, 400])
    // Who had begun ends: what was named before is still there.
    expect(await asked()).toEqual([200, 200, 400])
    const title = await store().read(
      (await bySlug('marzin')).id,
      async (reader) => (await reader.row('record', `n${shared}` as never))?.title,
    )
    expect(title).toBe('Phèdre, tragédie')
    expect(readdirSync(join(folder, 'catalogue', 'groups'))).toEqual([group])
  })

  test('[NET-7, NET-19] only the catalogue crosses, and only within the group: no order, no patron, no loan, no title that a member alone wrote', async () => {
    await three()
    for (const slug of ['marzin', 'valmont', 'bellerive']) {
      await store().transact((await bySlug(slug)).id, (transaction) =>
        transaction.writeRow(aSettings({ libraryName: slug, publicPage: aPublicPage({}) }), now),
      )
    }
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    await importCatalogue('marzin', [shared, 'TITREDUGROUPE'], [lent, 'Bérénice*'])
    // What Marzin alone has: an order with a title that no catalogue knows, a patron, a loan of the ordinary desk.
    const marzin = await bySlug('marzin')
    await store().transact(marzin.id, async (transaction) => {
      await transaction.writeRow(aPatronOf('23333000000172', 'NOMDEMARZIN'), now)
      const lines = [aLine('1', anItemWanted(unknownBarcode, 'record-ailleurs')), aLine('2', { kind: 'wish', text: 'SOUHAITDEMARZIN' })]
      const order = anOrder({
        id: toOrderId('5a'.repeat(16)),
        card: toCardNumber('23333000000172'),
        slot: aSlotKey('2026-11-25 14:00'),
        lines,
      })
      await transaction.writeRow({ ...order, note: 'NOTEDEMARZIN' }, now)
    })
    const endpoint = await anEndpointHere()
    const heard = { marzin: [] as string[], valmont: [] as string[], bellerive: [] as string[] }
    for (const slug of ['marzin', 'valmont', 'bellerive'] as const) {
      const tablet = await enrol(endpoint, slug, heard[slug])
      await tablet.pull()
      const row = await rowOf(slug)
      for (const hash of [row?.hash, row?.changes?.hash, row?.lent?.hash]) await tablet.get(`/catalogue/v1/${hash}`)
      const reader = new Visitor(endpoint.ask)
      for (const path of ['/', '/?q=titredugroupe', '/?q=souhaitdemarzin'])
        heard[slug].push((await (await reader.send(`/b/${slug}/fr${path}`)).text()).replaceAll(/ value="[^"]*"|«[^»]*»/g, ''))
      const out = join(folder, `${slug}.db`)
      expect((await run('export', slug, '--out', out)).code).toBe(0)
      heard[slug].push(readFileSync(out, 'latin1'))
    }
    const marks = ['TITREDUGROUPE', 'NOMDEMARZIN', 'SOUHAITDEMARZIN', 'NOTEDEMARZIN', unknownBarcode, '5a'.repeat(16)]
    const found = (slug: keyof typeof heard) => marks.filter((mark) => heard[slug].some((text) => text.includes(mark)))
    expect(found('marzin')).toEqual(marks)
    expect(found('valmont')).toEqual(['TITREDUGROUPE'])
    expect(found('bellerive')).toEqual([])
    // On loan at the ordinary desk: for the library of the import alone.
    expect([(await rowOf('marzin'))?.lent, (await rowOf('valmont'))?.lent]).toEqual([expect.anything(), undefined])
    expect([(await rowOf('marzin'))?.hash, await rowOf('bellerive')]).toEqual([(await rowOf('valmont'))?.hash, undefined])
    // Asked by the other one too, the same list writes no file anew.
    await importCatalogue('valmont', [shared, 'TITREDUGROUPE'], [lent, 'Bérénice*'])
    expect((await rowOf('valmont'))?.lent).toBeDefined()
    expect((await rowOf('valmont'))?.hash).toBe((await rowOf('marzin'))?.hash)
  })

  test('[NET-7] who joins with documents that the group lacks is told how many, and gives them up only when asked to', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await importCatalogue('valmont', [shared, 'Phèdre'], [lent, 'Bajazet'])
    await run('group', 'marzin', group)
    expect(await run('group', 'valmont', group)).toMatchObject({ code: 1, said: expect.stringContaining('1 of its 2 documents') })
    expect([await titlesOf('valmont'), await titlesOf('marzin')]).toEqual([['Phèdre', 'Bajazet'], ['Phèdre']])
    expect(await run('group', 'valmont', group, '--replace')).toMatchObject({ code: 0 })
    expect([await titlesOf('valmont'), (await rowOf('valmont'))?.hash]).toEqual([['Phèdre'], (await rowOf('marzin'))?.hash])
    expect(await run('group', 'valmont', 'ailleurs')).toMatchObject({ code: 1, said: expect.stringContaining('--leave') })
    for (const args of [
      ['group', 'valmont'],
      ['group', 'valmont', 'Pas Un Slug'],
      ['group', 'valmont', 'x', '--leave'],
    ])
      expect((await run(...args)).code).toBe(2)
    expect((await run('group', 'bellerive', '--leave')).code).toBe(1)
  })

  test('[NET-7, NET-17] who leaves keeps the catalogue and its file as they are then, for itself alone; the last one ends the group', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    const endpoint = await anEndpointHere()
    const tablet = await enrol(endpoint, 'valmont')
    const before = await rowOf('valmont')
    expect(await run('group', 'valmont', '--leave')).toMatchObject({ code: 0 })
    // Its tablets fetch nothing anew.
    expect([await rowOf('valmont'), await statusOf(tablet, before?.hash)]).toEqual([before, 200])
    await importCatalogue('valmont', [lent, 'Bajazet'])
    await importCatalogue('marzin', [shared, 'Phèdre'], [unknownBarcode, 'Esther'])
    expect([await titlesOf('valmont'), await titlesOf('marzin')]).toEqual([['Bajazet'], ['Phèdre', 'Esther']])
    expect(await statusOf(tablet, (await rowOf('marzin'))?.hash)).toBe((await rowOf('marzin'))?.hash === before?.hash ? 200 : 400)
    await run('group', 'marzin', '--leave')
    expect([await titlesOf('marzin'), existsSync(join(folder, 'catalogue', 'groups', group))]).toEqual([['Phèdre', 'Esther'], false])
  })

  test('[NET-7] with who joins or leaves go the files that it names, and not what is lent of them', async () => {
    await three()
    const filesIn = (...path: readonly string[]) => readdirSync(join(folder, 'catalogue', ...path)).toSorted()
    await importCatalogue('marzin', [shared, 'Phèdre*'])
    await importCatalogue('marzin', [shared, 'Phèdre*'], [lent, 'Bajazet'])
    const row = await rowOf('marzin')
    const named = [row?.hash, row?.changes?.hash].flatMap((hash) => [`${hash}.bin`, `${hash}.packed.br`]).toSorted()
    expect([named.length, row?.lent?.hash]).toEqual([4, expect.any(String)])
    await run('group', 'marzin', group)
    expect(filesIn('groups', group)).toEqual(named)
    await run('group', 'valmont', group)
    writeFileSync(join(folder, 'catalogue', 'groups', group, `${'0'.repeat(64)}.bin`), 'fetched by others still')
    await run('group', 'valmont', '--leave')
    expect(filesIn((await bySlug('valmont')).id)).toEqual(named)
  })

  test('[NET-7] an import that waited writes in the turn of who is first of the group by then', async () => {
    await three()
    for (const slug of ['marzin', 'valmont', 'bellerive']) await run('group', slug, group)
    const [first, second, last] = (await store().libraries()).filter(({ recordGroup }) => recordGroup === group)
    if (first === undefined || second === undefined || last === undefined) throw new Error('no group of three')
    const take = (id: LibraryId, turn = createTurn()) => store().transact(id, (transaction) => turn.take(transaction, store().now()))
    let couldRival: boolean | undefined
    const watched = withMembers(await openStore(), {
      transact: async (id, work) => {
        const done = await store().transact(id, work)
        const { items } = await store().read(last.id, (reader) => reader.catalogueCounts())
        if (items > 0) couldRival ??= await take(second.id)
        return done
      },
    })
    const held = createTurn()
    expect(await take(first.id, held)).toBe(true)
    const importing = importOver({ openStore: async () => watched, clock: () => store().now() }, last.slug, [[shared, 'Phèdre']])
    await expect.poll(() => said.join('')).toContain('attend son tour')
    await store().transact(first.id, (transaction) => transaction.shareCatalogue(undefined, false))
    await store().transact(first.id, held.end)
    await importing
    expect([couldRival, await titlesOf(second.slug), await titlesOf(first.slug)]).toEqual([false, ['Phèdre'], []])
  })

  test('[NET-7, NET-17] a library joins, leaves or is removed only between imports, its own or another one’s into the group', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    const [first] = (await store().libraries()).filter(({ recordGroup }) => recordGroup === group)
    const bellerive = await bySlug('bellerive')
    const during = async (id: LibraryId, ...args: readonly string[]) => {
      const before = (await store().libraries()).map(({ recordGroup }) => recordGroup)
      const end = await inTurn(store(), id, { turn: createTurn(), now: () => store().now() }, () => run(...args))
      expect(end).toMatchObject({ code: 1, said: expect.stringContaining('import, ou un autre travail, est en cours') })
      expect((await store().libraries()).map(({ recordGroup }) => recordGroup)).toEqual(before)
    }
    await during(bellerive.id, 'group', 'bellerive', group)
    if (first !== undefined) await during(first.id, 'group', 'bellerive', group)
    for (const slug of ['marzin', 'valmont']) {
      await during((await bySlug(slug)).id, 'group', slug, '--leave')
      if (first !== undefined) await during(first.id, 'group', slug, '--leave')
      if (first !== undefined) await during(first.id, 'remove', slug, '--again', slug)
    }
    expect((await run('group', 'bellerive', group)).code).toBe(0)
    expect((await run('group', 'bellerive', '--leave')).code).toBe(0)
  })

  test('[NET-7] a killed import of who leaves had brought titles to the group: they are in the others’ file too', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    // Killed after its documents, before its file.
    await store().transact((await bySlug('valmont')).id, async (transaction) => {
      await transaction.upsertCatalogue([anEntry(lent, 'r2', 'Bajazet')])
      await noteUnpublished(transaction, now)
    })
    expect((await run('group', 'valmont', '--leave')).code).toBe(0)
    expect((await rowOf('marzin'))?.items).toBe(2)
    expect(sharedOf(await rowOf('valmont'))).toEqual(sharedOf(await rowOf('marzin')))
    expect(await isPublished(store(), (await bySlug('marzin')).id, folder)).toBe(true)
  })

  test('[NET-2, NET-7] an export carries the shared catalogue out as its own; removed, a library takes nothing from the others', async () => {
    await three()
    await importCatalogue('marzin', [shared, 'Phèdre'])
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    const out = join(folder, 'valmont.db')
    expect((await run('export', 'valmont', '--out', out)).code).toBe(0)
    const elsewhere = new SqliteStore(out)
    const [alone] = await elsewhere.libraries()
    expect(alone).toMatchObject({ slug: 'valmont', recordGroup: undefined })
    if (alone !== undefined)
      expect(await elsewhere.read(alone.id, async (reader) => [...(await reader.catalogue())].map(({ title }) => title))).toEqual([
        'Phèdre',
      ])
    await elsewhere.close()
    expect(await run('remove', 'valmont', '--again', 'valmont')).toMatchObject({ code: 0 })
    expect([await titlesOf('marzin'), existsSync(join(folder, 'catalogue', 'groups', group))]).toEqual([['Phèdre'], true])
    expect((await run('export', 'marzin', '--out', join(folder, 'marzin.db'))).code).toBe(0)
    expect(await run('remove', 'marzin', '--again', 'marzin')).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'catalogue', 'groups', group))).toBe(false)
    // Whoever names it next finds nothing of theirs.
    await run('group', 'bellerive', group)
    expect(await titlesOf('bellerive')).toEqual([])
  })
})
