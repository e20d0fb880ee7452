/**
 * Hears every scan while a screen is open, wherever the focus is: the gun, the camera. Runs in the browser.
 * Text typed in the scan field is given to the function that this hook returns: the same listener, in its turn, after the same judgement.
 */
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks'
import type { Scan } from '../tablet/desk.ts'
import { type IdentifiedScan, identifyNumber } from './identify-number.ts'
import { tellTrouble } from './scan-trouble.ts'
import { searchedTitle } from './title-search.ts'
import { useDesk } from './use-desk.ts'
import { type InTurn, useTurns } from './use-turns.ts'

/** How many screens listen. */
let listening = 0

/** `given`: the turns of a screen that does other things between two scans. `isOver`: the search that lies over the screen, which hears nothing meanwhile. */
export const useScan = (onScan: (scan: IdentifiedScan) => void | Promise<void>, given?: InTurn, isOver = false): ((scan: Scan) => void) => {
  const desk = useDesk()
  const own = useTurns()
  const inTurn = given ?? own
  // The listener of the last render: a screen subscribes once and is never deaf between two renders.
  const latest = useRef(onScan)
  latest.current = onScan
  const hear = useCallback(
    (scan: Scan): void =>
      inTurn(async () => {
        // The frame answers it, on whichever screen.
        if (scan.kind === 'cut-short' || (!isOver && searchedTitle.peek() !== undefined)) return
        tellTrouble(undefined)
        await latest.current(await identifyNumber(desk, scan))
      }),
    [desk, inTurn, isOver],
  )
  // With the first paint: a gun that shoots at a screen as soon as it is seen is heard.
  useLayoutEffect(() => {
    const stop = desk.onScan(hear)
    listening++
    return () => {
      listening--
      stop()
    }
  }, [desk, hear])
  return hear
}

/** The frame's own ear: what came in part, and what is shot at a screen that listens to nothing. */
export const useUnheardScans = (): void => {
  const desk = useDesk()
  useLayoutEffect(
    () =>
      desk.onScan((scan) => {
        if (scan.kind === 'cut-short') tellTrouble(scan.kind)
        else if (listening === 0 && scan.by === 'gun') tellTrouble('not-expected')
      }),
    [desk],
  )
}
