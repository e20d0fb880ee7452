/**
 * The catalogue searched as one types. Runs in the browser. One question at a time goes to the worker, and the last text typed is the next:
 * who types faster than a slow tablet answers waits for one answer, never for all.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CatalogueFilter, CatalogueFindings } from '../domain/search/catalogue-findings.ts'
import { useDesk } from './use-desk.ts'

export type CatalogueAnswer =
  | { readonly kind: 'none' }
  /** The file is not on this tablet yet. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'found'; readonly query: string; readonly findings: CatalogueFindings }

interface Question {
  readonly desk: ReturnType<typeof useDesk>
  readonly query: string
  readonly filter: CatalogueFilter | undefined
}
const isSame = (a: Question | undefined, b: Question): boolean => a?.desk === b.desk && a.query === b.query && a.filter === b.filter

/** Answers for an empty `query`: none. What was found stays shown until the next answer is there. */
export const useCatalogueSearch = (query: string, filter?: CatalogueFilter): CatalogueAnswer => {
  const desk = useDesk()
  const [answer, setAnswer] = useState<CatalogueAnswer>({ kind: 'none' })
  const wanted = useRef<Question>({ desk, query, filter })
  const found = useRef<Question | undefined>(undefined)
  const isAsking = useRef(false)
  wanted.current = { desk, query, filter }
  useEffect(() => {
    const ask = async (): Promise<void> => {
      // The question before went on with this one already: the same answer twice would be said twice.
      if (isAsking.current || isSame(found.current, wanted.current)) return
      isAsking.current = true
      let asked: typeof wanted.current
      do {
        asked = wanted.current
        const findings =
          asked.query === '' ? 'none' : await asked.desk.searchCatalogue(asked.query, asked.filter).catch(() => 'failed' as const)
        const isFound = findings !== 'none' && findings !== 'failed' && findings !== undefined
        found.current = isFound ? asked : undefined
        setAnswer(isFound ? { kind: 'found', query: asked.query, findings } : { kind: findings ?? 'absent' })
      } while (!isSame(asked, wanted.current))
      isAsking.current = false
    }
    void ask()
  }, [desk, query, filter])
  return answer
}
