/**
 * A release on a machine without build tools: what `npm run build` made, the packages of `npm ci --omit=dev`, and no source. It must start,
 * and where it cannot it must say so. Runs what it copies into a folder of its own; the packages are links to those that are here.
 */
import { execFile, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const release = mkdtempSync(join(tmpdir(), 'release-'))
const inRelease = (...parts: readonly string[]): string => join(release, ...parts)

const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

beforeAll(async () => {
  for (const file of ['build.mjs', 'package.json', 'package-lock.json']) copyFileSync(join(root, file), inRelease(file))
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'endpoint',
    logLevel: 'error',
    build: { outDir: inRelease('dist', 'endpoint'), emptyOutDir: true },
  })
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(inRelease('node_modules', name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), inRelease('node_modules', name))
  }
  mkdirSync(inRelease('dist', 'app'))
  writeFileSync(inRelease('dist', 'app', 'index.html'), '<!doctype html>')
  writeFileSync(inRelease('dist', 'stamp'), '')
})
afterAll(() => rmSync(release, { recursive: true }))

/** What `npm start` and each command do first. */
const buildIfMissing = () =>
  promisify(execFile)(process.execPath, ['build.mjs', '--if-missing'], { cwd: release }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ code: failed.code, text: failed.stdout + failed.stderr }),
  )

test('a release without sources and tools starts and serves', async () => {
  expect(await buildIfMissing()).toEqual({ code: 0, text: '' })
  const child = spawn(process.execPath, ['dist/endpoint/main.js'], {
    cwd: release,
    env: { PATH: process.env.PATH, PORT: '0', LIBRARY_NAME: 'Médiathèque' },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let text = ''
  const port = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString()
      const listening = /"port":(\d+).*"listening"/.exec(text)?.[1]
      if (listening !== undefined) resolve(listening)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(text)))
  })
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<!doctype html>')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('sources that look newer than what was built do not stop a machine without tools, which says what it serves', async () => {
  mkdirSync(inRelease('src'))
  const long = new Date('2026-01-01T00:00:00Z')
  utimesSync(inRelease('dist', 'stamp'), long, long)
  expect(await buildIfMissing()).toMatchObject({ code: 0, text: expect.stringContaining('--omit=dev') })
})

test('nothing built and no tools is said in a sentence', async () => {
  rmSync(inRelease('dist', 'stamp'))
  expect(await buildIfMissing()).toMatchObject({ code: 1, text: expect.stringMatching(/^[^\n]*npm ci[^\n]*\n$/) })
})
