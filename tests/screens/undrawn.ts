/**
 * What forced colours (Windows' contrast themes) take away: edges of what is pressed, shapes and the holes in them; and what axe says then.
 * For tests of screens, which ask it of every state.
 */
import { expect, type Page } from '@playwright/test'
import { ofColours, violations } from './open-scene.ts'

/** What cannot be told from the ground it stands on. */
const undrawn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const clear = 'rgba(0, 0, 0, 0)'
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at)
        if (backgroundColor !== clear) return backgroundColor
      }
      return getComputedStyle(document.documentElement).backgroundColor
    }
    const found: string[] = []
    const report = (element: Element, what: string) => found.push(`${what}: ${element.outerHTML.slice(0, 90)}`)
    const shown = (selector: string) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility())

    // A quiet button is its words; all others have an edge, or a ground of their own.
    for (const button of shown('.btn:not(.quiet), .tick, .field, .input input, .options label, .station, .track i')) {
      const { borderTopColor, borderTopWidth, borderTopStyle, backgroundColor } = getComputedStyle(button)
      const ground = groundOf(button.parentElement ?? button)
      const hasEdge = borderTopStyle !== 'none' && borderTopWidth !== '0px' && borderTopColor !== clear && borderTopColor !== ground
      if (!hasEdge && (backgroundColor === clear || backgroundColor === ground)) report(button, 'no edge')
    }
    for (const shape of shown('svg.i, svg.m, svg.g')) {
      // The bar's mark is cut out of its own ground: its lines have a colour of their own.
      const { color } = getComputedStyle(shape.firstElementChild ?? shape)
      if (color === groundOf(shape)) report(shape, 'not drawn')
      for (const part of shape.querySelectorAll('[fill="var(--hole)"], [stroke="var(--hole)"]')) {
        const { fill, stroke } = getComputedStyle(part)
        if ((part.getAttribute('fill') === 'var(--hole)' ? fill : stroke) === color) report(shape, 'its hole is not drawn')
      }
    }
    return found
  })

/** In forced colours, which are left on. */
export const expectDrawn = async (page: Page): Promise<void> => {
  await page.emulateMedia({ forcedColors: 'active' })
  // What goes over from one colour to the other is neither.
  await page.evaluate(async () => {
    const running = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(running.map(({ finished }) => finished))
  })
  expect.soft(await undrawn(page)).toEqual([])
  expect.soft(await violations(page, { runOnly: ofColours })).toEqual([])
}
