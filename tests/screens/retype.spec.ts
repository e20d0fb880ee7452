/**
 * A batch that a person types into an ILS that loads nothing, in a real browser on the staged desk: ticked by scanning, printed, settled.
 */
import { expect, type Page } from '@playwright/test'
import { closingWords } from '../../src/locale/en/closing.ts'
import { passphraseWords } from '../../src/locale/en/passphrase.ts'
import { said } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

/** Opens a batch of the day to type again, whose table the endpoint wrote so. */
const openBatch = async (page: Page, lines: readonly string[], language: 'fr' | 'en' = 'fr'): Promise<void> => {
  await openScene(page, 'closing', { language })
  const [passphrase, words] = [passphraseWords[language], closingWords[language]]
  await page.evaluate((lines) => {
    const day = window.stage.now().date
    const batch = {
      ...({ number: 4, day, format: 'koc', madeAt: window.stage.now().at, loans: 3, returns: 1, isRetyped: true } as const),
      fileName: `circulation-${day}-4.ressaisie.csv`,
    }
    const bytes = new TextEncoder().encode(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`)
    let settledAt: typeof batch.madeAt | undefined
    Object.assign(window.stage.management, {
      listExports: async () => ({
        kind: 'done',
        value: { batches: [{ ...batch, settledAt }], waiting: { loans: 0, returns: 0, inCase: 0 }, otherDays: [] },
      }),
      exportDay: async () => ({ kind: 'done', value: { batch: { ...batch, settledAt }, bytes } }),
      settleExport: async () => {
        settledAt = batch.madeAt
        return { kind: 'done', value: { ...batch, settledAt } }
      },
    })
  }, lines)
  await page.getByRole('button', { name: words.list }).click()
  const field = page.getByRole('dialog').getByLabel(passphrase.label, { exact: true })
  await field.fill(stagedPassphrase)
  await field.press('Enter')
  await page.getByRole('button', { name: words.retypeNamed(words.batch(4)) }).click()
}

const headers = 'Date;Heure;Mouvement;Visite;Carte;Nom;Prénom;Code-barres;Titre;Auteur;Cote;À rendre le;Commande;Agent;Dérogation;À part'

test('[ILS-46] a batch to type again is ticked by scanning what was typed, wherever one left off, and settled once all is', async ({
  page,
}) => {
  await openBatch(page, [
    headers,
    '2026-11-24;10:00:00;Retour;1;;;;33331000000034;Macbeth;;;;;;;',
    '2026-11-24;10:00:01;Prêt;1;23333000000123;MORIN;Aïcha;33331000000075;"L’Œuvre ; ""suite""";;;2026-12-15;;;;',
    '2026-11-24;11:00:00;Prêt;2;23333000000131;NGUYEN;Paul;33331000000034;Macbeth;;;2026-12-15;;;;',
    "2026-11-24;11:00:01;Prêt;2;23333000000131;NGUYEN;Paul;'-12;Micromégas;;;2026-12-15;;;;",
  ])
  // An ILS that loads nothing has loaded nothing.
  await expect(page.getByRole('button', { name: /^Le SIGB l’a chargé/ })).toHaveCount(0)
  const shown = page.getByRole('dialog', { name: 'Lot 4, à saisir dans le SIGB' })
  const visit = (n: number) => shown.getByRole('group', { name: `Visite ${n}` })
  const left = (say: string) => expect(shown.getByText(say).first()).toBeVisible()
  const scan = async (number: string) => {
    await shown.getByLabel('Document saisi').pressSequentially(number)
    await page.keyboard.press('Enter')
  }
  await left('Reste 4 lignes sur 4.')
  // It came back and left again: the return is typed first.
  await scan('33331000000034')
  await expect(visit(1).getByRole('checkbox', { name: 'Rendu Macbeth' })).toBeChecked()
  await expect(visit(2).getByRole('checkbox', { name: 'Prêt Macbeth' })).not.toBeChecked()
  await scan('39999')
  await expect(shown.getByText(/«\s39999\s» n’est pas sur cette feuille, ou sa ligne est déjà cochée\./)).toBeVisible()
  await visit(1).getByRole('checkbox', { name: 'Prêt L’Œuvre ; "suite" 33331000000075' }).check()
  await left('Reste 2 lignes sur 4.')
  await expect(shown.getByRole('button', { name: 'Tout est saisi' })).toHaveAttribute('aria-disabled', 'true')
  expect(await violations(page)).toEqual([])
  // Somebody came to the desk: what was ticked is ticked afterwards.
  await shown.getByRole('button', { name: 'Continuer plus tard' }).click()
  await page.getByRole('button', { name: 'Saisir dans le SIGB (Lot 4)' }).click()
  await left('Reste 2 lignes sur 4.')
  await scan('33331000000034')
  await scan('-12')
  await left('Les 4 lignes sont cochées.')
  await shown.getByRole('button', { name: 'Tout est saisi' }).click()
  await expect(said(page, /^Réglé le mardi/)).toBeVisible()
})

test('[ILS-46] its sheet prints a visit on one page, with the bars of each number and the pages counted', async ({ page }) => {
  const visits = Array.from({ length: 12 }, (_, n) => n + 1)
  await openBatch(page, [
    headers,
    ...visits.flatMap((visit) =>
      ['Retour', 'Prêt', 'Prêt', 'Prêt'].map((movement, n) => {
        const whose = movement === 'Prêt' ? `233330000${10000 + visit};LEFÈVRE-DESROCHES;Marie-Aline` : ';;'
        return `2026-11-24;10:00:0${n};${movement};${visit};${whose};333310000${10000 + visit * 10 + n};Le Tour du monde en quatre-vingts jours;;;2026-12-15;;;;`
      }),
    ),
  ])
  await page.evaluate(() => {
    window.print = () => undefined
  })
  await page.getByRole('button', { name: 'Imprimer la feuille' }).click()
  const visit = page.locator('.retyped table')
  await expect(visit).toHaveCount(12)
  // The card's bars, and each document's.
  await expect(visit.first().locator('.barcode path')).toHaveCount(5)
  await page.emulateMedia({ media: 'print' })
  await expect(visit.first()).toHaveCSS('break-inside', 'avoid')
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBe(6)
  await page.emulateMedia({ media: null })
})

test('[ILS-46] in English its lines are loans and returns, though the table for the ILS is in French', async ({ page }) => {
  await openBatch(page, [headers, '2026-11-24;10:00:00;Retour;1;;;;33331000000034;Macbeth;;;;;;;'], 'en')
  await expect(page.getByRole('checkbox', { name: 'Return Macbeth' })).toBeVisible()
})
