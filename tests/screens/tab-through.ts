/**
 * The keyboard alone, on what is shown: everything that can be pressed is reached, in the order in which it is read, and left again; the
 * focus is always seen; Escape closes a window and gives the focus back. For tests of screens, which ask it of every state.
 */
import { type CDPSession, expect, type Page } from '@playwright/test'

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

interface Focus {
  /** -1: what is no stop. */
  readonly stop: number
  readonly wrong: readonly string[]
  readonly html: string
}
/** Undefined: outside the page. */
type Noted = Window & { focuses?: (Focus | undefined)[] }

/** From now on the page itself notes after each Tab where the focus is, and what is wrong with how it is seen: to ask it each time took longer than the Tab. */
const noteFocus = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const lookAtFocus = (): Focus | undefined => {
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
    }
    const noted: Noted = window
    const isFirst = noted.focuses === undefined
    noted.focuses = []
    if (!isFirst) return
    // The press has moved the focus and scrolled to it by then.
    window.addEventListener('keyup', ({ key }) => key === 'Tab' && noted.focuses?.push(lookAtFocus()), true)
  })

const tabKey = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 }

/** Presses Tab so many times, without a pause for the page to be painted between two, and answers where the focus was after each. */
const tab = async (page: Page, keys: CDPSession, times: number): Promise<readonly (Focus | undefined)[]> => {
  const sent = Array.from({ length: times }, () => [
    keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...tabKey }),
    keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...tabKey }),
  ])
  await Promise.all(sent.flat())
  const focuses = await page.evaluate(() => {
    const noted: Noted = window
    return noted.focuses?.splice(0) ?? []
  })
  expect(focuses).toHaveLength(times)
  return focuses
}

/** A date and a time are three fields in one, and a button that opens the calendar. */
const partsOfField = 5

/** Goes on from the stop `from` to `count` others, where there are as many, and answers each once. */
const tabOn = async (page: Page, keys: CDPSession, from: number, count: number): Promise<readonly (Focus | undefined)[]> => {
  const visited: (Focus | undefined)[] = []
  let at: number | undefined = from
  for (let held = 0; visited.length < count; held++) {
    if (held === partsOfField) throw new Error(`stop ${at} holds the focus`)
    for (const focus of await tab(page, keys, count - visited.length)) {
      if (focus?.stop === at) continue
      visited.push(focus)
      at = focus?.stop
      held = 0
    }
  }
  return visited
}

export const tabThrough = async (page: Page): Promise<void> => {
  const stops = await numberStops(page)
  expect(stops.length).toBeGreaterThan(0)
  // From the first stop: where Tab starts is the browser's own affair.
  await page.locator('[data-stop="0"]').focus()
  await noteFocus(page)
  const keys = await page.context().newCDPSession(page)
  const others = await tabOn(page, keys, 0, stops.length - 1)
  for (const focus of others) expect.soft(focus?.wrong, focus?.html).toEqual([])
  const visited = [0, ...others.map((focus) => focus?.stop ?? -1)]
  expect(visited, stops.join('\n')).toEqual(stops.map((_, n) => n))
  const [after] = await tabOn(page, keys, stops.length - 1, 1)
  await keys.detach()
  expect(after?.stop ?? 0, 'the last stop is no trap').toBe(0)

  if ((await page.getByRole('dialog').count()) === 0) return
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
}
