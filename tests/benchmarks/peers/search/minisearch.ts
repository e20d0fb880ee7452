/**
 * MiniSearch as its guide has it: an index serialised beforehand, beginnings of words, all of them wanted; one error where nothing is found.
 * Runs in the page.
 */
import MiniSearch from 'minisearch'
import { type Contender, fromJsonBytes, most, toJsonBytes } from './contender.ts'

const options = { fields: ['words'], tokenize: (text: string) => text.split(' '), processTerm: (term: string) => term }
const exact = { prefix: true, combineWith: 'AND' }

export const minisearch: Contender = {
  prepare: async (records) => {
    const index = new MiniSearch(options)
    index.addAll(records)
    return toJsonBytes(index)
  },
  open: async (bytes) => {
    const index = MiniSearch.loadJSON(fromJsonBytes(bytes), options)
    return {
      search: (query) => {
        const found = index.search(query, exact)
        return (found.length > 0 ? found : index.search(query, { ...exact, fuzzy: 1 })).slice(0, most).map(({ id }) => id)
      },
    }
  },
}
