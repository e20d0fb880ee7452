/**
 * FlexSearch as its guide has it: an index of beginnings of words, filled when it is opened; where nothing is found, what holds a part of
 * the words (it forgives no error in a word by itself). Runs in the page.
 */
import { Index } from 'flexsearch'
import { type Contender, fromJsonBytes, most, type SearchedRecord, toJsonBytes } from './contender.ts'

export const flexsearch: Contender = {
  prepare: async (records) => toJsonBytes(records),
  open: async (bytes) => {
    // Prepared above, by us.
    const records = JSON.parse(fromJsonBytes(bytes)) as readonly SearchedRecord[]
    const index = new Index({ tokenize: 'forward', encode: (text: string) => text.split(' ') })
    for (const [at, { words }] of records.entries()) index.add(at, words)
    const ids = records.map(({ id }) => id)
    return {
      search: (query) => {
        const found = index.search(query, { limit: most })
        return (found.length > 0 ? found : index.search(query, { limit: most, suggest: true })).map((at) => ids[Number(at)] ?? '')
      },
    }
  },
}
