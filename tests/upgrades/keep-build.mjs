/**
 * `node tests/upgrades/keep-build.mjs [COMMIT]`: keeps what one build leaves on disks and on the wire, for every later build to open.
 * Runs in Node, needs git and PostgreSQL. Works a short day in a checkout of that commit, HEAD by default, in a temporary folder, and writes
 * `VERSION-COMMIT/` beside this file, the endpoint's own program too. Once for each release, never again: what is there is never made anew.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, createServer } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..', '..')
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

/** In one file, with the packages that it was made with; what is compiled for a machine, and tables of old alphabets, stay outside. */
const buildEndpoint = async () => {
  const outDir = join(checkout, '..', 'endpoint')
  await build({
    root: checkout,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { __BUILD__: JSON.stringify(commit.slice(0, 12)), 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: ['better-sqlite3', 'pg-native', 'iconv-lite'] },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: true,
      rolldownOptions: {
        input: join(checkout, 'src', 'endpoint', 'main.ts'),
        output: { codeSplitting: false, entryFileNames: 'endpoint.js' },
      },
    },
  })
  return readFileSync(join(outDir, 'endpoint.js'))
}

const commit = git('rev-parse', '--verify', `${process.argv[2] ?? 'HEAD'}^{commit}`)
const checkout = join(mkdtempSync(join(tmpdir(), 'build-')), 'checkout')
git('worktree', 'add', '--detach', '--quiet', checkout, commit)
try {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  const folder = join(here, `${version}-${commit.slice(0, 8)}`)
  const program = join(folder, 'endpoint.js.br')
  if (existsSync(program)) throw new Error(`${program} is there already: what a build left is never made anew.`)
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
  if (!existsSync(folder)) await workADay(folder)
  await loader.close()
  writeFileSync(program, brotliCompressSync(await buildEndpoint()))
  console.log(folder)
} finally {
  process.chdir(root)
  git('worktree', 'remove', '--force', checkout)
  rmSync(join(checkout, '..'), { recursive: true, force: true })
}
process.exit()
