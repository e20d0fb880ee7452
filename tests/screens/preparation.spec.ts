/**
 * Préparation in a real browser, on the staged desk: the walk, what is missing, colleagues' zones, bays and labels.
 * What a press does, found by role and label. In every state, in both languages and for axe: every-state.spec.ts.
 */
import { expect } from '@playwright/test'
import { heading, said, scan } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Préparation', () => {
  test('[PULL-4] scanning a document ticks the line of the earliest slot that wants it', async ({ page }) => {
    await openScene(page, 'preparation')
    await scan(page, itemBarcode(3))
    await expect(page.getByText('Pris\u00a0: L’Affaire Lerouge.')).toBeVisible()
    await expect(heading(page)).toHaveText('18 à prendre')
  })

  test('[PHONE-15] the number of the order under the thumb leads to its sheet', async ({ page }) => {
    await openScene(page, 'preparation')
    const sheet = page.getByRole('link', { name: /^Fiche de / }).first()
    const number = ((await sheet.getAttribute('aria-label')) ?? '').replace('Fiche de ', '')
    await sheet.click()
    await expect(heading(page)).toContainText(`${number}, `)
  })

  test('[PULL-4] a document that no order wants says so and changes nothing', async ({ page }) => {
    await openScene(page, 'preparation')
    await scan(page, itemBarcode(17))
    await scan(page, itemBarcode(17, 1))
    await scan(page, '9782070360246')
    await expect(said(page, 'C’est le code de l’éditeur.')).toBeVisible()
  })

  test('[PULL-4] one tap on the circle takes the document, the next one waits in its place, and the tap is taken back', async ({
    page,
  }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Pris\u00a0: L’Affaire Lerouge' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('18 à prendre')
    await expect(page.getByRole('button', { name: 'Pris\u00a0: Arsène Lupin, gentleman cambrioleur' })).toBeFocused()
    await page.getByRole('button', { name: 'Annuler «\u00a0Pris\u00a0: L’Affaire Lerouge.\u00a0»' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('19 à prendre')
    await expect(page.getByRole('button', { name: 'Pris\u00a0: L’Affaire Lerouge' })).toBeFocused()
  })

  test('[PHONE-4] a title of which no copy may leave says so on the walk, not that its copies are out', async ({ page }) => {
    await openScene(page, 'preparation')
    const row = page.getByRole('listitem').filter({ has: page.locator('[aria-label="Pris\u00a0: Jane Eyre"]') })
    await expect(row).not.toContainText('aucun exemplaire')
    await page.evaluate(() => {
      for (const record of window.stage.snapshot.state.all('record'))
        if (record.title === 'Jane Eyre')
          window.stage.put({ ...record, copies: record.copies.map((copy) => ({ ...copy, immobility: 'reference-only' as const })) })
    })
    await expect(row).toContainText('aucun exemplaire à prêter')
  })

  test('[PULL-4] a tap on a title brings it under the thumb, and takes nothing', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Jane Eyre\u00a0: y aller' }).click()
    await expect(page.getByRole('listitem').filter({ has: page.locator('[aria-label="Pris\u00a0: Jane Eyre"]') })).toHaveAttribute(
      'aria-current',
      'true',
    )
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('19 à prendre')
  })

  for (const [place, size, rows] of [
    ['a tablet held upright', { width: 768, height: 1024 }, 6],
    ['a phone', { width: 390, height: 844 }, 3],
  ] as const) {
    test(`on ${place} ${rows} documents are in sight at once, with an order that waits for its bay`, async ({ page }) => {
      await page.setViewportSize(size)
      await openScene(page, 'preparation')
      await expect(page.getByRole('region', { name: 'Commande complète' })).toBeInViewport({ ratio: 1 })
      const foot = await page.getByRole('navigation', { name: 'Écrans' }).boundingBox()
      const whole = await page
        .locator('.pull .rows > li:not(.gone)')
        .evaluateAll((found, limit) => found.filter((row) => row.getBoundingClientRect().bottom <= limit).length, foot?.y ?? 0)
      expect(whole).toBeGreaterThanOrEqual(rows)
      // What the tabs half cover is no target yet.
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      expect(await violations(page)).toEqual([])
    })
  }

  test('on a phone the walk says in which zone one is, and what is rarer is one press away', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'preparation')
    await expect(page.getByText('Vous êtes ici\u00a0: Romans policiers')).toBeInViewport({ ratio: 1 })
    await page.getByRole('button', { name: 'Jane Eyre\u00a0: y aller' }).click()
    await expect(page.getByText('Vous êtes ici\u00a0: Romans', { exact: true })).toHaveCount(1)
    await page.getByRole('button', { name: 'Pas en rayon\u00a0: Jane Eyre' }).click()
    await expect(page.getByRole('link', { name: '1 au deuxième passage' })).toHaveCount(1)
    await page.getByRole('button', { name: 'Autres gestes pour B-102' }).click()
    await page.getByRole('button', { name: 'C’est posé, casier 2' }).click()
    await expect(page.getByRole('status')).toHaveText('Enregistré. B-102 mise en casier 2')
  })

  test('[PULL-4] a sentence speaks of the last act alone, lies over nothing, and the row under the thumb stays in sight', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'preparation')
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(4))
    const said = page.getByText('Pris\u00a0: Jane Eyre.')
    await expect(said).toBeInViewport({ ratio: 1 })
    const current = page.locator('.pull [aria-current="true"]')
    await expect(current).toBeInViewport({ ratio: 1 })
    const lies = async () => {
      const [heard, row] = await Promise.all([page.locator('.heard').boundingBox(), current.boundingBox()])
      return heard !== null && row !== null && heard.y + heard.height <= row.y + 1
    }
    expect(await lies()).toBe(true)
    await page.evaluate(() => scrollBy(0, 600))
    await expect(said).not.toBeInViewport()
    await page.getByRole('button', { name: 'Pris\u00a0: Les Malheurs de Sophie' }).click()
    await expect(said).toHaveCount(0)
    await expect(page.getByText('Pris\u00a0: Les Malheurs de Sophie.')).toBeInViewport({ ratio: 1 })
    await expect(current).toBeInViewport({ ratio: 1 })
    await page.getByRole('button', { name: 'Prendre la zone Jeunesse', exact: true }).click()
    await expect(page.getByRole('main').getByText('Pris\u00a0: Les Malheurs de Sophie.')).toHaveCount(0)
  })

  test('[PULL-3] the next document stays in my zone, then goes where nobody is, never by itself to a colleague’s', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Prendre la zone Romans', exact: true }).click()
    const next = page.getByRole('region', { name: 'Le prochain document' })
    const places: string[] = []
    const zoneOf = () => page.locator('.walk [aria-current="step"] .name').textContent()
    await page.getByRole('button', { name: 'Au Bonheur des Dames\u00a0: y aller' }).click()
    while ((await next.count()) > 0 && places.length < 30) {
      places.push((await zoneOf()) ?? '')
      const title = await next.locator('.title').textContent()
      await next.getByRole('button', { name: 'Pris', exact: true }).click()
      await expect.poll(async () => ((await next.count()) === 0 ? '' : `${await next.textContent()}${places.length}`)).not.toBe(title)
    }
    const zones = places.filter((zone, n) => zone !== places[n - 1])
    expect(zones).toEqual(['Romans', 'Jeunesse', 'Musique, films', 'Romans policiers'])
    // What is left is Inès’s: her zone, and the order that she has in hand, in BD too.
    await expect(page.getByRole('heading', { level: 1 })).toContainText('à prendre')
  })

  test('[ORD-8] [ORD-5] notes, urgency, lateness and whose order it is are read on the walk and at the bay', async ({ page }) => {
    await openScene(page, 'preparation-notes')
    const row = page.getByRole('listitem').filter({ has: page.locator('[aria-label^="Pris\u00a0: L’Affaire Lerouge"]') })
    await expect(row).toContainText('A-140 : En grands caractères, s’il y en a')
    await expect(row).toContainText('urgent, 15\u00a0h\u00a030')
    await expect(row).toContainText('Inès')
    const bay = page.getByRole('region', { name: 'Commande complète' })
    await expect(bay).toContainText('Le sac est à l’accueil')
    await expect(bay).toContainText('en retard, 15\u00a0h')
    await page.goto(`${page.url().split('#')[0]}#/commande/order-006`)
    await page.getByRole('button', { name: 'Reprendre la commande A-106' }).click()
    await page.getByRole('button', { name: 'Oui, je continue' }).click()
    await page.goBack()
    await expect(row).toContainText('à la suite d’Inès')
  })

  test('[PULL-8] a wish for two takes two, each with its undo, and « C’est bon » ends it with one', async ({ page }) => {
    await openScene(page, 'preparation-notes')
    const wishes = page.getByRole('list', { name: 'Souhaits' })
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(17))
    await wishes.getByRole('button', { name: 'Deux albums pour les petits\u00a0: y aller' }).click()
    await expect(wishes.getByRole('radio', { name: '2', exact: true })).toBeChecked()
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(17, 1))
    await expect(wishes.getByText('1 sur 2')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Étiquette\u00a0: mettre A-140 en casier et imprimer' })).toHaveCount(0)
    await wishes.getByRole('button', { name: 'C’est bon avec 1\u00a0document' }).click()
    await expect(wishes.getByText('1 document')).toBeVisible()
    await wishes.getByRole('button', { name: 'Un de plus\u00a0: Deux albums pour les petits' }).click()
    await page.evaluate((text) => window.stage.scan(text), itemBarcode(19))
    await expect(wishes.getByText('2 documents')).toBeVisible()
    await wishes.getByRole('button', { name: 'Annuler\u00a0: Contes' }).click()
    await expect(wishes.getByText('1 sur 2')).toBeVisible()
  })

  test('[PULL-5] a document is not on its shelf, then given up with a reason', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Pas en rayon' }).click()
    await page.getByRole('link', { name: '1 au deuxième passage' }).click()
    await page.getByRole('button', { name: /^Renoncer à/ }).click()
    await page.getByLabel('Abîmé ou à réparer').check()
    await page.getByRole('button', { name: 'Renoncer à ce document' }).click()
    await expect(heading(page)).toHaveText('Rien à revoir')
  })

  test('[PULL-5, PULL-10] an equivalent of the same author and shelf takes the place of what is missing', async ({ page }) => {
    await openScene(page, 'preparation-second-pass')
    await page
      .getByRole('button', { name: /^Le prendre à la place/ })
      .first()
      .click()
    await expect(page.getByText(/^À la place de/)).toBeVisible()
  })

  test('[PULL-5] a title that no order ever wanted is proposed from the whole catalogue, where nothing that the base knows is alike', async ({
    page,
  }) => {
    await openScene(page, 'preparation-second-pass', { hash: '/aujourdhui' })
    await page.evaluate(() => {
      const search = window.stage.searchCatalogue
      window.stage.searchCatalogue = async (query, filter) => {
        const found = await search(query, filter)
        const [first] = found?.records ?? []
        const [copy] = first?.copies ?? []
        if (found === undefined || first === undefined || copy === undefined) return found
        const other = { ...first, id: 'never-wanted' as typeof first.id, title: 'Un titre que personne n’a demandé' }
        return { ...found, records: [...found.records, { ...other, copies: [{ ...copy, barcode: 'x-1' as typeof copy.barcode }] }] }
      }
      location.hash = '/preparation/revoir'
    })
    await expect(page.getByRole('button', { name: /^Le prendre à la place.*que personne n’a demandé/ }).first()).toBeVisible()
  })

  test('[PULL-5, PULL-10] a document in the preparer’s hand that nobody awaits is given instead of the one not found', async ({ page }) => {
    await openScene(page, 'preparation-second-pass')
    await expect(heading(page)).toHaveText('2 à revoir')
    const propose = page.getByRole('button', { name: /^Proposer un équivalent/ })
    await expect(propose).toHaveCount(2)
    await propose.first().press('Enter')
    await expect(page.getByRole('textbox', { name: 'Code du document donné à la place' })).toBeFocused()
    expect(await violations(page)).toEqual([])
    await scan(page, itemBarcode(19))
    await expect(heading(page)).toHaveText('1 à revoir')
    await expect(said(page, /^Pris\s: Le Voyage dans la Lune/)).toBeVisible()
    const given = await page.evaluate(() =>
      [...window.stage.snapshot.state.all('order')].flatMap(({ lines }) =>
        lines.filter(({ substitutedFor }) => substitutedFor !== undefined),
      ),
    )
    expect(given).toMatchObject([{ wanted: { kind: 'record', recordId: 'work-19' } }])
    // The next one is nobody's again.
    await scan(page, itemBarcode(19, 1))
    await expect(said(page, /^Personne n’attend/)).toBeVisible()
  })

  test('[CASE-5] [PULL-3] a zone that somebody took says who, on which tablet, and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    await expect(page.getByText('Inès\u00a0(B), depuis 14\u00a0h\u00a035')).toBeVisible()
    await page.getByRole('button', { name: 'Prendre la zone Romans', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Libérer la zone Romans', exact: true })).toBeVisible()
  })

  test('[PULL-3] a colleague’s zone is taken over after a question that says who holds it and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    const takeOver = page.getByRole('button', { name: 'Reprendre la zone Documentaires', exact: true })
    await takeOver.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Inès\u00a0(B) s’en occupe depuis 14\u00a0h\u00a035')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, laisser à Inès' }).press('Enter')
    await expect(takeOver).toBeFocused()
    await expect(page.getByText('Inès\u00a0(B), depuis 14\u00a0h\u00a035')).toBeVisible()
    await takeOver.press('Enter')
    await page.getByRole('button', { name: 'Oui, je continue' }).press('Enter')
    await expect(page.getByRole('status')).toHaveText('Enregistré. Zone Documentaires prise')
    // What Inès reads on her own tablet: the same row, the same words.
    await expect(page.getByText('Mehdi\u00a0(B), depuis 14\u00a0h\u00a044, à la suite d’Inès')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Libérer la zone Documentaires', exact: true })).toBeFocused()
    expect(await page.evaluate(() => window.stage.snapshot.openCaseCount)).toBe(0)
  })

  test('[PULL-7] a complete order gets its bay and its label in one press, without a name or a title on paper', async ({ page }) => {
    await page.addInitScript(() => {
      window.print = () => {
        document.body.dataset.printed = document.querySelector('.print-root')?.innerHTML ?? ''
      }
    })
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Étiquette\u00a0: mettre B-102 en casier et imprimer' }).click()
    await expect.poll(() => page.evaluate(() => document.body.dataset.printed ?? '')).toContain('B-102')
    const paper = await page.evaluate(() => document.body.dataset.printed ?? '')
    expect(paper).toContain('--modules: 110')
    expect(paper).toMatch(/Casier <b>2<\/b>/)
    expect(paper).not.toContain('…')
    await expect(page.getByRole('region', { name: 'Commande complète' })).toHaveCount(0)
  })

  test('[PULL-6] an act on paper carries the time that was written there', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
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
