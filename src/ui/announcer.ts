/**
 * The one voice for who does not look at the screen: each result is said once, politely. Runs in the browser.
 */
import { signal } from '@preact/signals'

/** `n` makes the same words twice in a row two announcements. */
export const announcement = signal<{ readonly n: number; readonly words: string }>({ n: 0, words: '' })

export const announce = (words: string): void => {
  announcement.value = { n: announcement.value.n + 1, words }
}
