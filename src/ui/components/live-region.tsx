/**
 * The app's only live region, for who listens instead of looking. Runs in the browser.
 * It says each result once, politely; a second region would speak over the first.
 */
import { announcement } from '../use-desk.ts'

export const LiveRegion = () => (
  <p class="sr" role="status" aria-live="polite">
    <span key={announcement.value.n}>{announcement.value.words}</span>
  </p>
)
