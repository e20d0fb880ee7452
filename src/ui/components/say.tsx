/**
 * What a screen says by a sign and in full words: the verdict at its head, the answer to a press or a scan, a state. Runs in the browser.
 */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Mark, type MarkName, Sign, type SignName } from './icon.tsx'

interface SayProps {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep?: string
  /** Lists, and the bay where something belongs. */
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
}

/**
 * The answer to a press or a scan: a road sign, a sentence, the next step. It stays where it is until the next answer: nothing that
 * matters is said by something that vanishes.
 */
export const Say = ({ sign, sentence, nextStep, children, actions }: SayProps) => (
  <div class={`say ${sign}`}>
    <Sign name={sign} />
    <div>
      <p>
        <b>{sentence}</b>
      </p>
      {nextStep === undefined ? null : <p>{nextStep}</p>}
      {children}
    </div>
    {actions === undefined ? null : <div class="actions">{actions}</div>}
  </div>
)

let hasOpenedOne = false

interface VerdictProps {
  readonly sign?: SignName
  readonly head: string
  readonly children?: ComponentChildren
}

/**
 * The sentence that answers « où en est-on ? », at the head of every screen, read from two metres. It takes the focus when its screen
 * opens, so that a screen reader starts with the answer.
 */
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

type Shape = { readonly mark: MarkName; readonly sign?: never } | { readonly sign: SignName; readonly mark?: never }

/**
 * A state in a word, with its shape before it. The shape says it, the word names it, the colour comes last: who sees no colour misses
 * nothing.
 */
export const Chip = ({ words, tone, ...shape }: Shape & { readonly words: string; readonly tone?: 'ok' | 'warn' | 'stop' }) => (
  <span class={tone === undefined ? 'chip' : `chip ${tone}`}>
    {shape.mark === undefined ? <Sign name={shape.sign} /> : <Mark name={shape.mark} />}
    <span>{words}</span>
  </span>
)
