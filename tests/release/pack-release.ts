/**
 * What tests of a release are made of: the endpoint built for it beside an app of one page, packed by `npm run release`, unpacked into an empty
 * folder. Runs in vitest, with npm, git and GNU tar.
 */
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const project: { readonly name: string; readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
export const releaseName = `${project.name}-${project.version}`

export const buildForRelease = async (dist: string): Promise<void> => {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    mode: 'endpoint',
    logLevel: 'error',
    build: { outDir: join(dist, 'endpoint'), emptyOutDir: true },
  })
  mkdirSync(join(dist, 'app'))
  writeFileSync(join(dist, 'app', 'index.html'), '<!doctype html>')
}

export const packRelease = (dist: string, out: string, systems = 'none', environment = process.env): Promise<unknown> =>
  promisify(execFile)(process.execPath, ['release.mjs', '--dist', dist, '--out', out, '--systems', systems], {
    cwd: root,
    env: environment,
  })

export const unpackRelease = (from: string, to: string): void => {
  mkdirSync(to)
  execFileSync('tar', ['xzf', join(from, `${releaseName}.tar.gz`), '-C', to])
}
