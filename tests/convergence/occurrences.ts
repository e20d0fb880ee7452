/**
 * What simulated days must have had between them, or they proved little: each fault and each kind of case (I-29). Runs in the
 * simulator and its test. A thousand short days have nearly all of it; what is too rare for them has days of its own.
 */
import type { CaseKind } from '../../src/domain/case/case.ts'
import { linkModes } from './network-link.ts'
import { stepKinds } from './plan.ts'
import { foundByRules } from './replay.ts'

/**
 * Cases that a simulated day can end with: all but those that wait for an ILS that answers, a name that nobody has, and an order that
 * nobody brings for a day (tests/contract/endpoint/order-lost.test.ts).
 */
const caseKinds: readonly CaseKind[] = [
  ...foundByRules,
  'clock-doubtful',
  'two-tablets-one-identity',
  'one-operation-two-contents',
  'operation-not-understood',
  'loss-suspected',
  'request-lost',
  'line-changed-twice',
]
/** The exchanges that met it, for a network. */
const faultKinds = [
  ...stepKinds,
  'moved-at-counter',
  'slow clock heard',
  ...linkModes.filter((mode) => mode !== 'good').map((mode) => `network ${mode}`),
]

/** From here on nothing may be missing. */
export const enoughDays = 1000
/**
 * Short days on which a profile was put back, a day closed with something to erase, a slow clock was heard, and two tablets changed one
 * line: the last from `firstDayOfChanges` on, about one day of a hundred.
 */
export const rareDays = [643, 2425, 598_711_000_138, 598_711_000_425]

export const countAll = () => {
  const faults = new Map<string, number>()
  const cases = new Map<string, number>()
  const add = (into: Map<string, number>, counted: ReadonlyMap<string, number>): void => {
    for (const [kind, times] of counted) into.set(kind, (into.get(kind) ?? 0) + times)
  }
  return {
    faults,
    cases,
    count: (day: { readonly faults: ReadonlyMap<string, number>; readonly cases: ReadonlyMap<string, number> }): void => {
      add(faults, day.faults)
      add(cases, day.cases)
    },
    /** What never happened. */
    missing: (): readonly string[] => [
      ...faultKinds.filter((kind) => !faults.has(kind)),
      ...caseKinds.filter((kind) => !cases.has(kind)).map((kind) => `case ${kind}`),
    ],
  }
}
