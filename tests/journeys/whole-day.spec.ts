/**
 * The day that the product exists for: prepare on one tablet, lose the network, hand over on another, disagree, come back, settle, export.
 * Runs in a real Chromium with two profiles against the built endpoint, which is killed and started again on the same disk.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cards, items } from '../fixtures/tilleuls.ts'
import { expect, test, today } from './journey.ts'

test.setTimeout(300_000)

test('documents scanned while the network was away are on the endpoint once, and in the file for the ILS', async ({
  library,
  takeReadyTablet,
}) => {
  const shelves = await takeReadyTablet('shelves', 'Luc Perrin')
  const desk = await takeReadyTablet('desk', 'Awa Diop')

  await test.step('[PULL-4] documents are ticked off by scanning them, and the complete pile gets its bay', async () => {
    await shelves.go('Préparation')
    for (const item of [items.phedre, items.germinal, items.bovary, items.horla, items.candide]) {
      await shelves.pick(item)
    }
    await shelves.page.getByRole('button', { name: /posé/i }).click()
    await expect(shelves.bar.getByText('tout est transmis')).toBeVisible()
  })

  await test.step('the other tablet sees it ready', async () => {
    await desk.go('Retrait')
    await desk.page.getByRole('textbox').fill('benali')
    await expect(desk.main.getByText('Casier').first()).toBeVisible({ timeout: 30_000 })
    await desk.page.getByRole('textbox').fill('')
  })

  await library.kill()

  await test.step('[HO-2] [HO-3] [HO-4] off line: three scanned, one refused, one missing, one added', async () => {
    await desk.gun(cards.nadia.card)
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText('0 sur 4')
    for (const [n, item] of [items.germinal, items.bovary, items.horla].entries()) {
      await desk.gun(item.barcode)
      await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(`${n + 1} sur 4`)
    }
    await desk.gun(items.phedre.barcode)
    await expect(desk.main.getByText('« Phèdre » n’est pas dans cette commande').first()).toBeVisible()
    await desk.gun(items.contes.barcode)
    await expect(desk.main.getByText('Contes du lundi').first()).toBeVisible()
    await expect(desk.main.getByRole('list', { name: 'Manquent encore' })).toContainText('Candide')
  })

  await test.step('[HO-8] a second shot of the same document says so and changes nothing', async () => {
    await desk.gun(items.germinal.barcode)
    await expect(desk.main.getByText('« Germinal » est déjà scanné').first()).toBeVisible()
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText('3 sur 4')
  })

  await test.step('[HO-6] half scanned, it survives a reload without network; handed over, it is on the disk', async () => {
    await desk.page.reload()
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText('3 sur 4')
    await desk.page.getByRole('button', { name: 'Remettre 4 documents' }).click()
    await expect(desk.main.getByText('Enregistré ici').first()).toBeVisible()
    await desk.page.reload()
    await expect(desk.bar.getByText('1 à transmettre')).toBeVisible()
    await desk.go('Opérations')
    await expect(desk.main).toContainText('a remis 4 documents à N. B.')
  })

  await test.step('meanwhile the added document leaves a second time, from the other tablet', async () => {
    await shelves.go('Retrait')
    await shelves.gun(cards.ines.card)
    await shelves.page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
    await shelves.gun(items.contes.barcode)
    await shelves.page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(shelves.main.getByText('Enregistré ici').first()).toBeVisible()
  })

  await library.start()

  await test.step('[CASE-1] both tablets hand in what they held, and both show the case', async () => {
    // A case takes both: who waits longest after the cut decides when it is there.
    for (const tablet of [desk, shelves]) await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
    for (const tablet of [desk, shelves]) await expect(tablet.bar.getByText('1 anomalie')).toBeVisible({ timeout: 30_000 })
  })

  await test.step('[CASE-2] a person settles it, and it closes on both', async () => {
    await desk.bar.getByText('1 anomalie').click()
    await expect(desk.page).toHaveURL(/anomalies/)
    await expect(desk.main.getByText('« Contes du lundi » a été remis deux fois')).toBeVisible()
    await desk.main.getByRole('button', { name: /^C’est N/ }).click()
    for (const tablet of [desk, shelves]) await expect(tablet.bar.getByText('aucune anomalie')).toBeVisible({ timeout: 30_000 })
    await expect(desk.bar.getByText('tout est transmis')).toBeVisible()
  })

  await test.step('the export holds each loan once, as it was scanned', async () => {
    const path = join(library.folder, 'jour.koc')
    const exported = await library.command('export', '--format', 'koc', '--day', today(), '--out', path)
    expect(exported, exported.stderr).toMatchObject({ code: 0 })
    const loans = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.includes('\tissue\t'))
      .map((line) => line.trim().split('\t').slice(-2).join(' '))
    const expected = [items.germinal, items.bovary, items.horla, items.contes].map(({ barcode }) => `${cards.nadia.card} ${barcode}`)
    expect(loans.sort()).toEqual(expected.sort())

    // Every fact is in that batch: asked again, the day is the same file to the byte.
    const again = join(library.folder, 'encore.koc')
    await library.command('export', '--format', 'koc', '--day', today(), '--out', again)
    expect(readFileSync(again)).toEqual(readFileSync(path))
  })
})
