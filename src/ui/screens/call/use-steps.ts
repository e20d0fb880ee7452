/**
 * Where the keyboard is in a call: who, what, when, save. Enter goes on, Escape steps back, and neither loses anything (PHONE-2).
 * Runs in the browser.
 */
import { useEffect, useRef } from 'preact/hooks'

export type Step = 'who' | 'what' | 'when' | 'save'
const steps: readonly Step[] = ['who', 'what', 'when', 'save']

/** A press that followed the one before by less was not meant for this button. Milliseconds. */
const shortestReflection = 400

export const useSteps = () => {
  const elements = useRef<Partial<Record<Step, HTMLElement | null>>>({})
  const waiting = useRef<Step | undefined>(undefined)
  const reachedSave = useRef(-shortestReflection)
  const go = (step: Step): void => {
    const element = elements.current[step]
    if (step === 'save') reachedSave.current = performance.now()
    // What is not drawn yet takes the focus once it is.
    waiting.current = element === null || element === undefined ? step : undefined
    element?.focus()
  }
  useEffect(() => {
    if (waiting.current !== undefined && elements.current[waiting.current]) go(waiting.current)
  })
  const stepOf = (target: EventTarget | null): Step | undefined => steps.find((step) => elements.current[step] === target)
  return {
    refOf: (step: Step) => (element: HTMLElement | null) => {
      elements.current[step] = element
    },
    go,
    back: (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      const here =
        stepOf(event.target) ?? (event.target instanceof HTMLElement && event.target.closest('[data-step="when"]') ? 'when' : undefined)
      // A step that is not drawn (an order that is changed keeps its hour) is stepped over.
      const before = here === undefined ? undefined : steps.slice(0, steps.indexOf(here)).findLast((step) => elements.current[step])
      if (before === undefined) return
      event.preventDefault()
      go(before)
    },
    /** PHONE-2: saving is a press of its own, neither a key held down nor the second of a double press. */
    isMeant: (): boolean => performance.now() - reachedSave.current >= shortestReflection,
  }
}
export type Steps = ReturnType<typeof useSteps>
