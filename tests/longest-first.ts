/**
 * In which order files of tests start: the simulated days, which take longer than all others together, then the files that have a world of
 * their own, then those that share one. Runs in vitest.
 * Without it the days started by their size in bytes, late, and one core waited for them; and a shared world ends where another's file comes next.
 */
import type { TestSequencer, TestSpecification } from 'vitest/node'

const placeOf = ({ moduleId, project }: TestSpecification): number =>
  moduleId.endsWith('/convergence/convergence.test.ts') ? 0 : project.config.isolate ? 1 : 2

export class LongestFirst implements TestSequencer {
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => placeOf(one) - placeOf(other))
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files
  }
}
