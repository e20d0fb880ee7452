/**
 * The packages that benchmarks measure beside ours: of a folder and a lock of their own, installed only when one is asked for. Runs in Node.
 * Nothing of them is in what `npm ci` brings, and the compiler does not know them.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = 'tests/benchmarks/peers'

/** Installs the peers where they are not; answers what requires them. */
export const requirePeers = (): NodeJS.Require => {
  if (!existsSync(join(folder, 'node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  return createRequire(join(process.cwd(), folder, 'package.json'))
}
