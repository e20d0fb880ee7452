/**
 * A scan that came to nothing for a reason that no screen has words for: read in part, not handled, not expected here, kept until somebody
 * unlocks, or shot at a window. Runs in the browser. The frame shows and sounds it (shell/unclear-scan.tsx) until the next scan or the next screen.
 */
import { signal } from '@preact/signals'

export type ScanTrouble = 'cut-short' | 'failed' | 'not-expected' | 'locked' | 'window-open'

/** `n` makes the same trouble twice in a row two answers. */
export const scanTrouble = signal<{ readonly n: number; readonly kind: ScanTrouble | undefined }>({ n: 0, kind: undefined })

/** undefined: what went wrong before is over. */
export const tellTrouble = (kind: ScanTrouble | undefined): void => {
  const { n, kind: before } = scanTrouble.peek()
  if (kind !== undefined || before !== undefined) scanTrouble.value = { n: n + 1, kind }
}
