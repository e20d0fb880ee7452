/**
 * `npm run attack`: every attack on the built endpoint, one line each: held, or not. Runs in Node, by vitest.
 * Why one was not held is told after the lines. An attack that was skipped, or a file that could not be read, is not held.
 */
import { startVitest } from 'vitest/node'

let lost = 0
let held = 0
const told = []

const heldReporter = {
  onTestCaseResult(test) {
    const { state, errors = [] } = test.result()
    console.log(`${state === 'passed' ? 'held    ' : 'NOT HELD'}  ${test.name}`)
    if (state === 'passed') held += 1
    else {
      lost += 1
      told.push(`${test.fullName}\n${errors.map(({ message }) => message).join('\n') || state}`)
    }
  },
  onTestRunEnd(modules, unhandled) {
    const faults = [...modules.flatMap((module) => module.errors()), ...unhandled]
    lost += faults.length
    for (const { message } of faults) told.push(message)
    for (const text of told) console.log(`\n${text}`)
    console.log(`\n${held} held, ${lost} not`)
  },
}

const vitest = await startVitest('test', process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['tests/attacks'], {
  run: true,
  watch: false,
  reporters: [heldReporter],
})
await vitest?.close()
process.exitCode = lost === 0 && held > 0 ? 0 : 1
