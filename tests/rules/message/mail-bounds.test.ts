/**
 * How many mails one card gets and one tablet causes (MSG-16): a number that says when all that was written is forgotten, and no clock.
 */
import { expect, test } from 'vitest'
import { msPerDay, msPerHour, toInstant } from '../../../src/domain/instant.ts'
import { mailsOfCard, mailsOfTablet, takeMailTurn } from '../../../src/domain/message/mail-bounds.ts'

const nine = toInstant(Date.UTC(2026, 10, 23, 9))

/** How long each of `count` mails written at once waits; milliseconds. */
const waitsOf = (bound: typeof mailsOfCard, count: number): readonly number[] => {
  let spentUntil = 0
  return Array.from({ length: count }, () => {
    const turn = takeMailTurn(bound, spentUntil, nine)
    spentUntil = turn.spentUntil
    return turn.waitMs
  })
}

test('[MSG-16, MSG-40] a tablet’s first hundred and twenty mails wait for nothing, and the others follow one each half minute', () => {
  const waits = waitsOf(mailsOfTablet, 300)
  expect(waits.filter((wait) => wait === 0)).toHaveLength(120)
  expect(waits[120]).toBe(30_000)
  expect(waits.at(-1)).toBe((300 - 120) * 30_000)
})

test('[MSG-16] a day of a tablet at a handover a minute waits for nothing', () => {
  let spentUntil = 0
  for (let minute = 0; minute < 8 * 60; minute++) {
    const turn = takeMailTurn(mailsOfTablet, spentUntil, toInstant(nine + minute * 60_000))
    spentUntil = turn.spentUntil
    expect(turn.waitMs).toBe(0)
  }
})

test('[MSG-16] a card gets twenty mails, then one more every 72 minutes, and all of it again after a day', () => {
  expect(waitsOf(mailsOfCard, 21)).toEqual([...Array<number>(20).fill(0), msPerDay / 20])
  const { spentUntil } = takeMailTurn(mailsOfCard, nine + msPerDay, toInstant(nine + 2 * msPerHour))
  expect(spentUntil).toBe(nine + msPerDay + msPerDay / 20)
  expect(takeMailTurn(mailsOfCard, nine + msPerDay, toInstant(nine + msPerDay)).waitMs).toBe(0)
})
