/**
 * What zoom, larger text and spaced text do to what is shown: nothing is cut or scrolls sideways; and that nothing moves where less motion is
 * asked for. For tests of screens, which ask it of every state. Zooming by 200 % halves the page's width in CSS pixels: a 1280-pixel screen
 * at 400 % is 320 pixels wide (WCAG 1.4.10).
 */
import { expect, type Page } from '@playwright/test'
import { findCut, spacedOut } from './find-cut.ts'

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

/** At each width; the window is left at the last. */
export const expectUncut = async (page: Page): Promise<void> => {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    expect.soft(await findCut(page), `${width} pixels`).toEqual([])
  }
}

/** With the browser's large text; it is as before afterwards. */
export const expectUncutAtLargeText = async (page: Page, name = 'text'): Promise<void> => {
  const protocol = await page.context().newCDPSession(page)
  // The browser's own setting: media queries in rem follow it, as they do for whoever chose large text. The page hears of it a moment
  // later, and asks itself at each frame, which is faster than asking from here.
  for (const [standard, fixed] of [
    [32, 26],
    [16, 13],
  ] as const) {
    await protocol.send('Page.setFontSizes', { fontSizes: { standard, fixed } })
    await page.waitForFunction((px) => getComputedStyle(document.documentElement).fontSize === px, `${standard}px`)
    if (standard === 32) expect.soft(await findCut(page), `${name} at 200 %`).toEqual([])
  }
  await protocol.detach()
}

/** On a tablet held upright, with the browser's large text and with the reader's own spacing, both taken back. */
export const expectUncutText = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 768, height: 1024 })
  await expectUncutAtLargeText(page)
  const spacing = await page.addStyleTag({ content: spacedOut })
  expect.soft(await findCut(page), 'spaced out (WCAG 1.4.12)').toEqual([])
  await spacing.evaluate((style) => style.parentNode?.removeChild(style))
}

/** What moves for longer than a blink although less motion is asked for. */
export const expectStill = async (page: Page): Promise<void> => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect.soft(await slow(page), 'less motion').toEqual([])
  await page.emulateMedia({ reducedMotion: null })
}
