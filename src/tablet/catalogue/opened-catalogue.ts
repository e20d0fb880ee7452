/**
 * The catalogue that the base names, open: the week's file, its changes and what is on loan. Runs in the catalogue's worker.
 * A file that the disk damaged, or that is not of our form, is no catalogue: it goes, and comes again with the next exchange.
 */
import { type Catalogue, openCatalogue } from '../../catalogue/open-catalogue.ts'
import { dropFile, type NamedCatalogue, readCatalogue } from './catalogue-file.ts'

interface Opened {
  readonly hash: string
  /** Of those that were here when it was opened. */
  readonly changes: string | undefined
  readonly lent: string | undefined
  readonly catalogue: Catalogue
}
let opened: Opened | undefined
/** Fetched anew and refused again, a file is of a build that this one cannot read: nobody fetches it at each exchange. */
const refused = new Set<string>()

/** A file that does not open leaves the disk once, so that it is fetched anew; false: it did before. */
const dropOnce = async (hash: string): Promise<boolean> => {
  if (refused.has(hash)) return false
  refused.add(hash)
  await dropFile(hash)
  return true
}

/** undefined: it is not here, or does not open. */
export const catalogueOf = async (named: NamedCatalogue): Promise<Catalogue | undefined> => {
  const { hash } = named
  if (hash === undefined) return undefined
  if (opened?.hash === hash && opened.changes === named.changes?.hash && opened.lent === named.lent?.hash) return opened.catalogue
  const [changes, lent] = await Promise.all([named.changes, named.lent].map((file) => file && readCatalogue(file.hash)))
  // They are still coming down: what is open answers until they are here.
  const isComing = (changes === undefined && named.changes !== undefined) || (lent === undefined && named.lent !== undefined)
  if (opened?.hash === hash && isComing) return opened.catalogue
  const bytes = await readCatalogue(hash)
  if (bytes === undefined) return undefined
  const whole = openCatalogue(bytes, changes, lent)
  // Changes that do not open leave the week's file, which does, until they are here again.
  const result = whole.ok || changes === undefined ? whole : openCatalogue(bytes)
  if (!result.ok) {
    await dropOnce(hash)
    return undefined
  }
  const isDropped = !whole.ok && named.changes !== undefined && (await dropOnce(named.changes.hash))
  const isChanged = changes !== undefined && !isDropped
  opened = { hash, changes: isChanged ? named.changes?.hash : undefined, lent: lent && named.lent?.hash, catalogue: result.value }
  return opened.catalogue
}
