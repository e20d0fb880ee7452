/**
 * `npm run bench -- NAME [options]`: one measurement, a JSON line for each figure as it comes, a table at the end. Runs in Node.
 * Benchmarks are TypeScript beside this file, loaded through Vite; what is timed is always the built product, never a transformed source.
 * Not part of `npm test`: nothing there is judged by the clock.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runnerImport } from 'vite'

const names = [
  'import',
  'memory',
  'start',
  'interact',
  'search',
  'scan',
  'camera',
  'push',
  'spread',
  'herd',
  'visitors',
  'neighbours',
  'scale',
  'history',
  'commit',
  'document',
  'drain',
  'faults',
  'lighthouse',
  'rules',
  'ils',
  'rooms',
]
const [name, ...options] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`)
  process.exit(2)
}
const root = fileURLToPath(new URL('../..', import.meta.url))
process.chdir(root)
execFileSync(process.execPath, ['build.mjs', '--if-missing'], { stdio: 'inherit' })

const { module } = await runnerImport(fileURLToPath(new URL(`./bench-${name}.ts`, import.meta.url)))
await module.run(options, (path) => import(pathToFileURL(path).href))
process.exit()
