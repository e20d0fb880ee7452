/**
 * The answer to a press or a scan, in full words: a road sign, a sentence, the next step. Runs in the browser.
 * It stays where it is until the next answer: nothing that matters is said by something that vanishes.
 */
import type { ComponentChildren } from 'preact'
import { Sign, type SignName } from './icon.tsx'

interface SayProps {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep?: string
  /** Lists, and the bay where something belongs. */
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
}

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
