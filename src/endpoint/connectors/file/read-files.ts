/**
 * Reads and judges the files of one import before anything is written. Runs in the endpoint's commands.
 * If one file is not what it claims to be, none is taken.
 */
import { type Instant, toInstant } from '../../../domain/instant.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { BarcodeRule } from '../../../domain/settings/settings.ts'
import type { WallClock } from '../../../protocol/wall-clock.ts'
import type { IlsList, IlsSays } from '../../ils/connector.ts'
import type { FileKind } from './column.ts'
import type { FileFault } from './import-finding.ts'
import { readyMaps } from './marc/marc-map.ts'
import { findMarc, readMarcFile } from './marc/open-marc.ts'
import type { MarcOptions } from './marc/read-marc.ts'
import type { ImportMap } from './match-headers.ts'
import { type FileBytes, readBytes } from './read-bytes.ts'
import { type CatalogueContent, readCatalogue } from './read-catalogue.ts'
import { type OrdersContent, readOrders } from './read-orders.ts'
import { type PatronsContent, readPatrons } from './read-patrons.ts'

export type GivenFile = FileKind | 'settings' | 'map' | 'marc-map'

export interface ImportRefusal {
  /** undefined: it is about the import as a whole. */
  readonly file: GivenFile | undefined
  readonly fault: FileFault
}

export interface FilesWish {
  /** Paths. */
  readonly files: Readonly<Partial<Record<FileKind, string>>>
  readonly map: ImportMap
  /** Where a catalogue in MARC has what we need; undefined: where the standards have it. */
  readonly marc?: Pick<MarcOptions, 'maps' | 'mapName'> | undefined
  /** The library's rules, where it has settings. */
  readonly rules: Readonly<Partial<Record<'cardRule' | 'itemRule', BarcodeRule | undefined>>>
  /** The moment that the files speak of; undefined: each one's last change (LOAN-2). */
  readonly asOf: Instant | undefined
  readonly mendsMany: boolean
  readonly blockWords?: readonly string[]
  /** The library's wall clock. */
  readonly toLocal: WallClock
  readonly now: () => Instant
  readonly onRead?: ((file: FileKind, isDone: boolean) => void) | undefined
}

export interface ReadList<T> extends IlsList<T> {
  /** Of reading, milliseconds. */
  readonly readMs: number
}

/** What the files say, with what there is to report of each. */
export interface FilesSay extends IlsSays {
  readonly catalogue: ReadList<CatalogueContent> | undefined
  readonly patrons: ReadList<PatronsContent> | undefined
  readonly orders: ReadList<OrdersContent> | undefined
}

const standardMap = { maps: readyMaps.standard, mapName: 'standard' }

export const readFiles = async (wish: FilesWish): Promise<Result<FilesSay, ImportRefusal>> => {
  const { files, map, rules, asOf, now, toLocal, onRead } = wish
  const options = { toLocal, today: toLocal(now()).date, mendsMany: wish.mendsMany }
  const toList = <T>(list: T, { sha256, modifiedAt }: Pick<FileBytes, 'sha256' | 'modifiedAt'>, startedAt: number): ReadList<T> => ({
    list,
    asOf: asOf ?? toInstant(Math.min(modifiedAt, now())),
    isAsOfCertain: asOf !== undefined,
    stamp: sha256,
    readMs: performance.now() - startedAt,
  })
  const readOne = async <T>(
    kind: FileKind,
    read: (file: FileBytes) => Result<T, FileFault>,
  ): Promise<Result<ReadList<T> | undefined, ImportRefusal>> => {
    const path = files[kind]
    if (path === undefined) return accept(undefined)
    const startedAt = performance.now()
    onRead?.(kind, false)
    const bytes = await readBytes(path)
    if (!bytes.ok) return refuse({ file: kind, fault: bytes.refusal })
    const content = read(bytes.value)
    if (!content.ok) return refuse({ file: kind, fault: content.refusal })
    onRead?.(kind, true)
    return accept(toList(content.value, bytes.value, startedAt))
  }
  /** A catalogue in MARC is read as it comes: no file of records is held whole. */
  const readOfMarc = async (): Promise<Result<ReadList<CatalogueContent> | undefined, ImportRefusal>> => {
    const marc = files.catalogue === undefined ? undefined : await findMarc(files.catalogue)
    if (marc === undefined) return accept(undefined)
    const startedAt = performance.now()
    onRead?.('catalogue', false)
    const read = await readMarcFile(marc, { ...options, ...(wish.marc ?? standardMap), rule: rules.itemRule })
    if (!read.ok) return refuse({ file: 'catalogue', fault: read.refusal })
    onRead?.('catalogue', true)
    return accept(toList(read.value.content, read.value, startedAt))
  }
  const ofMarc = await readOfMarc()
  if (!ofMarc.ok) return ofMarc
  const catalogue =
    ofMarc.value === undefined
      ? await readOne('catalogue', (file) => readCatalogue(file, { ...options, map: map.catalogue, rule: rules.itemRule }))
      : ofMarc
  if (!catalogue.ok) return catalogue
  const patrons = await readOne('patrons', (file) =>
    readPatrons(file, {
      ...options,
      map: map.patrons,
      rule: rules.cardRule,
      blockWords: [...(map.blocks ?? []), ...(wish.blockWords ?? [])],
    }),
  )
  if (!patrons.ok) return patrons
  const orders = await readOne('orders', (file) => readOrders(file, { ...options, map: map.orders }))
  if (!orders.ok) return orders
  return accept({ catalogue: catalogue.value, patrons: patrons.value, orders: orders.value })
}
