/**
 * Two managers on one setting, in a real browser, on the staged desk: both changes are read where they differ, with what the desk would do,
 * and put together where they touched other figures (SET-3); the journal says what became of what (SET-5).
 */
import { expect } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test.beforeEach(({ page }) => page.setViewportSize({ width: 1280, height: 900 }))

test('[SET-2, SET-3] one Wednesday changed by two managers reads otherwise on each side, and both are taken: an end and an interval', async ({
  page,
}) => {
  await openScene(page, 'settings-hours-meanwhile', { hash: '/gestion/reglages/plages' })
  await page.getByRole('button', { name: 'mercredi', exact: true }).click()
  const end = page.getByRole('slider', { name: /^Fin/ })
  await end.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pas encore enregistré')
  const letter = page.getByRole('region', { name: 'Plages' })
  const side = (who: string) => letter.getByRole('listitem').filter({ hasText: who })
  await expect(side('Inès')).toContainText(/mercredi\s: de 14\sh à 18\sh, \d+\scommandes toutes les 10\smin/)
  await expect(side('Vous')).toContainText(/mercredi\s: de 14\sh à 19\sh, \d+\scommandes toutes les 15\smin/)
  const placesOf = async (who: string) => Number(/(\d+)\splaces par semaine/.exec((await side(who).textContent()) ?? '')?.[1])
  const [theirs, own] = [await placesOf('Inès'), await placesOf('Vous')]
  expect(await violations(page)).toEqual([])
  const both = letter.getByRole('button', { name: /^Prendre les deux/ })
  const places = Number(/(\d+)\splaces par semaine/.exec((await both.textContent()) ?? '')?.[1])
  // Each of the two gains places, and both together more than either.
  expect(places).toBeGreaterThan(Math.max(theirs, own))
  await both.click()
  await page.getByRole('button', { name: 'mercredi', exact: true }).click()
  await expect(end).toHaveAttribute('aria-valuetext', /^19.h$/)
  await expect(page.getByRole('textbox', { name: /^Les minutes d’un créneau/ })).toHaveValue('10')
})

test('[SET-5] the journal says which hours became which', async ({ page }) => {
  await openScene(page, 'settings-hours-meanwhile', { hash: '/gestion/reglages' })
  await expect(page.getByRole('list', { name: 'Journal' }).getByRole('listitem')).toContainText(
    /Inès a changé «\sPlages\s»\s: mercredi\s: un créneau toutes les 10\smin au lieu de 15, dès le 25\snovembre/,
  )
})

test('[SET-5] an entry of the journal says in its heading what became of what: hours, a right, the walk, the colour, in both languages', async ({
  page,
}) => {
  await openScene(page, 'settings-told', { hash: '/gestion/reglages' })
  const entries = page.getByRole('list', { name: 'Journal' }).getByRole('listitem')
  await expect(entries).toContainText([
    /Inès a changé «\sPlages\s»\s: mardi\s: de 10\sh à 12\sh, ajouté, jusqu’à 19\sh au lieu de 18\sh/,
    /Inès a changé «\sDroits\s»\s: .*: \d+ à la fois au lieu de \d+Adulte, en tout\s: 10\sdocuments au lieu de 8/,
    /Inès a changé «\sParcours\s»\s: Romans\s: 1re au lieu de 2e/,
    /Inès a changé «\sNom\s»\s: La couleur\s: turquoise \(#00a19a\) au lieu de violet d’origine/,
  ])
  await openScene(page, 'settings-told', { hash: '/gestion/reglages', language: 'en' })
  await expect(page.getByRole('list', { name: 'Journal' }).getByRole('listitem')).toContainText([
    /Inès changed “Hours”: Tuesday: from 10:00 to 12:00, added, until 19:00 instead of 18:00/,
    /Inès changed “Loan rights”: .*: \d+ at once instead of \d+Adulte, in all: 10\sitems instead of 8/,
    /Inès changed “Walk”: Romans: place 1 instead of place 2/,
    /Inès changed “Name”: The colour: turquoise \(#00a19a\) instead of the original violet/,
  ])
  expect(await violations(page)).toEqual([])
})
