/**
 * Several libraries in one database (NET-1, NET-2): the short name each keeps, the commands that ask for it only where they must, and how a
 * library is made, renamed, closed, carried out and removed. Runs over SQLite and PostgreSQL, with the functions of the commands themselves.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toCardNumber, toDeviceId, toLibrarianId, toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { buildDefaultSettings } from '../../../src/domain/settings/settings.ts'
import { runExport } from '../../../src/endpoint/connectors/file/run-export.ts'
import { runImport } from '../../../src/endpoint/connectors/file/run-import.ts'
import { enrolDevice } from '../../../src/endpoint/enrolment/enrol-device.ts'
import { runLibrary } from '../../../src/endpoint/network/run-library.ts'
import { runPerson } from '../../../src/endpoint/retention/run-person.ts'
import { inTurn } from '../../../src/endpoint/storage/in-turn.ts'
import { createTurn } from '../../../src/endpoint/storage/lease.ts'
import { freeSlug } from '../../../src/endpoint/storage/library-slug.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { chooseLibrary, type StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { mailAddress } from '../../builders/a-mailing-library.ts'
import { anOrder } from '../../builders/an-order.ts'
import { aPatronOf, aReceipt, library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'network-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the slug of a library', () => {
  test.each([
    ['Médiathèque de Saint-Aubin', [], 'mediatheque-de-saint-aubin'],
    ['Médiathèque de Saint-Aubin', ['mediatheque-de-saint-aubin', 'mediatheque-de-saint-aubin-2'], 'mediatheque-de-saint-aubin-3'],
    ['  L’Île aux Œuvres ! ', [], 'l-ile-aux-oeuvres'],
    ['図書館', [], 'bibliotheque'],
    ['Bibliothèque intercommunale du Haut-Marzin et de la Vallée', [], 'bibliotheque-intercommunale-du-haut-marz'],
    [
      'Bibliothèque intercommunale du Haut-Marz - et',
      ['bibliotheque-intercommunale-du-haut-marz'],
      'bibliotheque-intercommunale-du-haut-ma-2',
    ],
  ])('[NET-1] %s, beside %j: %s', (name, taken, slug) => {
    expect(freeSlug({ name, isDemo: false }, new Set(taken))).toBe(slug)
  })
})

onEachStore('a network of libraries', (store) => {
  const opened = () => withMembers(store(), { close: async () => {} })
  const heard = () => {
    const said: string[] = []
    const write = (text: string) => said.push(text)
    return { said, output: { write }, errors: { write } }
  }
  const run = async (...args: readonly string[]) => {
    const { said, ...streams } = heard()
    const code = await runLibrary(args, {
      openStore: async () => opened(),
      dataDir: folder,
      zone: 'Europe/Paris',
      now: () => now,
      formatOffer: ({ code: offered }) => `code ${offered}`,
      unmark: () => writeFileSync(join(folder, 'unmarked'), ''),
      ...streams,
    })
    return { code, said: said.join('') }
  }
  const codeIn = (said: string): string => /code (\S+)/.exec(said)?.[1] ?? ''
  const enrol = (code: string) => enrolDevice(store(), { protocol: 4, nonce: 'n', code, name: 'Accueil' }, now)
  const bySlug = async (slug: string) => {
    const found = (await store().libraries()).find((one) => one.slug === slug)
    if (found === undefined) throw new Error(`no library ${slug}`)
    return found
  }
  const settingsOf = async (slug: string) => store().read((await bySlug(slug)).id, async (reader) => reader.row('settings', 'settings'))

  test('[NET-2] a name that is taken is not given twice without a slug, and the list is in the order of slugs', async () => {
    expect(await run('create', 'Valmont')).toMatchObject({ code: 0 })
    const again = await run('create', 'Valmont')
    expect([again.code, again.said]).toEqual([1, expect.stringMatching(/--slug SLUG\n {2}valmont {2}Valmont/)])
    expect(await run('create', 'Valmont', '--slug', 'valmont-2')).toMatchObject({ code: 0 })
    for (const name of ['Marzin', 'Bellerive']) await run('create', name)
    const slugs = [...(await run('list')).said.matchAll(/^ {2}(\S+) /gm)].map(([, slug = '']) => slug)
    expect(slugs).toEqual(slugs.toSorted())
    expect(slugs).toEqual(expect.arrayContaining(['bellerive', 'marzin', 'valmont', 'valmont-2']))
  })

  test('[NET-1, NET-2] two libraries of one name are two: each with its identity, its slug and its tablets', async () => {
    const [first, second] = [
      await run('create', 'Médiathèque de Valmont'),
      await run('create', 'Médiathèque de Valmont', '--slug', 'mediatheque-de-valmont-2'),
    ]
    expect([first.code, second.code]).toEqual([0, 0])
    const [one, two] = [await bySlug('mediatheque-de-valmont'), await bySlug('mediatheque-de-valmont-2')]
    expect(one.identity).not.toBe(two.identity)
    expect(await enrol(codeIn(first.said))).toMatchObject({ letter: 'B', library: one.identity })
    expect(await enrol(codeIn(second.said))).toMatchObject({ letter: 'B', library: two.identity })
    expect(await settingsOf(two.slug)).toMatchObject({ libraryName: 'Médiathèque de Valmont', firstRunStep: 0 })
  })

  test('[NET-1] a slug that is asked for is had, or refused: taken, or none that an address can have', async () => {
    expect(await run('create', 'Saint-Aubin', '--slug', 'aubin')).toMatchObject({ code: 0 })
    expect(await run('create', 'Autre', '--slug', 'aubin')).toMatchObject({ code: 1, said: expect.stringContaining('aubin') })
    for (const slug of ['Aubin', 'a b', '-a', 'é', 'a'.repeat(41)]) expect((await run('create', 'Autre', '--slug', slug)).code).toBe(2)
    expect((await store().libraries()).filter(({ id }) => id !== library)).toMatchObject([{ slug: 'aubin' }])
  })

  test('[NET-1, NET-8] where there are several, a command takes no name, which may be given to another; and no slug is another one’s id', async () => {
    await store().transact(library, (transaction) => transaction.writeRow({ ...buildDefaultSettings('Médiathèque', 'Europe/Paris') }, now))
    const [{ name = '' } = {}] = await store().libraries()
    const chosen = async (named: string) => {
      const choice = chooseLibrary(await store().libraries(), named)
      return choice.kind === 'one' ? choice.library.id : choice.kind
    }
    expect([await chosen(name), await chosen(library)]).toEqual([library, library])
    expect((await run('create', 'Autre', '--slug', library)).code).toBe(1)
    await run('create', 'Saint-Aubin')
    const { id } = await bySlug('saint-aubin')
    await run('rename', library, 'Réserve')
    await run('rename', 'saint-aubin', name)
    expect([await chosen(name), await chosen('Réserve'), await chosen(library), await chosen('saint-aubin')]).toEqual([
      'unknown',
      'unknown',
      library,
      id,
    ])
    // A library named like another one's id has a slug of its own.
    await run('create', library)
    expect(await chosen(library)).toBe(library)
    expect(await bySlug(`${library}-2`)).toMatchObject({ name: library })
  })

  test('[NET-1] a new name leaves slug, address and tablets as they are, and is written in the journal', async () => {
    await run('create', 'Saint-Aubin')
    expect(await run('rename', 'saint-aubin', 'Médiathèque des Deux-Rives')).toMatchObject({ code: 0 })
    expect(await bySlug('saint-aubin')).toMatchObject({ name: 'Médiathèque des Deux-Rives' })
    expect(await settingsOf('saint-aubin')).toMatchObject({ libraryName: 'Médiathèque des Deux-Rives' })
    const changes = await store().read((await bySlug('saint-aubin')).id, (reader) => reader.settingChanges(undefined, 9))
    expect(changes).toMatchObject([{ section: 'library', by: undefined }])
  })

  test('[NET-1, NET-8] where there is one, no command asks; where there are several, one that names none lists them and does nothing', async () => {
    await store().transact(library, (transaction) => transaction.writeRow(aPatronOf('23333000000172'), now))
    const settings = join(folder, 'settings.json')
    writeFileSync(settings, JSON.stringify({ libraryName: 'Médiathèque', sites: [{ id: 'main', name: 'Médiathèque' }], openingRanges: [] }))
    const streams = heard()
    const ports = { openStore: opened, dataDir: folder, now: () => now, ...streams }
    const commands = (...named: readonly string[]) => ({
      person: () => runPerson(['23333000000172', ...named], { ...ports, place: async () => {} }),
      export: () => runExport(['--list', ...named], ports),
      import: () => runImport(['--settings', settings, '--dry-run', ...named], { ...ports, libraryName: undefined, zone: 'Europe/Paris' }),
    })
    for (const [name, command] of Object.entries(commands())) expect([name, await command()]).toEqual([name, 0])
    await run('create', 'Saint-Aubin')
    const before = await store().libraries()
    for (const [name, command] of Object.entries(commands())) {
      streams.said.length = 0
      expect([name, await command()]).toEqual([name, name === 'person' ? 1 : 2])
      for (const slug of ['mediatheque', 'saint-aubin']) expect(streams.said.join('')).toContain(slug)
      expect(streams.said.join('')).not.toContain('MARTIN')
    }
    expect(await store().libraries()).toEqual(before)
    for (const [name, command] of Object.entries(commands('--library', 'mediatheque'))) expect([name, await command()]).toEqual([name, 0])
  })

  test('[NET-2] closed, a library takes neither orders nor tablets, keeps all, and opens again', async () => {
    const code = codeIn((await run('create', 'Saint-Aubin')).said)
    const { id } = await bySlug('saint-aubin')
    await store().transact(id, (transaction) => transaction.writeRow(aPatronOf('1'), now))
    expect(await run('close', 'saint-aubin')).toMatchObject({ code: 0 })
    expect(await settingsOf('saint-aubin')).toMatchObject({ closedAt: now })
    expect(await enrol(code)).toEqual({ problem: 'code-expired' })
    expect((await run('list')).said).toMatch(/saint-aubin\s+Saint-Aubin {2}\(fermée · closed 20/)
    expect(await store().read(id, async (reader) => (await reader.rowsOf('patron')).length)).toBe(1)
    expect(await run('close', 'saint-aubin', '--reopen')).toMatchObject({ code: 0 })
    expect((await settingsOf('saint-aubin'))?.closedAt).toBeUndefined()
  })

  test('[NET-2] an export holds all of one library and nothing of another, and can be put back elsewhere', async () => {
    await run('create', 'Saint-Aubin')
    const { id, identity, head } = await bySlug('saint-aubin')
    await store().transact(id, async (transaction) => {
      await transaction.writeRow(aPatronOf('1', 'ICI'), now)
      await transaction.keepReceipt(aReceipt('op1'))
    })
    await store().transact(library, async (transaction) => {
      await transaction.writeRow(aPatronOf('2', 'AILLEURS'), now)
      await transaction.keepReceipt(aReceipt('op2'))
    })
    const out = join(folder, 'out', 'saint-aubin.db')
    expect(await run('export', 'saint-aubin', '--out', out)).toMatchObject({ code: 0 })
    expect((await run('export', 'saint-aubin', '--out', out)).code).toBe(1)
    const bytes = readFileSync(out)
    expect([bytes.includes('ICI'), bytes.includes('AILLEURS'), bytes.includes(await store().secret('page'))]).toEqual([true, false, false])
    const elsewhere = new SqliteStore(out)
    expect(await elsewhere.libraries()).toMatchObject([{ id, identity, slug: 'saint-aubin', head: head + 1 }])
    expect(await elsewhere.read(id, (reader) => reader.receiptsHolding(''))).toEqual(
      await store().read(id, (reader) => reader.receiptsHolding('')),
    )
    await elsewhere.close()
  })

  test('[NET-2, NET-9] removed only after an export that has its last fact, with its slug typed again, and never while a tablet holds something', async () => {
    await run('create', 'Saint-Aubin')
    const { id } = await bySlug('saint-aubin')
    const remove = () => run('remove', 'saint-aubin', '--again', 'saint-aubin')
    const exported = (name: string) => run('export', 'saint-aubin', '--out', join(folder, name))
    expect((await run('remove', 'saint-aubin')).code).toBe(2)
    expect(await remove()).toMatchObject({ code: 1, said: expect.stringContaining('export saint-aubin') })
    await exported('first.db')
    await store().transact(id, (transaction) => transaction.keepReceipt(aReceipt('late')))
    expect((await remove()).code).toBe(1)
    // Removal is also refused after a change that is no operation: a setting, an order, a passphrase, an address.
    const changes: readonly ((transaction: StoreTransaction) => Promise<unknown>)[] = [
      (transaction) => transaction.writeRow({ ...buildDefaultSettings('Autre', 'Europe/Paris') }, now),
      (transaction) => transaction.writeRow(anOrder(), now),
      (transaction) => transaction.keepPassphrase({ librarianId: toLibrarianId('claire'), verifier: 'v', code: undefined }),
      (transaction) =>
        transaction.addresses.keep({ card: toCardNumber('1'), email: mailAddress('a@b.example'), language: undefined, refusals: 0 }),
    ]
    for (const [n, change] of changes.entries()) {
      await exported(`change-${n}.db`)
      await store().transact(id, change)
      expect([n, (await remove()).code]).toEqual([n, 1])
    }
    await exported('second.db')
    expect((await run('remove', 'saint-aubin', '--again', 'saint')).code).toBe(1)
    const holding = { id: toDeviceId('d'.repeat(32)), libraryId: id, letter: 'B' as never, name: '', credentialHash: '', ticket: '' }
    const unsaid = {
      nextCredentialHash: undefined,
      previousTicket: undefined,
      lastHeardAt: toInstant(0),
      build: undefined,
      setAsideAt: undefined,
    }
    await store().transact(id, (transaction) => transaction.keepDevice({ ...holding, ...unsaid, pendingCount: 3 }))
    expect(await remove()).toMatchObject({ code: 1, said: expect.stringMatching(/: B\n/) })
    await store().transact(id, (transaction) => transaction.keepDevice({ ...holding, ...unsaid, pendingCount: 0 }))
    mkdirSync(join(folder, 'catalogue', id), { recursive: true })
    expect(await remove()).toMatchObject({ code: 0 })
    expect((await store().libraries()).map((one) => one.id)).toEqual([library])
    expect([existsSync(join(folder, 'catalogue', id)), existsSync(join(folder, 'unmarked'))]).toEqual([false, false])
    expect((await run('list')).code).toBe(0)
  })

  test('[NET-2, NET-9] a library is removed only between imports, other jobs and pushes', async () => {
    await run('create', 'Saint-Aubin')
    const { id } = await bySlug('saint-aubin')
    const remove = () => run('remove', 'saint-aubin', '--again', 'saint-aubin')
    await run('export', 'saint-aubin', '--out', join(folder, 'whole.db'))
    const during = await inTurn(store(), id, { turn: createTurn(), now: () => store().now() }, remove)
    expect(during).toMatchObject({ code: 1, said: expect.stringContaining('import, ou un autre travail, est en cours') })
    expect((await store().libraries()).map(({ slug }) => slug)).toContain('saint-aubin')
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const pushing = store().transact(id, async (transaction) => {
      await transaction.keepReceipt(aReceipt('late'))
      await ended
    })
    const removing = remove()
    end()
    await pushing
    expect(await removing).toMatchObject({ code: 1, said: expect.stringContaining('export saint-aubin') })
    await run('export', 'saint-aubin', '--out', join(folder, 'later.db'))
    expect(await remove()).toMatchObject({ code: 0 })
    expect((await store().libraries()).map(({ slug }) => slug)).not.toContain('saint-aubin')
  })

  test('[NET-2] beside a demo no library is made', async () => {
    await store().createLibrary({ id: toLibraryId('demo'), name: 'Démonstration', isDemo: true })
    expect((await run('create', 'Saint-Aubin')).code).toBe(1)
    expect((await store().libraries()).map(({ slug }) => slug)).toEqual(['demo', 'mediatheque'])
  })

  test.each([
    [],
    ['create'],
    ['create', ''],
    ['list', 'x'],
    ['close', 'a', '--out', 'f'],
    ['rename', 'a'],
    ['export', 'a'],
    ['erase', 'a'],
  ])('[NET-2] a command is not understood: %s %s', async (...args) => {
    expect(await run(...args)).toMatchObject({ code: 2, said: expect.stringContaining('npm run library -- create') })
  })
})
