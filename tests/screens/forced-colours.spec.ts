/**
 * Every state in forced colours (Windows' contrast themes): what is pressed has an edge, every shape is drawn and so is its hole; and what
 * is chosen, next, missing or cut differs by more than a colour, in any colours. Runs in Playwright, on the stage.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import { lucie } from './desk-scenes.ts'
import { openScene, openState, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { states } from './states.ts'

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

for (const state of states) {
  test(`${state.name}: every edge and every shape is drawn in forced colours, and axe has nothing to say`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active' })
    await openState(page, state)
    expect(await undrawn(page)).toEqual([])
    expect(await violations(page, ['color-contrast', 'link-in-text-block'])).toEqual([])
  })
}

/** How something looks to who sees no colour: lines, weights, sizes and shapes, its own and those drawn before and inside it. */
const shapeOf = (locator: Locator): Promise<string> =>
  locator.first().evaluate((element) => {
    const looks = (of: Element, pseudo?: string): string => {
      const style = getComputedStyle(of, pseudo)
      const names = ['Top', 'Right', 'Bottom', 'Left'] as const
      const borders = names.map((name) => `${style[`border${name}Style`]} ${style[`border${name}Width`]}`)
      return [...borders, style.fontWeight, style.textDecorationLine, style.content].join()
    }
    const inside = [...element.querySelectorAll('.i, .g, .where, .what, .slot-time, .station')].map((part) => looks(part) + part.innerHTML)
    return [looks(element), looks(element, '::before'), looks(element, '::after'), ...inside.slice(0, 4)].join('\n')
  })

for (const forcedColors of ['none', 'active'] as const) {
  test(`what differs does so by more than a colour, with forced colours ${forcedColors}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors })
    const differ = async (what: string, one: Locator, other: Locator) =>
      expect.soft(await shapeOf(one), what).not.toBe(await shapeOf(other))

    await openScene(page, 'preparation')
    await differ('the current place', page.locator('.nav a[aria-current]'), page.locator('.nav a:not([aria-current])'))
    await differ('the next row', page.locator('.pull li.next .where'), page.locator('.pull .rows > li:not(.next):not(.gone) .where'))
    await differ('the zone of the next', page.locator('.walk-zone.here'), page.locator('.walk-zone:not(.here):not(.done)'))

    await openScene(page, 'handover')
    await page.evaluate((card) => window.stage.scan(card), lucie.id)
    await differ('a press that waits', page.locator('.finish .btn[aria-disabled="true"]'), page.locator('.finish .btn:not(.primary)'))

    await openScene(page, 'handover-begun')
    await differ('what is missing', page.locator('.items > .missing'), page.locator('.items > li:not(.missing):not(.watch)'))
    await differ('what needs a decision', page.locator('.items > .watch'), page.locator('.items > li:not(.missing):not(.watch)'))
    await page.getByRole('button', { name: 'Sans reçu' }).click()
    await differ('the choice made', page.getByRole('button', { name: 'Sans reçu' }), page.getByRole('button', { name: 'Imprimé' }))

    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'today')
    await differ('the slot of now', page.locator('.slot.now'), page.locator('.slot:not(.now):not(.old):not(.full):not(.over)'))

    const bars: string[] = []
    for (const scene of ['today', 'today-offline', 'today-problem']) {
      await openScene(page, scene)
      bars.push(await page.getByRole('banner').evaluate((bar) => getComputedStyle(bar).borderBottomStyle))
    }
    expect(bars).toEqual(['solid', 'dashed', 'double'])
  })
}
