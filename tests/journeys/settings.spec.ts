/**
 * Settings changed on tablets: two managers in two browsers at once, and a manager without network. Runs in a real Chromium against the
 * built endpoint.
 */
import { settings } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import type { RunningLibrary } from './running-library.ts'
import { personPaceMs, type Tablet } from './tablet.ts'

const phrases = { 'Awa Diop': 'un héron dort debout', 'Luc Perrin': 'trois tasses ébréchées' } as const
type Manager = keyof typeof phrases

/** Luc becomes a manager too. */
const makeLucManager = async (library: RunningLibrary): Promise<void> => {
  const librarians = settings.librarians.map((librarian) => ({ ...librarian, isManager: true }))
  const result = await library.command('import', '--settings', library.file('deux.json', JSON.stringify({ ...settings, librarians })))
  expect(result.code, result.stderr).toBe(0)
}

/** By the code that the endpoint's machine prints: the window opens at the first act. */
const choosePassphrase = async (tablet: Tablet, library: RunningLibrary, who: Manager): Promise<void> => {
  const { stdout } = await library.command('passphrase', who)
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(stdout)?.[0] ?? ''
  await tablet.page.getByRole('button', { name: 'J’ai un code' }).click()
  const window = tablet.page.getByRole('dialog')
  await window.getByLabel('Le code reçu').fill(code)
  await window.getByLabel('La nouvelle phrase de passe', { exact: true }).pressSequentially(phrases[who], { delay: personPaceMs })
  await window.getByRole('button', { name: 'La choisir' }).click()
  await expect(window).toBeHidden()
}

const open = async (tablet: Tablet, section: string): Promise<void> => {
  await tablet.go('Gestion')
  await tablet.main.getByRole('link', { name: `Changer : ${section}` }).click()
  await expect(tablet.main.getByRole('heading', { level: 1, name: section })).toBeVisible()
}

test('[SET-3] two managers on one sentence: the second is told, takes both, and each tablet has both', async ({
  library,
  takeReadyTablet,
}) => {
  await makeLucManager(library)
  const [awas, lucs] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  for (const [tablet, who] of [
    [awas, 'Awa Diop'],
    [lucs, 'Luc Perrin'],
  ] as const) {
    await tablet.go('Clôture')
    await choosePassphrase(tablet, library, who)
    await open(tablet, 'Délais')
  }

  await awas.main.getByLabel('Les jours à l’avance', { exact: true }).fill('21')
  await lucs.main.getByRole('button', { name: 'Le délai avant le créneau, en heures : un de plus' }).click()
  await awas.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(awas.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()

  await lucs.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(lucs.main.getByRole('heading', { level: 1 })).toHaveText('Pas encore enregistré')
  await expect(lucs.main.getByText('Awa Diop a changé ce réglage')).toBeVisible()
  await lucs.main.getByRole('button', { name: /^Prendre les deux/ }).click()
  await expect(lucs.main.getByLabel('Les jours à l’avance', { exact: true })).toHaveValue('21')
  await lucs.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(lucs.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()

  await awas.go('Gestion')
  await expect(awas.main.getByText('On commande jusqu’à 1 h avant, et pour les 21 jours qui viennent.')).toBeVisible()
  const journal = awas.main.getByRole('list', { name: 'Journal' }).getByRole('listitem')
  await expect(journal.first()).toContainText('Luc Perrin a changé « Délais »')

  // Put back: the sentence opens with what it said before, and is saved like another change.
  await journal.first().getByRole('button', { name: 'Remettre' }).click()
  await expect(awas.main.getByLabel('Le délai avant le créneau, en heures', { exact: true })).toHaveValue('0')
  await awas.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(awas.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()
})

test('[SET-1] a manager off line reads each sentence, and changes none', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('first', 'Awa Diop')
  await library.kill()
  await open(tablet, 'Retours')
  await expect(tablet.main.getByText('Il faut le réseau pour changer un réglage.')).toBeVisible()
  await expect(tablet.main.getByText('Un document rendu repart tout de suite.')).toBeVisible()
  await expect(tablet.main.getByRole('textbox')).toHaveCount(0)
  await expect(tablet.main.getByRole('button', { name: 'Enregistrer' })).toHaveCount(0)
})
