/**
 * Why what somebody asked is not done: a sentence and what to do, shown and said aloud. Runs in the browser. A kind without words of its own
 * has those of `other`: there is nothing particular to do about it.
 */
import { useState } from 'preact/hooks'
import type { ManagementResult } from '../tablet/desk.ts'
import { announce } from './use-desk.ts'

export interface SaidProblem {
  readonly what: string
  readonly next: string
}

export const sayProblem = (
  problems: Readonly<Record<string, SaidProblem>> & { readonly other: SaidProblem },
  kind: string,
): SaidProblem => {
  const said = Object.entries(problems).find(([one]) => one === kind)?.[1] ?? problems.other
  announce(`${said.what} ${said.next}`)
  return said
}

export const useRefusal = (problems: Parameters<typeof sayProblem>[0]) => {
  const [problem, setProblem] = useState<SaidProblem | undefined>(undefined)
  const [isWorking, setWorking] = useState(false)
  const refuse = (kind: string): void => setProblem(sayProblem(problems, kind))
  return {
    problem,
    isWorking,
    refuse,
    forget: () => setProblem(undefined),
    /** What the endpoint gave; undefined where it refuses, which is said. */
    ask: async <T>(act: () => Promise<ManagementResult<T>>): Promise<T | undefined> => {
      setProblem(undefined)
      setWorking(true)
      const result = await act()
      setWorking(false)
      if (result.kind === 'done') return result.value
      refuse(result.problem)
      return undefined
    },
  }
}
