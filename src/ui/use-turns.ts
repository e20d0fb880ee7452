/**
 * Scans taken in turn, in the order of the hand, however long the disk or the catalogue takes. Runs in the browser.
 * One whose handling fails is answered like any other, by text, sound and vibration, and the next is taken: a screen never goes deaf.
 */
import { useCallback, useRef } from 'preact/hooks'
import { tellTrouble } from './scan-trouble.ts'

/** Does the job after those before it. */
export type InTurn = (job: () => void | Promise<void>) => void

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
