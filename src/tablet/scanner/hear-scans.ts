/**
 * Every reading of the gun, the camera and the keyboard, judged by the library's rules and told to whoever listens. Runs in the page.
 * Before the rules are here nothing is recognised, and nothing is lost: the text goes to the screen as it was read.
 */
import { judgeText, stripGunAffixes } from '../../domain/scan/judge-text.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { Desk, Scan, ScanSource } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { ShownDesk } from '../desk-state/shown-desk.ts'
import type { RawReading, Scanner } from './scanner.ts'

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
  const typed = createTypedScanner()
  const judgeTyped = (text: string): Scan => {
    let scan: Scan = { kind: 'unrecognised', text, by: 'typed' }
    const stop = typed.listen((reading) => {
      scan = judge(reading, 'typed')
    })
    typed.enter(text)
    stop()
    return scan
  }
  return {
    onScan: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    judgeTyped,
    camera,
  }
}

/** What a person enters is one reading: whatever was meant to be a code; an empty field is nothing. */
export const createTypedScanner = (): Scanner & { enter(text: string): void } => {
  const listeners = new Set<(reading: RawReading) => void>()
  return {
    source: 'typed',
    listen: (onReading) => {
      listeners.add(onReading)
      return () => listeners.delete(onReading)
    },
    enter: (text) => {
      if (text.trim() !== '') for (const listener of listeners) listener({ text, symbology: undefined })
    },
  }
}
