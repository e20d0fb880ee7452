/**
 * The five answers to a scan, told apart with the eyes shut, by rhythm, and with the ears shut, by the hand. Runs in Node on the sounds
 * that are shipped.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scanAnswers } from '../../../src/ui/scan-answers.ts'

const answers = Object.entries(scanAnswers)
const pairs = answers.flatMap(([a, one], i) => answers.slice(i + 1).map(([b, other]) => [a, b, one, other] as const))

/** Lengths of what is heard and of the silences between, in turn, in steps of 10 ms: the rhythm without the pitch. */
const rhythmOf = (file: string): readonly number[] => {
  const bytes = readFileSync(fileURLToPath(new URL(`../../../public${file}`, import.meta.url)))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [rate, depth, channels] = [view.getUint32(24, true), view.getUint16(34, true), view.getUint16(22, true)]
  expect([depth, channels]).toEqual([16, 1])
  const perStep = rate / 100
  const loud: boolean[] = []
  for (let from = 44; from + 2 * perStep <= bytes.byteLength; from += 2 * perStep) {
    let highest = 0
    for (let i = 0; i < perStep; i++) highest = Math.max(highest, Math.abs(view.getInt16(from + 2 * i, true)))
    loud.push(highest > 1000)
  }
  const lengths: number[] = []
  loud.forEach((isLoud, i) => {
    if (i === 0 || isLoud !== loud[i - 1]) lengths.push(0)
    lengths.push((lengths.pop() ?? 0) + 1)
  })
  if (loud.at(-1) === false) lengths.pop()
  return loud[0] === true ? lengths : lengths.slice(1)
}

/** Two rhythms that nobody confuses: another number of beats, or one of them half as long again. */
const isApart = (a: readonly number[], b: readonly number[]): boolean =>
  a.length !== b.length || a.some((length, i) => Math.max(length, b[i] ?? 0) >= 1.5 * Math.min(length, b[i] ?? 0))

test.each(pairs)('%s and %s do not sound alike', (_a, _b, one, other) => {
  const rhythms = [rhythmOf(one.file), rhythmOf(other.file)] as const
  expect(isApart(...rhythms), `${rhythms.join(' | ')}`).toBe(true)
})

test.each(pairs)('%s and %s do not feel alike', (_a, _b, one, other) => {
  expect(isApart(one.vibration, other.vibration)).toBe(true)
})

test.each(answers)('%s is felt, and for less than a second', (_, { vibration }) => {
  expect(vibration.length).toBeGreaterThan(0)
  expect(vibration.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1000)
})
