/**
 * What release.mjs and release-systems.mjs have in common: programs run, sums, the files of a folder in order, a tar without an author or an hour.
 * Runs on Node, with GNU tar.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes: an archive of some megabytes goes through a pipe. */
const largestOutput = 512 * 1024 * 1024

export const run = (program, args, cwd = process.cwd()) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', maxBuffer: largestOutput, shell: process.platform === 'win32' })
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Every file below a folder, sorted, with slashes. */
export const filesIn = (from) =>
  readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

export const packTar = (above, folder, madeAt) => {
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '--format=ustar']
  const args = ['-cf', '-', ...same, `--mtime=@${madeAt / 1000}`, '-C', above, folder]
  return gzipSync(execFileSync('tar', args, { maxBuffer: largestOutput }), { level: 6 })
}
