/**
 * A catalogue in MARC by the whole command: what the library then holds, what the report says in both languages, and the lists beside.
 * Runs in vitest on a real SQLite base.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cards, importTrial, now, ordersText, patronsText } from './import-trial.ts'
import { barcodes, collection, iso2709, marcXml, unimarc } from './marc-file.ts'

const hour = 3_600_000
/** Blanks of French typography as a keyboard has them. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')

describe('npm run import with a catalogue in MARC', () => {
  const trial = importTrial()
  const three = (): Buffer => Buffer.concat([0, 1, 2].map((i) => iso2709(unimarc(i))))
  const known = () => trial.store.read('main' as never, async (reader) => [...(await reader.catalogue())].map(({ barcode }) => barcode))

  it('fills the library, orders find their copies, and the same file again changes nothing', async () => {
    const catalogue = trial.put('notices.mrc', three())
    expect(
      await trial.run(
        '--catalogue',
        catalogue,
        '--patrons',
        trial.put('patrons.csv', patronsText()),
        '--orders',
        trial.put('orders.csv', ordersText(`A1,${cards[0]},2026-11-26,14:00,web,N1,,`)),
      ),
    ).toBe(0)
    expect(plain(trial.said)).toContain('Catalogue : 3 notices, 3 exemplaires en')
    expect(plain(trial.said)).toContain('3 ajoutés, 0 modifié, 0 inchangé, 0 retiré')
    expect(plain(trial.said)).toContain('lu en ISO 2709, UNIMARC')
    expect((await trial.orderOf('A1')).lines).toHaveLength(1)
    const head = await trial.head()
    expect(await trial.run('--catalogue', catalogue)).toBe(0)
    expect(plain(trial.said)).toContain('0 ajouté, 0 modifié, 3 inchangés, 0 retiré')
    expect(await trial.head()).toBe(head)
  })

  it('packed, and as XML, it is the same catalogue', async () => {
    await trial.run('--catalogue', trial.put('notices.mrc', three()))
    const xml = gzipSync(collection(...[0, 1, 2].map((i) => marcXml(unimarc(i)))))
    expect(await trial.run('--catalogue', trial.put('export', xml, now + hour), '--lang', 'en')).toBe(0)
    expect(plain(trial.said)).toContain('0 added, 0 updated, 3 unchanged, 0 removed')
    expect(plain(trial.said)).toContain('read as MARCXML, UNIMARC, compressed')
  })

  it('names the bad record with its rank, number and reason, and the others go in', async () => {
    const bad = iso2709(unimarc(1))
    bad[bad.indexOf('Verne')] = 0x1e
    const lying = iso2709(unimarc(2, 'Émile'), { length: '00042' })
    const path = trial.put('notices.mrc', Buffer.concat([iso2709(unimarc(0)), bad, lying]))
    expect(await trial.run('--catalogue', path)).toBe(0)
    expect(plain(trial.said)).toContain('1 notice ou exemplaire refusé')
    expect(plain(trial.said)).toContain('notice de rang 2, n° N1 : le répertoire annonce 5 zones, la notice en a 6')
    expect(plain(trial.said)).toContain('lue d’après les séparateurs (rang 3, n° N2')
    const list = (end: string) => readFileSync(join(trial.folder, 'data', 'rejected', `notices.mrc.${end}.csv`), 'utf8')
    expect(plain(list('rejected'))).toContain('rang;notice;raison\r\n2;N1;le répertoire annonce 5 zones')
    expect(plain(list('heeded'))).toContain('rang;notice;remarque\r\n3;N2;fausses longueurs (00042')
    expect(await trial.run('--catalogue', path, '--lang', 'en')).toBe(0)
    expect(plain(trial.said)).toContain('record at rank 2, no. N1: the directory says 5 fields, the record has 6')
    expect(await known()).toEqual([barcodes[0], barcodes[2]])
  })

  it('a document of a record that cannot be read, or that stands behind the cut, stays in the library', async () => {
    await trial.run('--catalogue', trial.put('notices.mrc', three()))
    const bad = iso2709(unimarc(1))
    bad[bad.indexOf('Verne')] = 0x1e
    const path = trial.put('notices.mrc', Buffer.concat([iso2709(unimarc(0)), bad, iso2709(unimarc(2))]), now + hour)
    expect(await trial.run('--catalogue', path)).toBe(0)
    expect(await known()).toEqual(barcodes.slice(0, 3))
    const cut = Buffer.concat([iso2709(unimarc(0)), iso2709(unimarc(1)).subarray(0, 60)])
    expect(await trial.run('--catalogue', trial.put('notices.mrc', cut, now + 2 * hour), '--whole')).toBe(0)
    expect(plain(trial.said)).toContain('ce fichier est coupé, et il omet 2 des 3 connus : rien n’a été retiré')
    expect(await known()).toEqual(barcodes.slice(0, 3))
  })

  it('a record that left the ILS leaves the library', async () => {
    await trial.run('--catalogue', trial.put('notices.mrc', three()))
    expect(await trial.run('--catalogue', trial.put('notices.mrc', iso2709(unimarc(0)), now + hour))).toBe(0)
    expect(await known()).toEqual([barcodes[0]])
  })

  it('refuses what it cannot use, and changes nothing', async () => {
    const none = trial.put('notices.mrc', iso2709(['001 1', '200 1 $aNana', '930   $aZ']))
    expect(await trial.run('--catalogue', none)).toBe(2)
    expect(plain(trial.complained)).toContain('zones locales trouvées : 930')
    expect(await trial.run('--patrons', none)).toBe(2)
    expect(plain(trial.complained)).toContain('seul le catalogue est lu dans ce format')
    expect(await trial.run('--catalogue', none, '--marc-map', trial.put('map.json', '{ "barcode": "930" , "cote": "930$a" }'))).toBe(2)
    expect(plain(trial.complained)).toContain('cote : ce nom est inconnu')
    expect(plain(trial.complained)).toContain('like, copies, barcode, record')
    expect(await trial.run('--catalogue', trial.put('a.mrc', gzipSync(three()).subarray(0, 120)))).toBe(2)
    expect(await trial.run('--catalogue', none, '--marc-map', 'absente.json')).toBe(2)
    expect(plain(trial.complained)).toContain('absente.json (correspondance MARC)')
    expect(await trial.store.libraries()).toEqual([])
  })

  it('takes the map of the library, or a ready one by its name', async () => {
    const path = trial.put('notices.mrc', iso2709(['001 1', '200 1 $aNana', `930   $a${barcodes[0]}`]))
    const map = trial.put('map.json', '{ "copies": "930", "barcode": "930$a" }')
    expect(await trial.run('--catalogue', path, '--marc-map', map)).toBe(0)
    expect(plain(trial.said)).toContain('exemplaires en 930, correspondance « map.json »')
    expect(await trial.run('--catalogue', trial.put('b.mrc', three(), now + hour), '--marc-map', 'nanook', '--lang=en')).toBe(0)
    expect(plain(trial.said)).toContain('copies in 995, map “nanook”')
    expect(await trial.run('--help')).toBe(0)
    expect(plain(trial.said)).toContain('standard, koha, pmb, syracuse, nanook')
  })
})
