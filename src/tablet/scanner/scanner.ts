/**
 * A means by which codes come in: the gun, the camera. Runs in the page. A scanner gives the text that was read, and its
 * symbology where it is known; what the text means here is judged once for all of them (domain/scan/judge-text.ts).
 */
import type { Symbology } from '../../domain/scan/symbology.ts'
import type { ScanSource } from '../desk.ts'

export interface RawReading {
  /** As read: nothing is stripped, leading zeros stay. */
  readonly text: string
  readonly symbology: Symbology | undefined
}

export interface Scanner {
  readonly source: ScanSource
  /** Calls back once for each code presented, and once for each that came in part; answers what stops it. */
  listen(onReading: (reading: RawReading) => void, onCutShort?: () => void): () => void
}
