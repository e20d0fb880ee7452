/**
 * Why the catalogue does not answer here, in one sentence for every screen that searches it. Runs in the browser.
 */
import { catalogueWords } from '../locale/en/shell.ts'
import { useSnapshot, useWords } from './use-desk.ts'

export const useSayCatalogue = (): ((kind: 'absent' | 'failed') => string) => {
  const words = useWords(catalogueWords)
  const { catalogueArrival: arrival } = useSnapshot()
  return (kind) => {
    if (kind === 'failed' || arrival === undefined) return words[kind]
    return arrival.kind === 'coming' ? words.coming(Math.round(arrival.share * 100)) : words[arrival.kind]
  }
}
