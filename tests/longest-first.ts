/**
 * Which file of tests starts first: the simulated days, which take longer than all others together. Runs in vitest.
 * Without it they started by their size in bytes, late, and one core waited for them.
 */
import type { TestSequencer, TestSpecification } from 'vitest/node'

const isLongest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('/convergence/convergence.test.ts')

export class LongestFirst implements TestSequencer {
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((one, other) => Number(isLongest(other)) - Number(isLongest(one)))
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files
  }
}
