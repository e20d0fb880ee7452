/**
 * The lease of a job (decision 0026) against a clock that was wrong: what was taken by one that ran ahead is not held for ever. In memory, as
 * the same code runs on either store.
 */
import { expect, test } from 'vitest'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../../src/domain/instant.ts'
import { createLease, createTurn, type Lease } from '../../../src/endpoint/storage/lease.ts'
import { now } from '../../builders/in-a-store.ts'

const memos = new Map<string, string>()
const memory = {
  memo: async (name: string) => memos.get(name),
  keepMemo: async (name: string, value: string) => void memos.set(name, value),
}
const after = (ms: number): Instant => toInstant(now + ms)

test.each<[string, () => Lease]>([
  ['turn', createTurn],
  ['job', () => createLease('folder', 2 * msPerMinute)],
])('a %s that was taken by a clock a year ahead is free once the clock is right, and its holder has lost it', async (_, make) => {
  memos.clear()
  const [lost, next] = [make(), make()]
  expect(await lost.take(memory, after(365 * msPerDay))).toBe(true)
  expect(await next.take(memory, now)).toBe(true)
  expect(await lost.take(memory, now)).toBe(false)
})

test('a clock that is a minute ahead of the other takes a turn that holds for both', async () => {
  memos.clear()
  const [ahead, behind] = [createTurn(), createTurn()]
  expect(await ahead.take(memory, after(msPerMinute))).toBe(true)
  expect(await behind.take(memory, now)).toBe(false)
  expect(await behind.take(memory, after(2 * msPerMinute))).toBe(false)
  expect(await behind.take(memory, after(3 * msPerMinute))).toBe(true)
})
