/**
 * P12, faults: tablets' browsers and endpoints SIGKILLed at random instants in commits, pushes and pulls, then a network that loses 1, 10
 * and 30 % of the requests; each time all that hands pressed is held against the endpoint's disk (tests/crashes/README.md). Runs in Node,
 * with a real Chromium. Rounds of 25 kills, as `npm test` does one, each with a library and a seed of its own, which gives it again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CrashOptions, CrashReport } from '../crashes/crash.ts'
import { killEndpoint } from '../crashes/kill-endpoint.ts'
import { killPeer } from '../crashes/kill-peer.ts'
import { killTablet } from '../crashes/kill-tablet.ts'
import { loseRequests } from '../crashes/lose-requests.ts'
import type { Load } from './built-product.ts'
import { judge, Measurement } from './measurement.ts'
import { numberOf, optionOf } from './options.ts'
import { RunningPeers } from './peers/exchange/running-peers.ts'

const killsPerRound = 25

/** Kills the peers' browsers as often. Counts what each said was kept but its server lacks, and what the server has twice. Sets no limit. */
const killPeers = async (crash: CrashOptions, measurement: Measurement, load: Load): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-faults-'))
  const peers = await RunningPeers.start(folder, load)
  try {
    for (const name of ['pouchdb', 'rxdb', 'yjs'] as const) {
      const { said, kept, failure } = await killPeer(peers, name, crash)
      const distinct = new Set(kept)
      measurement.take(`${name} killed: said`, said.size, 'facts', { seed: crash.seed, failure })
      measurement.take(`${name} killed: lost`, [...said].filter((id) => !distinct.has(id)).length, 'facts')
      measurement.take(`${name} killed: doubled`, kept.length - distinct.size, 'facts')
    }
  } finally {
    await peers.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs the benchmark; `--kills N` [200] of each victim, `--victim tablet|endpoint|network|peers` one alone, `--seed S` of the first round,
 * `--loss 1,10,30` per cent of the requests, `--presses N` [200] under each.
 */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const kills = numberOf(options, '--kills', 200)
  const only = optionOf(options, '--victim')
  const losses = (optionOf(options, '--loss') ?? '1,10,30').split(',').map(Number)
  const presses = numberOf(options, '--presses', 200)
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
  for (const percent of only === undefined || only === 'network' ? losses : []) {
    const report = await loseRequests({ seed, lostShare: percent / 100, presses })
    for (const fault of report.faults) console.log(`✘ ${percent} % lost, seed ${seed}: ${fault}`)
    faults += report.faults.length
    for (const what of ['carried', 'lost'] as const) measurement.take(`${percent} % lost: ${what}`, report[what], 'requests', { seed })
    for (const what of ['pressed', 'said', 'received'] as const) measurement.take(`${percent} % lost: ${what}`, report[what], 'facts')
  }
  if (only === undefined || only === 'peers') await killPeers({ seed, kills }, measurement, load)
  measurement.table()
  judge('facts lost, doubled or invented, and other faults', faults, 0)
}
