/**
 * Every scene as the people who need it set their browser: longer words, 200 % and 400 % zoom, forced colours, less motion.
 * Zooming by 200 % halves the page's width in CSS pixels, so a 1280-pixel screen at 400 % is 320 pixels wide (WCAG 1.4.10).
 */
import { expect, type Page, test } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'

const scenes = [
  ...['today', 'today-offline', 'today-problem', 'today-behind', 'today-empty', 'today-closing', 'today-update'],
  ...['preparation', 'preparation-second-pass', 'preparation-empty', 'handover', 'handover-begun', 'returns', 'cases', 'operations'],
  ...['closing', 'closing-librarian', 'sign-in', 'not-enrolled', 'enrolment-lost', 'starting', 'unusable', 'downloading'],
  ...['exercise', 'exercise-wrong', 'rehearsal', 'rehearsal-preparation', 'accessibility'],
]

/** What is wider than the page, and every box that hides the end of its own text. */
const cut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth
    const found = wide > 0 ? [`the page is ${wide} pixels too wide`] : []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element)
      // What is for screen readers alone is one pixel on purpose; a field scrolls its own text.
      if (element.closest('.sr, .print-root, [hidden]') !== null || element instanceof HTMLInputElement) continue
      const hides = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll'
      if (hides && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        found.push(
          `<${element.tagName.toLowerCase()} class="${element.className}"> hides ${element.scrollWidth - element.clientWidth} pixels`,
        )
    }
    return found
  })

for (const { what, width, language } of [
  { what: 'words 40 % longer, on a narrow phone', width: 320, language: 'pseudo' },
  { what: 'words 40 % longer, on a phone', width: 390, language: 'pseudo' },
  { what: 'words 40 % longer, on a tablet upright', width: 768, language: 'pseudo' },
  { what: 'words 40 % longer, on a tablet lying', width: 1280, language: 'pseudo' },
  { what: '200 % zoom on a tablet lying', width: 640, language: 'fr' },
  { what: '400 % zoom on a tablet lying', width: 320, language: 'fr' },
] as const) {
  test(`nothing scrolls sideways or is cut with ${what}`, async ({ page }) => {
    test.setTimeout(300_000)
    await page.setViewportSize({ width, height: 800 })
    for (const scene of scenes) {
      await openScene(page, scene, { language })
      expect.soft(await cut(page), scene).toEqual([])
    }
  })
}

test('text alone at 200 % is neither cut nor scrolled sideways', async ({ page }) => {
  test.setTimeout(300_000)
  await page.setViewportSize({ width: 768, height: 1024 })
  // The browser's own setting: media queries in rem follow it, as they do for whoever chose large text.
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  for (const scene of scenes) {
    await openScene(page, scene)
    expect.soft(await cut(page), scene).toEqual([])
  }
})

test('letters, words and lines spaced out as somebody needs them are not cut (WCAG 1.4.12)', async ({ page }) => {
  test.setTimeout(300_000)
  await page.setViewportSize({ width: 768, height: 1024 })
  for (const scene of scenes) {
    await openScene(page, scene)
    await page.addStyleTag({
      content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
    })
    expect.soft(await cut(page), scene).toEqual([])
  }
})

test.describe('forced colours', () => {
  test('every button, mark and sign is still drawn, and the bar says off line by its line and its word', async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    for (const scene of ['today-offline', 'preparation', 'handover-begun', 'cases', 'exercise-wrong']) {
      await openScene(page, scene)
      const invisible = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main .btn:not(.quiet)')]
          .filter((button) => button.offsetParent !== null)
          .filter((button) => {
            const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(button)
            return borderTopWidth === '0px' || borderTopColor === backgroundColor
          })
          .map((button) => button.outerHTML),
      )
      expect(
        invisible.filter((html) => !html.includes('primary')),
        scene,
      ).toEqual([])
      expect(await violations(page), scene).toEqual([])
    }
    await openScene(page, 'today-offline')
    const bar = page.getByRole('banner')
    await expect(bar).toContainText('Hors connexion')
    expect(await bar.evaluate((element) => getComputedStyle(element).borderBottomStyle)).toBe('dashed')
  })
})

test('with less motion asked for, nothing moves for longer than a blink', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const scene of ['today', 'preparation', 'handover-begun', 'rehearsal']) {
    await openScene(page, scene)
    const slow = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .map((element) => ({ element, style: getComputedStyle(element) }))
        .filter(({ style }) =>
          [...style.transitionDuration.split(', '), ...style.animationDuration.split(', ')].some((time) => Number.parseFloat(time) > 0.001),
        )
        .map(({ element }) => element.outerHTML.slice(0, 80)),
    )
    expect(slow, scene).toEqual([])
  }
})
