/**
 * The one voice for who does not look at the screen: each result is said once, politely. Runs in the browser.
 */
import { signal } from '@preact/signals'

/** `n` makes the same words twice in a row two announcements. */
export const announcement = signal<{ readonly n: number; readonly words: string }>({ n: 0, words: '' })

export const announce = (words: string): void => {
  announcement.value = { n: announcement.value.n + 1, words }
}

/** What had been said when the last gesture began. */
let saidBefore = 0
for (const type of ['pointerdown', 'keydown'] as const) {
  addEventListener(
    type,
    () => {
      saidBefore = announcement.peek().n
    },
    { capture: true, passive: true },
  )
}

/** At a change of screen: what an earlier gesture came to is not said of the new one; what the gesture that led here came to still is. */
export const forgetAnnouncement = (): void => {
  if (announcement.peek().n === saidBefore) announce('')
}
