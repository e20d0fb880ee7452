/**
 * A small disk in memory, which a test that runs as root can mount, and fill to the last block. Runs in Node, in tests.
 * Where none can be mounted `reason` says so, and the test skips.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const smallDisk = (size: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'))
  let reason: string | undefined
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    reason = 'no small disk can be mounted here: that takes root'
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    reason,
    /** Leaves two blocks. */
    fill: (): void => {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - 2 * bsize, 1))
    },
    empty: (): void => rmSync(ballast),
    unmount: (): void => {
      if (reason === undefined) execFileSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true })
    },
  }
}
