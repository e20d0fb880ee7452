/**
 * The keeper's page of all libraries and the figures by slug (NET-6), over the endpoint's own routes and a database with a library for each
 * trouble: the worst first, one sentence and one tinted cell each, nobody and nothing named, and a token that opens this page alone.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { toCaseId, toDeviceId, toDeviceLetter, toLibraryId, toOperationId } from '../../../src/domain/ids.ts'
import { msPerDay, toInstant } from '../../../src/domain/instant.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { createEndpointMetrics } from '../../../src/endpoint/http/endpoint-metrics.ts'
import { takeSays } from '../../../src/endpoint/ils/take-says.ts'
import { createNetworkLook } from '../../../src/endpoint/network/look-at-network.ts'
import { keeperLanguage, networkPage } from '../../../src/endpoint/network/network-page.ts'
import { hashKeeperToken } from '../../../src/endpoint/network/network-routes.ts'
import { createServerWord } from '../../../src/endpoint/network/note-servers.ts'
import { noteTriedBackup } from '../../../src/endpoint/network/note-tried-backup.ts'
import type { Store, StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import type { StoredDevice } from '../../../src/endpoint/storage/stored.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint } from '../../builders/an-endpoint.ts'
import { aReceipt } from '../../builders/in-a-store.ts'

const token = 'un jeton du réseau bien long'
/** Thursday, 14:32 in the library: an hour of pickup. */
const now = anInstant('2026-11-26 13:32')
const ago = (days: number) => toInstant(now - days * msPerDay)
/** In every name that a keeper has nothing to do with. */
const mark = 'MARQUE'

const aDevice = (library: string, letter: string, change: Partial<StoredDevice> = {}): StoredDevice => ({
  libraryId: toLibraryId(library),
  id: toDeviceId(`${library}-${letter}`),
  letter: toDeviceLetter(letter),
  name: mark,
  credentialHash: '',
  nextCredentialHash: undefined,
  ticket: 'x',
  previousTicket: 'y',
  lastHeardAt: toInstant(now - 60_000),
  pendingCount: 0,
  build: undefined,
  setAsideAt: undefined,
  ...change,
})

type Fill = (transaction: StoreTransaction, library: string) => Promise<void>
const withTablets =
  (...changes: readonly Partial<StoredDevice>[]): Fill =>
  async (transaction, library) => {
    for (const [n, change] of changes.entries()) {
      const device = aDevice(library, 'BCDE'[n] ?? 'Z', change)
      await transaction.keepDevice(device)
      const { id, letter, name } = device
      const row: Row = { kind: 'device', id, letter, name, lastHeardOn: '2026-11-26' as never, isHolding: false, isSetAside: false }
      await transaction.writeRow(row, now)
    }
  }
const aCase =
  (days: number): Fill =>
  async (transaction) => {
    const operationId = toOperationId('fact')
    await transaction.keepReceipt(aReceipt('fact', { receivedAt: ago(days) }))
    await transaction.writeRow(
      {
        kind: 'case',
        id: toCaseId('case'),
        caseKind: 'clock-doubtful',
        subject: 'item/1',
        cites: [operationId],
        follows: undefined,
        settlement: undefined,
      },
      now,
    )
  }

const makers: Readonly<Record<string, { readonly fill: readonly Fill[]; readonly importedAt?: number }>> = {
  Lavernelle: { fill: [withTablets({ lastHeardAt: ago(1), pendingCount: 7 }, { lastHeardAt: ago(1) })] },
  Corzay: { fill: [withTablets({}, {}), (transaction) => transaction.keepMemo('ils-exchange', `${ago(2)} unreachable ${ago(1)}`)] },
  Oudrelle: {
    fill: [
      withTablets({}),
      (transaction, library) =>
        transaction.keepReceipt(
          aReceipt('bad', { outcome: 'quarantined', reason: 'version', deviceId: toDeviceId(`${library}-B`), envelope: mark }),
        ),
    ],
  },
  Montbrèche: { fill: [withTablets({}, { lastHeardAt: ago(3) }), aCase(4)] },
  Tréfontan: { fill: [withTablets({})], importedAt: ago(4) },
  Aubazelle: { fill: [withTablets({}, {}), aCase(1)], importedAt: ago(1) },
  // A tablet that sleeps and holds nothing is no trouble.
  Darzelles: { fill: [withTablets({}, { lastHeardAt: ago(1) })] },
}

const fillNetwork = async (store: Store): Promise<void> => {
  for (const [name, { fill, importedAt }] of Object.entries(makers)) {
    const id = toLibraryId(`id-${name}`)
    await store.createLibrary({ id, name, isDemo: false })
    if (importedAt !== undefined) {
      const nothing = { catalogue: undefined, patrons: undefined, orders: undefined }
      await takeSays(store, id, nothing, { now: () => toInstant(importedAt), isWhole: false })
    }
    await store.transact(id, async (transaction) => {
      await transaction.writeRow(aSettings({ libraryName: name }), now)
      await transaction.writeRow(aPatron({ surname: mark, firstName: mark }), now)
      for (const one of fill) await one(transaction, String(id))
    })
  }
}

describe('the keeper’s page', () => {
  const store = aStore()
  beforeAll(() => fillNetwork(store))
  let visits = 0
  const aKeeper = async (keeperToken: string | undefined = token, build: string | undefined = undefined) => {
    const look = createNetworkLook(
      store,
      () => now,
      { name: build, since: undefined },
      () => {},
      0,
    )
    const keeperTokenHash = keeperToken === undefined ? undefined : hashKeeperToken(keeperToken)
    const network = { keeperTokenHash, look, view: { networkName: 'Réseau du Val-d’Orse', zone: 'Europe/Paris' } }
    const endpoint = await anEndpoint({ store, ports: { network, metricsToken: 'a token of sixteen' } })
    // Tries are counted on the disk, whoever counts them: each visit comes an hour after the one before.
    endpoint.advance(++visits * 3_600_000)
    return endpoint
  }
  type Ask = Awaited<ReturnType<typeof aKeeper>>['ask']
  const knock = (ask: Ask, given: string, path = '/reseau/fr/ouvrir') =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: given }).toString(),
    })
  const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const pageOf = async (path = '/reseau/fr/', build?: string) => {
    const { ask } = await aKeeper(token, build)
    const answer = await ask(path, { headers: { Authorization: `Bearer ${token}` } })
    return { status: answer.status, html: (await answer.text()).replaceAll(/[\u00a0\u202f]/g, ' ') }
  }

  test('[NET-6] the worst first, each with a sentence and one tinted cell; the others by name and a dot a tablet', async () => {
    const { ask } = await aKeeper()
    for (const path of ['/reseau', '/reseau/']) expect((await ask(path)).status).toBe(302)
    const { status, html } = await pageOf()
    expect(status).toBe(200)
    expect([...html.matchAll(/<th scope="row">.*?<b>(.*?)<\/b><small>(.*?)<\/small>/g)].map(([, name, why]) => [name, why])).toEqual([
      ['Lavernelle', 'une tablette n’est plus entendue depuis hier, 14 h 32'],
      ['Corzay', 'son SIGB ne répond pas depuis hier, 14 h 32'],
      ['Oudrelle', '1 opération que personne ne comprend'],
      ['Montbrèche', 'une anomalie ouverte depuis le dim. 22 nov.'],
      ['Tréfontan', 'aucun import depuis le dim. 22 nov.'],
    ])
    const hot = [...html.matchAll(/<td data-l="([^"]*)" class="hot">([^<]*)</g)].map(([, label, text]) => `${label} ${text}`)
    expect(hot).toEqual(['En attente 7', 'SIGB 0', 'À part 1', 'Anomalies 1', 'Import dim. 22 nov.'])
    expect(html).toContain('5 à regarder sur 7')
    expect(html).toContain(
      'Lavernelle n’est plus entendue depuis hier. Le SIGB de Corzay ne répond pas depuis hier. Les 2 autres vont bien.',
    )
    const fine = [...html.matchAll(/<li><span>(.*?)<\/span><span class="dots" role="img" aria-label="(.*?)">/g)]
    expect(fine.map(([, name, heard]) => [name, heard])).toEqual([
      ['Aubazelle', '2 sur 2 entendues'],
      ['Darzelles', '1 sur 2 entendue'],
    ])
    expect(html).toContain('8 tablettes sur 12 entendues')
  })

  test('[NET-6] all as a table, in English too', async () => {
    const { html } = await pageOf('/reseau/en/?tout')
    expect([...html.matchAll(/<th scope="row">/g)]).toHaveLength(7)
    expect(html).toContain('lang="en"')
    expect(html).toContain('5 of 7 to look at')
    expect(html).toContain('its ILS has not answered since yesterday, 14:32')
  })

  test('[NET-6, NET-7] which libraries share one catalogue is said by name, and nothing of the catalogue', async () => {
    expect((await pageOf()).html).not.toContain('Catalogues partagés')
    const members = ['Aubazelle', 'Corzay'].map((name) => toLibraryId(`id-${name}`))
    for (const id of members) await store.transact(id, (transaction) => transaction.shareCatalogue('haut-marzin', false))
    const groups = /<ul class="groups">(.*?)<\/ul>/s
    for (const [path, heading] of [
      ['/reseau/fr/', 'Catalogues partagés'],
      ['/reseau/en/?tout', 'Shared catalogues'],
    ] as const) {
      const { html } = await pageOf(path)
      expect([html.includes(heading), groups.exec(html)?.[1]]).toEqual([true, '<li><b>haut-marzin</b> <span>Aubazelle, Corzay</span></li>'])
    }
    for (const id of members) await store.transact(id, (transaction) => transaction.shareCatalogue(undefined, false))
  })

  test('[NET-6, NET-14] the page and its figures name no patron, no title and no tablet, and go by slug', async () => {
    const { ask } = await aKeeper()
    const figures = await (await ask('/metrics', { headers: { Authorization: 'Bearer a token of sixteen' } })).text()
    for (const text of [figures, (await pageOf()).html, (await pageOf('/reseau/fr/?tout')).html]) expect(text).not.toContain(mark)
    const figure = (name: string, slug: string) => new RegExp(`^${name}\\{library="${slug}"\\} (.*)$`, 'm').exec(figures)?.[1]
    expect(figure('pte_pending_operations', 'lavernelle')).toBe('7')
    expect(figure('pte_tablets_silent', 'lavernelle')).toBe('2')
    expect(figure('pte_tablets', 'montbreche')).toBe('2')
    expect(figure('pte_quarantined_operations', 'oudrelle')).toBe('1')
    expect(figure('pte_open_cases', 'montbreche')).toBe('1')
    expect(Number(figure('pte_last_import_timestamp_seconds', 'trefontan'))).toBe(ago(4) / 1000)
    expect(figure('pte_ils_waiting', 'corzay')).toBe('0')
    expect(figure('pte_ils_waiting', 'oudrelle')).toBeUndefined()
  })

  test('[NET-6] a library that cannot be read is said so, and keeps no other one from being seen', async () => {
    const broken = toLibraryId('id-Corzay')
    const defects: unknown[] = []
    const look = createNetworkLook(
      {
        libraries: () => store.libraries(),
        tally: (work) => store.tally(work),
        secret: (name) => store.secret(name),
        read: (id, work) => (id === broken ? Promise.reject(new Error('unreadable')) : store.read(id, work)),
      },
      () => now,
      { name: undefined, since: undefined },
      (defect) => defects.push(defect),
    )
    const { libraries } = await look()
    expect(libraries.map(({ slug, trouble }) => `${slug} ${trouble?.kind}`).slice(0, 2)).toEqual([
      'corzay unreadable',
      'lavernelle tablet-silent',
    ])
    expect([libraries.length, defects.length]).toEqual([7, 1])
    // Nor is anything said that is not known: no « aucune tablette », no « jamais », no « à jour ».
    const view = { ...keeperLanguage('fr'), networkName: undefined, zone: 'Europe/Paris' }
    const page = String(await networkPage(view, await look(), false))
    const cells =
      page
        .slice(page.indexOf('<b>Corzay</b>'))
        .split('</tr>')[0]
        ?.match(/<td.*?<\/td>/g) ?? []
    expect(cells.map((cell) => cell.replace(/<[^>]*>/g, ''))).toEqual([
      'tablettes\u00a0: non lues',
      ...Array.from({ length: 7 }, () => '?'),
    ])
    const { registry } = createEndpointMetrics(() => 0, look)
    const figures = (await registry.metrics()).split('\n').filter((line) => line.includes('{library="corzay"}'))
    expect(figures.map((line) => line.split(' ')[1])).toEqual(Array.from({ length: 10 }, () => 'Nan'))
  })

  test('[NET-6] an old build is told once it was not taken for a month, and tablets that take it in time are not', async () => {
    const trouble = async (since: number) => {
      const look = createNetworkLook(
        store,
        () => now,
        { name: 'new', since: toInstant(since) },
        () => {},
        0,
      )
      await store.transact(toLibraryId('id-Darzelles'), (transaction) =>
        transaction.keepDevice(aDevice('id-Darzelles', 'B', { build: 'old' })),
      )
      return (await look()).libraries.find(({ slug }) => slug === 'darzelles')?.trouble
    }
    expect(await trouble(ago(29))).toBeUndefined()
    expect(await trouble(ago(31))).toEqual({ kind: 'build-old', since: ago(31) })
    await store.transact(toLibraryId('id-Darzelles'), (transaction) => transaction.keepDevice(aDevice('id-Darzelles', 'B')))
  })

  test('[NET-6] how many tablets have the version of the day is said, of those that say theirs', async () => {
    const [one, other] = [
      ['Aubazelle', 'new'],
      ['Darzelles', 'old'],
    ].map(([name, build]) => ({ id: toLibraryId(`id-${name}`), build }))
    const say = async (isSaid: boolean) => {
      for (const library of [one, other]) {
        if (library === undefined) continue
        const device = aDevice(String(library.id), 'B', { build: isSaid ? library.build : undefined })
        await store.transact(library.id, (transaction) => transaction.keepDevice(device))
      }
    }
    await say(true)
    expect((await pageOf('/reseau/fr/', 'new')).html).toContain('Version à jour sur 1 tablette, ancienne sur 1. En attente chez elles')
    expect((await pageOf('/reseau/en/', 'new')).html).toContain('1 tablet on the current version, 1 on an old one. Pending there')
    const { ask } = await aKeeper(token, 'new')
    const figures = await (await ask('/metrics', { headers: { Authorization: 'Bearer a token of sixteen' } })).text()
    expect(figures).toMatch(/^pte_tablets_old_build\{library="darzelles"\} 1$/m)
    expect(figures).toMatch(/^pte_tablets_old_build\{library="aubazelle"\} 0$/m)
    await say(false)
    expect((await pageOf('/reseau/fr/', 'new')).html).not.toContain('Version à jour')
  })

  test('[NET-6, NET-15] how many servers answer is said, and since when one does not; where there is one alone, nothing', async () => {
    expect((await pageOf()).html).not.toContain('serveur')
    const failOn = (defect: unknown): never => {
      throw defect
    }
    const [lost, other] = [
      createServerWord(store, 'lost:8080', () => toInstant(now - 120_000), failOn),
      createServerWord(store, 'other:8080', () => now, failOn),
    ]
    for (const timer of [...lost.timers, ...other.timers]) clearInterval(timer)
    await expect.poll(async () => (await pageOf()).html).toContain('1 serveur sur 2')
    const { html } = await pageOf()
    expect(html).toContain('<p>Un serveur ne répond plus depuis 14 h 30 : les tablettes parlent aux autres. Lavernelle n’est plus')
    expect((await pageOf('/reseau/en/')).html).toContain('1 of 2 servers')
    // It says where no machine stands.
    expect(html).not.toContain('8080')
    await lost.stop()
    expect((await pageOf()).html).toContain('1 serveur sur 1')
    await other.stop()
    expect((await pageOf()).html).not.toContain('serveur')
  })

  test('[NET-6, NET-15] when a backup was last tried is said, and where none was, that', async () => {
    expect((await pageOf()).html).toContain('<span>sauvegarde jamais essayée</span>')
    await noteTriedBackup(store, toInstant(now - 3_600_000))
    expect((await pageOf()).html).toContain('<span>sauvegarde essayée : 13 h 32</span>')
    await noteTriedBackup(store, ago(3))
    expect((await pageOf()).html).toContain('<span>sauvegarde essayée : lun. 23 nov.</span>')
    expect((await pageOf('/reseau/en/')).html).toContain('<span>backup tried: Mon 23 Nov</span>')
  })

  test('[NET-6] where there is no library, how the first is made is said, and not that all is well', async () => {
    const view = { ...keeperLanguage('fr'), networkName: undefined, zone: 'Europe/Paris' }
    const empty = { at: now, libraries: [], servers: undefined, triedAt: undefined }
    const page = String(await networkPage(view, empty, false))
    expect(page).toContain('<h1>Aucune bibliothèque</h1><p>La première se fait sur le serveur')
  })

  test('[NET-6] a backup that was tried is not said to be untried where that cannot be read for a while', async () => {
    let isOut = false
    const tally: typeof store.tally = (work) => (isOut ? Promise.reject(new Error('unreadable')) : store.tally(work))
    const ports = { libraries: () => store.libraries(), read: store.read.bind(store), secret: store.secret.bind(store), tally }
    const look = createNetworkLook(
      ports,
      () => now,
      { name: undefined, since: undefined },
      () => {},
      0,
    )
    isOut = true
    expect((await look()).triedAt).toBe('unread')
    const html = async (language: 'fr' | 'en') =>
      String(await networkPage({ ...keeperLanguage(language), networkName: undefined, zone: 'Europe/Paris' }, await look(), false))
    expect(await html('fr')).toContain('<span>dernier essai de sauvegarde\u00a0: non lu</span>')
    expect(await html('en')).toContain('<span>last backup trial: could not be read</span>')
    isOut = false
    await noteTriedBackup(store, now)
    expect((await look()).triedAt).toBe(now)
    isOut = true
    expect((await look()).triedAt).toBe(now)
  })

  test('[NET-6, NET-16] the page is there only with a token', async () => {
    const look = createNetworkLook(
      store,
      () => now,
      { name: undefined, since: undefined },
      () => {},
    )
    const network = { keeperTokenHash: undefined, look, view: { networkName: undefined, zone: 'Europe/Paris' } }
    const { ask } = await anEndpoint({ store, ports: { network } })
    for (const path of ['/reseau', '/reseau/', '/reseau/fr/', '/reseau/style.css']) expect((await ask(path)).status).toBe(404)
    expect((await knock(ask, '')).status).toBe(415)
  })

  test('[NET-6, NET-16] the token opens the page for this browser and nothing else; another token closes what it opened', async () => {
    const { ask, lines } = await aKeeper()
    for (const path of ['/reseau', '/reseau/']) expect((await ask(path)).headers.get('Location')).toBe('/reseau/fr/')
    const shut = await ask('/reseau/fr/')
    expect([shut.status, (await shut.text()).includes('Lavernelle')]).toEqual([401, false])
    expect((await knock(ask, 'un autre jeton')).status).toBe(403)
    const opened = await knock(ask, token)
    expect([opened.status, opened.headers.get('Location')]).toEqual([303, '/reseau/fr/'])
    expect(opened.headers.getSetCookie()[0]).toMatch(/^reseau=[\w-]+; Path=\/reseau; HttpOnly; SameSite=Strict$/)
    const headers = { Cookie: cookieOf(opened) }
    expect((await ask('/reseau/fr/', { headers })).status).toBe(200)
    expect((await (await aKeeper('un jeton tout neuf du réseau')).ask('/reseau/fr/', { headers })).status).toBe(401)
    const bearer = { Authorization: `Bearer ${token}`, ...headers }
    for (const path of ['/sync/v1/pull', '/metrics', '/catalogue/v1/'.concat('a'.repeat(64))]) {
      expect([401, 403]).toContain((await ask(path, { headers: bearer })).status)
    }
    expect(lines.join('')).not.toContain(token)
  })

  test('[NET-6] a form of another site opens nothing, and who tries without end is told when to come back', async () => {
    const { ask } = await aKeeper()
    const foreign = await ask('/reseau/fr/ouvrir', { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' }, body: `token=${token}` })
    expect(foreign.status).toBe(403)
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) statuses.push((await knock(ask, `essai numéro ${n}`)).status)
    expect(statuses).toEqual([...Array(10).fill(403), 429, 429])
    expect((await knock(ask, token)).status).toBe(429)
  })
})
