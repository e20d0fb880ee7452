/**
 * `node tests/upgrades/keep-build.mjs [COMMIT]`: keeps what one build leaves on disks and on the wire, for every later build to open.
 * Runs in Node, needs git and PostgreSQL. Works a short day in a checkout of that commit, HEAD by default, in a temporary folder, and writes
 * `VERSION-COMMIT/` beside this file. Once for each release, never again: a folder that is there is refused.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..', '..')
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

const commit = git('rev-parse', '--verify', `${process.argv[2] ?? 'HEAD'}^{commit}`)
const checkout = join(mkdtempSync(join(tmpdir(), 'build-')), 'checkout')
git('worktree', 'add', '--detach', '--quiet', checkout, commit)
try {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  const folder = join(here, `${version}-${commit.slice(0, 8)}`)
  if (existsSync(folder)) throw new Error(`${folder} is there already: what a build left is never made anew.`)
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  mkdirSync(join(checkout, 'tests', 'upgrades'), { recursive: true })
  for (const name of ['work-a-day.ts', 'browser-database.ts']) cpSync(join(here, name), join(checkout, 'tests', 'upgrades', name))
  process.chdir(checkout)
  // Not runnerImport: the tablet loads chunks later, when that one has closed.
  const loader = await createServer({
    root: checkout,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    define: { __BUILD__: JSON.stringify(commit.slice(0, 12)) },
  })
  const { workADay } = await loader.ssrLoadModule('/tests/upgrades/work-a-day.ts')
  await workADay(folder)
  await loader.close()
  console.log(folder)
} finally {
  process.chdir(root)
  git('worktree', 'remove', '--force', checkout)
  rmSync(join(checkout, '..'), { recursive: true, force: true })
}
process.exit()
