/**
 * A `--marc-map` file: where an ILS of which we know nothing puts what a catalogue needs. Runs in the endpoint's commands.
 * `{ "like": "koha", "copies": "995", "barcode": "995$f", "location": ["995$e", "995$b"], "status": "" }`: what is not named stays as in
 * the ready map that `like` names; an empty text says that there is none.
 */
import * as v from 'valibot'
import { accept, type Result } from '../../../../domain/result.ts'
import { parseJson } from '../../../settings/settings-file.ts'
import type { SettingsRefusal } from '../../../settings/settings-finding.ts'
import { columnNames } from '../column.ts'
import { isReadyMap, type MarcMaps, overlay, readyMaps, toPlace, type WrittenMap } from './marc-map.ts'

/** Names that such a file may use. */
export const marcMapKeys = ['like', 'copies', ...Object.keys(columnNames.catalogue)]

const isPlace = (text: string): boolean => text === '' || toPlace(text) !== undefined
const place = v.pipe(v.string(), v.check(isPlace, 'place'))
const places = v.optional(v.union([place, v.array(place)]))
const field = v.pipe(v.string(), v.regex(/^\w{3}$/, 'place'))
const mapFile = v.strictObject({
  like: v.optional(v.picklist(Object.keys(readyMaps))),
  copies: v.optional(v.union([field, v.array(field)])),
  ...v.entriesFromList(Object.keys(columnNames.catalogue), places),
})

/** Reads the file's text; refuses what is not JSON, names what we do not have, or says a place that is none. */
export const readMarcMap = (text: string): Result<MarcMaps, SettingsRefusal> => {
  const read = parseJson(text, mapFile)
  if (!read.ok) return read
  // The cast drops `undefined` from members that the schema leaves out rather than sets.
  const { like, ...written } = read.value as WrittenMap & { readonly like?: string }
  const under = readyMaps[like !== undefined && isReadyMap(like) ? like : 'standard']
  return accept({ UNIMARC: overlay(under.UNIMARC, written), MARC21: overlay(under.MARC21, written) })
}
