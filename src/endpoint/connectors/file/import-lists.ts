/**
 * What an import says alike in every language: the first few of a list, the names that a map may use, lines of a settings file.
 * Runs in the endpoint's commands.
 */
import type { RulesOverlap } from '../../settings/settings-finding.ts'
import { type Column, columnNames } from './column.ts'
import { marcMapKeys, readyMaps } from './marc/marc-map.ts'
import type { GivenFile } from './read-files.ts'

/** A sentence for each kind of thing: its text, or what makes it of one. */
export type Sayings<T extends Readonly<Record<Key, string>>, Key extends keyof T, More extends readonly unknown[] = []> = {
  readonly [Kind in T[Key]]: string | ((one: T & Readonly<Record<Key, Kind>>, ...more: More) => string)
}
export const sayOf = <T extends Readonly<Record<Key, string>>, Key extends keyof T, More extends readonly unknown[]>(
  sayings: Sayings<T, Key, More>,
  key: Key,
  one: T,
  ...more: More
): string => {
  const saying = sayings[one[key]]
  return typeof saying === 'string' ? saying : saying(one, ...more)
}

/** The first of a list in words, and that there are more. */
export const examples = <T>(list: readonly T[], say: (one: T) => string, shown = 3): string =>
  `${list.slice(0, shown).map(say).join(', ')}${list.length > shown ? '…' : ''}`
/** A date that a spreadsheet wrote as a number of days: those of 1982 to 2064. */
export const isExcelDay = ({ column, value }: { readonly column: Column; readonly value: string }): boolean =>
  (column === 'expiresOn' || column === 'slotDate') && /^[3-5]\d{4}(?:[.,]\d+)?$/.test(value)
/** Mended numbers that are named on the screen; all are in the list beside the data. */
export const mendedShown = 10
/** Lines that are named beside a reason which many rows have. */
export const linesShown = 5

/** Two members of a settings file, as they are to be written there. */
export const rulesToWrite = (rules: NonNullable<RulesOverlap['apart']>): string =>
  (['cardRule', 'itemRule'] as const).map((name) => `    "${name}": ${JSON.stringify(rules[name])},`).join('\n')

/** What a map file may name, a line for each file. */
export const mapKeys = (['catalogue', 'patrons', 'orders'] as const).map(
  (kind) => `  ${kind.padEnd(10)}${Object.keys(columnNames[kind]).join(', ')}`,
)

/** What `--marc-map` takes in place of a file, and what such a file looks like. */
export const marcMapNames = Object.keys(readyMaps).join(', ')
export const marcModel = '{ "like": "koha", "copies": "995", "barcode": "995$f", "location": ["995$e", "995$b"], "status": "" }'

/** For a map that uses unknown names: the names that a map may use. Empty for any other file. */
export const namesFor = (file: GivenFile | undefined, title: string): string =>
  file === 'map' ? `\n${title}\n${mapKeys.join('\n')}` : file === 'marc-map' ? `\n${title}\n  ${marcMapKeys.join(', ')}` : ''

/** Headers of the file that a refusal repeats: more would hide the sentence. */
const headersShown = 20

export const listHeaders = (headers: readonly string[]): string => headers.slice(0, headersShown).join(', ')
