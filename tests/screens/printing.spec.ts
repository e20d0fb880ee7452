/**
 * What comes out on paper, through the browser's own PDF: which pages, how large, and where labels lie on their sheet (PULL-7, HO-9).
 * Runs in Playwright, on the stage. Millimetres are CSS's, of which 25.4 make 96 pixels; a PDF counts 72 points for as many.
 */
import { expect, type Page } from '@playwright/test'
import { lucie, pile } from './desk-scenes.ts'
import { openScene, openState } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'
import { states } from './states.ts'

/** Leaves what is printed in the page, for the test to print it itself. */
const holdPrinting = (page: Page) =>
  page.addInitScript(() => {
    window.print = () => {
      document.body.dataset.printed = 'yes'
    }
  })

interface Paper {
  readonly width: number
  readonly height: number
}

/** The pages of what is printed, in whole millimetres; afterwards it has left the page, as after any printing. */
const papers = async (page: Page): Promise<readonly Paper[]> => {
  await page.locator('body[data-printed]').waitFor()
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => ({
    width: Math.round((Number(width) / 72) * 25.4),
    height: Math.round((Number(height) / 72) * 25.4),
  }))
}

const a4 = { width: 210, height: 297 }

const printLabels = async (page: Page, paper: string): Promise<void> => {
  await holdPrinting(page)
  await openScene(page, 'today', { hash: '/preparation' })
  await page.getByRole('button', { name: 'Étiquettes' }).click()
  await page.getByText(/^Toutes \(/).click()
  await page.getByText(paper).click()
}

for (const [place, size] of [
  ['a phone', { width: 390, height: 844 }],
  ['a tablet lying down', { width: 1280, height: 800 }],
] as const) {
  test(`on ${place} the labels and the list on paper are in sight, however long the walk`, async ({ page }) => {
    await page.setViewportSize(size)
    await openScene(page, 'preparation')
    // On a phone one press away: the walk has the screen.
    if (size.width < 992) await page.getByRole('button', { name: 'Jour, liste et étiquettes' }).click()
    for (const name of ['Imprimer la liste', 'Étiquettes', 'Saisie a posteriori'])
      await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 })
  })
}

test('[PULL-7] a sheet of 21 begins at the first free label, and each lies where the sheet is cut', async ({ page }) => {
  await printLabels(page, 'Planche A4 de 21')
  await page.getByLabel(/^Première étiquette libre/).fill('4')
  await page.getByRole('button', { name: /^Imprimer \d+ étiquettes/ }).click()
  await page.locator('body[data-printed]').waitFor()
  await page.emulateMedia({ media: 'print' })
  const places = await page.evaluate(() => {
    const millimetres = (pixels: number): number => Math.round((pixels * 254) / 96) / 10
    const { left: sheetLeft = 0, top: sheetTop = 0 } = document.querySelector('.sheet')?.getBoundingClientRect() ?? {}
    return [...document.querySelectorAll('.label:not(.used)')].slice(0, 4).map((label) => {
      const { left, top, width, height } = label.getBoundingClientRect()
      return [left - sheetLeft, top - sheetTop, width, height].map(millimetres)
    })
  })
  // Left and top margins of 7.25 and 15.15 mm, labels of 63.5 × 38.1, 2.5 apart; the first row is used.
  expect(places).toEqual([
    [7.2, 53.2, 63.5, 38.1],
    [73.2, 53.2, 63.5, 38.1],
    [139.2, 53.2, 63.5, 38.1],
    [7.2, 91.3, 63.5, 38.1],
  ])
  expect(await papers(page)).toEqual([a4])
})

test('[PULL-7] one label alone is printed again from its order’s sheet', async ({ page }) => {
  await holdPrinting(page)
  await openScene(page, 'order')
  await page.getByRole('button', { name: 'Étiquette', exact: true }).click()
  expect(await papers(page)).toEqual([a4])
  await expect(page.getByText('L’étiquette est partie à l’imprimante', { exact: true })).toBeVisible()
})

test('[PULL-7] on a roll each label is a page of 62 mm', async ({ page }) => {
  await printLabels(page, 'Rouleau de 62')
  await page.getByRole('button', { name: /^Imprimer \d+ étiquettes/ }).click()
  const pages = await papers(page)
  expect(pages.length).toBeGreaterThan(1)
  expect(pages).toEqual(pages.map(() => ({ width: 62, height: 38 })))
  // The window stays, says what has gone, and prints again what came out badly.
  const window_ = page.getByRole('dialog')
  await expect(window_.getByText(/^(L’étiquette est partie|Les \d+\sétiquettes sont parties) à l’imprimante$/)).toBeVisible()
  await window_.getByText(/^Celles sans étiquette \(0\)/).click()
  await expect(window_.getByRole('button', { name: /Toutes ont déjà leur étiquette/ })).toBeVisible()
  await window_.getByText(/^Toutes \(/).click()
  await expect(window_.getByRole('button', { name: /^Imprimer [1-9]\d*\sétiquettes?$/ })).toBeEnabled()
})

test('[HO-9] a receipt on a roll is one page, as wide as the roll and as long as what is on it', async ({ page }) => {
  const receiptOf = async (works: readonly number[], paper: RegExp): Promise<readonly Paper[]> => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, ...works.map((work) => itemBarcode(work))]) await page.evaluate((text) => window.stage.scan(text), read)
    await page.getByRole('button', { name: `Remettre ${works.length} document` }).click()
    await page.getByRole('button', { name: paper }).click()
    return papers(page)
  }
  await holdPrinting(page)
  const [first = 0, ...others] = pile.filter((work) => work !== 19)
  const [short, ...more] = await receiptOf([first], /L’imprimer \(rouleau/)
  const [long, ...further] = await receiptOf([first, ...others], /L’imprimer \(rouleau/)
  expect([...more, ...further]).toEqual([])
  expect([short?.width, long?.width]).toEqual([80, 80])
  expect((long?.height ?? 0) - (short?.height ?? 0)).toBeGreaterThan(others.length * 8)
  expect(await receiptOf([first], /L’imprimer \(feuille/)).toEqual([a4])
})

test('[PHONE-11] a slip for who stands at the desk has the number, the day and the hour, and no name', async ({ page }) => {
  await holdPrinting(page)
  await openScene(page, 'call-in-hand')
  await page.getByRole('button', { name: 'Enregistrer la commande' }).click()
  await page.getByRole('button', { name: 'Imprimer un billet' }).click()
  await page.locator('body[data-printed]').waitFor()
  await expect(page.locator('.print-root li')).toHaveText('B-018mercredi\u00a025\u00a0novembre à 10\u00a0h\u00a015')
  await expect(page.locator('.print-root')).not.toContainText('Corbel')
  expect(await papers(page)).toEqual([a4])
})

test('[PULL-6] the pull list keeps its columns under each other, and its last line on the paper', async ({ page }) => {
  await holdPrinting(page)
  await openScene(page, 'preparation')
  await page.getByRole('button', { name: 'Imprimer la liste' }).click()
  await page.locator('body[data-printed]').waitFor()
  await page.emulateMedia({ media: 'print' })
  const tables = await page.evaluate(() =>
    [...document.querySelectorAll('.printed table')].map((table) => ({
      columns: [...table.querySelectorAll('th')].map((head) => Math.round(head.getBoundingClientRect().left)),
      isWhole: table.getBoundingClientRect().right < (table.closest('.printed')?.getBoundingClientRect().right ?? 0),
    })),
  )
  expect(tables.length).toBeGreaterThan(1)
  expect(tables).toEqual(tables.map(() => ({ columns: tables[0]?.columns, isWhole: true })))
  expect(new Set((await papers(page)).map(({ width }) => width))).toEqual(new Set([a4.width]))
})

test('[PULL-6] every page of the list has its number, its zone above its columns, and no order’s number is cut', async ({ page }) => {
  await holdPrinting(page)
  await openScene(page, 'preparation-notes')
  await page.getByRole('button', { name: 'Imprimer la liste' }).click()
  await page.locator('body[data-printed]').waitFor()
  await page.emulateMedia({ media: 'print' })
  const heads = await page.evaluate(() =>
    [...document.querySelectorAll('.printed table')].map((table) => ({
      zone: table.querySelector('thead tr:first-child')?.textContent,
      isRepeated: getComputedStyle(table.querySelector('thead') ?? table).display,
    })),
  )
  expect(heads[0]).toEqual({ zone: 'Romans policiers', isRepeated: 'table-header-group' })
  const broken = await page.evaluate(
    () =>
      [...document.querySelectorAll('.printed td')]
        .flatMap((cell) => [...cell.querySelectorAll('.nowrap')])
        .filter((number) => number.getClientRects().length !== 1 || getComputedStyle(number).whiteSpace !== 'nowrap').length,
  )
  expect(broken).toBe(0)
  const numbered = await page.evaluate(() =>
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .some((rule) => rule instanceof CSSPageRule && /counter\(pages?\)/.test(rule.cssText)),
  )
  expect(numbered).toBe(true)
})

for (const [language, print] of [
  ['fr', 'Imprimer la liste'],
  ['en', 'Print the list'],
] as const)
  test(`[PULL-6] heads of columns of the list are never cut in two (${language})`, async ({ page }) => {
    await holdPrinting(page)
    await openScene(page, 'preparation', { language })
    await page.getByRole('button', { name: print }).click()
    await page.locator('body[data-printed]').waitFor()
    await page.emulateMedia({ media: 'print' })
    const lines = await page.locator('.printed thead tr:nth-child(2) th').evaluateAll((heads) =>
      heads.map((head) => {
        const words = document.createRange()
        words.selectNodeContents(head)
        return words.getClientRects().length
      }),
    )
    expect(lines.length).toBeGreaterThan(4)
    expect(new Set(lines)).toEqual(new Set([1]))
  })

test('[ORD-4] the list on paper says what left by the ordinary desk, and on which day', async ({ page }) => {
  await holdPrinting(page)
  await openScene(page, 'preparation-lent')
  const said = 'sorti au bureau de prêt selon le SIGB, depuis le vendredi\u00a020\u00a0novembre'
  await expect(page.getByRole('list', { name: 'Romans', exact: true }).getByText(said)).not.toHaveCount(0)
  await page.getByRole('button', { name: 'Imprimer la liste' }).click()
  await page.locator('body[data-printed]').waitFor()
  await expect(page.locator('.printed').getByText(said)).not.toHaveCount(0)
})

for (const [language, print, call, slip] of [
  ['fr', 'Imprimer', 'mar.\u00a024\u00a0nov., 14\u00a0h\u00a030', 'avant le mercredi\u00a025\u00a0novembre à 15\u00a0h\u00a004'],
  ['en', 'Print', 'Tue\u00a024\u00a0Nov, 14:30', 'before 15:04 on Wednesday\u00a025\u00a0November'],
] as const)
  for (const [name, said, what] of [
    ['settings-days-to-call', call, 'whom to call is listed'],
    ['settings-team-code', slip, 'a code is given until a moment that is said'],
  ] as const)
    test(`[SET-8, SET-12] ${what} with day and month on paper, which is read later (${language})`, async ({ page }) => {
      await holdPrinting(page)
      for (const state of states.filter((one) => one.name === name)) await openState(page, state, language)
      await page.getByRole('button', { name: print, exact: true }).click()
      await page.locator('body[data-printed]').waitFor()
      await expect(page.locator('.print-root li').first()).toContainText(said)
    })
