/** The app's only live region: says each result once, politely. Runs in the browser. */
import { announcement } from '../announcer.ts'

export const LiveRegion = () => (
  <p class="sr" role="status" aria-live="polite">
    <span key={announcement.value.n}>{announcement.value.words}</span>
  </p>
)
