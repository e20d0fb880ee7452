/**
 * The manager's PIN, and what the endpoint answered to the last act asked with it. Runs in the browser.
 * The acts are done on line: the endpoint checks the PIN each time, and the screen keeps it no longer than the field shows it.
 */
import { useState } from 'preact/hooks'
import { closing as en } from '../../../locale/en/closing.ts'
import { closing as fr } from '../../../locale/fr/closing.ts'
import type { ManagementResult } from '../../../tablet/desk.ts'
import { announce } from '../../announcer.ts'
import { useWords } from '../../use-words.ts'

export type ManagerAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done'; readonly said: string }
  | { readonly kind: 'refused'; readonly what: string; readonly next: string }

export const useManagerAnswer = () => {
  const words = useWords(fr, en)
  const [pin, setPin] = useState('')
  const [answer, setAnswer] = useState<ManagerAnswer>({ kind: 'none' })
  const refuse = (problem: string): void => {
    const said = Object.entries(words.problems).find(([kind]) => kind === problem)?.[1] ?? words.problems.other
    setAnswer({ kind: 'refused', ...said })
    announce(`${said.what} ${said.next}`)
  }
  /** Asks the endpoint for one act; answers what it gave, or undefined after saying why not. */
  const ask = async <T>(act: () => Promise<ManagementResult<T>>): Promise<T | undefined> => {
    if (pin === '') {
      refuse('pin-missing')
      return undefined
    }
    setAnswer({ kind: 'working' })
    const result = await act()
    if (result.kind === 'refused') {
      refuse(result.problem)
      return undefined
    }
    setAnswer({ kind: 'none' })
    return result.value
  }
  const say = (said: string): void => {
    setAnswer({ kind: 'done', said })
    announce(said)
  }
  return { pin, setPin, answer, ask, say }
}
