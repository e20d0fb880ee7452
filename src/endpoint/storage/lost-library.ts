/**
 * A data folder that held a library never becomes an empty one without a word. Runs at the start of the endpoint and of its commands.
 * What it held is written beside the database, in a file that outlives it; what a restore of an older build left is known by its names.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Library } from './stored.ts'

/** For a person who finds it, hence the words in it. */
export const markName = 'library.txt'

const markOf = ({ name, identity }: Library): string =>
  [
    `“${name}”`,
    `identity ${identity}`,
    'The library that lives in this folder, or in the server that its endpoint names. Where its database is gone, this file keeps an',
    'empty library from being made in its place.',
    '',
  ].join('\n')

/** Writes down that this folder holds a library; a demo may go as it came. */
export const markLibrary = (dataDir: string, library: Library): void => {
  const path = join(dataDir, markName)
  const mark = markOf(library)
  if (library.isDemo || (existsSync(path) && readFileSync(path, 'utf8') === mark)) return
  writeFileSync(path, mark, { mode: 0o600, flush: true })
}

/** The last library was removed by its keeper: an empty folder is no loss. */
export const unmarkLibrary = (dataDir: string): void => rmSync(join(dataDir, markName), { force: true })

/** What the program of before the first release called its database. */
const formerName = 'endpoint.db'

/** Says that one of before lies here, which nobody opens; undefined: there is none. */
export const sayFormer = (dataDir: string): string | undefined =>
  existsSync(join(dataDir, formerName))
    ? `${join(dataDir, formerName)} : une base d’avant la version 0.1.0. Elle n’est ni ouverte, ni changée.
A database of before version 0.1.0. It is neither opened nor changed.`
    : undefined

/** True where an empty database would be made, or one is there already. */
export const hasNoDatabase = (path: string): boolean => !existsSync(path) || statSync(path).size === 0

/** Why no library may be made where there is none: undefined where the folder never held one. */
export const faultOfEmpty = (dataDir: string, databaseName: string): string | undefined => {
  const names = existsSync(dataDir) ? readdirSync(dataDir) : []
  const pieces = names.filter((name) => name.startsWith(`${databaseName}.before-`) || name === `${databaseName}.part`)
  const isMarked = names.includes(markName)
  if (!isMarked && pieces.length === 0) return undefined
  const held = isMarked ? `the library ${readFileSync(join(dataDir, markName), 'utf8').split('\n')[0]}` : 'a library'
  return [
    `DATA_DIR (${dataDir}) held ${held}, and its database is not there. No empty one was made in its place.`,
    ...(pieces.length === 0 ? [] : [`A restore left: ${pieces.sort().join(', ')}.`]),
    `Put back the newest that is whole, a backup or what a restore put aside: npm run restore -- --from FILE`,
    `For another library name another DATA_DIR; for an empty one here, move ${[markName, ...pieces].join(', ')} away first.`,
  ].join('\n')
}
