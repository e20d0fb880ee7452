/**
 * The keyboard alone, on what is shown: everything that can be pressed is reached, in the order in which it is read, and left again; the
 * focus is always seen; Escape closes a window and gives the focus back. For tests of screens, which ask it of every state.
 */
import { expect, type Page } from '@playwright/test'

/** Numbers what Tab should stop at, in the order of the document: in the open window alone, where there is one. */
const numberStops = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const area: ParentNode = document.querySelector('dialog[open]') ?? document
    const groups = new Set<string>()
    const stops = [...area.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
      (element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(':disabled, [tabindex="-1"]')) return false
        if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
        // One stop a group: its choice, or, where nothing is chosen, its first.
        const chosen = area.querySelector<HTMLInputElement>(`input[name="${element.name}"]:checked`)
        if (chosen !== null) return chosen === element
        if (groups.has(element.name)) return false
        groups.add(element.name)
        return true
      },
    )
    stops.forEach((element, n) => {
      element.dataset.stop = String(n)
    })
    return stops.map((element) => element.outerHTML.slice(0, 90))
  })

/** The number of the element in focus, and what is wrong with how it is seen; undefined outside the page. */
const lookAtFocus = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return undefined
    const wrong: string[] = []
    // A field's frame is drawn by the label around it.
    const framed = [focused, focused.closest('label')].some((element) => {
      if (element === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    if (!framed) wrong.push('has no frame')
    const { left, top, width, height } = focused.getBoundingClientRect()
    const isSeen = [0.1, 0.3, 0.5, 0.7, 0.9].some((x) =>
      [0.1, 0.5, 0.9].some((y) => {
        const hit = document.elementFromPoint(left + width * x, top + height * y)
        return hit !== null && (focused.contains(hit) || hit.closest('label')?.contains(focused) === true)
      }),
    )
    if (!isSeen) wrong.push('is hidden')
    return { stop: Number(focused.dataset.stop ?? -1), wrong, html: focused.outerHTML.slice(0, 90) }
  })

/** Tab, until the focus has left the stop `before`: a date and a time are three fields in one, and a button that opens the calendar. */
const tabOn = async (page: Page, before: number) => {
  for (let press = 0; press < 5; press++) {
    await page.keyboard.press('Tab')
    const focus = await lookAtFocus(page)
    if (focus?.stop !== before) return focus
  }
  throw new Error(`stop ${before} holds the focus`)
}

export const tabThrough = async (page: Page): Promise<void> => {
  const stops = await numberStops(page)
  expect(stops.length).toBeGreaterThan(0)
  // From the first stop: where Tab starts is the browser's own affair.
  await page.locator('[data-stop="0"]').focus()
  const visited: number[] = [0]
  for (let n = 1; n < stops.length; n++) {
    const focus = await tabOn(page, visited.at(-1) ?? 0)
    visited.push(focus?.stop ?? -1)
    expect.soft(focus?.wrong, focus?.html).toEqual([])
  }
  expect(visited, stops.join('\n')).toEqual(stops.map((_, n) => n))
  expect((await tabOn(page, visited.at(-1) ?? 0))?.stop ?? 0, 'the last stop is no trap').toBe(0)

  if ((await page.getByRole('dialog').count()) === 0) return
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
}
