/**
 * The short name that a library has in its public address and in commands: made once, of the name that it had then, and never changed, so
 * that no printed address and no script goes astray (NET-1). Pure; runs on the endpoint and in its commands.
 */
import { foldText } from '../../domain/fold-text.ts'
import type { Library } from './stored.ts'

/** Characters: it is typed, and printed on posters. */
const longestSlug = 40
/** Of a name without one letter that an address may have. */
const namelessSlug = 'bibliotheque'
const demoSlug = 'demo'

export const isSlug = (text: string): boolean => text.length <= longestSlug && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)

const cut = (text: string, length: number): string => text.slice(0, length).replace(/-+$/, '')

const slugOf = ({ name, isDemo }: Pick<Library, 'name' | 'isDemo'>): string => {
  if (isDemo) return demoSlug
  const words = foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return cut(words, longestSlug) || namelessSlug
}

/** Nobody else's, nor anybody's id, which commands take too: of two libraries of one name the second one's ends in 2. */
export const freeSlug = (library: Pick<Library, 'name' | 'isDemo'>, taken: ReadonlySet<string>): string => {
  const wanted = slugOf(library)
  const numbered = (n: number): string => (n === 1 ? wanted : `${cut(wanted, longestSlug - `-${n}`.length)}-${n}`)
  let n = 1
  while (taken.has(numbered(n))) n++
  return numbered(n)
}
