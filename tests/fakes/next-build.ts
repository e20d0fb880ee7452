/**
 * The endpoint of this build and that of the one to come, whose tables have one step more: what an upgrade meets on both sides. Runs in tests,
 * which start their programs as processes.
 */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, type Plugin } from 'vite'
import { afterAll, beforeAll } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundles find the packages they leave outside.
const built = join(root, 'node_modules', '.cache', `builds-${process.pid}`)

export type BuildName = 'this' | 'next'

/** One table more, that nobody else reads. */
const oneStepMore: Plugin = {
  name: 'one-step-more',
  transform: (code, id) =>
    id.endsWith('/storage/sql-schema.ts') ? `${code}\nschemaSteps.push('CREATE TABLE of_next_build (id TEXT PRIMARY KEY) STRICT;')` : null,
}

/** Builds what a test file needs, once, and takes it away after. */
export const withBuilds = (...names: readonly BuildName[]): void => {
  beforeAll(async () => {
    for (const name of names) {
      const plugins = name === 'next' ? [oneStepMore] : []
      const outDir = join(built, name)
      await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', plugins, build: { outDir } })
    }
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))
}

export type Environment = Readonly<Record<string, string | undefined>>

export interface Commanded {
  readonly code: number
  /** All it said. */
  readonly text: string
}

/** `bounds`: words of a shell that bound the program first. */
const wordsOf = (name: BuildName, file: string, argv: readonly string[], bounds = ''): readonly string[] => {
  const words = [process.execPath, join(built, name, file), ...argv]
  return bounds === '' ? words : ['/bin/sh', '-c', `${bounds}; exec "$@"`, 'sh', ...words]
}

/** Runs a command of that build to its end. */
export const commandOf = (
  name: BuildName,
  command: string,
  argv: readonly string[],
  env: Environment,
  cwd?: string,
  bounds?: string,
): Promise<Commanded> => {
  const [program = '', ...words] = wordsOf(name, join('command', `${command}.js`), argv, bounds)
  return promisify(execFile)(program, words, { env: { ...env }, cwd }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (failed: { code: number; stdout: string; stderr: string }) => ({ code: failed.code, text: failed.stdout + failed.stderr }),
  )
}

/** Begins the endpoint of that build. */
export const startOf = (name: BuildName, env: Environment, cwd?: string, bounds?: string): ChildProcessWithoutNullStreams => {
  const [program = '', ...words] = wordsOf(name, 'main.js', [], bounds)
  return spawn(program, words, { env: { ...env }, cwd })
}
