/**
 * Hears every scan while a screen is open, wherever the focus is: the gun, the camera. Runs in the browser.
 * Text typed in the scan field is given to the function that this hook returns: the same listener, in its turn, after the same judgement.
 */
import { signal } from '@preact/signals'
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks'
import type { Scan, WholeScan } from '../tablet/desk.ts'
import { answerScan } from './answer-scan.ts'
import { askedNumber, type IdentifiedScan, identifyNumber } from './identify-number.ts'
import { hrefOf } from './routes.ts'
import { type InTurn, tellTrouble, useTurns } from './scan-trouble.ts'
import { searchedTitle } from './title-search.ts'
import { useDesk } from './use-desk.ts'

/** The question about a number gives way to the next scan. */
const isWindowOpen = (): boolean => askedNumber.peek() === undefined && document.querySelector('dialog[open]') !== null

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
        // What lies behind a window is not done behind it.
        if (!isOver && scan.by !== 'typed' && isWindowOpen()) return tellTrouble('window-open')
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

/** A card or a label that was read elsewhere: Retrait takes it as if it had been scanned there. */
export const scanForHandover = signal<IdentifiedScan | undefined>(undefined)
export const openHandover = (scan: IdentifiedScan): void => {
  scanForHandover.value = scan
  location.hash = hrefOf('handover')
}
/** Shot at the locked tablet, for whoever unlocks it. */
let kept: WholeScan | undefined

/** What is shot at a screen that listens to nothing: a card opens Retrait, a document what is known of it and may be done with it. */
const openScan = (scan: IdentifiedScan): void => {
  tellTrouble(undefined)
  switch (scan.kind) {
    case 'card':
    case 'order':
      openHandover(scan)
      return
    case 'item':
    case 'isbn':
      answerScan('accepted')
      searchedTitle.value = scan.kind === 'item' ? scan.barcode : scan.text
      return
    case 'unrecognised':
      tellTrouble('not-expected')
  }
}

/** The frame's own ear: what came in part, what is shot at a screen that listens to nothing, and what was kept while nobody was signed in. */
export const useUnheardScans = (isOpen: boolean): void => {
  const desk = useDesk()
  const inTurn = useTurns()
  useLayoutEffect(() => {
    const take = (scan: WholeScan) => inTurn(async () => openScan(await identifyNumber(desk, scan)))
    if (isOpen && kept !== undefined) take(kept)
    if (isOpen) kept = undefined
    return desk.onScan((scan) => {
      if (scan.kind === 'cut-short') return tellTrouble(scan.kind)
      if (listening > 0 || scan.by !== 'gun') return
      // Said to have done nothing, it is not kept either.
      if (isWindowOpen()) return tellTrouble('window-open')
      if (isOpen) return take(scan)
      if (desk.snapshot.phase.kind === 'signed-out') kept = scan
      tellTrouble(kept === undefined ? 'not-expected' : 'locked')
    })
  }, [desk, inTurn, isOpen])
}
