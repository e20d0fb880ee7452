/**
 * Says that this database is not the one the tablets last spoke to (PROTOCOL.md, Epoch). Runs on the endpoint and in `npm run restore`.
 * At their next exchange tablets push again what they had handed over for 14 days, and fetch their base whole.
 */
import { randomBytes } from 'node:crypto'
import { identityBytes } from '../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import { skipEndpointNumbers } from './endpoint-order-number.ts'
import { keepLetters } from './letters.ts'
import { pauseMailing } from './mailing-memo.ts'
import { batchFloorMemo } from './sql-transaction.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

/** Stands for any ticket: after a change of epoch nobody knows which one the tablet holds. */
export const forgottenTicket = ''

/** The epochs that ended here, a line each: a tablet may come late that last heard of one of them. */
export const pastEpochsMemo = 'past-epochs'

export interface PastEpoch {
  readonly epoch: string
  /** How far this copy goes: rows of the lost history have higher versions. */
  readonly head: number
  readonly endedAt: number
}

/** The last to end comes last. */
export const readPastEpochs = async (reader: StoreReader): Promise<readonly PastEpoch[]> => {
  const lines = (await reader.memo(pastEpochsMemo))?.split('\n') ?? []
  return lines.map((line) => {
    const [epoch = '', head, endedAt] = line.split(' ')
    return { epoch, head: Number(head), endedAt: Number(endedAt) }
  })
}

/** The first minute of 2026: no database is older. */
const firstMinute = Date.UTC(2026, 0, 1) / msPerMinute

/**
 * A new epoch, and no ticket expected: the lost database gave those of the tablets. It also gave numbers of batches, which the ILS has:
 * they go on from the minute of the epoch, faster than one batch a minute.
 */
export const startNewEpoch = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const { epoch: before, head } = await transaction.library()
  const past = [...(await readPastEpochs(transaction)), { epoch: before, head, endedAt: now }]
  await transaction.keepMemo(pastEpochsMemo, past.map(({ epoch, head, endedAt }) => `${epoch} ${head} ${endedAt}`).join('\n'))
  await transaction.changeLibrary({ epoch: randomBytes(identityBytes).toString('hex') })
  await transaction.keepMemo(batchFloorMemo, `${Math.floor(now / msPerMinute - firstMinute)}`)
  await skipEndpointNumbers(transaction, now)
  await pauseMailing(transaction)
  await keepLetters(transaction)
  for (const device of await transaction.devices()) {
    await transaction.keepDevice({ ...device, ticket: forgottenTicket, previousTicket: undefined })
    const row = await transaction.row('device', device.id)
    // What it holds of the lost history may explain, or take up again, what others hand over meanwhile.
    if (row === undefined || device.lastHeardAt === undefined || device.setAsideAt !== undefined) continue
    const { goneOnWithout: _, ...rest } = row
    await transaction.writeRow({ ...rest, awaitedSince: now }, now)
  }
}
