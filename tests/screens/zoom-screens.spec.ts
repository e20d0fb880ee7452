/**
 * Every state as the people who need it set their browser: zoom, larger text, spaced text, words 40 % longer, less motion. In Playwright.
 * Zooming by 200 % halves the page's width in CSS pixels: a 1280-pixel screen at 400 % is 320 pixels wide (WCAG 1.4.10).
 */
import { expect, type Page } from '@playwright/test'
import { findCut, spacedOut } from './find-cut.ts'
import { openState } from './open-scene.ts'
import { test } from './shared-page.ts'
import { states } from './states.ts'

/** What moves for longer than a blink. */
const slow = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element)
        return [...transitionDuration.split(', '), ...animationDuration.split(', ')].some((time) => Number.parseFloat(time) > 0.001)
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  )

/** A tablet lying and at 200 % and 400 %, one upright, a phone. */
const widths = [1280, 768, 640, 390, 320]

for (const state of states) {
  test(`${state.name}: nothing is cut or scrolls sideways, zoomed, enlarged, spaced out or in longer words, nor moves where less motion is asked for`, async ({
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const protocol = await page.context().newCDPSession(page)
    for (const language of ['fr', 'pseudo'] as const) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await openState(page, state, language)
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 })
        expect.soft(await findCut(page), `${language}, ${width} pixels`).toEqual([])
      }
      await page.setViewportSize({ width: 768, height: 1024 })
      if (language === 'pseudo') continue
      expect.soft(await slow(page), 'less motion').toEqual([])
      // The browser's own setting: media queries in rem follow it, as they do for whoever chose large text.
      await protocol.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
      expect.soft(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px')
      expect.soft(await findCut(page), 'text at 200 %').toEqual([])
      await protocol.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
      await page.addStyleTag({ content: spacedOut })
      expect.soft(await findCut(page), 'spaced out (WCAG 1.4.12)').toEqual([])
    }
  })
}
