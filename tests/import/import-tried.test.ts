/**
 * An import that is tried first, and one that would take almost all away, through the same function as `npm run import`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { barcodes, cards, catalogueText, importTrial, library, ordersText, patronsText } from './import-trial.ts'

const trial = importTrial()
const { head, importAll, orderOf, put, rowsOf, run } = trial

describe('an import', () => {
  it('[IMP-4] takes a list that leaves almost all out by the number of what goes, and by no smaller one', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `0${3333100000 + i},R${i},Titre ${i}`)
    const listOf = (rows: readonly string[]): string => ['barcode,record,title', ...rows].join('\n')
    await run('--catalogue', put('catalogue.csv', listOf(many)))
    const spoiled = put('spoiled.csv', listOf(many.map((row) => row.slice(1))))
    const known = () => trial.store.read(library, async (reader) => (await reader.catalogueEntry(toItemBarcode('03333100000')))?.title)
    expect(await run('--catalogue', spoiled, '--remove', '39')).toBe(2)
    expect(trial.said).toContain('03333100000, 03333100001, 03333100002')
    // Those of the file that stand for them.
    expect(trial.said).toContain('3333100000, 3333100001, 3333100002)')
    expect(trial.said).toContain('--remove 40')
    expect(await known()).toBe('Titre 0')
    for (const wrong of ['-1', '4.5', 'tous']) expect(await run('--catalogue', spoiled, `--remove=${wrong}`)).toBe(2)
    expect(await run('--catalogue', spoiled, '--remove', '40')).toBe(0)
    expect([await known(), (await rowsOf('catalogue'))[0]?.items]).toEqual([undefined, 40])

    const part = put('part.csv', listOf(many.slice(0, 5).map((row) => row.slice(1))))
    await run('--catalogue', part, '--remove', '34')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(40)
    await run('--catalogue', part, '--remove', '35')
    expect((await rowsOf('catalogue'))[0]?.items).toBe(5)
  })

  it('says on a dry run what would come of catalogue, patrons and orders together, and writes none of it', async () => {
    const order = `A1,${cards[0]},2026-11-25,14:30,ils,R0,${barcodes[0]},note`
    await importAll(order)
    const before = await head()
    const lists = join(trial.folder, 'data', 'rejected')
    const hadLists = existsSync(lists)
    const catalogue = `${catalogueText('Un', 'Deux', 'Trois', 'Quatre')}\n33331000000055,R5,Cinq,Auteur,livre,R AUT,Adultes`
    const files = [
      ...['--catalogue', put('catalogue.csv', catalogue)],
      ...['--patrons', put('patrons.csv', patronsText(2, cards[2] ?? ''))],
      // Of a document that only this catalogue brings.
      ...['--orders', put('orders.csv', ordersText(order, `A2,${cards[1]},2026-11-25,14:30,ils,R5,33331000000055,`))],
    ]
    expect(await run(...files, '--dry-run')).toBe(0)
    expect(trial.said).toMatch(/Essai à blanc/)
    expect(trial.said).toMatch(/1\sajouté, 0\smodifié, 4\sinchangés, 0\sretiré/)
    expect(trial.said).toMatch(/1\snouvelle/)
    expect(await head()).toBe(before)
    expect((await rowsOf('patron')).length).toBe(3)
    expect(existsSync(lists)).toBe(hadLists)

    expect(await run(...files)).toBe(0)
    expect(await head()).toBeGreaterThan(before)
    expect((await orderOf('A2')).lines).toHaveLength(1)
  })

  it('makes no library and takes no demo away on a dry run', async () => {
    expect(await run('--catalogue', put('catalogue.csv', catalogueText('Un')), '--new-library', '--dry-run')).toBe(2)
    expect(await run('--catalogue', put('catalogue.csv', catalogueText('Un')), '--new-library')).toBe(0)
  })
})
