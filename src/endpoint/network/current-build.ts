/**
 * Which build of the app this endpoint gives out, and since when: what a tablet's own build is held against on the keeper's page (NET-6). Runs
 * on the endpoint. The bundler writes the name in; a run without it (tests) has none, and holds no tablet's against it.
 */
import { statSync } from 'node:fs'
import { toInstant } from '../../domain/instant.ts'
import type { CurrentBuild } from './look-at-library.ts'

declare const __BUILD__: string

/** `folder`: where it was put when it was first given out. */
export const currentBuild = (folder: string | undefined): CurrentBuild => {
  const born = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })?.birthtimeMs
  return {
    name: typeof __BUILD__ === 'undefined' ? undefined : __BUILD__,
    since: born === undefined ? undefined : toInstant(Math.floor(born)),
  }
}
