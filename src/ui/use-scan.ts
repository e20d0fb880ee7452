/**
 * Hears every scan while a screen is open, wherever the focus is: the gun, the camera. Runs in the browser.
 * What is typed in the scan field goes through the function it answers: the same listener, after the same judgement.
 */
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks'
import type { Scan } from '../tablet/desk.ts'
import { type SettledScan, settleNumber } from './settle-number.ts'
import { useDesk } from './use-desk.ts'

export const useScan = (onScan: (scan: SettledScan) => void): ((scan: Scan) => void) => {
  const desk = useDesk()
  // The listener of the last render: a screen subscribes once and is never deaf between two renders.
  const latest = useRef(onScan)
  latest.current = onScan
  const hear = useCallback(
    (scan: Scan): void => {
      if (scan.kind === 'card-or-item') void settleNumber(desk, scan).then((settled) => latest.current(settled))
      else latest.current(scan)
    },
    [desk],
  )
  // With the first paint: a gun that shoots at a screen as soon as it is seen is heard.
  useLayoutEffect(() => desk.onScan(hear), [desk, hear])
  return hear
}
