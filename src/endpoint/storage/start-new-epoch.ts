/**
 * Says that this database is not the one the tablets last spoke to (PROTOCOL.md, Epoch). Runs on the endpoint and in `npm run restore`.
 * At their next exchange tablets push again what they had handed over for 14 days, and fetch their base whole.
 */

import { randomBytes } from 'node:crypto'
import { identityBytes } from '../../domain/ids.ts'
import type { StoreTransaction } from './store.ts'

/** Stands for any ticket: after a change of epoch nobody knows which one the tablet holds. */
export const forgottenTicket = ''

/** A new epoch, and no ticket expected: those that the tablets hold were given by the lost database. */
export const startNewEpoch = async (transaction: StoreTransaction): Promise<void> => {
  await transaction.changeLibrary({ epoch: randomBytes(identityBytes).toString('hex') })
  for (const device of await transaction.devices()) {
    await transaction.keepDevice({ ...device, ticket: forgottenTicket, previousTicket: undefined })
  }
}
