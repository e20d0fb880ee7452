/**
 * What the lists of the members of a record group take out of the catalogue that they share (NET-7): of one branch alone, cut short, said to be the
 * whole group's, and in a group that stood before it was kept whose documents are whose. Over SQLite and PostgreSQL, with the commands' own
 * functions.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetOwn } from '../../../src/endpoint/catalogue/own-documents.ts'
import { takeCatalogue } from '../../../src/endpoint/ils/take-catalogue.ts'
import { anEntry, now } from '../../builders/in-a-store.ts'
import { type Documents, groupCommands } from '../../builders/record-group.ts'
import { onEachStore } from '../../fakes/each-store.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

const group = 'haut-marzin'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(memoryFolder, 'group-lists-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

onEachStore('lists of a record group', (store) => {
  const { openStore, run, importOver, importCatalogue, bySlug, titlesOf, three } = groupCommands(store, () => folder)
  const titled = (from: number, to: number): Documents =>
    Array.from({ length: to - from }, (_, n) => [`3333100000${String(from + n).padStart(4, '0')}`, `Titre ${from + n}`] as const)
  const importUnasked = (slug: string, documents: Documents) => importOver({ openStore, clock: () => now }, slug, documents, [])
  const heldBy = async (slug: string) => (await titlesOf(slug)).length

  test('[NET-7, NET-18] one member’s list takes out what was its own and no other member’s, whoever founded the group, unless it is said to be whole', async () => {
    await three()
    await importUnasked('marzin', titled(0, 100))
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    expect(await importUnasked('valmont', titled(60, 150))).toContain('60 de ses 150 documents, absents de ce fichier, y restent')
    // The founder's next list knows nothing of what Valmont brought: that stays, and so does what both have.
    const asked = await importUnasked('marzin', titled(5, 90))
    expect(asked).toMatch(/groupe haut-marzin : 60 de ses 145 documents, absents de ce fichier, y restent, .*--whole/)
    expect([await heldBy('valmont'), (await titlesOf('marzin'))[0]]).toEqual([145, 'Titre 5'])
    // The last one who has it takes it out.
    await importUnasked('valmont', [...titled(60, 90), ...titled(95, 150)])
    expect(await heldBy('marzin')).toBe(140)
    // More than half of its own, unasked, is rather a part; the next whole list goes on as before.
    expect(await importUnasked('marzin', titled(5, 20))).toContain('125 de ses 140 documents')
    await importUnasked('marzin', titled(6, 90))
    expect(await heldBy('marzin')).toBe(139)
    // Said to be the whole group's, it speaks for Valmont too, until Valmont sends its own.
    await importCatalogue('marzin', ...titled(6, 150))
    expect(await importUnasked('marzin', titled(7, 149))).not.toContain('--whole')
    expect(await heldBy('valmont')).toBe(142)
    await importUnasked('valmont', titled(100, 149))
    await importUnasked('marzin', titled(7, 148))
    expect(await heldBy('valmont')).toBe(142)
  })

  test('[NET-7] a list cut short, or one that names a document in a row that cannot be taken, makes nothing less its own', async () => {
    await three()
    await run('group', 'marzin', group)
    await run('group', 'valmont', group)
    await importUnasked('marzin', titled(0, 50))
    const { id } = await bySlug('marzin')
    const take = (documents: Documents, isCut: boolean, named: readonly string[] = []) =>
      takeCatalogue(
        store(),
        id,
        {
          rows: documents.map(([barcode, title]) => anEntry(barcode, `n${barcode}`, title)),
          mentioned: new Set([...documents.map(([barcode]) => barcode), ...named]),
          onLoan: undefined,
          isCut,
        },
        { asOf: now, now, isWhole: false },
      )
    expect(await take(titled(0, 30), true)).toMatchObject({ removed: 0, notes: [{ kind: 'removal-withheld-cut', would: 20, of: 50 }] })
    expect(await take(titled(0, 48), false, ['33331000000048'])).toMatchObject({ removed: 1, notes: [] })
    expect(await take(titled(0, 47), false)).toMatchObject({ removed: 2, notes: [] })
    expect(await heldBy('valmont')).toBe(47)
  })

  test('[NET-7, NET-18] in a group that stood before, nothing leaves unasked until each member has sent a list', async () => {
    await three()
    await importUnasked('marzin', titled(0, 50))
    for (const slug of ['marzin', 'valmont']) {
      await run('group', slug, group)
      // As they stood: which documents are whose was not kept.
      await store().transact((await bySlug(slug)).id, forgetOwn)
    }
    await importUnasked('marzin', titled(0, 50))
    expect(await importUnasked('marzin', titled(0, 49))).toContain('1 de ses 50 documents')
    await importUnasked('valmont', titled(40, 45))
    expect(await importUnasked('marzin', titled(0, 44))).toContain('1 de ses 45 documents')
    expect(await heldBy('valmont')).toBe(45)
  })
})
