/**
 * The night's slices remember where they stand: what passed is not run again, what failed or was killed is left. Runs in Node, asks
 * `tests/nightly.mjs` what is left and runs none.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestDays } from '../simulator-digest.mjs'

const nightly = fileURLToPath(new URL('../nightly.mjs', import.meta.url))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'night-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const ask = (...options: readonly string[]): readonly string[] => {
  const env = { ...process.env, PTE_NIGHT_STATE: join(folder, 'state.json'), PTE_SEEDS: '1500' }
  return execFileSync(process.execPath, [nightly, ...options], { env, encoding: 'utf8' })
    .trimEnd()
    .split('\n')
}
const leftOf = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith('  left: ')).map((line) => line.slice(8))

test('a night goes on where it stopped, each slice on what it ran on alone', () => {
  // As many minutes as it may take: a night is begun, and no slice of it.
  const all = ask('--for', '0')
  expect(leftOf(all)).toEqual(
    expect.arrayContaining(['short days 501 to 1000', 'mutants', 'inputs of files 1 to 1000', 'kills of PostgreSQL 1 to 50']),
  )
  const path = join(folder, 'state.json')
  const night = JSON.parse(readFileSync(path, 'utf8')) as { ended: object }
  const [, commit, days, bytes] = /passed on (.+), whose days are ([0-9a-f]{12}) and simulator ([0-9a-f]{12});/.exec(all[0] ?? '') ?? []
  const passed = { code: 0, endedAt: '', minutes: 1, last: 'passed' }
  const keep = (ended: object): void => writeFileSync(path, JSON.stringify({ ...night, ended }))
  keep({
    'short days 501 to 1000': { ...passed, on: days },
    mutants: { ...passed, on: bytes, code: 1, last: 'mutant not caught' },
    'inputs of files 1 to 1000': { ...passed, on: commit },
  })
  const left = leftOf(ask('--list'))
  expect(left).toHaveLength(leftOf(all).length - 2)
  expect(left).not.toContain('short days 501 to 1000')
  expect(left).toContain('mutants (failed: mutant not caught)')
  keep({ 'short days 501 to 1000': { ...passed, on: 'another' }, 'inputs of files 1 to 1000': { ...passed, on: 'another' } })
  const anew = leftOf(ask('--list'))
  expect(anew).toHaveLength(leftOf(all).length)
  expect(anew).toEqual(
    expect.arrayContaining(['short days 501 to 1000 (ended on another)', 'inputs of files 1 to 1000 (ended on another)']),
  )
})

test('a day depends on the code that made it, and not on comments, types or who judges it', async () => {
  const digest = (changed: Record<string, string> = {}) => {
    const texts = {
      '../../src/domain/desk/apply.ts': 'export const one = (n: number): number => n + 1',
      '../../tests/convergence/plan.ts': 'export const two = 2',
      '../../tests/convergence/clock-invariants.ts': 'export const three = 3',
      '../../tests/convergence/commit-invariants.ts': 'export const four = 4',
      ...changed,
    }
    return digestDays({ sources: Object.keys(texts), sourcesContent: Object.values(texts) })
  }
  const one = await digest()
  expect(one).toMatch(/^[0-9a-f]{12}$/)
  const same = await digest({
    '../../src/domain/desk/apply.ts': '/** One more. */\nexport const one = (n: 1 | 2): number => n + 1 // as said',
    '../../tests/convergence/clock-invariants.ts': 'export const three = 4',
  })
  expect(same).toBe(one)
  expect(await digest({ '../../src/domain/desk/apply.ts': 'export const one = (n: number): number => n + 2' })).not.toBe(one)
  expect(await digest({ '../../tests/convergence/plan.ts': 'export const two = 3' })).not.toBe(one)
  expect(await digest({ '../../tests/convergence/commit-invariants.ts': 'export const four = 5' })).not.toBe(one)
})
