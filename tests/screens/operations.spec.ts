/**
 * Opérations in a real browser, on the staged desk: what each press became, in words that the screen explains.
 */
import { expect } from '@playwright/test'
import { operations as operationsEn } from '../../src/locale/en/operations.ts'
import { shell as shellEn } from '../../src/locale/en/shell.ts'
import { operations as operationsFr } from '../../src/locale/fr/operations.ts'
import { shell as shellFr } from '../../src/locale/fr/shell.ts'
import { heading, said, scan } from './at-the-screen.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Opérations', () => {
  test('each press is a sentence, with how far it went', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(2))
    await page.getByRole('link', { name: 'Opérations' }).click()
    await expect(heading(page)).toHaveText('1 à transmettre')
    const row = page.getByRole('list', { name: 'Sur cette tablette' }).getByRole('listitem')
    await expect(row).toContainText('Claire a enregistré le retour de «\u00a0Arsène Lupin, gentleman cambrioleur\u00a0»')
    await expect(row).toContainText('Enregistré ici')
  })

  for (const { language, word, title } of [
    { language: 'fr', word: operationsFr, title: 'Que veulent dire ces mots ?' },
    { language: 'en', word: operationsEn, title: 'What do these words mean?' },
  ] as const) {
    test(`every word that an operation wears is explained in one sentence, in ${language}`, async ({ page }) => {
      await openScene(page, 'operations-stopped', { language })
      const shell = language === 'fr' ? shellFr : shellEn
      await page.getByText(title).click()
      for (const worn of [...Object.values(word.journey), shell.notSaved.title, shell.notSaved.unknownTitle]) {
        await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${worn}$`) })).toHaveCount(1)
      }
    })
  }

  test('[ILS-2, ILS-4, ILS-6] a movement that the library system has not says why, and is asked again by a press; off line it is read with its hour', async ({
    page,
  }) => {
    await openScene(page, 'operations-ils')
    const rows = page.getByRole('list', { name: 'Au SIGB' }).getByRole('listitem')
    await expect(rows).toHaveCount(7)
    await expect(rows.nth(0)).toContainText('Dans le SIGB, la carte est bloquée\u00a0: levez le blocage.')
    await expect(rows.nth(3)).toContainText('Quelqu’un d’autre l’a réservé')
    await expect(rows.nth(4)).toContainText('Claire a enregistré le retour de')
    await expect(rows.nth(6)).toContainText('à relire')
    await expect(page.getByText('et 100 autres')).toBeVisible()
    await expect(page.getByText('6 attendent leur tour · 24 réglés aujourd’hui, dont 2 déjà faits')).toBeVisible()
    const due = page.getByRole('list', { name: 'Dates de retour que le SIGB a changées' }).getByRole('listitem')
    await expect(due).toHaveCount(2)
    await expect(due.nth(0)).toContainText('plus tôt\u00a0: à dire à l’usager le SIGB l’attend mardi 15 décembre')
    await expect(page.getByText(/^Les réservations arrivent sans leurs rendez-vous/)).toBeVisible()
    // What is on its way, and what has not been read since, cannot be asked again.
    await expect(rows.getByRole('button')).toHaveCount(4)
    await rows
      .nth(0)
      .getByRole('button', { name: /^Redemander «/ })
      .click()
    await expect(rows).toHaveCount(6)
    await expect(page.getByText('7 attendent leur tour', { exact: false })).toBeVisible()
    await page.evaluate(() => window.stage.change({ link: { kind: 'offline', since: undefined } }))
    await expect(rows.getByRole('button')).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Au SIGB' }).getByText(/^lu à 15/)).toBeVisible()
  })

  test('[ILS-9] while the library system does not answer, it says why and since when, and not that it has everything', async ({ page }) => {
    await openScene(page, 'operations-ils-silent')
    const panel = page.getByRole('region', { name: 'Au SIGB' })
    await expect(panel).toContainText('3 attendent leur tour · 24 réglés aujourd’hui')
    const why =
      /Le SIGB est injoignable\s: adresse, port ou pare-feu\. Depuis 14.h.02\. Ce qui attend est gardé, et part dès qu’il répond\./
    await expect(page.getByText(why)).toBeVisible()
    // In the same words where the day is closed.
    await page.evaluate(() => {
      location.hash = '/cloture'
    })
    await expect(panel).toHaveCount(0)
    await expect(page.getByText(why)).toBeVisible()
    await page.goBack()
    await expect(panel).not.toContainText('Le SIGB a tout ce qui lui a été demandé')
  })

  test('[ILS-11] a movement that the library system did not take is decided from its line, or from its letter in Anomalies', async ({
    page,
  }) => {
    await openScene(page, 'operations-ils')
    const rows = page.getByRole('list', { name: 'Au SIGB' }).getByRole('listitem')
    await expect(rows.getByRole('link')).toHaveCount(2)
    // From its line: the case is decided by the same press.
    await rows
      .nth(4)
      .getByRole('button', { name: /^Redemander «/ })
      .click()
    await expect(rows.getByRole('link')).toHaveCount(1)
    await rows
      .nth(3)
      .getByRole('link', { name: /^Décider de «/ })
      .click()
    await expect(page.getByRole('heading', { name: /quelqu’un d’autre l’a réservé$/ })).toBeVisible()
    await expect(page.getByText('annulerait cette réservation sans le dire', { exact: false })).toBeVisible()
    await page.getByRole('button', { name: /^C’est vu dans le SIGB/ }).click()
    await expect(page.getByText('Vu et classé.')).toBeVisible()
    // It took effect there, and is not decided anew.
    await expect(page.getByRole('button', { name: 'Décider autrement' })).toHaveCount(0)
    await page.getByRole('link', { name: /dans le SIGB/ }).click()
    await expect(page.getByText('Redemandé au SIGB.')).toBeVisible()
  })

  test('[CASE-2, CASE-17] a case that is held back while a tablet is awaited is announced nowhere, and once nobody is, by its press too', async ({
    page,
  }) => {
    await openScene(page, 'cases')
    await page.evaluate(() => {
      const { stage } = window
      const { state } = stage.snapshot
      const found = [...state.all('case')].find(({ caseKind }) => caseKind === 'handed-over-twice')
      const [item] = [...state.all('item')].filter(({ id }) => found?.subject === `item/${id}`)
      const [device] = state.all('device')
      const [librarian] = state.all('librarian')
      if (found === undefined || item === undefined || device === undefined || librarian === undefined) throw new Error('not on this stage')
      const missing = ['not-heard-yet'] as unknown as (typeof item.facts)[number]['based']
      stage.put({ ...device, awaitedSince: stage.now().at }, { ...item, facts: item.facts.map((fact) => ({ ...fact, based: missing })) })
      stage.past({ kind: 'claim', scope: { kind: 'zone', name: 'Adultes' } }, librarian.id, '2026-11-24 14:31', {
        kind: 'transmitted',
        at: stage.now().at,
        caseId: found.id,
      })
    })
    await page.getByRole('link', { name: 'Opérations' }).click()
    const row = page.getByRole('list', { name: 'Transmis' }).getByRole('listitem')
    // Not settled all the same: it may yet wait for a person.
    await expect(row).toHaveCount(1)
    await expect(row).not.toContainText('Une anomalie attend une décision')
    await page.evaluate(() => {
      const { stage } = window
      for (const { awaitedSince: _, ...device } of [...stage.snapshot.state.all('device')]) stage.put(device)
    })
    await expect(row).toContainText('Une anomalie attend une décision')
    await row.getByRole('link', { name: 'Voir' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 à décider')
  })

  test('an exchange that got stuck is said, and what the server holds back says why, and what a newer server says is no blank', async ({
    page,
  }) => {
    await openScene(page, 'operations-stopped')
    await expect(said(page, /À 15.h.02, un échange avec le serveur s’est bloqué/)).toBeVisible()
    const stopped = page.getByRole('list', { name: 'Non retenu' }).getByRole('listitem')
    await expect(stopped).toHaveCount(3)
    await expect(stopped.filter({ hasText: 'il la relira à sa mise à jour' })).toHaveCount(1)
    await expect(stopped.filter({ hasText: 'sans l’appliquer' })).toHaveCount(1)
    await expect(stopped.filter({ hasText: 's’en occupait déjà' })).toHaveCount(1)
  })
})
