/**
 * A scan that came to nothing for a reason that no screen has words for: read in part, not handled, not expected here, kept until somebody
 * unlocks, or shot at a window. Runs in the browser. The frame shows and sounds it (shell/unclear-scan.tsx) until the next scan or the next screen.
 */
import { signal } from '@preact/signals'
import { useCallback, useRef } from 'preact/hooks'

export type ScanTrouble = 'cut-short' | 'failed' | 'not-expected' | 'locked' | 'window-open'

/** `n` makes the same trouble twice in a row two answers. */
export const scanTrouble = signal<{ readonly n: number; readonly kind: ScanTrouble | undefined }>({ n: 0, kind: undefined })

/** undefined: what went wrong before is over. */
export const tellTrouble = (kind: ScanTrouble | undefined): void => {
  const { n, kind: before } = scanTrouble.peek()
  if (kind !== undefined || before !== undefined) scanTrouble.value = { n: n + 1, kind }
}

/** Does the job after those before it. */
export type InTurn = (job: () => void | Promise<void>) => void

/**
 * Scans in the order of the hand, however long the disk or the catalogue takes. One whose handling fails is answered by text, sound and
 * vibration, and the next is taken.
 */
export const useTurns = (): InTurn => {
  const last = useRef<Promise<void>>(Promise.resolve())
  return useCallback((job) => {
    last.current = last.current.then(job).catch((defect: unknown) => {
      // For whoever is called to help.
      console.error('a scan was not handled', defect)
      tellTrouble('failed')
    })
  }, [])
}
