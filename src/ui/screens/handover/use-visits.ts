/**
 * The visits of this tablet: the one in hand and those put aside, kept on its disk at each change (HO-6). Runs in the browser.
 * Another tab of the same tablet may put one aside, take it up or hand it over meanwhile: what it ended is in hand here no more.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Visit, visitInHand, withoutGone } from '../../../domain/handover/visit.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'

export const useVisits = () => {
  const desk = useDesk()
  const { visits: kept } = useSnapshot()
  const [visits, setVisits] = useState(kept)
  const [isResumed, setResumed] = useState(visitInHand(kept)?.piles.some((pile) => pile.scanned.length > 0) ?? false)
  const latest = useRef(visits)
  const keptBefore = useRef(kept)

  useEffect(() => {
    const before = visitInHand(keptBefore.current)
    keptBefore.current = kept
    if (kept === latest.current) return
    const current = visitInHand(latest.current)
    const still = current && withoutGone(current, before, visitInHand(kept))
    latest.current = [...(still === undefined ? [] : [still]), ...kept.filter(({ isAside }) => isAside)]
    setVisits(latest.current)
  }, [kept])

  return {
    inHand: visitInHand(visits),
    aside: visits.filter(({ isAside }) => isAside),
    /** The one in hand was begun before this screen was opened, and nothing was done of it since. */
    isResumed,
    /** What the next scan adds to: two scans may come between two renders. */
    latest: () => latest.current,
    /** False: the screen has them and the disk has not. The next change tries again. */
    keep: async (next: readonly Visit[]): Promise<boolean> => {
      latest.current = next
      setVisits(next)
      setResumed(false)
      try {
        await desk.keepVisits(next)
        return true
      } catch {
        return false
      }
    },
  }
}
export type Visits = ReturnType<typeof useVisits>
