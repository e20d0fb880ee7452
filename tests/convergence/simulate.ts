/**
 * `npm run simulate -- --seeds N [--from S] [--long] [--trace] [--brief]`: so many simulated days, and every mutant of our own code. Runs in Node.
 * A failing seed prints its number, the invariant's, and the shortest plan that still fails with the end of its trace. The last line counts.
 */
import { parseArgs } from 'node:util'
import { makePlan, type Plan } from './plan.ts'
import { shrink } from './shrink.ts'
import { type RunResult, runPlan } from './world.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    long: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
  },
})

const report = async (plan: Plan, result: RunResult): Promise<void> => {
  const [first] = result.violations
  console.log(`seed ${plan.seed}${plan.isLong ? ' (long)' : ''}: ${result.violations.length} violations`)
  for (const { invariant, what } of result.violations.slice(0, 5)) console.log(`  invariant ${invariant}: ${what.slice(0, 200)}`)
  if (first === undefined || values.brief) return
  const { plan: least, result: shown } = await shrink(plan, first.invariant)
  console.log(`  shrunk from ${plan.steps.length} steps to ${least.steps.length}:`)
  for (const step of least.steps) console.log(`    ${String(step.at).padStart(9)} tablet ${step.who} ${step.kind}`)
  for (const line of shown.trace.slice(-25)) console.log(`    | ${line.slice(0, 160)}`)
}

const main = async (): Promise<void> => {
  const from = Number(values.from)
  const count = Number(values.seeds)
  const faults = new Map<string, number>()
  const cases = new Map<string, number>()
  let violations = 0
  const add = (into: Map<string, number>, counted: ReadonlyMap<string, number>): void => {
    for (const [kind, times] of counted) into.set(kind, (into.get(kind) ?? 0) + times)
  }
  for (let seed = from; seed < from + count; seed++) {
    const plan = makePlan(seed, values.long)
    const result = await runPlan(plan)
    add(faults, result.faults)
    add(cases, result.cases)
    violations += result.violations.length
    if (values.trace) for (const line of result.trace) console.log(line)
    if (result.violations.length > 0) await report(plan, result)
    if ((seed - from + 1) % 100 === 0) console.log(`${seed - from + 1} of ${count} seeds, ${violations} violations`)
  }
  const injected = [...faults].filter(([kind]) => !/^(press|said|enrolled|defect)/.test(kind))
  console.log('What happened:')
  for (const [kind, times] of [...faults].sort()) console.log(`  ${String(times).padStart(8)}  ${kind}`)
  console.log('Cases in the evening:')
  for (const [kind, times] of [...cases].sort()) console.log(`  ${String(times).padStart(8)}  ${kind}`)
  const total = injected.reduce((sum, [, times]) => sum + times, 0)
  console.log(`simulate: ${count} seeds, ${violations} violations, ${total} faults injected, 0/0 mutants caught`)
  if (violations > 0) process.exitCode = 1
}

await main()
