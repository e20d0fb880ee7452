/**
 * A handover scanned by camera, off line from end to end: a card, four documents, one that is beyond her rights.
 * Runs in a real Chromium whose camera plays a film, made of the bars themselves and, where PTE_DATA has `barcodes`, of photographs.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LaunchOptions } from '@playwright/test'
import { findChromium } from '../find-chromium.mjs'
import { cards, catalogueFile, items, ordersFile, patronsFile, settings } from '../fixtures/tilleuls.ts'
import { makeFilm, type Shot } from './barcode-film.ts'
import { test as base, expect, today } from './journey.ts'
import { RunningLibrary } from './running-library.ts'

type Label = NonNullable<Shot['label']>

/** Who plays whom: each number of the library, and the label that shows it. */
interface Cast {
  readonly cardRule: { readonly pattern: string }
  readonly itemRule: { readonly pattern: string }
  readonly card: readonly [text: string, label: Label]
  readonly wanted: readonly (readonly [text: string, label: Label])[]
  readonly others: readonly [text: string, label: Label]
}

const generated: Cast = {
  cardRule: settings.cardRule,
  itemRule: settings.itemRule,
  card: [cards.nadia.card, { symbology: 'codabar', text: `A${cards.nadia.card}B` }],
  wanted: [
    [items.germinal.barcode, { symbology: 'code-39', text: items.germinal.barcode }],
    [items.bovary.barcode, { symbology: 'code-128', text: items.bovary.barcode }],
    [items.horla.barcode, { symbology: 'codabar', text: `C${items.horla.barcode}D` }],
    [items.candide.barcode, { symbology: 'code-39', text: items.candide.barcode }],
  ],
  others: [items.film.barcode, { symbology: 'code-128', text: items.film.barcode }],
}

const photographs = join(process.env.PTE_DATA ?? '/nowhere', 'barcodes')
const photograph = (path: string): Label => ({ photograph: join(photographs, path) })
const photographed: Cast = {
  cardRule: { pattern: '^(?:1234567890|2\\d{9})$' },
  itemRule: { pattern: '^(?!1234567890$|2\\d{9}$)[0-9A-Z]{5,10}$' },
  card: ['1234567890', photograph('codabar/codabar-1/01.png')],
  wanted: [
    ['15182881', photograph('code128/code128-2/05.png')],
    ['165627', photograph('code39/code39-3/01.png')],
    ['404785', photograph('code39/code39-3/15.png')],
    ['FGGQ6D1', photograph('code128/code128-2/37.png')],
  ],
  others: ['FW727', photograph('code128/code128-2/17.png')],
}

const filmOf = ({ card, wanted, others }: Cast): readonly Shot[] => [
  // The lens is open before the decoder has come.
  { seconds: 5 },
  ...[card, ...wanted, others].flatMap(([, label]) => [{ seconds: 1.5, label }, { seconds: 1 }]),
]

/** A tablet whose camera plays the cast, in a library where these are the numbers. */
const testWith = (cast: Cast) =>
  base.extend<object, { readonly film: string; readonly launchOptions: LaunchOptions }>({
    film: [
      async ({ playwright }, use) => {
        const folder = mkdtempSync(join(tmpdir(), 'pret-a-emporter-film-'))
        const path = join(folder, 'film.mjpeg')
        const executablePath = findChromium()
        const browser = await playwright.chromium.launch({
          ...(executablePath === undefined ? {} : { executablePath }),
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        })
        await makeFilm(browser, path, filmOf(cast))
        await browser.close()
        await use(path)
        rmSync(folder, { recursive: true, force: true })
      },
      { scope: 'worker' },
    ],
    launchOptions: [
      async ({ film }, use) => {
        const executablePath = findChromium()
        await use({
          ...(executablePath === undefined ? {} : { executablePath }),
          args: [
            ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
            '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream',
            `--use-file-for-fake-video-capture=${film}`,
          ],
        })
      },
      { scope: 'worker' },
    ],
    library: async ({ browserName: _ }, use) => {
      const library = new RunningLibrary()
      await library.start()
      const renamed = [
        [cards.nadia.card, cast.card[0]],
        ...[items.germinal, items.bovary, items.horla, items.candide].map((item, i) => [item.barcode, cast.wanted[i]?.[0] ?? '']),
        [items.film.barcode, cast.others[0]],
      ] as const
      const recast = (text: string): string => renamed.reduce((now, [from, to]) => now.replaceAll(from ?? '', to ?? ''), text)
      const rules = { ...settings, cardRule: cast.cardRule, itemRule: cast.itemRule }
      const result = await library.command(
        'import',
        ...['--settings', library.file('reglages.json', JSON.stringify(rules))],
        ...['--catalogue', library.file('exemplaires.csv', recast(catalogueFile()))],
        ...['--patrons', library.file('usagers.csv', recast(patronsFile()))],
        ...['--orders', library.file('commandes.csv', recast(ordersFile(today())))],
      )
      if (result.code !== 0) throw new Error(`npm run import ended with ${result.code}:\n${result.stdout}${result.stderr}`)
      await use(library)
      await library.close()
    },
  })

interface Answered {
  readonly sounds: readonly number[]
  readonly vibrations: readonly { readonly pattern: string; readonly at: number }[]
}

const handOverByCamera = (test: ReturnType<typeof testWith>, title: string): void => {
  test(title, async ({ library, takeReadyTablet }) => {
    // Half a minute of film, and what a slow machine adds to it.
    test.setTimeout(300_000)
    const { page, main, go } = await takeReadyTablet('desk').then((tablet) => ({
      page: tablet.page,
      main: tablet.main,
      go: (screen: string) => tablet.go(screen),
    }))
    await go('Retrait')
    await library.kill()
    // What the ear and the hand are given: seconds of sound, and the rhythm of each vibration with its time.
    await page.evaluate(() => {
      const answered: { readonly sounds: number[]; readonly vibrations: { pattern: string; at: number }[] } = { sounds: [], vibrations: [] }
      Object.assign(window, { answered })
      const { start } = AudioBufferSourceNode.prototype
      AudioBufferSourceNode.prototype.start = function (...times) {
        answered.sounds.push(this.buffer?.duration ?? 0)
        start.apply(this, times)
      }
      navigator.vibrate = (pattern) => answered.vibrations.push({ pattern: String(pattern), at: performance.now() }) > 0
    })
    await page.getByRole('button', { name: 'Caméra', exact: true }).click()
    await expect(main.getByText('Nadia BENALI').first()).toBeVisible({ timeout: 120_000 })
    await expect(page.getByRole('button', { name: 'Remettre 4 documents' })).toBeVisible({ timeout: 120_000 })
    for (const { title } of [items.germinal, items.bovary, items.horla, items.candide])
      await expect(main.getByText(title).first()).toBeVisible()
    // The one that is beyond her rights is said, and waits for a decision.
    await expect(main.getByRole('listitem').filter({ hasText: items.film.title })).toContainText('de plus que ses droits', {
      timeout: 120_000,
    })
    const answered = (): Promise<Answered> => page.evaluate('window.answered')
    await expect.poll(async () => (await answered()).sounds.length).toBeGreaterThanOrEqual(6)
    const { vibrations } = await answered()
    const [first] = vibrations
    expect(first?.pattern).toBe('40')
    expect(vibrations.map(({ pattern }) => pattern)).toContain('250,120,250')
    // The card was still in sight when the field of the documents took the camera over: it is not answered twice.
    const again = vibrations.find(({ pattern }) => pattern === '40,120,40')
    if (again !== undefined) expect(again.at - (first?.at ?? 0)).toBeGreaterThan(5000)
    // Nothing leaves before somebody decided about it.
    const film = main.getByRole('listitem').filter({ hasText: items.film.title })
    await film.getByRole('button', { name: 'Prêter quand même…' }).click()
    await film.getByRole('button', { name: 'Exposé ou examen' }).click()
    await film.getByRole('button', { name: 'Prêter', exact: true }).click()
    await page.getByRole('button', { name: 'Remettre 5 documents' }).click()
    await expect(main.getByText('Enregistré ici').first()).toBeVisible()
    // The camera is let go with the field that wanted it.
    await expect(page.locator('video')).toHaveCount(0)
  })
}

base.describe('a film made of bars', () => {
  handOverByCamera(testWith(generated), '[HO-1] [HO-2] [HO-8] a card, four documents and one wrong, by camera and off line')
})

base.describe('a film made of photographs', () => {
  base.skip(!existsSync(photographs), 'PTE_DATA has no folder `barcodes`')
  handOverByCamera(testWith(photographed), '[HO-1] [HO-2] [HO-8] the same from photographs')
})

base('without a camera, the field says so and what to do instead', async ({ takeReadyTablet }) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.page.getByRole('button', { name: 'Caméra', exact: true }).click()
  await expect(tablet.main.getByText('Cette tablette n’a pas de caméra.')).toBeVisible()
  await expect(tablet.main.getByText('Tapez le code ou branchez une douchette.')).toBeVisible()
})
