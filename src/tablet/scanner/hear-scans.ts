/**
 * Every reading of the gun, the camera and the keyboard, judged by the library's rules and told to whoever listens. Runs in the page.
 * Before the rules are here nothing is recognised, and nothing is lost: the text goes to the screen as it was read.
 */
import { judgeText, stripGunAffixes } from '../../domain/scan/judge-text.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { Desk, Scan, ScanSource } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { RawReading } from './scanner.ts'

export interface HearScansPorts extends Pick<DeskPorts, 'gun' | 'createCamera'> {
  readonly shown: ShownDesk
  /** Called at each reading: a scan is a sign of life. */
  readonly onReading: () => void
}

export const hearScans = ({ gun, createCamera, shown, onReading }: HearScansPorts): Pick<Desk, 'onScan' | 'judgeTyped' | 'camera'> => {
  const { state } = shown.snapshot
  const listeners = new Set<(scan: Scan) => void>()
  const rules = (): Settings | undefined => state.get('settings', 'settings')
  const judge = ({ text, symbology }: RawReading, by: ScanSource): Scan => {
    const settings = rules()
    if (settings === undefined) return { kind: 'unrecognised', text, by }
    return { ...judgeText(settings, by === 'gun' ? stripGunAffixes(settings, text) : text, symbology), by }
  }
  const camera = createCamera({ onState: (camera) => shown.show({ camera }), rules })
  for (const scanner of [gun, camera]) {
    const tell = (scan: Scan): void => {
      onReading()
      for (const listener of listeners) listener(scan)
    }
    scanner.listen(
      (reading) => tell(judge(reading, scanner.source)),
      () => tell({ kind: 'cut-short', by: scanner.source }),
    )
  }
  return {
    onScan: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // An empty field is no code.
    judgeTyped: (text) =>
      text.trim() === '' ? { kind: 'unrecognised', text, by: 'typed' } : judge({ text, symbology: undefined }, 'typed'),
    camera,
  }
}
