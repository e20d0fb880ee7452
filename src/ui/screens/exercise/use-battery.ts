/**
 * How much is left in the battery, where the browser tells (Battery Status API: Chromium only, on a secure address). Runs in the browser.
 * A browser that does not know the question answers undefined, and the screen says where to look instead.
 */
import { useEffect, useState } from 'preact/hooks'

export interface Battery {
  /** 0 to 1. */
  readonly level: number
  readonly charging: boolean
}

interface BatteryManager extends Battery, EventTarget {}

const events = ['levelchange', 'chargingchange']

export const useBattery = (): Battery | undefined => {
  const [battery, setBattery] = useState<Battery>()
  useEffect(() => {
    // TypeScript's DOM does not know it: it is on no standards track.
    const { getBattery } = navigator as { getBattery?: () => Promise<BatteryManager> }
    let isOver = false
    let manager: BatteryManager | undefined
    const show = () => {
      if (manager !== undefined && !isOver) setBattery({ level: manager.level, charging: manager.charging })
    }
    getBattery?.call(navigator).then(
      (found) => {
        manager = found
        for (const event of events) found.addEventListener(event, show)
        show()
      },
      // A browser may refuse the question: this counts as no answer.
      () => undefined,
    )
    return () => {
      isOver = true
      for (const event of events) manager?.removeEventListener(event, show)
    }
  }, [])
  return battery
}
