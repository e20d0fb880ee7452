/**
 * A library at its first moment, the same in every store: without rows, and with the two random numbers that name it. Runs on the endpoint.
 * Its identity never changes, so that tablets know it again after a restore; its epoch does, so that they hear of the restore.
 */
import { randomBytes } from 'node:crypto'
import { formatDigest } from '../../domain/hash64.ts'
import { identityBytes, toLibraryIdentity } from '../../domain/ids.ts'
import { firstChain } from './row-ledger.ts'
import type { Library } from './store.ts'

export const newLibrary = (wanted: Pick<Library, 'id' | 'name' | 'isDemo'>): Library => ({
  ...wanted,
  identity: toLibraryIdentity(randomBytes(identityBytes).toString('hex')),
  epoch: randomBytes(identityBytes).toString('hex'),
  head: 0,
  chain: firstChain,
  digest: formatDigest(0n),
})
