/**
 * A tablet left alone asks for a PIN again: after the manager's number of minutes without a touch, the person is signed out.
 * Runs in the browser. What is being entered is not lost: a draft is the tablet's own row.
 */
import { useEffect } from 'preact/hooks'
import { useDesk, useSettings, useSnapshot } from '../use-desk.ts'

export const useIdleLock = (): void => {
  const desk = useDesk()
  const isIn = useSnapshot().phase.kind === 'signed-in'
  const minutes = useSettings()?.idleLockMinutes
  useEffect(() => {
    if (!isIn || minutes === undefined) return
    let timer: ReturnType<typeof setTimeout>
    const again = () => {
      clearTimeout(timer)
      timer = setTimeout(() => desk.signOut(), minutes * 60_000)
    }
    again()
    const stopScan = desk.onScan(again)
    const kinds = ['pointerdown', 'keydown'] as const
    for (const kind of kinds) document.addEventListener(kind, again)
    return () => {
      clearTimeout(timer)
      stopScan()
      for (const kind of kinds) document.removeEventListener(kind, again)
    }
  }, [desk, isIn, minutes])
}
