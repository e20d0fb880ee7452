/**
 * What the endpoint answered to the last act that a manager asked for. Runs in the browser.
 * The acts are done on line, with the pass that the passphrase gave: where there is none, or it is over, the passphrase is asked first.
 */
import { useState } from 'preact/hooks'
import { closingWords } from '../../../locale/en/closing.ts'
import type { ManagementResult } from '../../../tablet/desk.ts'
import { announce, useSnapshot, useWords } from '../../use-desk.ts'
import { sayProblem } from '../../use-refusal.ts'
import { type Purpose, usePassphrase } from './use-passphrase.ts'

export type ManagerAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly said: string }
  | { readonly kind: 'refused'; readonly what: string; readonly next: string }

const isPassAsked = (result: ManagementResult<unknown>): boolean =>
  result.kind === 'refused' && ['pass-over', 'passphrase-missing'].includes(result.problem)

export const useManagerAnswer = () => {
  const words = useWords(closingWords)
  const { phase, link } = useSnapshot()
  const [answer, setAnswer] = useState<ManagerAnswer>({ kind: 'none' })
  const say = (said: string): void => {
    setAnswer({ kind: 'done', said })
    announce(said)
  }
  const passphrase = usePassphrase(say)
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  const isOnline = link.kind === 'online'
  /** Asks the endpoint for one act; answers what it gave, or undefined after saying why not, or where the passphrase was not given. */
  const ask = async <T>(purpose: Purpose, act: () => Promise<ManagementResult<T>>): Promise<T | undefined> => {
    if (!(await passphrase.require(purpose))) return undefined
    setAnswer({ kind: 'working' })
    let result = await act()
    if (isPassAsked(result)) {
      setAnswer({ kind: 'none' })
      if (!(await passphrase.require(purpose))) return undefined
      setAnswer({ kind: 'working' })
      result = await act()
    }
    if (result.kind === 'refused') {
      setAnswer({ kind: 'refused', ...sayProblem(words.problems, result.problem) })
      return undefined
    }
    setAnswer({ kind: 'none' })
    return result.value
  }
  return {
    passphrase,
    answer,
    ask,
    say,
    isManager,
    isOnline,
    mayAct: isManager && isOnline,
  }
}
