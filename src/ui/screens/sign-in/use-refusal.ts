/**
 * Why what was typed is not taken: a sentence and what to do, shown at the field and said aloud. Runs in the browser, for the forms that stand
 * before the desk. A kind without words of its own has those of `other`.
 */
import { useState } from 'preact/hooks'
import { announce } from '../../announcer.ts'

interface Said {
  readonly what: string
  readonly next: string
}

export const useRefusal = (problems: Readonly<Record<string, Said>> & { readonly other: Said }) => {
  const [problem, setProblem] = useState<Said | undefined>(undefined)
  const refuse = (kind: string): void => {
    const said = Object.entries(problems).find(([one]) => one === kind)?.[1] ?? problems.other
    setProblem(said)
    announce(`${said.what} ${said.next}`)
  }
  return { problem, refuse, forget: () => setProblem(undefined) }
}
