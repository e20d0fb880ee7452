/**
 * Nothing moves by itself once it is drawn: the browser's own layout-shift entries, on every scene, and from screen to screen. In
 * Playwright, on the stage. What moves within half a second of a press answers that press, and the browser does not count it.
 */
import { expect, type Page, test } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { scenes } from './states.ts'

declare global {
  interface Window {
    /** What the browser saw move since the page was opened: how much, and which elements. */
    shifts: string[]
  }
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly { readonly node: Node | null }[]
}

const watchShifts = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    window.shifts = []
    new PerformanceObserver((list) => {
      // The type of the entries is the one observed.
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        const moved = sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : String(node?.textContent)))
        if (!hadRecentInput) window.shifts.push(`${value.toFixed(4)} ${moved.join(' | ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** What has moved, once the page has had two frames to move in. */
const shifts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () => new Promise<readonly string[]>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifts)))),
  )

for (const { device, viewport } of [
  { device: 'a tablet', viewport: { width: 1280, height: 800 } },
  { device: 'a phone', viewport: { width: 390, height: 844 } },
] as const) {
  test(`on ${device} nothing moves by itself, whatever the scene`, async ({ page }) => {
    test.setTimeout(300_000)
    await page.setViewportSize(viewport)
    await watchShifts(page)
    // An update is offered beside a screen that opens, below; at a start nobody knows of one yet.
    for (const scene of scenes.filter((one) => one !== 'today-update')) {
      await openScene(page, scene)
      expect.soft(await shifts(page), scene).toEqual([])
    }
  })

  test(`on ${device} going from screen to screen moves nothing after it is drawn, chunks that come late included`, async ({ page }) => {
    await page.setViewportSize(viewport)
    await watchShifts(page)
    await openScene(page, 'today')
    for (const [hash, head] of [
      ['/preparation', /à prendre$/],
      ['/retrait', 'Qui est là\u202f?'],
      ['/retours', 'Retours'],
      ['/anomalies', 'Rien à décider'],
      ['/operations', 'Tout est transmis'],
      ['/cloture', /./],
      ['/exercice', /à essayer$/],
      ['/aujourdhui', '16\u00a0min d’avance'],
    ] as const) {
      // By the address, not by a press: a press would forgive half a second.
      await page.evaluate((to) => {
        location.hash = to
      }, hash)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(head)
      expect.soft(await shifts(page), hash).toEqual([])
    }
  })
}

test('a newer build is offered beside the next screen, and moves nothing on this one', async ({ page }) => {
  await watchShifts(page)
  await openScene(page, 'today')
  await page.evaluate(() => window.stage.change({ update: 'offered' }))
  expect(await shifts(page)).toEqual([])
  await expect(page.getByText('Une nouvelle version est prête.')).toHaveCount(0)
  await page.getByRole('link', { name: 'Retours' }).click()
  await expect(page.getByText('Une nouvelle version est prête.')).toBeVisible()
  await page.getByRole('button', { name: 'Plus tard' }).click()
  await page.getByRole('link', { name: 'Aujourd’hui' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('16\u00a0min d’avance')
  await expect(page.getByText('Une nouvelle version est prête.')).toHaveCount(0)
})

test('a page that moves by itself is seen', async ({ page }) => {
  await watchShifts(page)
  await openScene(page, 'today')
  await page.evaluate(() => document.querySelector('main')?.insertAdjacentHTML('afterbegin', '<p style="height: 300px">moved</p>'))
  await expect.poll(() => shifts(page)).not.toEqual([])
})
