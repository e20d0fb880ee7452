/**
 * Real crashes: tablets' browsers and endpoints SIGKILLed at random instants in commits, pushes and pulls, then what hands pressed held
 * against the endpoint's disk (tests/crashes/README.md). Runs in Node, with a real Chromium. `npm test` does 25 kills of each.
 * Rounds of 25 kills, each with a library and a seed of its own: a round that finds something is given again by its seed.
 */
import type { CrashOptions, CrashReport } from '../crashes/crash.ts'
import { killEndpoint } from '../crashes/kill-endpoint.ts'
import { killTablet } from '../crashes/kill-tablet.ts'
import { judge, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'

const killsPerRound = 25

/** Runs the benchmark; `--kills N` [200] of each victim, `--victim tablet|endpoint` one alone, `--seed S` of the first round. */
export const run = async (options: readonly string[]): Promise<void> => {
  const kills = numberOf(options, '--kills', 200)
  const only = optionOf(options, '--victim')
  const seed = optionOf(options, '--seed') ?? String(Date.now())
  const measurement = new Measurement('faults')
  let faults = 0
  const work = async (victim: string, kill: (options: CrashOptions) => Promise<CrashReport>): Promise<void> => {
    if (only !== undefined && only !== victim) return
    for (let done = 0, round = 0; done < kills; done += killsPerRound, round++) {
      const roundSeed = round === 0 ? seed : `${seed}-${round}`
      const startedAt = performance.now()
      const report = await kill({ seed: roundSeed, kills: Math.min(killsPerRound, kills - done) })
      for (const fault of report.faults) console.log(`✘ seed ${roundSeed}: ${fault}`)
      faults += report.faults.length
      const particulars = { seed: roundSeed, ...report, struck: Object.fromEntries(report.struck), faults: report.faults.length }
      measurement.take(`${victim} killed`, (performance.now() - startedAt) / 1000 / report.kills, 's/kill', particulars)
      for (const [act, count] of report.struck) measurement.take(`${victim} killed: ${act}`, count, 'kills/round')
      for (const what of ['pressed', 'said', 'received'] as const)
        measurement.take(`${victim} killed: ${what}`, report[what], 'facts/round')
    }
  }
  await work('tablet', killTablet)
  await work('endpoint', killEndpoint)
  measurement.table()
  judge('facts lost, doubled or invented, and other faults', faults, 0)
}
