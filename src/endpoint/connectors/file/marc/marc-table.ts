/**
 * The copies of a MARC file as a table like that of a CSV file, so that both are judged alike. Runs in the endpoint's commands.
 * Records come one after another; what stays of each is its copies' cells and what there is to say of it.
 */
import { type CatalogueColumn, columnNames } from '../column.ts'
import { latin1 } from '../detect-encoding.ts'
import { CellNotes, FileRow, findMojibake } from '../file-row.ts'
import type { RejectedRow } from '../import-finding.ts'
import type { Table } from '../read-table.ts'
import { decodeFields, judgeEncoding, type MarcEncoding } from './decode-fields.ts'
import type { HeededRecord, MarcFlavour, MarcFormat, MarcHeed } from './marc-finding.ts'
import { type MarcMap, type MarcMaps, type Place, sayPlace } from './marc-map.ts'
import { apart, type FieldParser, type RawFields, type RawRecord, subfieldMark } from './raw-record.ts'

// The cast: Object.keys loses the key type of a record whose keys are exactly the columns.
const columns = Object.keys(columnNames.catalogue) as CatalogueColumn[]
const indexByColumn: ReadonlyMap<CatalogueColumn, number> = new Map(columns.map((column, index) => [column, index]))
const recordIndex = indexByColumn.get('record') ?? 0

/** Rows and findings held of one file, at most: ten times a county's. Beyond it, a file is something else, or an attack on memory. */
export const maximumEntries = 3_000_000
/** Different short values that are held once each. */
const sharedValues = 50_000
const sharedLength = 60
/** Fields in which some ILS has its copies; named where none was found where we look. */
const perhapsCopies = /^(?:9\d\d|8[57]\d)$/
const tagsNamed = 20

/** What stands between two subfields of a title or a name, where the data brings no punctuation. */
const joinerOf = (column: CatalogueColumn, code: string, before: string): string =>
  column === 'author' ? ', ' : column !== 'title' ? ' ' : code === before ? ' ; ' : /[eb]/.test(code) ? ' : ' : '. '

/** Punctuation of ISBD before what is not read. By hand: a pattern would look at each run of signs again and again. */
const withoutEnd = (text: string): string => {
  let end = text.length
  while (end > 0 && ' /:;,='.includes(text[end - 1] ?? '')) end--
  return text.slice(0, end)
}

/** The text of a place in a field; empty where it is not there. */
const valueAt = (text: string, { codes, from, to }: Place, column: CatalogueColumn): string => {
  let value = ''
  let [before, last] = ['', '']
  if (codes === '') value = text
  else
    for (const piece of text.split(subfieldMark).slice(1)) {
      const [code = '', part] = [piece.slice(0, 1), piece.slice(1).trim()]
      if (part === '' || !codes.includes(code)) continue
      if (from !== undefined) {
        value = piece.slice(1)
        break
      }
      // The second of the same title proper is often the first again.
      if (value === part) continue
      value += value === '' ? part : `${':;/.,='.includes(last) ? ' ' : joinerOf(column, code, before)}${part}`
      before = code
      last = part.slice(-1)
    }
  if (from !== undefined && to !== undefined) value = value.slice(from, to + 1)
  return (column === 'title' || column === 'author' ? withoutEnd(value) : value).trim()
}

/** The encoding that a record in ISO 2709 says it has: UNIMARC's field 100, MARC21's leader. */
const declaredBy = ({ leader, fields }: RawFields, flavour: MarcFlavour): string | undefined => {
  const isUnicode = leader[9] === 'a'
  if (flavour === 'MARC21') return isUnicode ? 'UTF-8' : 'MARC-8'
  const coded = latin1(fields.find(({ tag }) => tag === '100')?.bytes ?? new Uint8Array())
  const sets = /\p{Cc}a(\P{Cc}*)/u.exec(coded)?.[1]?.slice(26, 30) ?? ''
  const [first, second] = [sets.slice(0, 2), sets.slice(2, 4)]
  if (first === '50' || second === '50') return 'UTF-8'
  if (first === '03' || second === '03') return 'ISO 5426'
  if (isUnicode) return 'UTF-8'
  return /^(?:01)?\s*$/.test(sets) ? undefined : `100$a/26-29 ${sets}`
}

/** Fields that are decoded: the others are never looked into. */
const tagsOf = ({ copies, places }: MarcMap): ReadonlySet<string> =>
  new Set(['001', ...copies, ...Object.values(places).flatMap((list) => list.map(({ tag }) => tag))])

/** Of a file, at least, by which its encodings are judged. */
const sampleBytes = 1024 * 1024

/** What may be a barcode in a record that could not be read: it has not left the library for that. */
const perhapsBarcode = /^(?=.*\d)[\w .$/+%:*-]{3,40}$/
const piecesKept = 2000

export class MarcTable {
  readonly #maps: MarcMaps
  readonly #wanted: Readonly<Record<MarcFlavour, ReadonlySet<string>>>
  readonly #parse: FieldParser
  readonly #format: MarcFormat
  readonly #rows: FileRow<'catalogue'>[] = []
  readonly #rejected: RejectedRow[] = []
  readonly #heeded = new Map<MarcHeed, HeededRecord[]>()
  readonly #pieces: string[] = []
  readonly #seen = new Set<CatalogueColumn>()
  readonly #shared = new Map<string, string>()
  readonly #recordsByEncoding = new Map<string, number>()
  readonly #recordsByFlavour = new Map<MarcFlavour, number>()
  readonly #copyTags = new Set<string>()
  readonly #otherTags = new Set<string>()
  readonly #cellNotes = new CellNotes()
  /** Records that wait until enough of the file is seen to judge its encodings; undefined: it was. */
  #waiting: RawRecord[] | undefined = []
  #waitingBytes = 0
  /** By what records declare. */
  readonly #doubted = new Map<string, Uint8Array[]>()
  readonly #encodings = new Map<string, MarcEncoding | undefined>()
  #entries = 0
  #rank = 0

  constructor(maps: MarcMaps, format: MarcFormat, parse: FieldParser) {
    this.#maps = maps
    this.#wanted = { UNIMARC: tagsOf(maps.UNIMARC), MARC21: tagsOf(maps.MARC21) }
    this.#format = format
    this.#parse = parse
  }

  get records(): number {
    return this.#rank
  }
  get copies(): number {
    return this.#rows.length
  }
  get rejected(): readonly RejectedRow[] {
    return this.#rejected
  }
  /** Fields in which copies may stand, of a file that has none where we look. */
  get otherTags(): readonly string[] {
    return [...this.#otherTags].sort().slice(0, tagsNamed)
  }
  /** A rejected row with the number of its record. */
  readonly named = (row: RejectedRow): RejectedRow =>
    row.record === undefined ? { ...row, record: this.#numberByRank().get(row.line) ?? '' } : row

  #numbers: Map<number, string> | undefined
  #numberByRank(): ReadonlyMap<number, string> {
    this.#numbers ??= new Map(this.#rows.map((row) => [row.line, row.cell('record')]))
    return this.#numbers
  }

  get isTooMuch(): boolean {
    return this.#entries > maximumEntries
  }

  add(raw: RawRecord): void {
    if (this.#waiting === undefined) {
      this.#read(raw)
      return
    }
    this.#waiting.push({ ...raw, bytes: Uint8Array.from(raw.bytes) })
    this.#waitingBytes += raw.bytes.length
    if (this.#waitingBytes > sampleBytes) this.end()
  }

  /** Reads what waits: the file is seen, or enough of it. */
  end(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const raw of waiting) {
      for (const parsed of this.#parse(raw)) {
        if (!parsed.ok) continue
        const { wanted, key } = this.#lookAt(parsed.value)
        const known = this.#doubted.get(key) ?? []
        known.push(...wanted.map(({ bytes }) => bytes))
        this.#doubted.set(key, known)
      }
    }
    for (const raw of waiting) this.#read(raw)
    this.#doubted.clear()
  }

  /** What of a record is read, and in which encoding it says to be. */
  #lookAt(parsed: RawFields) {
    const flavour = this.#flavourOf(parsed.fields)
    const declared = this.#format === 'MARCXML' ? undefined : declaredBy(parsed, flavour)
    const wanted = parsed.fields.filter(({ tag }) => this.#wanted[flavour].has(tag))
    return { flavour, declared, wanted, key: `${flavour} ${declared}` }
  }

  #read(raw: RawRecord): void {
    for (const parsed of this.#parse(raw)) {
      this.#rank++
      if (parsed.ok) this.#take(parsed.value)
      else {
        this.#rejected.push({ line: this.#rank, record: this.#numberIn(raw), reason: parsed.refusal })
        const pieces = latin1(raw.bytes)
          .split(/[\p{Cc}<>]/u)
          .flatMap((piece) => [piece.trim(), piece.slice(1).trim()])
          .filter((piece) => perhapsBarcode.test(piece))
          .slice(0, piecesKept)
          .map(apart)
        this.#pieces.push(...pieces)
        this.#entries += 1 + pieces.length
      }
    }
  }

  /** Its own number, as far as it can be found in what could not be read. */
  #numberIn({ bytes }: RawRecord): string {
    const start = latin1(bytes.subarray(0, 4096))
    const found = /\p{Cc}(\P{Cc}{1,60})\p{Cc}/u.exec(start) ?? /tag=["']001["'][^>]*>([^<]{1,60})</.exec(start)
    return apart(found?.[1]?.replace(/[^ -~]/g, '').trim() ?? '')
  }

  #heed(heed: MarcHeed, record: string, detail: string): void {
    const known = this.#heeded.get(heed)
    const one = { line: this.#rank, record, detail }
    if (known === undefined) this.#heeded.set(heed, [one])
    else known.push(one)
    this.#entries++
  }

  #share(value: string): string {
    if (value === '' || value.length > sharedLength) return value
    const known = this.#shared.get(value)
    if (known !== undefined) return known
    if (this.#shared.size < sharedValues) this.#shared.set(value, value)
    return value
  }

  #take(parsed: RawFields): void {
    const { leader, fields } = parsed
    const { flavour, declared, wanted, key } = this.#lookAt(parsed)
    this.#recordsByFlavour.set(flavour, (this.#recordsByFlavour.get(flavour) ?? 0) + 1)
    const { copies: copyTags, places } = this.#maps[flavour]
    const bytes = wanted.map((field) => field.bytes)
    // A word of the file that comes after its beginning is judged by the first record that says it.
    const judged = this.#encodings.get(key) ?? judgeEncoding(this.#doubted.get(key) ?? bytes, declared, flavour)
    this.#encodings.set(key, judged)
    const decoded = decodeFields(bytes, declared, judged)
    const textsByTag = new Map<string, string[]>()
    for (const [i, { tag }] of wanted.entries()) {
      const text = decoded.texts[i] ?? ''
      const known = textsByTag.get(tag)
      if (known === undefined) textsByTag.set(tag, [text])
      else known.push(text)
    }
    const textsOf = (tag: string): readonly string[] => textsByTag.get(tag) ?? []
    const ofRecord = new Map<Place, string>()
    const copyTag = copyTags.find((tag) => fields.some((field) => field.tag === tag))
    const cellOf = (column: CatalogueColumn, copy: string): string => {
      for (const place of places[column] ?? []) {
        if (copyTags.includes(place.tag)) {
          const value = place.tag === copyTag ? valueAt(copy, place, column) : ''
          if (value !== '') return value
          continue
        }
        let value = ofRecord.get(place)
        if (value === undefined) {
          value = ''
          for (const text of textsOf(place.tag)) {
            value = valueAt(text, place, column)
            if (value !== '') break
          }
          ofRecord.set(place, value)
        }
        if (value !== '') return value
      }
      return ''
    }
    const number = cellOf('record', '') || (textsOf('001')[0] ?? '').trim()
    if (leader[5] === 'd') {
      this.#heed('deleted', number, '')
      return
    }
    for (const encoding of decoded.encodings) this.#recordsByEncoding.set(encoding, (this.#recordsByEncoding.get(encoding) ?? 0) + 1)
    for (const { heed, detail } of [...parsed.heeded, ...decoded.heeded]) this.#heed(heed, number, detail)
    if (copyTag === undefined) {
      for (const { tag } of fields) if (perhapsCopies.test(tag)) this.#otherTags.add(tag)
      this.#heed('no-copy', number, '')
      return
    }
    this.#copyTags.add(copyTag)
    for (const copy of textsOf(copyTag)) {
      const cells = columns.map((column) => {
        const value = cellOf(column, copy)
        if (value !== '') this.#seen.add(column)
        return column === 'barcode' ? value : this.#share(value)
      })
      if (cells[recordIndex] === '') cells[recordIndex] = number
      this.#rows.push(new FileRow('catalogue', this.#rank, cells, indexByColumn, this.#cellNotes))
      this.#entries++
    }
  }

  /** Title fields tell the two formats apart; a record without either is like most others. */
  #flavourOf(fields: RawFields['fields']): MarcFlavour {
    const has = (wanted: string): boolean => fields.some(({ tag }) => tag === wanted)
    const [unimarc, marc21] = [has('200'), has('245')]
    const counted = this.#recordsByFlavour
    if (unimarc !== marc21) return marc21 ? 'MARC21' : 'UNIMARC'
    return (counted.get('MARC21') ?? 0) > (counted.get('UNIMARC') ?? 0) ? 'MARC21' : 'UNIMARC'
  }

  /** As the table of a CSV file, once every record was added. `mapName`: of the ready map, or the file's. */
  toTable(compressed: boolean, mapName: string): Table<'catalogue'> {
    const flavours = [...this.#recordsByFlavour].sort((a, b) => b[1] - a[1]).map(([flavour]) => flavour)
    const { places } = this.#maps[flavours[0] ?? 'UNIMARC']
    const [rows, cellNotes] = [this.#rows, this.#cellNotes]
    cellNotes.mojibake = findMojibake(rows.flatMap(({ cells }) => cells))
    return {
      headerOf: (column) => places[column]?.map(sayPlace).join(', ') ?? '',
      rows,
      rejected: this.#rejected,
      rowCount: rows.length,
      isCut: false,
      has: (column) => this.#seen.has(column),
      column: (column) => rows.map((row) => row.cell(column)),
      shiftedTo: () => undefined,
      cellsOf: (bad) => {
        const lines = new Set(bad.filter(({ reason }) => reason.kind !== 'duplicate').map(({ line }) => line))
        return new Set([...this.#pieces, ...rows.filter(({ line }) => lines.has(line)).map((row) => row.cell('barcode').trim())])
      },
      notes: () => [
        {
          kind: 'marc-read',
          format: this.#format,
          flavours,
          encodings: [...this.#recordsByEncoding].map(([encoding, records]) => ({ encoding, records })),
          copyTags: [...this.#copyTags],
          map: mapName,
          compressed,
        },
        ...[...this.#heeded].map(([heed, records]) => ({ kind: 'marc-heeded', heed, records }) as const),
        ...cellNotes.notes(),
      ],
    }
  }
}
