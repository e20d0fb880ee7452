/**
 * What is chosen, next, missing or cut differs by more than a colour, in any colours, Windows' contrast themes (forced colours) among them.
 * That every state is drawn in these is every-state.spec.ts's. Runs in Playwright, on the stage.
 */
import { expect, type Locator } from '@playwright/test'
import { lucie } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

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
  test(`states differ by more than a colour, with forced colours ${forcedColors}`, async ({ page }) => {
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
