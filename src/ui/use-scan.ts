/**
 * Hears every scan while a screen is open, wherever the focus is: the gun, the camera. Runs in the browser.
 * What is typed in the scan field goes through the same listener, after the same judgement.
 */
import { useEffect, useRef } from 'preact/hooks'
import type { Scan } from '../tablet/desk.ts'
import { useDesk } from './use-desk.ts'

export const useScan = (onScan: (scan: Scan) => void): void => {
  const desk = useDesk()
  // The listener of the last render: a screen subscribes once and is never deaf between two renders.
  const latest = useRef(onScan)
  latest.current = onScan
  useEffect(() => desk.onScan((scan) => latest.current(scan)), [desk])
}
