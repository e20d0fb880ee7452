/**
 * Whether the catalogue is being searched over the screen, and what for: a key away everywhere. Runs in the browser.
 */
import { signal } from '@preact/signals'

/** What the window is opened with, a barcode or nothing yet; undefined: it is closed. */
export const searchedTitle = signal<string | undefined>(undefined)
