/**
 * What is lost of a page by its width: boxes that hide the end of their own text, and a page that scrolls sideways. For tests of screens, which
 * ask it at each width, with larger and with spaced text.
 */
import type { Page } from '@playwright/test'

/** What is wider than the page, and every box that hides the end of its own text. */
export const findCut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth
    const found = wide > 0 ? [`the page is ${wide} pixels too wide`] : []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) continue
      // What is for screen readers alone is one pixel on purpose; a field scrolls its own text.
      if (element instanceof HTMLInputElement || element.closest('.sr, .print-root, [hidden]') !== null) continue
      // For voices alone, as the style sheet has it here.
      if (getComputedStyle(element).clipPath === 'inset(50%)') continue
      // A box that scrolls sideways hides as much as one that cuts.
      if (getComputedStyle(element).overflowX !== 'visible')
        found.push(
          `<${element.tagName.toLowerCase()} class="${element.className}"> hides ${element.scrollWidth - element.clientWidth} pixels`,
        )
    }
    return found
  })

/** As whoever needs room between letters, words and lines sets their browser (WCAG 1.4.12). */
export const spacedOut = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'
