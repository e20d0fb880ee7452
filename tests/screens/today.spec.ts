/**
 * Aujourd'hui in a real browser, on the staged desk: the slots, late orders, arrivals, and the notices that stand above.
 * What a press does, found by role and label. In every state, in both languages and for axe: every-state.spec.ts.
 */
import { expect, type Page } from '@playwright/test'
import { emptyPile, type Visit } from '../../src/domain/handover/visit.ts'
import { type LibrarianId, type OrderId, pageDevice } from '../../src/domain/ids.ts'
import type { DeskSnapshot } from '../../src/tablet/desk.ts'
import { anInstant } from '../builders/a-moment.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { cardNumber, stagedPassphrase } from './stage-rows.ts'

/** A card was scanned, and nothing else yet. */
const aVisit: Visit = {
  startedAt: anInstant('2026-11-24 14:40'),
  piles: [emptyPile(cardNumber(4812), undefined, undefined)],
  activeCard: cardNumber(4812),
  isAside: false,
}

/** Said on the patron's own telephone: what the endpoint writes, and every tablet hears. */
const arrive = (page: Page, place?: string): Promise<void> =>
  page.evaluate(
    ([orderId, device, said]) => {
      const { stage } = window
      const happened = { date: stage.now().date, time: stage.now().time }
      const operation = { kind: 'record-arrival', orderId, happened, ...(said === undefined ? {} : { place: said }) } as const
      stage.past(operation, '' as LibrarianId, '2026-11-24 14:40', undefined, device)
    },
    ['odile-1' as OrderId, pageDevice, place] as const,
  )

/** How often the tablet was shaken since. */
const listenForBell = async (page: Page): Promise<() => Promise<number>> => {
  await page.evaluate(() => {
    const rung: unknown[] = []
    Object.assign(window, { rung })
    navigator.vibrate = (pattern) => rung.push(pattern) > 0
  })
  return () => page.evaluate(() => (window as unknown as { rung: readonly unknown[] }).rung.length)
}

for (const [name, hash] of [
  ['Aujourd’hui', '/aujourdhui'],
  ['Retrait', '/retrait'],
] as const)
  test(`[ARR-3, ARR-6] on ${name} a patron’s own arrival rings once, and shows where they wait and what is still to take`, async ({
    page,
  }) => {
    await openScene(page, 'order', { hash })
    const bells = await listenForBell(page)
    await arrive(page)
    await expect(page.getByText('A-118\u00a0: la personne est là.')).toBeAttached()
    await expect.poll(bells).toBe(1)
    await arrive(page, 'Clio grise')
    const row = page.getByRole('listitem').filter({ hasText: 'A-118' }).filter({ hasText: 'Clio grise' })
    await expect(row).toContainText('encore')
    expect(await bells()).toBe(1)
    expect(await violations(page)).toEqual([])
    // It was a mistake, or they left: the order's sheet takes it back.
    await page.evaluate(() => {
      location.hash = '/commande/odile-1'
    })
    await expect(page.getByText('Clio grise')).toBeVisible()
    await page.getByRole('button', { name: 'Annuler l’arrivée' }).click()
    await expect(page.getByText('Clio grise')).toHaveCount(0)
    await expect(page.getByText('A-118\u00a0: arrivée annulée').first()).toBeVisible()
  })

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

  test('[CASE-4] after a restore the desk goes on, and says which tablets have answered and which one is awaited', async ({ page }) => {
    await openScene(page, 'today-put-back')
    await expect(page.getByText('La base a été remise à une copie, à 14\u00a0h\u00a020')).toBeVisible()
    await expect(page.getByText('2\u00a0tablettes sur 3 ont tout rendu')).toContainText('on attend C\u00a0«\u00a0Rayons\u00a0»')
    await expect(page.getByRole('list', { name: 'L’appel des tablettes' }).getByRole('listitem')).toHaveText(['Alà', 'Blà', 'Cattendue'])
    expect(await violations(page)).toEqual([])
    await openScene(page, 'today')
    await expect(page.getByText(/remise à une copie/)).toHaveCount(0)
  })

  test('[CASE-25] a manager goes on without the tablet that is awaited, by the keyboard, and waits for it again', async ({ page }) => {
    await openScene(page, 'today-put-back')
    const goOn = page.getByRole('button', { name: 'Continuer sans C\u00a0«\u00a0Rayons\u00a0»' })
    await goOn.focus()
    await page.keyboard.press('Enter')
    const window = page.getByRole('dialog', { name: 'Claire, votre phrase de passe' })
    await expect(window).toContainText('ce qui l’attendait est décidé comme si elle n’avait rien')
    await window.getByLabel('Votre phrase de passe', { exact: true }).fill(stagedPassphrase)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main').getByText('On continue sans la tablette C.')).toBeVisible()
    await expect(page.getByText('2\u00a0tablettes sur 3 ont tout rendu')).toContainText('on continue sans C\u00a0«\u00a0Rayons\u00a0»')
    await expect(page.getByRole('list', { name: 'L’appel des tablettes' }).getByRole('listitem')).toHaveText([
      'Alà',
      'Blà',
      'Con s’en passe',
    ])
    expect(await violations(page)).toEqual([])
    const again = page.getByRole('button', { name: 'Attendre C\u00a0«\u00a0Rayons\u00a0» de nouveau' })
    await again.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main').getByText('On attend de nouveau la tablette C.')).toBeVisible()
    await expect(goOn).toBeFocused()
  })

  test('[SET-10, SET-24] a bank holiday of this week that nobody has decided is said to the team', async ({ page }) => {
    await openScene(page, 'today-closed')
    await expect(page.getByText(/^Jour férié mer\.\s11\s?nov\., et la bibliothèque serait ouverte/)).toBeVisible()
    await openScene(page, 'today-empty')
    await expect(page.locator('.crew dl')).toBeVisible()
    await expect(page.getByText(/serait ouverte/)).toHaveCount(0)
  })

  test('a library that has no order yet says how they come, with the way to each, and says it no more once there is one', async ({
    page,
  }) => {
    await openScene(page, 'today-empty')
    const ways = page.getByRole('list', { name: 'Comment viennent les commandes' })
    await expect(ways).toContainText('npm run import -- --orders commandes.csv')
    await expect(ways).toContainText('Elle est fermée.')
    const targets = ways.getByRole('link')
    await expect(targets).toHaveText(['Prendre une commande', 'La page des usagers', 'Le lien au SIGB'])
    for (const [n, hash] of ['#/commande', '#/gestion/reglages/page', '#/gestion/reglages/sigb'].entries())
      await expect(targets.nth(n)).toHaveAttribute('href', hash)
    await openScene(page, 'today')
    await expect(page.locator('.crew')).toBeVisible()
    await expect(ways).toHaveCount(0)
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

  test('[ORD-7] the number to call back is on the row of who is late and on the question whether nobody came', async ({ page }) => {
    await openScene(page, 'today')
    const number = '01\u00a023\u00a045\u00a067\u00a089'
    await expect(page.getByRole('listitem').filter({ hasText: 'B-126' }).filter({ hasText: 'En retard' })).toContainText(number)
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await expect(page.getByRole('dialog').getByRole('list').first()).toContainText('B-126')
    await expect(page.getByRole('dialog').getByRole('list').first()).toContainText(number)
  })

  for (const [place, size] of [
    ['lying down', { width: 1280, height: 800 }],
    ['upright', { width: 768, height: 1024 }],
  ] as const) {
    test(`[SLOT-1] on a tablet ${place}, the line of the day keeps its mark when preparation is late, and no label meets another`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await openScene(page, 'today-behind')
      await expect(page.getByRole('heading', { level: 1 })).toContainText('de retard')
      await expect(page.locator('.until')).toBeVisible()
      await expect(page.getByText('prêt jusqu’à 14\u00a0h\u00a030', { exact: true })).toBeVisible()
      const boxes = await page.locator('.until > span, .lead > span, .now-line > span').evaluateAll((all) =>
        all.map((one) => {
          const { left, right } = one.getBoundingClientRect()
          return { left, right }
        }),
      )
      const [a, b] = [...boxes].sort((one, other) => one.left - other.left)
      if (a === undefined || b === undefined) throw new Error('a mark has no label')
      expect(a.right).toBeLessThanOrEqual(b.left)
      expect(a.left).toBeGreaterThanOrEqual(0)
    })
  }

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
    await expect(rows.filter({ hasText: /prise en charge par (Inès|Mehdi)\s\(B\), depuis 14\s?h\s35/ })).toHaveCount(1)
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

  test('the screen that stands in the open names no patron', async ({ page }) => {
    await openScene(page, 'today')
    await expect(page.locator('body')).not.toContainText('…')
  })

  test('a refusal of the endpoint says what to do, and leaves the rail its room', async ({ page }) => {
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

test('[ILS-9, MSG-9] a manager reads on Aujourd’hui that the library system or the mails are silent, why and since when', async ({
  page,
}) => {
  await openScene(page, 'today-silent', { hash: '/aujourdhui' })
  await expect(page.getByText(/^Le SIGB est injoignable.* Depuis 14.h.02\./)).toBeVisible()
  await expect(page.getByText(/^3 courriels attendent depuis 13.h.50\.$/)).toBeVisible()
  await expect(page.getByText('Le relais de messagerie ne répond pas.')).toBeVisible()
  await page.getByRole('link', { name: 'Voir les messages' }).click()
  await expect(page).toHaveURL(/gestion\/courriels/)
  await page.goBack()
  await page.evaluate(() => window.stage.change({ link: { kind: 'offline', since: undefined } }))
  await expect(page.getByText(/^Le SIGB est injoignable/)).toHaveCount(0)
})
