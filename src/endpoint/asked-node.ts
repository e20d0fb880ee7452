/**
 * Which Node may run the endpoint: what package.json asks for, of a checkout or of a release (decision 9). Read at the start of the endpoint and
 * of its commands, before a database is opened: there another Node ends without a word, at once or some seconds later.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** undefined: no package.json lies where it does in a checkout and in a release. */
export const askedNode = (): string | undefined => {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url))
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).engines?.node : undefined
}

/** Of `^22.14.0 || ^24.0.0`, the one form in which it is written; of each major, the first minor that will do. */
const readLines = (asked: string) =>
  [...asked.matchAll(/\^(\d+)\.(\d+)\.0/g)].map(([, major, minor]) => ({ major: Number(major), minor: Number(minor) }))

/** Why this Node will not do; undefined: it does, or nobody asks. */
export const faultOfNode = (version: string, asked = ''): string | undefined => {
  const lines = readLines(asked)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (lines.length === 0 || lines.some((line) => line.major === major && line.minor <= minor)) return undefined
  const list = (atLeast: string, or: string): string =>
    lines.map((line) => (line.minor === 0 ? line.major : `${line.major} (${line.major}.${line.minor} ${atLeast})`)).join(or)
  return `Il faut Node ${list('au moins', ' ou ')}, et celui-ci est ${version} : rien n’a été ouvert. · Node ${list('at least', ' or ')} is needed, and this one is ${version}: nothing was opened.`
}
