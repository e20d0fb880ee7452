/**
 * Orama as its guide has it: a database saved beforehand, all words wanted; one error where nothing is found. Runs in the page.
 */
import { create, insertMultiple, load, save, search } from '@orama/orama'
import { type Contender, fromJsonBytes, most, toJsonBytes } from './contender.ts'

const empty = () =>
  create({
    schema: { words: 'string' },
    components: { tokenizer: { language: 'french', normalizationCache: new Map(), tokenize: (text: string) => text.split(' ') } },
  })

export const orama: Contender = {
  prepare: async (records) => {
    const database = await empty()
    await insertMultiple(database, records, 1000)
    return toJsonBytes(await save(database))
  },
  open: async (bytes) => {
    const database = await empty()
    await load(database, JSON.parse(fromJsonBytes(bytes)))
    const find = async (term: string, tolerance: number) =>
      (await search(database, { term, properties: ['words'], threshold: 0, tolerance, limit: most })).hits.map(({ id }) => id)
    return {
      search: async (query) => {
        const found = await find(query, 0)
        return found.length > 0 ? found : find(query, 1)
      },
    }
  },
}
