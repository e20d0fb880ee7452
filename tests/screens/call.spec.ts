/**
 * The order by telephone, from the first letter of a name to the saved order. Runs in Playwright, on the stage.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import type { OrderId } from '../../src/domain/ids.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import { aPatron } from '../builders/a-patron.ts'
import { orderAgain, reflect, scan, stopClock } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { cardNumber, itemBarcode } from './stage-rows.ts'

const who = (page: Page) => page.getByRole('textbox', { name: 'Nom, fin de la carte ou numéro de commande' })
const what = (page: Page) => page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer la commande' })
const basket = (page: Page) => page.getByRole('list', { name: 'Sa commande' }).getByRole('listitem')
const calls = (page: Page) => page.evaluate(() => window.stage.snapshot.calls)
const placed = (page: Page, id = 'called') => page.evaluate((of) => window.stage.snapshot.state.get('order', of as OrderId), id)

test('[PHONE-1, PHONE-2, PHONE-7, PHONE-9, PHONE-11] who, three titles, the first hour and the order, by the keyboard alone', async ({
  page,
}) => {
  await openScene(page, 'call')
  await expect(who(page)).toBeFocused()
  let presses = 0
  const type = async (text: string): Promise<void> => {
    presses += text.length
    await page.keyboard.type(text, { delay: 80 })
  }
  const press = async (key: string): Promise<void> => {
    presses += 1
    await page.keyboard.press(key)
  }
  await type('cor je')
  await expect(page.getByRole('listitem').filter({ hasText: 'Jeanne Corbel' })).toBeVisible()
  await press('Enter')
  await expect(what(page)).toBeFocused()
  for (const [typed, title] of [
    ['lupin', 'Arsène Lupin, gentleman cambrioleur'],
    ['eyr', 'Jane Eyre'],
    ['bonheur', 'Au Bonheur des Dames'],
  ] as const) {
    await type(typed)
    await expect(page.getByRole('button', { name: `Ajouter ${title}` })).toBeVisible()
    await press('Enter')
    await expect(basket(page).filter({ hasText: title })).toBeVisible()
  }
  // What was typed is selected: one key empties the field, and Enter goes on to the hour that was chosen already.
  await press('Delete')
  await press('Enter')
  await expect(page.locator('[data-step="when"] [aria-pressed="true"]')).toBeFocused()
  await press('Enter')
  await expect(save(page)).toBeFocused()
  const [call] = await calls(page)
  await expect(page.getByRole('blockquote')).toContainText('B comme Berthe, neuf, ')
  await expect(page.getByRole('blockquote')).toContainText('mercredi 25 novembre à 10 h 15')
  // Another press than the one that led here.
  await reflect(page)
  await press('Enter')
  await expect(page.getByRole('main').getByText(/est enregistrée ici, pour mercredi/)).toBeVisible()
  await expect(page.getByRole('main').getByText(`Un courriel le lui confirmera, avec son numéro, ${call?.number}`)).toBeVisible()
  expect(presses).toBeLessThanOrEqual(45)
  expect(await calls(page)).toEqual([])
  const order = await placed(page, call?.orderId)
  expect(order).toMatchObject({ source: 'phone', number: call?.number, slot: { date: '2026-11-25', time: '10:15' } })
  expect(order?.lines.map(({ wanted }) => wanted)).toEqual([2, 4, 8].map((work) => ({ kind: 'record', recordId: `work-${work}` })))
  await expect(who(page)).toBeFocused()
})

test('[PHONE-2] a key held down and a second press too soon save nothing, and Escape steps back without losing anything', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  await expect(what(page)).toBeFocused()
  const pass = await stopClock(page)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(save(page)).toBeFocused()
  await page.keyboard.down('Enter')
  await pass(1000)
  for (let n = 0; n < 5; n++) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  expect(await placed(page)).toBeUndefined()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-step="when"] [aria-pressed="true"]')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect(what(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Jeanne Corbel/ })).toBeFocused()
  await expect(basket(page)).toHaveCount(3)
})

test('[PHONE-1, PHONE-14, PHONE-27] a card that nobody here knows may order, to be checked at the pickup; without a card it waits', async ({
  page,
}) => {
  await openScene(page, 'call')
  const early = page.getByRole('main').getByText('Dites d’abord qui appelle, puis scannez un document.')
  await scan(page, itemBarcode(9))
  await expect(early).toBeVisible()
  // A digit that was misheard: nobody has such a card.
  await who(page).fill(`${cardNumber(1).slice(0, -1)}${(Number(cardNumber(1).slice(-1)) + 1) % 10}`)
  await expect(page.getByText('Ce numéro n’est pas celui d’une carte\u00a0: il manque un chiffre, ou l’un d’eux est faux.')).toBeVisible()
  await scan(page, cardNumber(1))
  await expect(early).toHaveCount(0)
  await expect(page.getByText('L’annuaire de cette tablette, vu à 9 h 12, ne l’a pas. Elle se vérifie au retrait.')).toBeVisible()
  await expect(page.getByLabel('Numéro où rappeler')).toBeVisible()
  const cardSaid = page.getByRole('region', { name: 'Qui ?' }).getByText(/^carte ··/)
  await expect(cardSaid).toHaveCount(1)
  await page.getByLabel('Le nom, pour le retrait').fill('Mme Morin')
  await expect(cardSaid).toHaveCount(1)
  await what(page).fill('eyre')
  await page.getByRole('button', { name: 'Ajouter Jane Eyre' }).click()
  await save(page).click()
  await expect(page.getByRole('link', { name: /^Ouvrir B-/ })).toBeVisible()
  await expect(page.getByRole('main').getByText(/^Pas d’adresse de courriel.: dites-lui son numéro, B-/)).toBeVisible()
  const notes = await page.evaluate(() => [...window.stage.snapshot.state.all('order')].map(({ note }) => note))
  expect(notes).toContain('Carte inconnue ici, à vérifier au retrait. Mme Morin')
  await who(page).fill('Quelqu’un')
  await page.getByRole('button', { name: 'Sans carte : noter pour rappeler' }).click()
  await expect(page.getByRole('main').getByText('Pas de commande sans carte.')).toBeVisible()
  await what(page).fill('eyre')
  await page.getByRole('button', { name: 'Ajouter Jane Eyre' }).click()
  await expect(save(page)).toHaveAttribute('aria-disabled', 'true')
})

test('[PHONE-4, PHONE-6] a title is added and taken out by its button, a document scanned is added, and words become a wish', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  await what(page).fill('leroux')
  const rows = page.getByRole('list', { name: '2 titres' }).getByRole('listitem')
  await expect(rows.filter({ hasText: 'Le Mystère' })).toContainText('prêté, retour prévu le 2 décembre')
  await expect(rows.filter({ hasText: 'Le Parfum' })).toContainText('1 rendu ici à 14 h 32')
  await expect(rows.first().locator('mark')).toHaveText(['Leroux'])
  const add = page.getByRole('button', { name: 'Ajouter Le Parfum de la dame en noir' })
  await add.click()
  await expect(add).toHaveAttribute('aria-pressed', 'true')
  await expect(basket(page)).toHaveCount(4)
  await add.click()
  await expect(basket(page)).toHaveCount(3)
  // What found nothing is typed over, after an Enter that took nothing.
  await what(page).fill('xyzzy')
  await expect(page.getByText('Aucun titre de la bibliothèque ne correspond.')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('eyr', { delay: 80 })
  await expect(what(page)).toHaveValue('eyr')
  await what(page).fill('un policier pour la plage')
  await page.keyboard.press('Control+Enter')
  await expect(basket(page).last()).toContainText('Souhait : un policier pour la plage')
  await expect(what(page)).toHaveValue('')
  await scan(page, itemBarcode(9))
  await expect(basket(page).last()).toContainText('Notre-Dame de Paris')
})

test('[PULL-8, PULL-12] a wish says its number of documents: read in its words, changed by a touch, read back, saved', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  await what(page).fill('deux romans policiers')
  await page.keyboard.press('Control+Enter')
  const number = basket(page).last().getByRole('combobox', { name: 'Combien de documents\u00a0: deux romans policiers' })
  await expect(number).toHaveValue('2')
  await number.selectOption('3\u00a0documents')
  await expect(page.locator('blockquote')).toContainText('deux romans policiers (3\u00a0documents)')
  expect(await violations(page)).toEqual([])
  await save(page).click()
  await expect
    .poll(async () => (await placed(page))?.lines.map(({ wanted }) => wanted))
    .toContainEqual({ kind: 'wish', text: 'deux romans policiers', count: 3 })
})

test('[PHONE-10, PHONE-24] who speaks English is read back to in English, by one press, and the order keeps it', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  const aloud = page.getByRole('blockquote')
  const english = page.getByRole('button', { name: 'En anglais\u00a0: la relecture, et ses courriels' })
  await english.click()
  await expect(aloud).toHaveAttribute('lang', 'en')
  await expect(aloud).toContainText('Wednesday 25 November at 10:15')
  await expect(aloud).toContainText('B for Bravo, zero, one, eight')
  await english.click()
  await expect(aloud).toContainText('mercredi 25 novembre à 10 h 15')
  expect((await calls(page)).find(({ number }) => number === 'B-018')?.language).toBeUndefined()
  await english.click()
  await page.getByRole('button', { name: 'Mettre de côté' }).click()
  await page.getByRole('button', { name: 'Reprendre Jeanne Corbel' }).click()
  await expect(english).toHaveAttribute('aria-pressed', 'true')
  await save(page).click()
  await expect.poll(async () => (await placed(page))?.language).toBe('en')
})

test('[PHONE-7, PHONE-17] another day shows its hours, those of the morning alone, the urgent and the full ones, and takes the one chosen', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  await expect(page.getByRole('main').getByText(/^\d+\splaces?, vues? à 14\sh\s52$/)).toBeVisible()
  await page.getByRole('button', { name: 'Un autre jour' }).click()
  const days = page.getByRole('region', { name: 'Quel jour l’arrange ?' }).getByRole('listitem')
  await expect(days.first()).toContainText('dans moins de 4 h : prévenez l’équipe')
  const thursday = days.nth(2)
  await thursday.getByRole('button', { name: /autres/ }).click()
  await expect(thursday.getByRole('button', { name: 'jeudi 26 novembre, 16 h complet' })).toBeVisible()
  await page.getByRole('button', { name: 'Matin' }).click()
  await expect(days.first()).toContainText('Rien à ce moment-là')
  await page.getByRole('button', { name: 'Tout', exact: true }).click()
  await thursday.getByRole('button', { name: /16 h complet/ }).click()
  await expect(page.getByRole('main').getByText('Complet : la commande passera quand même, et une anomalie le dira.')).toBeVisible()
  await page.getByRole('button', { name: 'Noter un numéro où rappeler' }).click()
  await page.getByLabel('Numéro où rappeler').fill('06 11 22 33 44')
  await save(page).click()
  await expect.poll(async () => (await placed(page))?.slot.time).toBe('16:00')
  expect(await page.evaluate(() => window.stage.snapshot.openCaseCount)).toBe(1)
  await page.evaluate(() => {
    location.hash = '/anomalies'
  })
  await expect(page.getByRole('link', { name: 'À rappeler au 06 11 22 33 44' })).toHaveAttribute('href', 'tel:0611223344')
})

test('[PHONE-8, SLOT-5] a second order in one slot asks for a reason, and is saved with it', async ({ page }) => {
  await openScene(page, 'call-second-order')
  await expect(page.getByRole('link', { name: 'Ouvrir B-014' })).toBeVisible()
  await save(page).click()
  await page.getByRole('button', { name: 'Vient pour plusieurs personnes' }).click()
  await page.getByRole('button', { name: 'Oui, l’enregistrer' }).click()
  await expect.poll(async () => (await placed(page))?.number).toBe('B-018')
})

test('[PHONE-3, PHONE-11, PHONE-19] a sentence says what may be ordered, with its age; a reason saves a title beyond', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  const main = page.getByRole('main')
  await expect(main.getByText('Peut encore commander 17 documents, dont 4 nouveautés (livre) et 1 nouveauté (DVD)')).toBeVisible()
  await expect(main.getByText('vu à 9 h 12')).toBeVisible()
  await page.getByRole('button', { name: 'Mettre de côté' }).click()
  await who(page).fill('aubry')
  await page.keyboard.press('Enter')
  await expect(main.getByText('Bloqué : carte perdue')).toBeVisible()
  await expect(main.getByText('Carte expirée le samedi 31 octobre')).toBeVisible()
  await expect(main.getByText('Peut encore commander')).toHaveCount(0)
  await what(page).fill('lune')
  await page.getByRole('button', { name: 'Ajouter Le Voyage dans la Lune' }).click()
  await expect(basket(page)).toContainText('DVD : 0 en prêt ou commandé, 0 permis')
  await save(page).click()
  await page.getByRole('button', { name: 'Accord de la personne responsable' }).click()
  await page.getByRole('button', { name: 'Oui, l’enregistrer' }).click()
  await expect(page.getByRole('link', { name: /^Ouvrir B-/ })).toBeVisible()
  await expect(main.getByText(/^Son adresse refuse nos courriels\u00a0: dites-lui son numéro, B-/)).toBeVisible()
})

test('[PHONE-4, PHONE-20] a shelf is said with its moment, and that this is over a day old', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Ajouter L’Île mystérieuse' }) })
  await what(page).fill('mystérieuse')
  await expect(row).toContainText('1 en rayon à 6 h')
  await expect(row).not.toContainText('plus d’un jour')
  await openScene(page, 'call-missed')
  await what(page).fill('mystérieuse')
  await expect(row).toContainText('1 en rayon le 22 novembre')
  await expect(row).toContainText('plus d’un jour')
  // What came back on another day says the day: an hour alone would be of today.
  await page.evaluate(() => {
    for (const item of window.stage.snapshot.state.all('item'))
      if (item.facts.some(({ what }) => what === 'returned'))
        window.stage.put({
          ...item,
          facts: item.facts.map((fact) => ({ ...fact, happened: { ...fact.happened, date: '2026-11-23' as LocalDate } })),
        })
  })
  await what(page).fill('parfum')
  await expect(page.getByRole('listitem').filter({ hasText: 'Le Parfum' })).toContainText('1 rendu ici le 23 novembre')
})

test('[PHONE-7] a closed day says whether it is so every week', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  await page.getByRole('button', { name: 'Un autre jour' }).click()
  const days = page.getByRole('region', { name: 'Quel jour l’arrange ?' }).getByRole('listitem')
  await expect(days.filter({ hasText: 'ven. 27' })).toContainText('Fermé le vendredi')
  await expect(days.filter({ hasText: 'lun. 30' })).toContainText('Fermé ce jour-là, par exception')
})

test('[PHONE-4] a catalogue that is not there says why, to the call and to the search of any screen', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  await page.evaluate(() => {
    window.stage.searchCatalogue = async () => undefined
    window.stage.change({ catalogueArrival: { kind: 'no-room' } })
  })
  await what(page).fill('lupin')
  const why = 'Cette tablette n’a plus de place pour le catalogue\u00a0: libérez-en, puis rouvrez l’application.'
  await expect(page.getByRole('main').getByText(`${why} Notez un souhait, avec les mots de la personne.`)).toBeVisible()
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  const found = page.getByRole('dialog', { name: 'Chercher un titre' })
  await found.getByRole('textbox').fill('lupin')
  await expect(found.getByText(why)).toBeVisible()
})

test('[PHONE-5] a title that is lent is looked for all the same, and something by its author is a press away', async ({ page }) => {
  await openScene(page, 'call-in-hand')
  await what(page).fill('chambre jaune')
  await page.getByRole('button', { name: 'Ajouter Le Mystère de la chambre jaune' }).click()
  await expect(basket(page).last()).toContainText('prêté, retour prévu le 2 décembre : cherché quand même')
  await page.getByRole('button', { name: 'Du même auteur que Le Mystère de la chambre jaune' }).click()
  await expect(page.getByRole('main').getByText('Leroux, Gaston, au même rayon que « Le Mystère de la chambre jaune »')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Ajouter/ })).toHaveCount(1)
  await expect(what(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(basket(page).last()).toContainText('Le Parfum de la dame en noir')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-step="when"] [aria-pressed="true"]')).toBeFocused()
})

test('[PHONE-16] who did not come and calls is told until when the pile waits, and is ordered for again at another hour', async ({
  page,
}) => {
  await openScene(page, 'call-missed')
  const caller = page.getByRole('region', { name: 'Qui ?' })
  await expect(caller.getByText('Non venu : lundi 23 novembre à 16 h (B-009)')).toBeVisible()
  await expect(caller.getByText('Ses documents attendent jusqu’au mercredi 25 novembre.')).toBeVisible()
  await page.getByRole('link', { name: 'Proposer une autre heure pour B-009' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('B-009, non venu')
  await orderAgain(page, 'B-009')
  // Nothing else was said in that call: the next one begins.
  await expect(who(page)).toBeFocused()
  await expect.poll(() => calls(page)).toEqual([])
  await who(page).fill('lefort')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: /^Ouvrir B-/ })).toBeVisible()
  await expect(page.getByText(/^Non venu/)).toHaveCount(0)
})

test('[PHONE-4, PHONE-22, PHONE-5] a title that is read in the library alone is not promised, and something by its author is a press away', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  await page.evaluate(() => {
    for (const record of window.stage.snapshot.state.all('record'))
      if (record.title.startsWith('Le Mystère'))
        window.stage.put({ ...record, copies: record.copies.map((copy) => ({ ...copy, immobility: 'reference-only' as const })) })
  })
  await what(page).fill('chambre jaune')
  await page.getByRole('button', { name: 'Ajouter Le Mystère de la chambre jaune' }).click()
  await expect(basket(page).last()).toContainText('sur place seulement\u00a0: ne pourra pas être remis')
  await expect(page.getByRole('button', { name: 'Du même auteur que Le Mystère de la chambre jaune' })).toBeVisible()
})

test.describe('by touch, on a tablet held upright', () => {
  test.use({ hasTouch: true, viewport: { width: 768, height: 1024 } })
  test('[PHONE-2, PHONE-11] three titles and another hour without a key but letters, and who has no address is told the number', async ({
    page,
  }) => {
    const tap = async (target: Locator): Promise<void> => {
      await target.waitFor()
      await reflect(page)
      await target.tap()
    }
    await openScene(page, 'call')
    await page.evaluate(
      (rows) => window.stage.put(...rows),
      [aPatron({ id: cardNumber(2207), surname: 'Corbel', firstName: 'Jeanne', reachable: 'no' })],
    )
    await tap(who(page))
    await who(page).fill('corbel')
    await tap(page.getByRole('listitem').filter({ hasText: 'Jeanne Corbel' }).getByRole('button'))
    for (const [typed, title] of [
      ['lupin', 'Arsène Lupin, gentleman cambrioleur'],
      ['eyr', 'Jane Eyre'],
      ['bonheur', 'Au Bonheur des Dames'],
    ] as const) {
      await what(page).fill(typed)
      await tap(page.getByRole('button', { name: `Ajouter ${title}` }))
      await expect(basket(page).filter({ hasText: title })).toBeVisible()
      await expect(what(page)).toHaveValue('')
    }
    // The order lies below all that was found: a press leads to its hour.
    await tap(page.getByRole('button', { name: '3\u00a0titres\u00a0: choisir l’heure' }))
    await expect(page.locator('[data-step="when"] [aria-pressed="true"]')).toBeFocused()
    await tap(page.getByRole('button', { name: 'Un autre jour' }))
    await tap(page.getByRole('button', { name: /^mercredi 25 novembre, 10 h 30/ }).first())
    await expect(save(page)).toBeFocused()
    await expect(save(page)).toBeInViewport({ ratio: 1 })
    await tap(page.getByRole('button', { name: 'Titres' }))
    const [first, second] = [0, 1].map((n) => page.locator('[data-step="when"] [aria-pressed]').nth(n))
    if (second !== undefined) await tap(second)
    await expect(second ?? page.locator('none')).toHaveAttribute('aria-pressed', 'true')
    await expect(first ?? page.locator('none')).toHaveAttribute('aria-pressed', 'false')
    await tap(save(page))
    await expect(page.getByRole('main').getByText(/^Pas d’adresse de courriel\u00a0: dites-lui son numéro, B-\d{3}\.$/)).toBeVisible()
    // Nothing lies beyond the edge of the screen.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
  })
})

test('[PHONE-18, PHONE-31] a title that is lent is put on hold in the ILS, and leaves the order', async ({ page }) => {
  await openScene(page, 'call-unknown-card')
  const hold = page.getByRole('button', { name: 'Réserver dans le SIGB « Le Mystère de la chambre jaune »' })
  await hold.click()
  await expect(basket(page).filter({ hasText: 'chambre jaune' })).toContainText('Le SIGB refuse : « Hold limit »')
  await hold.click()
  await expect(page.getByRole('region', { name: 'Sa commande' }).getByText('est réservé dans le SIGB')).toBeVisible()
  await expect(hold).toHaveCount(0)
  await expect(basket(page)).toHaveCount(1)
  expect((await calls(page))[0]?.lines.map((line) => (line.kind === 'record' ? line.title : line.text))).toHaveLength(1)
})
