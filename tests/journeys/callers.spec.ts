/**
 * Two callers off line for the last place of one hour: the call of one is taken up by a colleague, its answer is cut off after the endpoint
 * has saved it, and the other order comes later. Runs in a real Chromium against the built endpoint.
 */
import { cards, items, pins, settings } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { receivedBy } from './received-operations.ts'
import type { Tablet } from './tablet.ts'

/** Who calls is found, and the call is at its titles. */
const answer = async ({ page, main }: Tablet, { surname, firstName }: { readonly surname: string; readonly firstName: string }) => {
  await page.getByRole('textbox', { name: /^Nom, fin de la carte/ }).fill(surname)
  await expect(main.getByText(`${firstName} ${surname}`).first()).toBeVisible()
  await page.keyboard.press('Enter')
}
const add = async ({ page }: Tablet, { title }: { readonly title: string }): Promise<void> => {
  await page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' }).fill(title)
  await page.getByRole('button', { name: `Ajouter ${title}` }).click()
}
const save = async ({ page, main }: Tablet): Promise<void> => {
  await page.getByRole('button', { name: 'Enregistrer la commande' }).click()
  await expect(main.getByText(/est enregistrée ici/)).toBeVisible()
}

test('[PHONE-9, PHONE-12, PHONE-17] the last place is given twice off line: both orders arrive once, with one case, though an answer is lost and a colleague ends the call', async ({
  library,
  takeReadyTablet,
}) => {
  test.setTimeout(300_000)
  // One hour a day, so that both are offered the same one whenever this runs.
  const narrow = {
    ...settings,
    openingRanges: settings.openingRanges.map((range) => ({ ...range, to: '10:00', intervalMinutes: 120, capacity: 1 })),
  }
  const imported = await library.command('import', '--settings', library.file('reglages.json', JSON.stringify(narrow)))
  expect(imported.code, imported.stderr).toBe(0)
  const phone = await takeReadyTablet('phone')
  const desk = await takeReadyTablet('desk', 'Awa Diop')
  await library.stop()

  await test.step('a call that is put aside is taken up by a colleague on the same tablet, with its number', async () => {
    await phone.go('Commande')
    await answer(phone, cards.ines)
    await add(phone, items.contes)
    await phone.page.getByRole('button', { name: 'Mettre de côté' }).click()
    const aside = phone.page.getByRole('list', { name: 'Appels de côté' })
    await expect(aside).toContainText('Inès COSTA, 1 titre')
    const number = /[A-Z]-\d{3}/.exec((await aside.textContent()) ?? '')?.[0] ?? ''
    await phone.page.getByRole('button', { name: 'Luc Perrin, menu' }).click()
    await phone.page.getByRole('button', { name: 'Se déconnecter' }).click()
    await phone.signIn('Awa Diop', pins['Awa Diop'])
    await phone.go('Commande')
    await phone.page.getByRole('button', { name: /^Reprendre/ }).click()
    await add(phone, items.horla)
    await expect(phone.main.locator('.ticket').first()).toHaveText(number)
    await save(phone)
  })

  await test.step('the other tablet gives the same hour away', async () => {
    await desk.go('Commande')
    await answer(desk, cards.paul)
    await add(desk, items.fables)
    await save(desk)
  })

  await test.step('the endpoint saves the first, and is killed before it can say so', async () => {
    await desk.context.setOffline(true)
    let isKilled = false
    await phone.context.route(/\/sync\/v1\/push/, async (route) => {
      if (isKilled) return route.continue()
      await route.fetch().catch(() => undefined)
      if (receivedBy(library).length === 0) return route.abort()
      isKilled = true
      await library.kill()
      await route.abort()
    })
    await library.start()
    await expect.poll(() => isKilled, { timeout: 75_000 }).toBe(true)
    await expect(phone.bar.getByText('1 à transmettre')).toBeVisible()
  })

  await test.step('each order is there once, and one case names the hour on both', async () => {
    await library.start()
    await expect(phone.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
    await desk.context.setOffline(false)
    for (const tablet of [desk, phone]) {
      await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
      await expect(tablet.bar.getByText('1 anomalie')).toBeVisible({ timeout: 75_000 })
    }
    expect(receivedBy(library).map(({ payload, outcome }) => `${payload.kind} ${outcome}`)).toEqual([
      'place-order accepted',
      'place-order accepted-with-case',
    ])
  })
})
