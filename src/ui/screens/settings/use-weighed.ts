/**
 * What the endpoint alone can say of a draft (SET-2): asked once a draft stands for a moment, on line, and remembered by what was asked.
 * Runs in the browser.
 */
import { useEffect, useState } from 'preact/hooks'
import type { ManagementResult } from '../../../tablet/desk.ts'
import { useSnapshot } from '../../use-desk.ts'

/** A figure that is being typed is asked about once it stands. Milliseconds. */
const standsMs = 400

/** By key; `ask` is of the draft that its key names. */
export const useWeighed = <T>(drafts: readonly { readonly key: string; readonly ask: () => Promise<ManagementResult<T>> }[]) => {
  const { link } = useSnapshot()
  const [told, setTold] = useState<ReadonlyMap<string, T>>(new Map())
  const asked = drafts.filter(({ key }) => !told.has(key))
  useEffect(() => {
    if (asked.length === 0 || link.kind !== 'online') return
    let isOver = false
    const timer = setTimeout(async () => {
      for (const { key, ask } of asked) {
        const result = await ask()
        if (!isOver && result.kind === 'done') setTold((known) => new Map([...known, [key, result.value]]))
      }
    }, standsMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [asked.map(({ key }) => key).join(), link.kind])
  return told
}
