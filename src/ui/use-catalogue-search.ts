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

/** Answers for an empty `query`: none. What was found stays shown until the next answer is there. */
export const useCatalogueSearch = (query: string, filter?: CatalogueFilter): CatalogueAnswer => {
  const desk = useDesk()
  const [answer, setAnswer] = useState<CatalogueAnswer>({ kind: 'none' })
  const wanted = useRef({ query, filter })
  const isAsking = useRef(false)
  wanted.current = { query, filter }
  useEffect(() => {
    const ask = async (): Promise<void> => {
      if (isAsking.current) return
      isAsking.current = true
      let asked: typeof wanted.current
      do {
        asked = wanted.current
        const found = asked.query === '' ? 'none' : await desk.searchCatalogue(asked.query, asked.filter).catch(() => 'failed' as const)
        setAnswer(
          found === 'none' || found === 'failed'
            ? { kind: found }
            : found === undefined
              ? { kind: 'absent' }
              : { kind: 'found', query: asked.query, findings: found },
        )
      } while (asked.query !== wanted.current.query || asked.filter !== wanted.current.filter)
      isAsking.current = false
    }
    void ask()
  }, [desk, query, filter])
  return answer
}
