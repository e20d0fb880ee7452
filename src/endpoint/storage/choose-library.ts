/**
 * Which library a command is about (NET-1): the only one where there is one, else the one that is named; a command that names none of
 * several lists them and does nothing. Pure; runs in the endpoint's commands.
 */

import { type LibraryId, toLibraryId } from '../../domain/ids.ts'
import type { Library } from './stored.ts'

/** Of the library that an endpoint serves when it has one alone: made at the first start, or by the first import. A demo has an id of its own. */
export const mainLibraryId: LibraryId = toLibraryId('main')

export type LibraryChoice =
  | { readonly kind: 'one'; readonly library: Library }
  | { readonly kind: 'none' | 'several' | 'unknown'; readonly libraries: readonly Library[] }

/**
 * `named`: a slug, or an id, since older commands took it. A name only where there is one library: a manager gives a library any name, another
 * one's too.
 */
export const chooseLibrary = (libraries: readonly Library[], named: string | undefined): LibraryChoice => {
  // A start that was cut short left a library with nothing in it.
  const made = libraries.filter(({ head }) => head > 0)
  const there = made.length === 0 ? libraries : made
  const bySlug = there.filter(({ slug }) => slug === named)
  const found =
    named === undefined
      ? there
      : bySlug.length > 0
        ? bySlug
        : there.filter(({ id, name }) => id === named || (name === named && there.length === 1))
  const [library, another] = found
  if (library !== undefined && another === undefined) return { kind: 'one', library }
  return { kind: there.length === 0 ? 'none' : found.length > 1 ? 'several' : 'unknown', libraries: there }
}

export const inOrder = (libraries: readonly Library[]) => libraries.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))

export const listLibraries = (libraries: readonly Library[]): readonly string[] => {
  const width = Math.max(0, ...libraries.map(({ slug }) => slug.length))
  return inOrder(libraries).map(({ slug, name }) => `  ${slug.padEnd(width)}  ${name}`)
}

/** Why no library was chosen, and which there are. */
export const sayChoice = ({ kind, libraries }: Exclude<LibraryChoice, { readonly kind: 'one' }>): string => {
  if (kind === 'none')
    return 'Aucune bibliothèque ici. Vérifiez DATA_DIR, ou DATABASE_URL : les mêmes que ceux du serveur. · No library here. Look at DATA_DIR, or DATABASE_URL: they are those of the endpoint.'
  const why =
    kind === 'several'
      ? 'Plusieurs bibliothèques ici : nommez-en une, --library. · Several libraries here: name one, --library.'
      : 'Pas de bibliothèque de ce nom ici. · No library of that name here.'
  return [why, ...listLibraries(libraries)].join('\n')
}
