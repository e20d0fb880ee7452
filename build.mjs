/**
 * Builds what is shipped into dist/: the app, its service worker, the endpoint.
 *   node build.mjs               builds
 *   node build.mjs --if-missing  builds only when a source is newer than the last build; says nothing when there is nothing to do
 *   node build.mjs --dev         rebuilds and restarts the endpoint at each change, and serves the app with hot reload
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
process.chdir(root)
const stamp = 'dist/stamp'
const sources = ['src', 'public', 'docs/guide', 'service-worker', 'index.html', 'vite.config.ts', 'build.mjs', 'package-lock.json']

/** Time of the newest change among the sources, folders included so that a deleted file counts. Milliseconds. */
const newest = (path) => {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), mtimeMs)
}

const isFresh = () => existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(...sources.map(newest))

const buildAll = async () => {
  const { build } = await import('vite').catch(() => {
    console.error('There are no build tools here: npm ci brings them, and a release (npm run release) asks for none.')
    process.exit(1)
  })
  const startedAt = Date.now()
  rmSync(stamp, { force: true })
  console.log('Building the app and the endpoint…')
  for (const mode of ['production', 'service-worker', 'endpoint']) await build({ mode, logLevel: 'warn' })
  writeFileSync(stamp, '')
  console.log(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
}

const develop = async () => {
  const { build, createServer } = await import('vite')
  let child
  const restart = () => {
    child?.kill('SIGTERM')
    child = spawn(process.execPath, ['--enable-source-maps', 'dist/endpoint/main.js'], { stdio: 'inherit' })
  }
  process.once('SIGINT', () => {
    child?.kill('SIGTERM')
    process.exit(0)
  })
  const plugins = [{ name: 'restart-endpoint', closeBundle: restart }]
  await build({ mode: 'endpoint', logLevel: 'warn', plugins, build: { watch: {} } })
  const server = await createServer({ mode: 'development' })
  await server.listen()
  server.printUrls()
}

if (process.argv.includes('--dev')) await develop()
else if (!process.argv.includes('--if-missing') || !isFresh()) await buildAll()
