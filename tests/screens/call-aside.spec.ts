/**
 * Calls that wait while another is answered: put aside, taken up again, given up, counted and named; and what is typed at once in one that
 * begins. Runs in Playwright, on the stage.
 */
import { expect, type Page, test } from '@playwright/test'
import type { LocalDate, LocalTime } from '../../src/domain/local-date.ts'
import { orderAgain } from './at-the-screen.ts'
import { openScene } from './open-scene.ts'

const who = (page: Page) => page.getByRole('textbox', { name: 'Nom, fin de la carte ou numéro de commande' })
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer la commande' })
const basket = (page: Page) => page.getByRole('list', { name: 'Sa commande' }).getByRole('listitem')
const calls = (page: Page) => page.evaluate(() => window.stage.snapshot.calls)

test('[PHONE-12] a call put aside keeps all it had while another is answered, and is taken up again', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  await page.getByRole('button', { name: 'Reprendre Paul Lefort' }).click()
  await expect(basket(page)).toHaveCount(2)
  await expect(page.getByRole('list', { name: 'Appels de côté' })).toContainText('En attente : Jeanne Corbel, 3 titres, B-018')
  await page.getByRole('button', { name: 'Mettre de côté' }).click()
  await expect(who(page)).toBeFocused()
  await expect(page.getByRole('link', { name: 'à rappeler au 06 00 00 00 00' })).toHaveAttribute('href', 'tel:0600000000')
  await page.getByRole('button', { name: 'Abandonner l’appel de Paul Lefort' }).click()
  await page.getByRole('button', { name: 'Oui, abandonner' }).click()
  expect((await calls(page)).map(({ number }) => number)).toEqual(['B-018'])
})

test('[PHONE-12, PHONE-25] a call that is taken up says that its hour passed or filled meanwhile, until one is chosen', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  const waitsFor = (date: string, time: string) =>
    page.evaluate(
      (slot) =>
        window.stage.change({
          calls: window.stage.snapshot.calls.map((call) =>
            call.asideAt === undefined || call.slot === undefined ? call : { ...call, slot: { ...call.slot, ...slot } },
          ),
        }),
      { date: date as LocalDate, time: time as LocalTime },
    )
  const main = page.getByRole('main')
  await waitsFor('2026-11-26', '16:00')
  await page.getByRole('button', { name: 'Reprendre Paul Lefort' }).click()
  const full = main.getByText('L’heure choisie n’a plus de place\u00a0: jeudi 26 novembre à 16 h. Proposez-en une autre, ou gardez-la.')
  await expect(full).toBeVisible()
  await page.getByRole('button', { name: 'Reprendre Jeanne Corbel' }).click()
  await expect(full).toHaveCount(0)
  await waitsFor('2026-11-24', '10:00')
  await page.getByRole('button', { name: 'Reprendre Paul Lefort' }).click()
  const over = main.getByText(/^L’heure qui était choisie est passée.: .* à la place\.$/)
  await expect(over).toBeVisible()
  expect((await calls(page)).find(({ asideAt }) => asideAt === undefined)?.slot?.date).not.toBe('2026-11-24')
  await page.locator('[data-step="when"] button[aria-pressed="false"]').first().click()
  await expect(over).toHaveCount(0)
  // A call that was left in hand past its hour is not an order for an hour that is over.
  await page.evaluate(() =>
    window.stage.change({
      calls: window.stage.snapshot.calls.map((call) =>
        call.slot === undefined ? call : { ...call, slot: { ...call.slot, date: '2026-11-24' as LocalDate, time: '10:00' as LocalTime } },
      ),
    }),
  )
  await expect(main.getByText('Cette heure est passée\u00a0: choisissez-en une autre.')).toBeVisible()
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
})

test('[PHONE-12, PHONE-26] a call in hand is abandoned: at once where nothing was said, after a question else; a changed order stays as it was', async ({
  page,
}) => {
  await openScene(page, 'call-second-order')
  const abandon = page.getByRole('button', { name: 'Abandonner l’appel de Lucie Marchand' })
  await page.getByRole('button', { name: 'Ajouter à celle-là, B-014' }).click()
  await abandon.click()
  await expect(page.getByRole('dialog').getByText('Ce qui était noté est effacé. La commande reste comme elle était.')).toBeVisible()
  await page.getByRole('button', { name: 'Non, le garder' }).click()
  await page
    .getByRole('button', { name: /^Retirer / })
    .last()
    .click()
  await abandon.click()
  await expect(who(page)).toBeFocused()
  await expect.poll(() => calls(page)).toEqual([])
})

test('[PHONE-12, PHONE-26, PHONE-13] Aujourd’hui counts whom to call back, Clôture names the calls that are left, and a number dials', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand', { hash: '/aujourdhui' })
  await expect(page.getByRole('link', { name: '1 personne à rappeler' })).toHaveAttribute('href', '#/commande')
  await expect(page.getByRole('main')).not.toContainText('Lefort')
  await page.evaluate(() => {
    location.hash = '/cloture'
  })
  await expect(page.getByRole('main').getByText('2 appels de côté (B-017, B-018)')).toBeVisible()
  await page.getByRole('link', { name: 'Voir les appels' }).click()
  await page.getByRole('button', { name: 'Noter un numéro où rappeler' }).click()
  await page.getByLabel('Numéro où rappeler').fill('06 11 22 33 44')
  await save(page).click()
  await page.getByRole('link', { name: 'Ouvrir B-018' }).click()
  await expect(page.getByRole('link', { name: 'À rappeler au 06 11 22 33 44' })).toHaveAttribute('href', 'tel:0611223344')
})

test('[PHONE-18, PHONE-31] a hold that is under way holds the order back, and its answer brings back no call that was given up or put aside', async ({
  page,
}) => {
  for (const [presses, left] of [
    [[/^Abandonner l’appel de /, 'Oui, abandonner'], 0],
    [['Mettre de côté'], 1],
  ] as const) {
    await openScene(page, 'call-unknown-card')
    await page.evaluate(() => {
      const holdInIls: typeof window.stage.management.holdInIls = (hold) =>
        new Promise((resolve) => {
          const answer = (end: 'offered' | 'placed'): void => resolve({ kind: 'done', value: { end, said: '' } })
          if (hold === undefined) answer('offered')
          else document.addEventListener('hold-answered', () => answer('placed'), { once: true })
        })
      Object.assign(window.stage.management, { holdInIls })
    })
    await page.getByRole('button', { name: 'Réserver dans le SIGB « Le Mystère de la chambre jaune »' }).click()
    await expect(page.getByText('Le SIGB est interrogé : attendez sa réponse.')).toBeVisible()
    await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
    for (const name of presses) await page.getByRole('button', { name }).click()
    await expect(who(page)).toBeVisible()
    const before = await calls(page)
    expect(before).toHaveLength(left)
    await page.evaluate(() => document.dispatchEvent(new Event('hold-answered')))
    await expect(page.getByRole('status').filter({ hasText: 'est réservé dans le SIGB' })).toHaveCount(1)
    expect(await calls(page)).toEqual(before)
  }
})

test('[PHONE-13, PHONE-16] a number to call back stays where the order’s sheet did the rest', async ({ page }) => {
  await openScene(page, 'call-missed')
  await page.getByRole('button', { name: 'Noter un numéro où rappeler' }).click()
  await page.getByLabel('Numéro où rappeler').fill('06 00 00 00 00')
  await page.getByRole('link', { name: 'Proposer une autre heure pour B-009' }).click()
  await orderAgain(page, 'B-009')
  await expect(page.getByLabel('Numéro où rappeler')).toHaveValue('06 00 00 00 00')
})

test('[PHONE-2] a text typed as soon as its field is there is kept', async ({ page }) => {
  await openScene(page, 'call')
  await page.evaluate(() => {
    const isDrawn = new MutationObserver(() => {
      const labels = [...document.querySelectorAll('label')]
      const field = labels.find(({ textContent }) => textContent?.includes('Titre, auteur, cote ou code-barres'))?.querySelector('input')
      if (field == null) return
      isDrawn.disconnect()
      field.value = 'lune'
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    })
    isDrawn.observe(document.body, { childList: true, subtree: true })
  })
  await who(page).fill('aubry')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Ajouter Le Voyage dans la Lune' }).click({ timeout: 30_000 })
  await expect(basket(page)).toHaveCount(1)
})
