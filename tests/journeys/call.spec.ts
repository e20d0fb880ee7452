/**
 * An order by telephone off line, by the keyboard alone: three titles, of which no order had asked for two, prepared on the same tablet before any
 * exchange. Runs in a real Chromium against the built endpoint, which is away during the call.
 */
import type { Locator } from '@playwright/test'
import { cards, catalogueFile, items, pins } from '../fixtures/tilleuls.ts'
import { expect, test, today } from './journey.ts'
import { receivedBy } from './received-operations.ts'
import { personPaceMs } from './tablet.ts'

/** Where the first free slot is tomorrow's. */
const showDay = async (main: Locator, day: string | undefined): Promise<void> => {
  if (Number(day) !== Number(today().slice(-2))) await main.getByRole('radio', { name: new RegExp(`\\s${day}$`) }).check({ force: true })
}

test('[PHONE-2, PHONE-12, PHONE-17] a call off line, through a reload, is an order in 45 presses and stands in Préparation with its titles', async ({
  library,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('phone')
  const { page, main } = tablet
  await tablet.go('Commande')
  await library.stop()
  let presses = 0
  const type = async (text: string): Promise<void> => {
    presses += text.length
    await page.keyboard.type(text, { delay: personPaceMs })
  }
  const press = async (key: string): Promise<void> => {
    presses += 1
    await page.keyboard.press(key)
  }
  const what = page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
  const basket = page.getByRole('list', { name: 'Sa commande' }).getByRole('listitem')
  const ask = async (typed: string, { title }: { readonly title: string }): Promise<void> => {
    await type(typed)
    await expect(page.getByRole('list', { name: '1 titre' }).getByText(title)).toBeVisible()
    await press('Enter')
    await expect(basket.filter({ hasText: title })).toBeVisible()
  }
  await expect(page.getByRole('textbox', { name: /^Nom, fin de la carte/ })).toBeFocused()
  await type('cos ine')
  await expect(main.getByText(`${cards.ines.firstName} ${cards.ines.surname}`)).toBeVisible()
  await press('Enter')
  await expect(what).toBeFocused()
  await ask('contes', items.contes)
  const number = (await main.locator('.ticket').first().textContent()) ?? ''

  // The tablet goes dark in the middle of the call: nothing is to be said twice.
  await page.reload()
  await expect(basket).toHaveText([items.contes.title])
  await expect(main.locator('.ticket').first()).toHaveText(number)
  await expect(what).toBeFocused()
  await ask('fabl', items.fables)
  await ask('cid', items.cid)
  await press('Delete')
  await press('Enter')
  await press('Enter')
  await expect(page.getByRole('button', { name: 'Enregistrer la commande' })).toBeFocused()
  const reached = await page.evaluate(() => performance.now())
  await page.waitForFunction((since) => performance.now() - since >= 400, reached)
  await press('Enter')
  const kept = main.getByText(`${number} est enregistrée ici`)
  await expect(kept).toBeVisible()
  const [, day] = /pour \S+\s(\d+)/.exec((await kept.textContent()) ?? '') ?? []
  expect(presses).toBeLessThanOrEqual(45)

  await tablet.go('Préparation')
  await showDay(main, day)
  for (const { title } of [items.contes, items.fables, items.cid]) await expect(main.getByText(title).first()).toBeVisible()
  expect(receivedBy(library)).toEqual([])

  await library.start()
  await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  expect(receivedBy(library).map(({ payload, outcome }) => `${payload.kind} ${outcome}`)).toEqual(['place-order accepted'])
  const colleague = await takeReadyTablet('shelves', 'Awa Diop')
  await colleague.go('Préparation')
  await showDay(colleague.main, day)
  await expect(colleague.main.getByText(items.contes.title).first()).toBeVisible()
})

test('[PHONE-4] a search says off line of a title that no order wants what the ILS has on loan, and follows its next list; a second tab searches too', async ({
  library,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('phone')
  const { page, main } = tablet
  const list = async (status: string): Promise<void> => {
    const [head = '', ...rows] = catalogueFile().split('\r\n')
    const told = rows.filter(Boolean).map((row) => `${row};"${row.includes(items.fables.barcode) ? status : 'en rayon'}"`)
    const path = library.file('documents.csv', [`${head};"Statut"`, ...told, ''].join('\r\n'))
    expect((await library.command('import', '--catalogue', path)).code).toBe(0)
  }
  const said = (words: RegExp) => page.getByRole('list', { name: '1 titre' }).getByText(words)
  await tablet.go('Commande')
  await main.getByRole('textbox', { name: /^Nom, fin de la carte/ }).fill('cos ine')
  await page.keyboard.press('Enter')
  const what = page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
  await what.fill('fabl')
  await expect(said(/1\sexemplaire, présence à vérifier/)).toBeVisible()
  for (const [status, words] of [
    ['prêté', /prêté/],
    ['en rayon', /1\sen rayon à/],
  ] as const) {
    await list(status)
    await expect(async () => {
      await what.fill('')
      await what.fill('fabl')
      await expect(said(words)).toBeVisible({ timeout: 5000 })
    }).toPass({ timeout: 120_000 })
  }
  await library.stop()
  await what.fill('')
  await what.fill('fabl')
  await expect(said(/1\sen rayon à/)).toBeVisible()

  // One file on the disk, read by both.
  const second = await tablet.anotherTab()
  await second.signIn('Awa Diop', pins['Awa Diop'])
  await second.page.keyboard.press('/')
  await second.page.getByRole('dialog').getByRole('textbox').fill('fabl')
  await expect(second.page.getByRole('dialog').getByText(items.fables.title)).toBeVisible()
})
