/**
 * `npm run size`: what the first screen loads and what comes later, in brotli as the endpoint serves it, against the budget; and which
 * modules the first screen's script is made of. Runs in Node on dist/app, which it builds if a source is newer. Follows index.html, then
 * the static imports of each script with a real parser; whatever is left is loaded on demand. Exits with 1 above a budget.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, parseSync } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const app = join(root, 'dist/app')
/** Bytes, brotli: what a tablet on bad Wi-Fi fetches before the first screen shows. */
const budget = { script: 75_000, style: 12_000 }

execFileSync(process.execPath, ['build.mjs', '--if-missing'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })

const read = (path) => readFileSync(join(app, path))
const weight = (path) => brotliCompressSync(read(path)).length
const html = read('index.html').toString('utf8')
const linked = (pattern) => [...html.matchAll(pattern)].map(([, path]) => path.replace(/^\//, ''))

/** Scripts that one loads at once: itself and what it imports statically, all the way. */
const staticScripts = (path, seen = new Set()) => {
  if (seen.has(path)) return seen
  seen.add(path)
  const { staticImports, staticExports } = parseSync(path, read(path).toString('utf8'), { lang: 'js' }).module
  const requested = [...staticImports, ...staticExports.flatMap(({ entries }) => entries)].flatMap(
    ({ moduleRequest }) => moduleRequest ?? [],
  )
  for (const { value } of requested) staticScripts(posix.join(posix.dirname(path), value), seen)
  return seen
}

const scripts = new Set()
for (const path of linked(/<script[^>]+src="([^"]+)"/g)) staticScripts(path, scripts)
const styles = new Set(linked(/<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"/g))
const rest = readdirSync(join(app, 'assets'))
  .map((name) => `assets/${name}`)
  .filter((path) => /\.(js|css|wasm)$/.test(path) && !scripts.has(path) && !styles.has(path))

/** Bytes of a minified script by module, a package as one: each character is of the source that its source map names. */
const modulesOf = ({ code, map }) => {
  const sourceMap = new SourceMap(map)
  const bytesByModule = new Map()
  for (const [number, line] of code.split('\n').entries()) {
    for (let column = 0; column < line.length; column++) {
      const source = sourceMap.findEntry(number, column).originalSource ?? 'the bundler'
      const packaged = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]
      const name = packaged ?? source.replace(/^(\.\.\/)+/, '').replace(/^.*\0/, '')
      bytesByModule.set(name, (bytesByModule.get(name) ?? 0) + Buffer.byteLength(line.charAt(column)))
    }
  }
  return [...bytesByModule].sort(([, a], [, b]) => b - a)
}

/** Smaller ones are counted together. Share of the whole. */
const namedFrom = 0.004

/** What the script `path` of dist/app is made of, each with its share; a file's own brotli would say nothing of what it shares with others. */
const reportModules = async (path) => {
  process.chdir(root)
  const built = await build({ mode: 'production', logLevel: 'error', build: { write: false, sourcemap: 'hidden' } })
  const script = built.output.find(({ type, code }) => type === 'chunk' && code === read(path).toString('utf8'))
  if (script === undefined) throw new Error(`${path} is not what these sources give: run npm run build`)
  const modules = modulesOf(script)
  const whole = modules.reduce((sum, [, bytes]) => sum + bytes, 0)
  const named = modules.filter(([, bytes]) => bytes >= namedFrom * whole)
  const others = modules.slice(named.length)
  const rest = [`${others.length} smaller ones`, others.reduce((sum, [, bytes]) => sum + bytes, 0)]
  console.log(`\n${path}: ${whole} bytes minified, ${weight(path)} brotli; of its modules, minified:`)
  for (const [name, bytes] of [...named, rest])
    console.log(`${String(bytes).padStart(8)} ${((100 * bytes) / whole).toFixed(1).padStart(5)} %  ${name}`)
}

const lines = [
  ...[...scripts].map((path) => ({ part: 'first screen', kind: 'script', path })),
  ...[...styles].map((path) => ({ part: 'first screen', kind: 'style', path })),
  ...rest.map((path) => ({ part: 'later', kind: path.endsWith('.css') ? 'style' : path.endsWith('.js') ? 'script' : 'wasm', path })),
  { part: 'worker', kind: 'script', path: 'service-worker.js' },
].map((line) => ({ ...line, bytes: weight(line.path) }))

for (const { part, kind, path, bytes } of lines.sort((a, b) => a.part.localeCompare(b.part) || b.bytes - a.bytes))
  console.log(`${part.padEnd(14)}${kind.padEnd(8)}${String(bytes).padStart(8)}  ${path}`)

for (const path of scripts) await reportModules(path)

const total = (kind) =>
  lines.filter((line) => line.part === 'first screen' && line.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0)
console.log('')
for (const [kind, limit] of Object.entries(budget)) {
  const bytes = total(kind)
  console.log(`${bytes > limit ? '✘' : '✓'} first screen, ${kind}: ${bytes} bytes brotli of ${limit}`)
  if (bytes > limit) process.exitCode = 1
}
if (scripts.size === 0) throw new Error('index.html loads no script: nothing was measured')
