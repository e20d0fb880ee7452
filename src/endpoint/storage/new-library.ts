/**
 * A library at its first moment, the same in every store: without rows, and with the two random numbers that name it. Runs on the endpoint.
 * Its identity never changes, so that tablets know it again after a restore; its epoch does, so that they hear of the restore.
 */
import { randomBytes } from 'node:crypto'
import { formatDigest } from '../../domain/hash64.ts'
import { identityBytes, toLibraryIdentity } from '../../domain/ids.ts'
import { freeSlug } from './library-slug.ts'
import { firstChain } from './row-ledger.ts'
import type { SqlConnection } from './sql-connection.ts'
import type { Library, WantedLibrary } from './stored.ts'

const newLibrary = (wanted: WantedLibrary, slug: string): Library => ({
  ...wanted,
  slug,
  identity: toLibraryIdentity(randomBytes(identityBytes).toString('hex')),
  epoch: randomBytes(identityBytes).toString('hex'),
  recordGroup: undefined,
  head: 0,
  chain: firstChain,
  digest: formatDigest(0n),
})

/** Adds it within the transaction that the connection holds; answers it. An id or a slug that is taken throws. */
export const insertLibrary = async (connection: SqlConnection, wanted: WantedLibrary, now: number): Promise<Library> => {
  const others = await connection.many<{ readonly id: string; readonly slug: string }>('SELECT id, slug FROM library')
  const taken = new Set(others.flatMap(({ id, slug }) => [id, slug]))
  const library = newLibrary(wanted, wanted.slug ?? freeSlug(wanted, taken))
  await connection.run(
    `INSERT INTO library (id, identity, slug, name, epoch, head, chain, digest, oldest_cursor, is_demo)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, 0, ?)`,
    library.id,
    library.identity,
    library.slug,
    library.name,
    library.epoch,
    library.chain,
    library.digest,
    library.isDemo ? 1 : 0,
  )
  await connection.run('INSERT INTO chain_link VALUES (?, 0, ?, ?)', library.id, library.chain, now)
  return library
}
