/**
 * Where a MARC record holds what a catalogue needs, and the ready maps of ILSs. Runs in the endpoint's commands; pure.
 * A place is `200$ae` (field, subfields in the order in which they stand), `001` (a whole field) or `100$a/9-12` (signs 9 to 12 of it). Of
 * several places the first that is not empty counts. Places in a field of copies speak of one copy, all others of its record.
 * Where an ILS is known from its source or its exports, the comment says so; the others follow the recommendations they announce.
 */
import * as v from 'valibot'
import { accept, type Result } from '../../../../domain/result.ts'
import { parseJson } from '../../../settings/settings-file.ts'
import type { SettingsRefusal } from '../../../settings/settings-finding.ts'
import { type CatalogueColumn, columnNames } from '../column.ts'
import type { MarcFlavour } from './marc-finding.ts'

export interface Place {
  readonly tag: string
  /** Empty: a control field. */
  readonly codes: string
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface MarcMap {
  /** Fields that hold a copy each: the first that a record has. */
  readonly copies: readonly string[]
  readonly places: Readonly<Partial<Record<CatalogueColumn, readonly Place[]>>>
}

export type MarcMaps = Readonly<Record<MarcFlavour, MarcMap>>

/** As people write a map: `copies` and any column, each one place or several. */
export type WrittenMap = Readonly<Partial<Record<CatalogueColumn | 'copies', string | readonly string[]>>>

const placeForm = /^(\w{3})(?:\$([0-9A-Za-z]+)(?:\/(\d{1,4})-(\d{1,4}))?)?$|^(00\w)\/(\d{1,4})-(\d{1,4})$/

/** undefined where it is no place. */
export const toPlace = (text: string): Place | undefined => {
  const found = placeForm.exec(text.trim())
  if (found === null) return undefined
  const [, tag, codes = '', from, to, control, controlFrom, controlTo] = found
  const [first, last] = [from ?? controlFrom, to ?? controlTo]
  return {
    tag: tag ?? control ?? '',
    codes,
    ...(first === undefined ? {} : { from: Number(first), to: Number(last) }),
  }
}

const listOf = (written: string | readonly string[] = []): readonly string[] =>
  (typeof written === 'string' ? [written] : written).filter((one) => one.trim() !== '')

/** A map as written over another: each member that it has replaces the other's. */
export const overlay = (under: MarcMap, written: WrittenMap): MarcMap => {
  const { copies, ...columns } = written
  const given = Object.entries(columns).map(([column, places]) => [
    column,
    listOf(places).flatMap((text) => {
      const place = toPlace(text)
      return place === undefined ? [] : [place]
    }),
  ])
  return {
    copies: copies === undefined ? under.copies : listOf(copies),
    places: { ...under.places, ...(Object.fromEntries(given) as MarcMap['places']) },
  }
}

const empty: MarcMap = { copies: [], places: {} }

/** The record in UNIMARC, the copy by the Recommandation 995. */
const unimarc = overlay(empty, {
  copies: '995',
  barcode: '995$f',
  callNumber: '995$k',
  location: '995$e',
  documentType: '995$r',
  audience: '995$q',
  status: '995$n',
  record: '001',
  title: '200$aehi',
  // Of the whole that it is a part of; 225 is a publisher's.
  series: '461$t',
  author: ['700$ab', '710$a', '720$a', '200$f', '701$ab', '702$ab'],
  isbn: ['010$a', '073$a', '011$a'],
  year: ['100$a/9-12', '214$d', '210$d'],
  publisher: ['214$c', '210$c'],
  // $g: of the title, where it is not the text's.
  language: ['101$g', '101$a'],
})

/** The record in MARC21; copies as Koha has them in 952, else in 949 as other ILSs do. */
const marc21 = overlay(empty, {
  copies: ['952', '949'],
  barcode: ['952$p', '949$i'],
  callNumber: ['952$o', '949$a'],
  location: ['952$c', '949$l'],
  documentType: ['952$y', '949$t'],
  arrivedOn: '952$d',
  lent: '952$l',
  status: '952$q',
  referenceOnly: '952$7',
  notThere: '952$014',
  record: '001',
  title: '245$abnp',
  // 490 may be a publisher's.
  series: '800$t',
  author: ['100$a', '110$a', '111$a', '700$a', '245$c'],
  isbn: ['020$a', '024$a', '022$a'],
  year: ['008/7-10', '264$c', '260$c'],
  publisher: ['264$b', '260$b'],
  language: ['008/35-37', '041$a'],
})

/** Names that `--marc-map` takes in place of a file; the first is meant where nothing is said. */
export const readyMaps = {
  standard: { UNIMARC: unimarc, MARC21: marc21 },
  // From its frameworks: 995$5 is items.dateaccessioned, $n onloan, $o notforloan, $0, $1 and $2 withdrawn, damaged and itemlost; in MARC21
  // these are 952$7, $0, $4 and $1, its record's number is 999$c, and 001 may be another's.
  koha: {
    UNIMARC: overlay(unimarc, { arrivedOn: '995$5', referenceOnly: '995$o', notThere: '995$012' }),
    MARC21: overlay(marc21, { copies: '952', record: ['999$c', '001'] }),
  },
  // From its export functions: 996 repeats 995 with words for codes ($v site, $x section, $e kind, $1 status); $n there is the end of a deposit,
  // no loan.
  pmb: {
    UNIMARC: overlay(unimarc, {
      copies: ['996', '995'],
      barcode: ['996$f', '995$f'],
      callNumber: ['996$k', '995$k'],
      location: ['996$x', '996$v'],
      documentType: ['996$e', '995$r'],
      audience: '995$q',
      status: [],
      referenceOnly: '996$1',
    }),
    MARC21: marc21,
  },
  // Seen: one library's export in MARCXML « avec recommandation 995 », $f and $k in nearly all of 15,500 records. Its export without it
  // has copies alone, in 915, 920, 921 and 930: it is refused, and these are named.
  syracuse: { UNIMARC: unimarc, MARC21: marc21 },
  // From the reader of its maker's own catalogue: $f, $k and $r as recommended, $6 the place, $9 the section as codes, $o `d` destroyed,
  // `c` read there. No export was seen.
  nanook: {
    UNIMARC: overlay(unimarc, { location: ['995$e', '995$6'], audience: ['995$q', '995$9'], referenceOnly: '995$o' }),
    MARC21: marc21,
  },
} as const satisfies Readonly<Record<string, MarcMaps>>

export type ReadyMap = keyof typeof readyMaps

export const isReadyMap = (name: string): name is ReadyMap => Object.hasOwn(readyMaps, name)

/** A place as people write it. */
export const sayPlace = ({ tag, codes, from, to }: Place): string =>
  `${tag}${codes === '' ? '' : ` $${codes}`}${from === undefined ? '' : `/${from}-${to}`}`

/** Names that a `--marc-map` file may use. */
export const marcMapKeys = ['like', 'copies', ...Object.keys(columnNames.catalogue)]

const isPlace = (text: string): boolean => text === '' || toPlace(text) !== undefined
const place = v.pipe(v.string(), v.check(isPlace, 'place'))
const places = v.optional(v.union([place, v.array(place)]))
const field = v.pipe(v.string(), v.regex(/^\w{3}$/, 'place'))
/**
 * `{ "like": "koha", "copies": "995", "barcode": "995$f", "location": ["995$e", "995$b"], "status": "" }`: what is not named stays as in
 * the ready map that `like` names; an empty text says that there is none.
 */
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
