/**
 * Anomalies after a decision, in a real browser: what was decided is read, said before the next case, and decided anew.
 * A case that is not the one asked for is never shown with live buttons.
 */
import { expect, type Page } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

const letter = (page: Page) => page.getByRole('article')
const list = (page: Page) => page.getByRole('navigation', { name: 'Anomalies' })
const ends = (page: Page) => letter(page).getByRole('button', { name: /^C’est [A-Z]|^Les deux sont vraies|^C’est vu/ })

for (const [place, size] of [
  ['a tablet', { width: 1280, height: 800 }],
  ['a tablet upright', { width: 768, height: 1024 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test.describe(`on ${place}`, () => {
    test.use({ viewport: size })

    test('[CASE-2] a decision is said where it was taken, and the next case comes only when it is asked for', async ({ page }) => {
      await openScene(page, 'cases')
      const end = ends(page).first()
      await end.scrollIntoViewIfNeeded()
      const box = await end.boundingBox()
      if (box === null) throw new Error('the end has no place')
      const finger = [box.x + box.width / 2, box.y + box.height / 2] as const
      // Twice, as an impatient finger does: the second press decides nothing.
      await page.mouse.click(...finger)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 à décider')
      await page.mouse.click(...finger)
      await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('Au Bonheur des Dames')
      await expect(letter(page)).toContainText('C’est O.\u00a0M.')
      await expect(letter(page)).toContainText('par Claire\u00a0(B) à 15\u00a0h\u00a004')
      await expect(ends(page)).toHaveCount(0)
      expect(await page.evaluate(async () => (await window.stage.ownOperations()).length)).toBe(1)
      await expect(letter(page).getByText('C’est O.\u00a0M.')).toBeInViewport()
      expect(await violations(page)).toEqual([])

      await letter(page)
        .getByRole('link', { name: /^La suivante/ })
        .click()
      await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('Jeunesse')
      await expect(letter(page).getByRole('heading', { level: 2 })).toBeInViewport()
      await expect(ends(page)).toHaveCount(1)
    })

    test('[CASE-2] a decided case opens from the list and from its address, and says who decided what and when', async ({ page }) => {
      await openScene(page, 'cases')
      await ends(page).first().click()
      await letter(page)
        .getByRole('link', { name: /^La suivante/ })
        .click()
      await list(page)
        .getByRole('link', { name: /Au Bonheur des Dames/ })
        .click()
      await expect(page).toHaveURL(/handed-over-twice/)
      await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('Au Bonheur des Dames')
      await expect(letter(page)).toContainText('par Claire\u00a0(B) à 15\u00a0h\u00a004')
      await expect(letter(page)).toContainText('C’est O.\u00a0M.')
      await expect(list(page).locator('[aria-current]')).toContainText('Au Bonheur des Dames')
      await expect(ends(page)).toHaveCount(0)
    })
  })
}

test('[CASE-1] an address that leads to no case of this tablet says so, and shows no other one', async ({ page }) => {
  await openScene(page, 'cases', { hash: '/anomalies/handed-over-twice%3Aitem%2F999%3A1' })
  await expect(page.getByRole('main')).toContainText('Cette anomalie n’est plus sur cette tablette')
  await expect(page.getByRole('article')).toHaveCount(0)
})

test('[CASE-2] a case that a colleague decides while it is read stays shown, and no other one takes its place', async ({ page }) => {
  await openScene(page, 'cases')
  await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('Au Bonheur des Dames')
  await page.evaluate(() => {
    const { state } = window.stage.snapshot
    const found = [...state.all('case')].find(({ caseKind }) => caseKind === 'handed-over-twice')
    const colleague = [...state.all('librarian')].find(({ name }) => name === 'Mehdi')
    if (found === undefined || colleague === undefined) throw new Error('not on this stage')
    const decision = { kind: 'both-true' } as const
    window.stage.past({ kind: 'settle-case', caseId: found.id, cites: found.cites, decision, note: '' }, colleague.id, '2026-11-24 15:03')
  })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 à décider')
  await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('Au Bonheur des Dames')
  await expect(letter(page)).toContainText('par Mehdi')
  await expect(ends(page)).toHaveCount(0)
})

test('[CASE-2, CASE-13] a decided case is decided anew, once somebody asks for it, and says the last decision', async ({ page }) => {
  await openScene(page, 'cases')
  await ends(page).first().click()
  await letter(page).getByRole('button', { name: 'Décider autrement' }).click()
  await expect(ends(page)).toHaveCount(3)
  await expect(letter(page).getByText(/^Première décision\u00a0: C’est O\..+ La nouvelle la remplace/)).toBeInViewport()
  expect(await violations(page)).toEqual([])
  await letter(page)
    .getByRole('button', { name: /^Les deux sont vraies/ })
    .click()
  await expect(letter(page)).toContainText('Les deux sont vraies.')
  await expect(letter(page)).not.toContainText('C’est O.\u00a0M.')
  await expect(ends(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 à décider')
  const decided = await page.evaluate(() =>
    [...window.stage.snapshot.state.all('item')].flatMap((item) => item.decided.map(({ fact }) => fact ?? 'all')),
  )
  expect(decided).toEqual(['all'])
})

test('[CASE-2] two cases about one document are told apart in the list', async ({ page }) => {
  await openScene(page, 'cases')
  await ends(page).first().click()
  await page.evaluate(() => {
    const { state } = window.stage.snapshot
    const decided = [...state.all('case')].find(({ caseKind }) => caseKind === 'handed-over-twice')
    if (decided === undefined) throw new Error('not on this stage')
    const id = decided.id.replace(/1$/, '2') as typeof decided.id
    window.stage.put({ ...decided, id, follows: decided.id, settlement: undefined })
  })
  const titles = await list(page).getByRole('link').filter({ hasText: 'Au Bonheur des Dames' }).allInnerTexts()
  expect(titles.map((title) => title.split('\n')[0]).toSorted()).toEqual([
    '«\u00a0Au Bonheur des Dames\u00a0» remis deux fois',
    '«\u00a0Au Bonheur des Dames\u00a0» remis deux fois, de nouveau',
  ])
  await letter(page)
    .getByRole('link', { name: /^La suivante.*de nouveau/ })
    .click()
  await expect(letter(page).getByRole('heading', { level: 2 })).toContainText('de nouveau')
})
