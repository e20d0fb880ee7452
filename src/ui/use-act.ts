/**
 * A press, from the finger to the answer: the operation goes to the desk, and what became of it is said aloud and on screen.
 * Runs in the browser. "Enregistré" is said only once the desk answered; a failure to write stays until somebody says it is on paper.
 */
import { signal } from '@preact/signals'
import type { OperationId } from '../domain/ids.ts'
import type { Operation } from '../domain/operation/operation.ts'
import type { Refusal } from '../domain/operation/refusal.ts'
import { shellWords } from '../locale/en/shell.ts'
import type { PerformResult, SaveFailure } from '../tablet/desk.ts'
import { tellTrouble } from './scan-trouble.ts'
import { announce, useDesk, useLanguage, useNaming, useWords } from './use-desk.ts'

export type Unkept =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly failure: SaveFailure; readonly writeDown: readonly string[] }

/** What the last press came to, shown by the frame above the screen until the next one. */
export const unkept = signal<Unkept>({ kind: 'none' })

/** Counts what was done at the desk: an answer that speaks of the last act goes with the next one. */
export const acts = signal(0)

/** Counts the screens that were shown: a refusal that answers on a later one speaks of none of it. */
let screensShown = 0

/** At a change of screen: a refusal speaks of a press that was made there. What is to be written down stays. */
export const forgetRefusal = (): void => {
  screensShown += 1
  if (unkept.peek().kind === 'refused') unkept.value = { kind: 'none' }
}

/**
 * `said` is heard when it is saved; `writeDown` is what must be kept on paper when it could not be (`said` by default); `takesOver` as in
 * desk.ts.
 */
export type Act = (operation: Operation, said: string, writeDown?: readonly string[], takesOver?: OperationId) => Promise<PerformResult>

export const useAct = (): Act => {
  const desk = useDesk()
  const words = useWords(shellWords)
  const language = useLanguage()
  const naming = useNaming()
  return async (operation, said, writeDown = [said], takesOver = undefined) => {
    const screen = screensShown
    const result = await desk.perform(operation, takesOver)
    acts.value += 1
    keepFocus()
    tellTrouble(undefined)
    const earlier = unkept.value.kind === 'failed' ? unkept.value.writeDown : []
    if (result.kind === 'saved') {
      // What is not on paper yet stays on screen, whatever succeeds after it.
      if (earlier.length === 0) unkept.value = { kind: 'none' }
      announce(`${words.saved}. ${said}`)
    } else if (result.kind === 'refused') {
      if (earlier.length === 0 && screen === screensShown) unkept.value = { kind: 'refused', refusal: result.refusal }
      const { sayRefusal } = await import('../locale/refusals.ts')
      const { sentence, nextStep } = sayRefusal(language, result.refusal, naming)
      announce(`${sentence} ${nextStep}`)
    } else {
      unkept.value = { kind: 'failed', failure: result.failure, writeDown: [...earlier, ...writeDown] }
      announce(`${words.notSaved.title}. ${words.notSaved[result.failure.kind]} ${writeDown.join(', ')}`)
    }
    return result
  }
}

/** After the next drawing: the open window's title, or the screen's, where nothing else has taken the focus. */
export const keepFocus = (): void => {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== null && document.activeElement !== document.body) return
      const title = document.querySelector<HTMLElement>('dialog[open] h2') ?? document.querySelector<HTMLElement>('main h1')
      title?.focus({ preventScroll: true })
    }),
  )
}
