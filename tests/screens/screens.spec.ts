/**
 * Aujourd'hui, Préparation and the frame in a real browser, on the staged desk: what a press does, found by role and label.
 * How each looks in every state, in both languages and for axe: every-state.spec.ts.
 */
import { expect, test } from '@playwright/test'
import { emptyPile, type Visit } from '../../src/domain/handover/visit.ts'
import type { DeskSnapshot } from '../../src/tablet/desk.ts'
import { anInstant } from '../builders/a-moment.ts'
import { openScene, violations } from './open-scene.ts'
import { cardNumber, itemBarcode } from './stage-rows.ts'

/** A card was scanned, and nothing else yet. */
const aVisit: Visit = {
  startedAt: anInstant('2026-11-24 14:40'),
  piles: [emptyPile(cardNumber(4812), undefined, undefined)],
  activeCard: cardNumber(4812),
  isAside: false,
}

test.describe('Aujourd’hui', () => {
  test('[SLOT-4] a slot with one order too many says so, and whom to call', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Voir qui appeler pour 16\u00a0h\u00a030' }).click()
    const window = page.getByRole('dialog', { name: 'Qui appeler pour 16\u00a0h\u00a030' })
    await expect(window.getByRole('listitem')).toHaveCount(1)
    await expect(window).toContainText('Rien n’est annulé')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Voir qui appeler pour 16\u00a0h\u00a030' })).toBeFocused()
  })

  test('[ABS-1] a late order is declared no-show once a librarian has confirmed', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await page.getByRole('button', { name: 'Non, attendre encore' }).click()
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await page.getByRole('button', { name: 'Oui, non venu' }).click()
    await expect(page.getByRole('status')).toHaveText(/Enregistré. B-126\u00a0: non venu/)
    await expect(page.getByRole('button', { name: 'Non venu\u00a0: B-126' })).toHaveCount(0)
  })

  test('[ABS-1] at closing time every late order is declared no-show at once', async ({ page }) => {
    await openScene(page, 'today-closing')
    await page.getByRole('button', { name: 'Tous non venus (3)' }).click()
    await page.getByRole('button', { name: 'Oui, les 3' }).click()
    await expect(page.getByText('Personne à la porte, personne en retard.')).toBeVisible()
  })

  test('[PULL-3] a slot says of each order who has it in hand, and its rows lead to the sheets', async ({ page }) => {
    await openScene(page, 'today')
    const rowsOf = async (slot: RegExp) => {
      await page.getByRole('button', { name: slot }).click()
      return page.getByRole('dialog').getByRole('listitem')
    }
    const rows = await rowsOf(/^15\s?h\s15/)
    await expect(rows.filter({ hasText: /prise en charge par (Inès|Mehdi), depuis 14\s?h\s35/ })).toHaveCount(1)
    await expect(rows.filter({ hasText: 'prise en charge par' })).toHaveCount(1)
    const ahead = rows.filter({ hasText: 'prise en charge par' }).getByRole('link')
    await expect(ahead.locator('svg')).toBeVisible()
    await ahead.click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('en préparation')
  })

  test('an arrival is recorded from the last digits of a card', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Quelqu’un arrive' }).click()
    await page.getByLabel('Numéro de commande, ou fin de la carte').fill('A-133')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Arrivé/ })
      .click()
    await expect(page.getByRole('status')).toHaveText(/Enregistré. A-133/)
    await expect(page.getByRole('heading', { name: 'À la porte' }).locator('..')).toContainText('4\u00a0attendent')
  })

  test('a press that could not be written is said in red, with what to write on paper, until somebody says it is', async ({ page }) => {
    await openScene(page, 'today-not-saved')
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await page.getByRole('button', { name: 'Oui, non venu' }).click()
    await expect(page.getByText('PAS ENREGISTRÉ', { exact: true })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^B-126\u00a0: non venu$/ })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'C’est noté sur papier' }).click()
    await expect(page.getByText('PAS ENREGISTRÉ', { exact: true })).toHaveCount(0)
  })

  test('no patron is named on the screen that stands in the open', async ({ page }) => {
    await openScene(page, 'today')
    await expect(page.locator('body')).not.toContainText('…')
  })

  test('what the endpoint refuses says what to do, and leaves the rail its room', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openScene(page, 'today-problem')
    await expect(page.getByText('Rechargez la page pour prendre la nouvelle version.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Recharger' })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Clôture' })).toBeInViewport({ ratio: 1 })
  })

  test('an update is not offered while a window is open', async ({ page }) => {
    await openScene(page, 'today-update')
    await expect(page.getByRole('button', { name: 'L’installer maintenant' })).toBeVisible()
    await page.getByRole('button', { name: 'Quelqu’un arrive' }).click()
    await expect(page.getByRole('button', { name: 'L’installer maintenant', includeHidden: true })).toHaveCount(0)
    await expect(page.getByText('Une saisie est ouverte')).toBeVisible()
  })

  test('an update says what it waits for: a handover, or what is leaving, and never for a network that is cut', async ({ page }) => {
    await openScene(page, 'today-update')
    const install = page.getByRole('button', { name: 'L’installer maintenant' })
    const change = (snapshot: Partial<DeskSnapshot>): Promise<void> => page.evaluate((changes) => window.stage.change(changes), snapshot)
    await change({ visits: [aVisit] })
    await expect(page.getByText('finissez-la ou mettez-la de côté')).toBeVisible()
    await expect(install).toHaveCount(0)
    await page.evaluate(() => window.stage.change({ visits: [], pendingCount: 2 }))
    await expect(page.getByText('2 opérations partent d’abord')).toBeVisible()
    await expect(install).toHaveCount(0)
    await change({ link: { kind: 'offline', since: undefined } })
    await expect(page.getByText('2 opérations attendent le réseau')).toBeVisible()
    await install.click()
    await expect(install).toHaveCount(0)
  })
})

test.describe('Préparation', () => {
  test('[PULL-7] on a phone deep in the list, the thumb leads to the order that waits for its bay', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'preparation')
    const label = page.getByRole('button', { name: /^Étiquette.*B-102/ })
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await expect(label).not.toBeInViewport()
    await page.getByRole('button', { name: 'B-102 attend son casier' }).click()
    await expect(label).toBeInViewport({ ratio: 1 })
  })

  test('[PULL-4] scanning a document ticks the line of the earliest slot that wants it', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(3))
    await expect(page.getByText('Pris\u00a0: L’Affaire Lerouge.')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('18 à prendre')
  })

  test('[PULL-4] a document that no order wants says so and changes nothing', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(17))
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(17, 1))
    await page.evaluate(() => window.stage.scan('9782070360246'))
    await expect(page.getByRole('main').getByText('C’est le code de l’éditeur.')).toBeVisible()
  })

  test('[PULL-4] a tap chooses the document, « Pris » confirms it, and it can be put back', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Choisir pour cocher\u00a0: L’Affaire Lerouge' }).click()
    const confirm = page.getByRole('button', { name: 'Pris', exact: true })
    await expect(confirm).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('18 à prendre')
    await page.getByRole('button', { name: 'Annuler\u00a0: L’Affaire Lerouge' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('19 à prendre')
  })

  test('[PULL-5] not on its shelf, then given up with a reason', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Pas en rayon' }).click()
    await page.getByRole('link', { name: '1 au deuxième passage' }).click()
    await page.getByRole('button', { name: /^Renoncer à/ }).click()
    await page.getByLabel('Abîmé ou à réparer').check()
    await page.getByRole('button', { name: 'Renoncer à ce document' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rien à revoir')
  })

  test('[PULL-5] an equivalent of the same author and shelf takes the place of what is missing', async ({ page }) => {
    await openScene(page, 'preparation-second-pass')
    await page
      .getByRole('button', { name: /^Le prendre à la place/ })
      .first()
      .click()
    await expect(page.getByText(/^À la place de/)).toBeVisible()
  })

  test('[PULL-3] a zone that somebody took says who, and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    await expect(page.getByText('Inès, depuis 14\u00a0h\u00a035')).toBeVisible()
    await page.getByRole('button', { name: 'Prendre la zone Romans', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Rendre la zone Romans', exact: true })).toBeVisible()
  })

  test('[PULL-3] a colleague’s zone is taken over after a question that says who holds it and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    const takeOver = page.getByRole('button', { name: 'Reprendre la zone Documentaires', exact: true })
    await takeOver.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Inès s’en occupe depuis 14\u00a0h\u00a035')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, laisser à Inès' }).press('Enter')
    await expect(takeOver).toBeFocused()
    await expect(page.getByText('Inès, depuis 14\u00a0h\u00a035')).toBeVisible()
    await takeOver.press('Enter')
    await page.getByRole('button', { name: 'Oui, je continue' }).press('Enter')
    await expect(page.getByRole('status')).toHaveText('Enregistré. Zone Documentaires prise')
    // What Inès reads on her own tablet: the same row, the same words.
    await expect(page.getByText('Mehdi, depuis 14\u00a0h\u00a044, à la suite d’Inès')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Rendre la zone Documentaires', exact: true })).toBeFocused()
    expect(await page.evaluate(() => window.stage.snapshot.openCaseCount)).toBe(0)
  })

  test('[PULL-7] a complete order gets its bay and its label in one press, without a name or a title on paper', async ({ page }) => {
    await page.addInitScript(() => {
      window.print = () => {
        document.body.dataset.printed = document.querySelector('.print-root')?.innerHTML ?? ''
      }
    })
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Étiquette\u00a0: ranger B-102 et imprimer' }).click()
    await expect.poll(() => page.evaluate(() => document.body.dataset.printed ?? '')).toContain('B-102')
    const paper = await page.evaluate(() => document.body.dataset.printed ?? '')
    expect(paper).toContain('--modules: 110')
    expect(paper).not.toContain('…')
    await expect(page.getByRole('region', { name: 'Commande complète' })).toHaveCount(0)
  })

  test('[PULL-6] what was done on paper carries the time that was written there', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Saisir d’après papier' }).click()
    await page.getByLabel('Heure notée').fill('13:40')
    await page.getByRole('button', { name: 'Commencer la saisie' }).click()
    await page.getByRole('button', { name: 'Pris', exact: true }).click()
    const happened = () =>
      page.evaluate(async () => {
        const [last] = await window.stage.ownOperations()
        return last?.payload !== undefined && 'happened' in last.payload ? last.payload.happened.time : undefined
      })
    await expect.poll(happened).toBe('13:40')
  })
})

test.describe('the frame', () => {
  test('the library’s own name and colour are worn, the colour as it can be read in each light', async ({ page }) => {
    await openScene(page, 'today-own-colour')
    await expect(page.getByRole('banner')).toContainText('Drive du Valmont')
    const here = page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Aujourd’hui' })
    await expect(here).toHaveCSS('color', 'rgb(96, 77, 0)')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(here).toHaveCSS('color', 'rgb(255, 204, 0)')
  })

  test('every screen can be reached from the keyboard, and says its answer first', async ({ page }) => {
    await openScene(page, 'today')
    await page.keyboard.press('Alt+Digit2')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page).toHaveURL(/#\/preparation$/)
    await page.keyboard.press('F1')
    await expect(page.getByRole('dialog', { name: 'Raccourcis du clavier' })).toBeVisible()
  })

  test('on a tablet held upright the bar names who is signed in', async ({ page }) => {
    await page.setViewportSize({ width: 768, height: 1024 })
    const name = page.getByRole('banner').getByText('Claire', { exact: true })
    await openScene(page, 'today')
    await expect(name).toBeInViewport({ ratio: 1 })
  })

  test('the language changes at once and is remembered', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Claire, menu' }).click()
    await page.getByLabel('English').check()
    await expect(page.getByRole('heading', { level: 1, includeHidden: true })).toHaveText('18\u00a0min ahead')
    expect(await page.evaluate(() => [document.documentElement.lang, localStorage.getItem('language')])).toEqual(['en', 'en'])
    expect(await violations(page)).toEqual([])
  })
})
