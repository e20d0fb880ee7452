/**
 * Whether something is being entered now: an update is offered only on a quiet desk. Runs in the browser.
 */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export const openForms = signal(0)

/** Counts as an open form while `open`; windows count by themselves. */
export const useOpenForm = (open = true): void => {
  useEffect(() => {
    if (!open) return
    openForms.value += 1
    return () => {
      openForms.value -= 1
    }
  }, [open])
}
