/**
 * One line of an order changed on two tablets that do not hear each other: both changes reach the endpoint, count, and open one case.
 * Runs in a real Chromium against the built endpoint, which is away while both are pressed.
 */
import { cards, items } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { receivedBy } from './received-operations.ts'
import type { Tablet } from './tablet.ts'

const replace = async (tablet: Tablet, { title }: { readonly title: string }): Promise<void> => {
  const { page, main } = tablet
  await tablet.go('Retrait')
  await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill(cards.paul.surname)
  await page.getByRole('link', { name: /^MOREL, Paul/ }).click()
  await page.getByRole('button', { name: 'Ajouter ou remplacer' }).click()
  await page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' }).fill(title)
  await page.getByRole('button', { name: `Ajouter ${title}` }).click()
  await page
    .getByRole('list', { name: 'Sa commande' })
    .getByRole('button', { name: /^Retirer/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Enregistrer les changements' }).click()
  await expect(main.getByText(/^Les changements de .* sont enregistrés ici$/)).toBeVisible()
}

test('[PHONE-15, PHONE-29] two tablets that change one line off line both count, once each, and one case says so on both', async ({
  library,
  takeReadyTablet,
}) => {
  const [one, other] = [await takeReadyTablet('phone'), await takeReadyTablet('desk', 'Awa Diop')]
  await library.stop()
  await replace(one, items.contes)
  await replace(other, items.horla)
  await library.start()
  for (const tablet of [one, other]) {
    await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
    await expect(tablet.bar.getByText('1 anomalie')).toBeVisible({ timeout: 75_000 })
  }
  expect(receivedBy(library).map(({ payload, outcome }) => `${payload.kind} ${outcome}`)).toEqual([
    'change-lines accepted',
    'change-lines accepted-with-case',
  ])
  await one.page.goto(`${one.page.url().replace(/#.*/, '')}#/anomalies`)
  const letter = one.page.getByRole('article')
  await expect(letter).toContainText('a été changée sur deux tablettes, à la même ligne')
  for (const { title } of [items.contes, items.horla]) await expect(letter).toContainText(title)
})
