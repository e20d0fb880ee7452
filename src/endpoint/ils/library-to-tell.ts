/**
 * Which library an ILS is told of: a demo's loans go to no real one. Pure; runs on the endpoint and in its commands, which read the
 * environment's name of it.
 */
import type { Library } from '../storage/stored.ts'

export const libraryToTell = (libraries: readonly Library[], named: string | undefined): Library | undefined => {
  const real = libraries.filter(({ isDemo }) => !isDemo)
  return named === undefined
    ? real.length === 1
      ? real[0]
      : undefined
    : (libraries.find(({ slug }) => slug === named) ?? libraries.find(({ id }) => id === named))
}
