/**
 * Paper: what is printed is drawn beside the app, shown to the printer alone, and taken away afterwards. Runs in the browser.
 * Drawings that come late (barcodes) are made before `print` is called, for paper does not wait.
 */
import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Each } from '../components/each.tsx'

const job = signal<ComponentChildren | undefined>(undefined)

/** Opens the browser's print window on `content`. */
export const print = (content: ComponentChildren): void => {
  job.value = content
}

export const PrintRoot = () => {
  const content = job.value
  useEffect(() => {
    if (content === undefined) return
    const done = () => {
      job.value = undefined
    }
    window.addEventListener('afterprint', done, { once: true })
    document.fonts.ready.then(() => window.print())
    return () => window.removeEventListener('afterprint', done)
  }, [content])
  // What cannot be drawn stops the paper alone: the app stands beside it.
  return (
    <div class="print-root">
      {content === undefined ? null : (
        <Each of={[content]} by={() => ''} place="div">
          {() => content}
        </Each>
      )}
    </div>
  )
}
