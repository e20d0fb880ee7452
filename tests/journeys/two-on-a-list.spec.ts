/**
 * Two colleagues on the same pull list, each with a tablet: what one takes is taken on the other, by name, and what she puts back is
 * to take again on both. Runs in a real Chromium with two profiles against the built endpoint.
 */
import { items } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

test('[PULL-4] two tablets on the same list see each other’s ticks, by whom, and what is put back', async ({ takeReadyTablet }) => {
  const luc = await takeReadyTablet('luc', 'Luc Perrin')
  const awa = await takeReadyTablet('awa', 'Awa Diop')
  const tablets = [luc, awa]
  const head = (tablet: typeof luc) => tablet.page.getByRole('heading', { level: 1 })
  for (const tablet of tablets) {
    await tablet.go('Préparation')
    await expect(head(tablet)).toHaveText('6 à prendre')
  }

  await test.step('one takes a document: on the other there is one less, and it says who took it', async () => {
    await luc.pick(items.germinal)
    for (const tablet of tablets) await expect(head(tablet)).toHaveText('5 à prendre')
    await expect(awa.main.getByRole('listitem').filter({ hasText: 'Germinal' })).toContainText(/pris par Luc Perrin\u00a0\([A-Z]\) à/)
    await expect(awa.main.getByRole('button', { name: 'Pris : Germinal' })).toHaveCount(0)
  })

  await test.step('at the same moment each takes another: both lists count both', async () => {
    await Promise.all([luc.pick(items.phedre), awa.pick(items.bovary)])
    for (const tablet of tablets) await expect(head(tablet)).toHaveText('3 à prendre')
    // Only the last one taken stays unfolded, and either of the two may be it.
    for (const tablet of tablets) await tablet.main.getByRole('button', { name: 'avec 2 autres' }).click()
    await expect(luc.main.getByRole('listitem').filter({ hasText: 'Madame Bovary' })).toContainText(/pris par Awa Diop\u00a0\([A-Z]\) à/)
  })

  await test.step('she puts hers back: it is to take again on the other', async () => {
    await awa.page.getByRole('button', { name: 'Annuler : Madame Bovary' }).click()
    for (const tablet of tablets) await expect(head(tablet)).toHaveText('4 à prendre')
    await expect(luc.main.getByRole('button', { name: 'Pris : Madame Bovary' })).toBeVisible()
    for (const tablet of tablets) await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  })
})
