/**
 * What this library's database said to a tablet, signed, so that one put back to an earlier day knows its own words again (PROTOCOL.md,
 * Epoch). Runs on the endpoint. The key is in the database and in each of its copies: nobody else can claim to have heard what it forgot.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { secretBytes } from '../../domain/ids.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

export const keyMemo = 'exchange-key'

/** Makes it at the library's first enrolment or push. */
export const exchangeKey = async (transaction: StoreTransaction): Promise<string> => {
  const kept = await transaction.memo(keyMemo)
  if (kept !== undefined) return kept
  const key = randomBytes(secretBytes).toString('hex')
  await transaction.keepMemo(keyMemo, key)
  return key
}

/** Undefined in a library where nothing was signed yet. */
export const readExchangeKey = (reader: StoreReader): Promise<string | undefined> => reader.memo(keyMemo)

/** `digits` hexadecimal ones, over the words in their order. */
export const sign = (key: string, words: readonly (string | number)[], digits: number): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(words.join('\n')).digest('hex').slice(0, digits)

export const isSigned = (key: string, words: readonly (string | number)[], signature: string): boolean => {
  const expected = sign(key, words, signature.length)
  return signature !== '' && expected.length === signature.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
}
