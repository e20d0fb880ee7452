/**
 * The hours of the week, in a real browser, on the staged desk: moved by keys, dragged, copied to another day, saved (SET-9).
 */
import { expect, type Locator } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await openScene(page, 'settings-ranges', { hash: '/gestion/reglages/plages' })
})

test('[SET-9] an end is moved by an interval, an hour or given up, by keys; the sentence follows', async ({ page }) => {
  const end = page.getByRole('slider', { name: /^Fin/ }).first()
  await end.focus()
  await page.keyboard.press('ArrowDown')
  await expect(end).toHaveAttribute('aria-valuetext', /^12.h.15$/)
  await page.keyboard.press('Shift+ArrowDown')
  await expect(end).toHaveAttribute('aria-valuetext', /^13.h.15$/)
  await expect(page.getByLabel('À', { exact: true }).first()).toHaveValue('13 h 15')
  await expect(page.getByText('places par semaine')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Enregistrer', exact: true })).toBeEnabled()
  // Five quarters of an hour more, of four orders each.
  await expect(page.locator('[class*=opening]').getByText('+\u00a020', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('+\u00a020', { exact: true })).toHaveCount(0)
  await expect(end).toHaveAttribute('aria-valuetext', /^12.h$/)
  // Nothing is left to save.
  await expect(page.getByRole('button', { name: /^Enregistrer/ })).toHaveAttribute('aria-disabled', 'true')
})

test('[SET-9] a handle is dragged by whole intervals', async ({ page }) => {
  const end = page.getByRole('slider', { name: /^Fin/ }).last()
  const box = await end.boundingBox()
  if (box === null) throw new Error('no handle')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + 40, { steps: 4 })
  await page.mouse.up()
  await expect(end).toHaveAttribute('aria-valuetext', /^19.h/)
})

test('[SET-6, SET-22] a day is copied on another, and twelve people are to be called where it closes', async ({ page }) => {
  await page.getByRole('button', { name: 'lun, copier le mardi sur le lundi' }).click()
  await expect(page.getByRole('button', { name: /^lundi de 10/ })).toBeVisible()
  await page.getByRole('button', { name: 'mercredi', exact: true }).click()
  await page.getByRole('button', { name: /^Retirer cette plage/ }).click()
  await expect(page.getByRole('button', { name: 'Enregistrer, 12 personnes à appeler' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'À appeler' }).getByRole('listitem')).toHaveCount(12)
})

test('[SET-2] a delay, an absence and a closed day are read beside what they would have changed in four weeks', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/delais' })
  const weeks = page.getByRole('region', { name: 'Les quatre dernières semaines' })
  const row = (what: string) => weeks.getByRole('listitem').filter({ hasText: what })
  // Of 1,180 orders, those of two hours ahead; with six hours, those of five too.
  await expect(row('trop tard pour la page')).toContainText('71')
  await page.getByLabel('Le délai avant le créneau, en heures', { exact: true }).fill('6')
  await expect(row('trop tard pour la page')).toContainText('224')
  await expect(row('trop tard pour la page')).toContainText('71 avec le réglage d’aujourd’hui')
  await page.goto(`${page.url().split('#')[0]}#/gestion/reglages/absences`)
  await page.getByLabel('L’attente de la pile, en jours', { exact: true }).fill('3')
  await expect(row('piles de personnes non venues')).toContainText(/6.*sur 7.*4 le lendemain.*2 au bout de 2.jours/s)
  await page.goto(`${page.url().split('#')[0]}#/gestion/reglages/retours`)
  await page.getByLabel('La quarantaine, en jours', { exact: true }).fill('3')
  await expect(page.getByRole('listitem').filter({ hasText: 'attendrait aujourd’hui' })).toContainText(/^\d+/)
})

test('[SET-2] a figure that is changed heads the screen beside what it was, and nothing moves under the hand', async ({ page }) => {
  for (const [width, height] of [
    [1280, 800],
    [768, 1024],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await openScene(page, 'settings', { hash: '/gestion/reglages/delais' })
    const more = page.getByRole('button', { name: 'Les jours à l’avance : un de plus' })
    const head = page.getByRole('heading', { level: 1 })
    await expect(head).toHaveText('Délais')
    const before = await more.boundingBox()
    await more.click()
    // On a phone it would take a second line.
    await expect(head).toHaveText(width < 688 ? 'Délais' : '15\u00a0jours au lieu de 14')
    expect(await more.boundingBox()).toEqual(before)
    await page.getByRole('button', { name: 'Le délai avant le créneau, en heures : un de plus' }).click()
    // Of two figures no heading says the one.
    await expect(head).toHaveText('Délais')
  }
})

test('[SET-2] hours, a right, the walk and the colour head the screen too, and nothing moves under the hand', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const head = page.getByRole('heading', { level: 1 })
  /** Measured from the header, because the page scrolls to a field that is out of sight. */
  const below = async (control: Locator): Promise<number> =>
    Math.round(((await control.boundingBox())?.y ?? 0) - ((await page.locator('header.verdict').boundingBox())?.y ?? 0))
  /** What is pressed once stands where it stood. */
  const heads = async (at: string, control: Locator, change: () => Promise<void>, said: string | RegExp): Promise<void> => {
    await openScene(page, 'settings', { hash: `/gestion/reglages/${at}` })
    const before = await below(control)
    await change()
    await expect(head).toHaveText(said)
    expect(await below(control)).toBe(before)
  }
  const end = page.getByRole('slider', { name: /^Fin/ }).first()
  const begin = page.getByRole('slider', { name: /^Début/ }).first()
  await heads('plages', begin, () => end.press('Shift+ArrowDown'), 'Mardi, 1\u00a0h de plus')
  const right = page.getByLabel('La durée du prêt, en jours', { exact: true })
  await heads('droits', right, () => right.fill('28'), /^28\sjours au lieu de 21$/)
  const list = page.getByRole('list', { name: 'Le parcours', exact: true })
  const second = list.getByRole('button', { name: /^2, / })
  await heads('parcours', second, () => second.press('Alt+ArrowUp'), 'Romans avant Romans policiers')
  const colour = page.getByLabel('La couleur', { exact: true })
  await heads('nom', colour, () => colour.fill('#00a19a'), 'Votre turquoise, en plus sombre')
})

test('[SET-2, SET-20] how many copies of the whole catalogue are new releases follows the figure, judged as the desk judges each', async ({
  page,
}) => {
  await openScene(page, 'settings-ranges', { hash: '/gestion/reglages/nouveaute' })
  const row = page.getByRole('listitem').filter({ hasText: 'exemplaires du catalogue' })
  await expect(row).toHaveText(/^1exemplaires.*comme aujourd’hui$/)
  await page.getByLabel('La durée d’une nouveauté, en jours', { exact: true }).fill('730')
  await expect(row).toHaveText(/^2exemplaires.*1 avec le réglage d’aujourd’hui$/)
})

test('[SET-2, SET-19] limits, bays and rights are read beside what four weeks would have asked', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/limites' })
  const weeks = page.getByRole('region', { name: 'Les quatre dernières semaines' })
  const row = (what: string) => weeks.getByRole('listitem').filter({ hasText: what })
  await expect(row('demandé un motif')).toContainText(/36.*sur 1.180.*comme aujourd’hui/s)
  await page.getByLabel('Les commandes en tout', { exact: true }).fill('1')
  await expect(row('demandé un motif')).toContainText(/119.*36 avec le réglage/s)
  await page.goto(`${page.url().split('#')[0]}#/gestion/reglages/casiers`)
  await page.getByLabel('Le nombre de casiers', { exact: true }).fill('30')
  await expect(row('aucun casier libre')).toContainText(/24.*sur 1.180.*au plus fort, 37.casiers/s)
  await page.goto(`${page.url().split('#')[0]}#/gestion/reglages/droits`)
  await expect(row('encore un motif')).toContainText(/au moins 5.*9.documents remis avec un motif/s)
  await expect(weeks).toContainText(/moins de 5.personnes/)
  await page.getByRole('button', { name: /^Les documents à la fois.: sans limite/ }).click()
  await expect(row('encore un motif')).toContainText(/peu.*au moins 5 avec le réglage d’aujourd’hui/s)
})

test('[SET-10] bank holidays are proposed closed beside the hours: one gesture answers for all, and is taken back', async ({ page }) => {
  await openScene(page, 'settings-holiday', { hash: '/gestion/reglages/plages' })
  const panel = page.getByRole('region', { name: 'À décider' })
  const days = panel.getByRole('listitem')
  await expect(days).toHaveText([/Noël/, /Le jour de l’An/])
  await panel.getByRole('button', { name: 'Fermer ces 2 jours' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(panel.getByText(/^C’est noté/)).toBeVisible()
  await expect(days).toHaveCount(0)
  await panel.getByRole('button', { name: 'Annuler cette réponse' }).click()
  await expect(days).toHaveCount(2)
  await panel.getByRole('button', { name: 'Les ouvrir comme la semaine' }).click()
  await expect(panel.getByText(/^C’est noté/)).toBeVisible()
  await page.getByRole('link', { name: 'Tous les réglages' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Le prochain jour à part' })).toContainText(/25.déc.*on ouvre/)
})

test('[SET-14] a refusal of the library system stands beside the cell that let it pass, and names nobody', async ({ page }) => {
  await openScene(page, 'operations-ils', { hash: '/gestion/reglages/droits' })
  const matrix = page.getByRole('table', { name: 'Les droits, par catégorie et par type' })
  const cell = matrix.getByRole('button', { name: /refus/ })
  await expect(cell).toHaveCount(1)
  await cell.click()
  await expect(page.getByText('Le SIGB refuse un prêt que cette case a laissé passer.')).toBeVisible()
  await page.getByRole('link', { name: 'Voir lesquels, dans Opérations' }).click()
  await expect(page.getByText('la carte est bloquée')).toBeVisible()
})

test('[SET-14, SET-28] a trial says where the loans stand, or that nothing more leaves, and of which type', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/droits' })
  const trial = page.getByRole('region', { name: 'Essayer' })
  await trial.getByLabel('Ou une personne de la catégorie').selectOption('adulte')
  await trial.getByLabel('Ses prêts en cours', { exact: true }).fill('14')
  await expect(trial.getByText('6 de plus\u00a0: 14\u00a0prêts sur 20.')).toBeVisible()
  await expect(trial.getByRole('listitem').filter({ hasText: 'DVD' })).toContainText('aucun n’est permis')
  await trial.getByLabel('Ses prêts en cours', { exact: true }).fill('20')
  await expect(trial.getByText('Rien de plus\u00a0: 20\u00a0prêts sur 20.')).toBeVisible()
})

test('[SET-7] the journal says which tablet has not a change yet', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages' })
  await expect(page.getByRole('listitem').filter({ hasText: 'en service' })).toContainText(
    'toutes ont donné de leurs nouvelles aujourd’hui',
  )
  // Where nobody has said otherwise, the default is read.
  await expect(page.getByRole('listitem').filter({ hasText: 'Un chiffre croisé' })).toContainText(/moins de 5\spersonnes/)
  await expect(page.getByRole('listitem').filter({ hasText: 'Casiers' })).toContainText(/\d+ pris en ce moment/)
  // Tablet A was last heard of before the change of 17 November.
  await expect(page.getByText(/1\s?tablette sur 2 l’a\s?; (tablette )?A l’aura à son retour/i).first()).toBeVisible()
})

test('[SET-11] the front page says how full the places were in four weeks, and how the library system stands', async ({ page }) => {
  const rowOf = (title: string) => page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) })
  await openScene(page, 'settings')
  await expect(page.getByText(/^\d+\s?h.* de retrait par semaine.*Les créneaux ont été remplis à \d+\s%/)).toBeVisible()
  await expect(rowOf('SIGB')).toContainText(/Relié par fichiers.*droits à jour à 9\s?h\s?12\..*dernier fichier déposé à 6\s?h/)
  await openScene(page, 'settings-librarian')
  await expect(rowOf('SIGB')).toContainText(/Relié par SIP2.*échange à 14\s?h\s?30, 1 refusé, 1 en attente/)
  await openScene(page, 'settings-offline')
  await expect(rowOf('SIGB')).toContainText('Comment il est relié')
  await expect(page.getByText(/remplis à/)).toHaveCount(0)
})

test('[SET-1] who changes nothing reads it line by line: hours, rights and walk, off line too, without a field', async ({ page }) => {
  const main = page.getByRole('main')
  for (const [scene, segment, list, line] of [
    ['settings-offline', 'plages', 'Plages', /mardi.*de 10\s?h.* à 12\s?h.*Un créneau toutes les 15 min, pour \d+ commandes/],
    ['settings-librarian', 'droits', 'Droits', /adulte.*livre.*à la fois.*pour \d+\s?jours/],
    ['settings-librarian', 'droits', 'Droits', /adulte.*DVD\s*aucun$/],
    ['settings-librarian', 'parcours', 'Parcours', /^2\s*Romans\s*Adultes romans$/],
  ] as const) {
    await openScene(page, scene, { hash: `/gestion/reglages/${segment}` })
    await expect(main.getByRole('list', { name: list, exact: true }).getByRole('listitem').filter({ hasText: line }).first()).toBeVisible()
    await expect(main.getByRole('textbox')).toHaveCount(0)
  }
})

test('[SET-13] a colour too light for letters is taken, and stands beside the one that is worn, with how well each is read', async ({
  page,
}) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/nom' })
  await page.getByLabel('La couleur', { exact: true }).fill('#ffcc00')
  await page.getByLabel('Le nom du service').fill('Le Drive')
  // Worn by a picture of the bar and of a button, and by no paper.
  const sample = page.getByRole('img', { name: /« Le Drive », et un bouton/ })
  const worn = sample.getByText('Remettre 4 documents')
  expect(await worn.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe('rgb(67, 44, 142)')
  await expect(page.getByRole('region', { name: 'Sur le reçu' })).toContainText('Le Drive')
  const patches = page.getByRole('listitem').filter({ hasText: /lisible/ })
  await expect(patches).toHaveCount(3)
  await expect(patches.first()).toContainText(/Demandée.*#ffcc00.*lisible\s?: 1,5.*se lit mal/s)
  await expect(patches.nth(1)).toContainText(/Appliquée.*lisible\s?: (7|8|9|1\d),\d.*se lit partout/s)
  await page
    .getByRole('button', { name: /^Enregistrer/ })
    .first()
    .click()
  await expect(page.getByText(/refus/)).toHaveCount(0)
})

test('[SET-34] a button that cannot be pressed shows why, and the field says which day is past, too far or not there', async ({ page }) => {
  const save = page.getByRole('button', { name: /^Enregistrer/ })
  const why = save.locator('.why')
  await expect(why).toBeInViewport()
  await expect(why).toHaveText(/Changez d’abord un chiffre/)
  const since = page.getByLabel('À partir du mardi')
  await since.fill('23/11/2026')
  await expect(since).toHaveAccessibleDescription(/Ce jour est passé.: à partir du mercredi.25.novembre\./)
  await expect(since).toHaveAttribute('aria-invalid', 'true')
  await expect(why).toHaveText(/Écrivez d’abord un jour ou une heure qui convient/)
  await since.fill('24/11/2206')
  await expect(since).toHaveAccessibleDescription(/Ce jour est trop loin.: jusqu’au .*2028\./)
  // What one field cannot read, another does not hide; another day of the week begins anew.
  await page.getByLabel('De', { exact: true }).first().fill('9 h')
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'mercredi', exact: true }).click()
  await expect(save).toHaveAttribute('aria-disabled', 'false')
})

test('[SET-34] a figure that is typed again counts nothing, and no heading says so', async ({ page }) => {
  const main = page.getByRole('main')
  await page
    .getByRole('textbox', { name: /^Les commandes d’un créneau/ })
    .first()
    .fill('5')
  await expect(page.getByText('places par semaine')).toBeVisible()
  const before = await page.getByRole('list', { name: 'Ce que cela change' }).textContent()
  await page
    .getByRole('textbox', { name: /^Les commandes d’un créneau/ })
    .first()
    .fill('')
  await expect(page.getByText(/de 1 à 99\./)).toBeVisible()
  await expect(main).not.toContainText('NaN')
  expect(await page.getByRole('list', { name: 'Ce que cela change' }).textContent()).toBe(before)
})

test('[SET-34] a day of another year is said with it, and a day apart is neither past nor years ahead', async ({ page }) => {
  await openScene(page, 'settings-holiday', { hash: '/gestion/reglages/jours' })
  const day = page.getByLabel('Le jour', { exact: true })
  const close = page.getByRole('button', { name: /^Fermer ce jour/ })
  await day.fill('25/11/2025')
  await expect(day).toHaveAccessibleDescription(/Ce jour est passé/)
  await expect(close.locator('.why')).toBeVisible()
  await day.fill('24/11/2206')
  await expect(day).toHaveAccessibleDescription(/Ce jour est trop loin/)
  await day.fill('02/01/2027')
  await expect(day).toHaveAccessibleDescription(/^samedi.2.janvier.2027$/)
  await close.click()
  await expect(page.getByRole('listitem').filter({ hasText: 'on ferme' })).toContainText(/sam.*2.janv..2027/)
})

test('[SET-35] overlapping hours are said with both meanings, and saved once somebody chose', async ({ page }) => {
  const save = page.getByRole('button', { name: /^Enregistrer/ })
  const asked = page.getByRole('region', { name: /^Mardi, deux plages se recouvrent de 11.h à 12.h/ })
  // The second begins at eleven: two desks for an hour, or a slip.
  const second = page.getByRole('textbox', { name: 'De', exact: true }).nth(1)
  await second.fill('11 h')
  await expect(asked.getByRole('button', { name: /^Deux guichets.: 32.places de 11.h à 12.h/ })).toBeVisible()
  await expect(save.locator('.why')).toHaveText(/Dites d’abord.: deux guichets, ou un seul/)
  await asked.getByRole('button', { name: /^Un seul guichet.: 16.places/ }).press('Enter')
  await expect(second).toHaveValue('12 h')
  await expect(save).toHaveAttribute('aria-disabled', 'false')
  await second.fill('11 h')
  await asked.getByRole('button', { name: /^Deux guichets/ }).press('Enter')
  await expect(asked).toHaveCount(0)
  await expect(second).toHaveValue('11 h')
  await expect(save).toHaveAttribute('aria-disabled', 'false')
  // Ten minutes hold no slot of a quarter of an hour.
  await page.getByRole('textbox', { name: 'À', exact: true }).nth(1).fill('11 h 10')
  await expect(page.getByText(/Une plage est plus courte qu’un créneau/)).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')
})

test('[SET-36] a site is closed from a day to another in one act, with the people to call, and opens again in one', async ({ page }) => {
  await openScene(page, 'settings-ranges', { hash: '/gestion/reglages/jours' })
  await page.getByLabel('Le jour', { exact: true }).fill('24/11')
  const last = page.getByLabel('Jusqu’au, compris')
  await last.fill('20/11/2026')
  await expect(last).toHaveAccessibleDescription(/à partir du mardi.24.novembre/)
  await last.fill('02/01/2027')
  await page.getByRole('button', { name: 'Fermer ces 40 jours' }).click()
  const spell = page.getByRole('listitem').filter({ hasText: 'on ferme' })
  await expect(spell).toHaveText(/^mar.\s24\snov..–.sam.\s2\sjanv.\s2027/)
  await expect(page.getByRole('button', { name: /^Enregistrer, \d+ personnes à appeler/ })).toBeVisible()
  await expect(page.getByRole('list', { name: 'À appeler' })).toBeVisible()
  await spell.getByRole('button').click()
  await expect(spell).toHaveCount(0)
})
