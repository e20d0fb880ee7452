/**
 * A catalogue in MARC, read from its bytes as they come: no more of the file is held than one record. Runs in the endpoint's commands.
 * It says what a catalogue in CSV says, and of each record what was wrong with it.
 */
import { accept, type Result, refuse } from '../../../../domain/result.ts'
import type { FileFault } from '../import-finding.ts'
import { type CatalogueContent, toCatalogue } from '../read-catalogue.ts'
import type { ReadOptions } from '../read-table.ts'
import { createIso2709Splitter, parseIso2709 } from './iso2709.ts'
import type { MarcFormat } from './marc-finding.ts'
import type { MarcMaps } from './marc-map.ts'
import { MarcTable, maximumEntries } from './marc-table.ts'
import { createMarcXmlSplitter, marcXmlParser } from './marcxml.ts'

export interface MarcSource {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly format: MarcFormat
  readonly compressed: boolean
  /** The encoding that an XML file's first line names. */
  readonly declared?: string | undefined
}

export interface MarcOptions extends Pick<ReadOptions, 'rule' | 'toLocal' | 'mendsMany'> {
  readonly maps: MarcMaps
  /** How the report names them. */
  readonly mapName: string
}

/** Refuses a file of which no copy can be used. */
export const readMarc = async (
  { chunks, format, compressed, declared }: MarcSource,
  options: MarcOptions,
): Promise<Result<CatalogueContent, FileFault>> => {
  const isXml = format === 'MARCXML'
  const splitter = isXml ? createMarcXmlSplitter() : createIso2709Splitter()
  const marc = new MarcTable(options.maps, format, isXml ? marcXmlParser(declared) : parseIso2709)
  const tooMuch = refuse<FileFault>({ kind: 'marc-too-much', maximum: maximumEntries })
  for await (const chunk of chunks) {
    for (const raw of splitter.push(chunk)) marc.add(raw)
    if (marc.isTooMuch) return tooMuch
  }
  for (const raw of splitter.end()) marc.add(raw)
  marc.end()
  if (marc.isTooMuch) return tooMuch
  if (marc.copies === 0 && marc.rejected.length === 0) {
    return refuse({ kind: 'marc-no-copy', records: marc.records, otherTags: marc.otherTags })
  }
  const content = toCatalogue(marc.toTable(compressed, options.mapName), options)
  if (!content.ok) {
    const fault = content.refusal
    if (fault.kind === 'no-row-accepted') return refuse({ ...fault, rejected: fault.rejected.map(marc.named) })
    return refuse(fault.kind === 'too-many-mended' ? { ...fault, unit: 'record' } : fault)
  }
  return accept({
    ...content.value,
    rejected: content.value.rejected.map(marc.named),
    records: marc.records,
    isCut: splitter.isCut(),
  })
}
