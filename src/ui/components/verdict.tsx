/**
 * The sentence that answers « où en est-on ? », at the head of every screen, read from two metres. Runs in the browser.
 * It takes the focus when its screen opens, so that a screen reader starts with the answer.
 */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Sign, type SignName } from './icon.tsx'

let hasOpenedOne = false

interface VerdictProps {
  readonly sign?: SignName
  readonly head: string
  readonly children?: ComponentChildren
}

export const Verdict = ({ sign, head, children }: VerdictProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // With the drawing itself: a moment later, a person may already type in a field of this screen.
  useLayoutEffect(() => {
    // Not at the first screen of a page: there the browser starts at the top by itself.
    if (hasOpenedOne) heading.current?.focus({ preventScroll: true })
    hasOpenedOne = true
  }, [])
  return (
    <header class="verdict">
      <h1 class="verdict-head" tabIndex={-1} ref={heading}>
        {sign === undefined ? null : <Sign name={sign} />}
        {head}
      </h1>
      {children === undefined ? null : <p class="verdict-say">{children}</p>}
    </header>
  )
}
