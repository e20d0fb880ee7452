/**
 * Chiffres in a real browser, on the staged desk with two invented years of counters: sentences, pictures and their tables, the file, the
 * report on paper, off line. The figures are made by the endpoint's own rules.
 */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { tableOf } from '../../src/domain/figures/figures.ts'
import { writeCsv } from '../../src/domain/figures/write-csv.ts'
import { figures as fr } from '../../src/locale/fr/figures.ts'
import { aDate } from '../builders/a-moment.ts'
import { countedFigures } from './counted-figures.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

const octobersTables = countedFigures({ from: aDate('2026-10-01'), to: aDate('2026-10-31') }).figures

const cellsOf = (page: Page, name: string) =>
  page
    .getByRole('table', { name, exact: true })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replaceAll(/[\u202f\u00a0]/g, ' '))),
    )

test.describe('Chiffres', () => {
  test('[STAT-1] opens on the last month that is over, with its answer first, and goes from month to month and to the year', async ({
    page,
  }) => {
    await openScene(page, 'figures')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('1\u202f512 commandes')
    await expect(page.getByText(/en octobre\s2026, 114 de plus qu’en octobre\s2025\. Huit sur dix sont pour/)).toBeVisible()
    await page.getByRole('link', { name: 'Période d’après' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('1\u202f180 commandes')
    await expect(page.getByText(/jusqu’au 24\snovembre/)).toBeVisible()
    await expect(page.getByRole('link', { name: 'Période d’après' })).toHaveCount(0)
    await page.getByRole('combobox', { name: 'Période' }).selectOption('2025')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('14\u202f763 commandes')
    expect(await violations(page)).toEqual([])
  })

  test('[STAT-7] each picture says what it is and has a table, which says the same to whoever hears it', async ({ page }) => {
    await openScene(page, 'figures')
    await expect(page.getByRole('img', { name: /Commandes par mois, et un an plus tôt/ })).toBeVisible()
    expect((await cellsOf(page, 'Par mois')).at(-1)).toEqual(['oct.', '1 512', '1 398', '+ 114', '4 884'])
    expect(await cellsOf(page, 'Commandes par origine')).toEqual([
      ['SIGB', '1 17277,5 %'],
      ['Téléphone', '21514,2 %'],
      ['Comptoir', '1258,3 %'],
    ])
    expect((await cellsOf(page, 'Remplissage des créneaux'))[3]).toEqual(['jeu.', 'fermé', 'fermé', '52', '49', '66', '72'])
    // Bars and columns are as long as their figures, from nothing.
    const heights = await page
      .locator('[role=img] rect')
      .evaluateAll((bars) => bars.map((bar) => Number.parseFloat(bar.getAttribute('height') ?? '')))
    const months = tableOf(octobersTables, 'months')?.rows.map(({ cells }) => Number(cells[0])) ?? []
    const [first = 0] = heights
    for (const [at, height] of heights.entries()) expect(height / first).toBeCloseTo((months[at] ?? 0) / (months[0] ?? 1), 3)
  })

  test('[STAT-4] a small cell and its companion read « n. d. », and the categories of a month that runs are not shown', async ({
    page,
  }) => {
    await openScene(page, 'figures')
    const crossed = await cellsOf(page, 'Documents remis, par catégorie et par type')
    expect(crossed.find(([name]) => name === 'Collectivités')).toEqual(['Collectivités', '31', 'n. d.', '16', '92'])
    expect(crossed.filter((row) => row.includes('n. d.'))).toHaveLength(2)
    await expect(page.getByText(/moins de personnes que le seuil \(Réglages\), ou une case qui les ferait deviner/)).toBeVisible()
    await openScene(page, 'figures-running')
    await expect(page.getByText(/Les catégories se lisent quand le mois ou l’année est fini/)).toBeVisible()
    await expect(page.getByRole('table', { name: 'Commandes par catégorie' })).toHaveCount(0)
  })

  for (const [scene, grains] of [
    ['figures', ['Par mois', 'Par semaine', 'Par jour']],
    ['figures-year', ['Par mois', 'Par semaine']],
  ] as const)
    test(`[STAT-7] names under the columns of ${scene} never run into the next one, on a tablet or a phone`, async ({ page }) => {
      await openScene(page, scene)
      for (const grain of grains) {
        await page.getByRole('radio', { name: grain }).check()
        const picture = page.getByRole('img', { name: new RegExp(`^Commandes ${grain.toLowerCase()}`) })
        for (const width of [1280, 768, 390]) {
          await page.setViewportSize({ width, height: 844 })
          const boxes = await picture
            .locator('svg')
            .last()
            .locator('text')
            .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().toJSON() as DOMRect).filter((box) => box.width > 0))
          expect(boxes.length, `${grain}, ${width} pixels`).toBeGreaterThan(4)
          const overlaps = boxes.filter((box, n) => n > 0 && box.left <= (boxes[n - 1]?.right ?? 0))
          expect(overlaps, `${grain}, ${width} pixels`).toEqual([])
        }
      }
    })

  test('[STAT-6] where the year before was not counted, « n. c. » is explained under each table that has it, and no mark is announced', async ({
    page,
  }) => {
    const uncounted = page.getByText('n. c. Non compté. Ce n’est pas zéro.', { exact: true })
    const mark = page.getByText('un an plus tôt', { exact: true })
    await openScene(page, 'figures')
    await expect(uncounted).toHaveCount(0)
    await expect(mark).toBeVisible()
    await openScene(page, 'figures-year')
    await expect(uncounted).toHaveCount(2)
    await expect(mark).toHaveCount(0)
  })

  test('[STAT-3] the file holds the rows of the table on the screen, byte for byte as the command writes them', async ({ page }) => {
    await openScene(page, 'figures')
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Fichier pour tableur\u00a0: Par mois' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe('chiffres-2026-10-months.csv')
    const table = tableOf(octobersTables, 'months')
    if (table === undefined) throw new Error('no table of months')
    const file = readFileSync(await download.path(), 'utf8')
    expect(file).toBe(writeCsv([table], fr.csv))
    const shown = (await cellsOf(page, 'Par mois'))
      .slice(1)
      .map(([, now, before]) => [now, before].map((cell) => cell?.replaceAll(' ', '')))
    const lines = file.split('\r\n').slice(1, 1 + table.rows.length)
    expect(lines.map((line) => line.split(';').slice(1, 3))).toEqual(shown)
  })

  test('[STAT-1] the report is one page in the words of the form, with what was typed and the share it gives', async ({ page }) => {
    await openScene(page, 'figures-year')
    await page.evaluate(() => {
      window.print = () => undefined
    })
    await page.getByRole('button', { name: 'Préparer le rapport annuel' }).click()
    await page.getByLabel('Emprunteurs actifs, d’après le SIGB').pressSequentially('3260', { delay: 80 })
    await page.getByLabel('Ce qui a changé cette année').pressSequentially('Ouvert le mardi', { delay: 80 })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Imprimer la page' }).click()
    await page.emulateMedia({ media: 'print' })
    const paper = page.locator('.print-root')
    await expect(paper.getByRole('heading', { name: 'Rapport annuel 2025' })).toBeVisible()
    for (const words of ['E1 Usagers', 'E2 Prêts', 'E3 Autres usages', 'E5 Services', '1\u202f904', '58,4\u00a0%', 'Ouvert le mardi'])
      await expect(paper.getByText(words, { exact: true })).toBeVisible()
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })

  test('[STAT-1] off line it says that figures need the network, or shows with its time what it read last', async ({ page }) => {
    await openScene(page, 'figures-offline')
    await expect(page.getByText(/Ils sont comptés sur le serveur/)).toBeVisible()
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Les chiffres demandent le réseau')
    await openScene(page, 'figures-last')
    await expect(page.getByText('Hors connexion\u00a0: chiffres lus à 15\u00a0h\u00a002.')).toBeVisible()
    await expect(page.getByRole('table', { name: 'Par mois' })).toBeVisible()
  })
})
