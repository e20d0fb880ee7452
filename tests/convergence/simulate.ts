/**
 * `npm run simulate -- --seeds N [--from S] [--long] [--trace] [--brief]`: so many simulated days, and every mutant of our own code. Runs in Node.
 * A failing seed prints its number, the invariant's, and the shortest plan that still fails with the end of its trace. The last line counts.
 */
import { parseArgs } from 'node:util'
import { catchMutant } from './catch-mutant.ts'
import { mutants } from './mutants.ts'
import { countAll, enoughDays, rareDays } from './occurrences.ts'
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
    seek: { type: 'boolean', default: false },
    mutant: { type: 'string', default: '' },
    'days-only': { type: 'boolean', default: false },
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

/** Judges each mutant; answers how many were caught, and names the others. */
const judgeMutants = async (): Promise<number> => {
  let caught = 0
  for (const mutant of mutants) {
    const found = await catchMutant(mutant, 40)
    if (found === undefined) console.log(`mutant not caught: ${mutant.name}`)
    else {
      caught++
      if (found.seed !== mutant.caught?.seed) console.log(`mutant caught by another seed, ${found.seed}: ${mutant.name}`)
    }
  }
  return caught
}

/** Looks for a seed that catches each mutant without one, and prints what belongs into mutant-seeds.ts. */
const seek = async (tries: number): Promise<void> => {
  for (const mutant of mutants.filter(({ name, caught }) => (values.mutant === '' ? caught === undefined : name === values.mutant))) {
    const found = await catchMutant(mutant, tries)
    console.log(`  '${mutant.name}': ${found === undefined ? '?' : `{ seed: ${found.seed}, trips: [${found.invariants.join(', ')}] },`}`)
  }
}

const main = async (): Promise<void> => {
  const from = Number(values.from)
  const count = Number(values.seeds)
  if (values.seek) return seek(count)
  const { faults, cases, count: countDay, missing: neverHappened } = countAll()
  let violations = 0
  let underWay: Plan | undefined
  // Node ends without a word where nothing is left to run and a day still waits.
  process.once('exit', () => {
    if (underWay !== undefined) console.log(`seed ${underWay.seed}${underWay.isLong ? ' (long)' : ''}: the day never ended`)
  })
  const live = async (plan: Plan): Promise<void> => {
    underWay = plan
    const result = await runPlan(plan, mutants.find(({ name }) => name === values.mutant)?.seams())
    underWay = undefined
    countDay(result)
    violations += result.violations.length
    if (values.trace) for (const line of result.trace) console.log(line)
    if (result.violations.length > 0) await report(plan, result)
  }
  // What is too rare for so many days comes on top of them.
  if (count >= enoughDays) for (const seed of rareDays) await live(makePlan(seed, false))
  for (let seed = from; seed < from + count; seed++) {
    await live(makePlan(seed, values.long))
    if ((seed - from + 1) % 100 === 0) console.log(`${seed - from + 1} of ${count} seeds, ${violations} violations`)
  }
  const injected = [...faults].filter(([kind]) => !/^(press|said|enrolled|defect|two contents received|version 2)/.test(kind))
  console.log('What happened:')
  for (const [kind, times] of [...faults].sort()) console.log(`  ${String(times).padStart(8)}  ${kind}`)
  console.log('Cases in the evening:')
  for (const [kind, times] of [...cases].sort()) console.log(`  ${String(times).padStart(8)}  ${kind}`)
  const missing = neverHappened()
  if (missing.length > 0) console.log(`Never happened: ${missing.join(', ')}`)
  if (missing.length > 0 && count >= enoughDays) process.exitCode = 1
  // The mutants are the same whatever the seeds: once is enough where a range is shared out.
  const caught = values['days-only'] ? mutants.length : await judgeMutants()
  const total = injected.reduce((sum, [, times]) => sum + times, 0)
  console.log(
    `simulate: ${count} seeds, ${violations} violations, ${total} faults injected, ${values['days-only'] ? 'no mutant judged' : `${caught}/${mutants.length} mutants caught`}`,
  )
  if (violations > 0 || caught < mutants.length) process.exitCode = 1
}

await main()
