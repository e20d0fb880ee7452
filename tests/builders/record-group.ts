/**
 * What the keeper of three libraries types to let them share a catalogue: `npm run library` and `npm run import` as functions, over the store of
 * the test that runs, with what they said. Runs in tests.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Instant } from '../../src/domain/instant.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { runLibrary } from '../../src/endpoint/network/run-library.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import type { Library } from '../../src/endpoint/storage/stored.ts'
import { withMembers } from '../../src/endpoint/storage/with-members.ts'
import { now } from './in-a-store.ts'

/** Each with its barcode and its title. */
export type Documents = readonly (readonly [string, string])[]

export const groupCommands = (store: () => Store, dataDir: () => string) => {
  const said: string[] = []
  const streams = { output: { write: (text: string) => said.push(text) }, errors: { write: (text: string) => said.push(text) } }
  const openStore = async (): Promise<Store> => withMembers(store(), { close: async () => {} })
  const run = async (...args: readonly string[]) => {
    said.length = 0
    const code = await runLibrary(args, {
      openStore,
      dataDir: dataDir(),
      zone: 'Europe/Paris',
      now: () => now,
      formatOffer: ({ code: offered }) => offered,
      unmark: () => undefined,
      ...streams,
    })
    return { code, said: said.join('') }
  }
  /** The ILS's whole list, unless `given` says otherwise; a document whose title ends in « * » is on loan there. Answers what was said. */
  const importOver = async (
    over: { readonly openStore: () => Promise<Store>; readonly clock: () => Instant },
    slug: string,
    documents: Documents,
    given: readonly string[] = ['--whole'],
  ): Promise<string> => {
    const path = join(dataDir(), `${slug}.csv`)
    const lines = documents.map(([barcode, title]) => `${barcode};n${barcode};${title};${title.endsWith('*') ? 'En prêt' : 'En rayon'}`)
    writeFileSync(path, ['code-barres;notice;titre;statut', ...lines].join('\n'))
    said.length = 0
    const code = await runImport(['--catalogue', path, '--library', slug, ...given], {
      openStore: over.openStore,
      dataDir: dataDir(),
      libraryName: undefined,
      zone: 'Europe/Paris',
      now: over.clock,
      ...streams,
    })
    expect({ code, said: code === 0 ? '' : said.join('') }).toEqual({ code: 0, said: '' })
    return said.join('')
  }
  const bySlug = async (slug: string): Promise<Library> => {
    const found = (await store().libraries()).find((one) => one.slug === slug)
    if (found === undefined) throw new Error(`no library ${slug}`)
    return found
  }
  return {
    said,
    openStore,
    run,
    importOver,
    importCatalogue: (slug: string, ...documents: Documents) => importOver({ openStore, clock: () => now }, slug, documents),
    bySlug,
    titlesOf: async (slug: string) =>
      store().read((await bySlug(slug)).id, async (reader) => [...(await reader.catalogue())].map(({ title }) => title)),
    three: async () => {
      for (const name of ['Marzin', 'Valmont', 'Bellerive']) expect((await run('create', name)).code).toBe(0)
    },
  }
}
