/**
 * What a cut asks of this tablet, each with its state and what to do: camera, printer, storage, last exchange, clock, battery.
 * Runs in the browser. Nothing is supposed in order: what only a person can see (the label on the table) is asked.
 */
import { h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { msPerMinute } from '../../../domain/instant.ts'
import { textOfReading } from '../../../domain/scan/text-of-reading.ts'
import { exerciseWords } from '../../../locale/en/exercise.ts'
import { scanningWords } from '../../../locale/en/scanning.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { announce } from '../../announcer.ts'
import { answerScan } from '../../answer-scan.ts'
import type { IconName } from '../../components/icon.tsx'
import { labelPaper } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useSite } from '../../use-site.ts'
import { useFormats, useWords } from '../../use-words.ts'

interface Battery {
  /** 0 to 1. */
  readonly level: number
  readonly charging: boolean
}

interface BatteryManager extends Battery, EventTarget {}

const events = ['levelchange', 'chargingchange']

/**
 * How much is left in the battery, where the browser tells (Battery Status API: Chromium only, on a secure address); undefined elsewhere,
 * and the screen says where to look instead.
 */
const useBattery = (): Battery | undefined => {
  const [battery, setBattery] = useState<Battery>()
  useEffect(() => {
    // TypeScript's DOM does not know it: it is on no standards track.
    const { getBattery } = navigator as { getBattery?: () => Promise<BatteryManager> }
    const listening = new AbortController()
    const { signal } = listening
    getBattery?.call(navigator).then(
      (found) => {
        const show = () => setBattery({ level: found.level, charging: found.charging })
        if (signal.aborted) return
        for (const event of events) found.addEventListener(event, show, { signal })
        show()
      },
      // A browser may refuse the question: this counts as no answer.
      () => undefined,
    )
    return () => listening.abort()
  }, [])
  return battery
}

/** `unknown`: the browser does not say, and nobody is asked. */
export type CheckState = 'ok' | 'warn' | 'untried' | 'unknown'
export type CheckName = 'camera' | 'printer' | 'storage' | 'exchange' | 'clock' | 'battery'

/** Milliseconds between the two clocks from which somebody should look. */
const clockTolerance = msPerMinute
/** Share of the battery under which half a day is not sure. */
const enough = 0.4

export const useChecks = () => {
  const words = useWords(exerciseWords)
  const scanning = useWords(scanningWords)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  const site = useSite()
  const battery = useBattery()
  const { camera, persistence, link } = useSnapshot()
  const [printer, setPrinter] = useState<'untried' | 'asked' | 'ok' | 'failed'>('untried')
  const [hasSeen, setSeen] = useState(false)
  useEffect(() => {
    if (camera.kind === 'open') setSeen(true)
  }, [camera.kind])
  const [read, setRead] = useState<string | undefined>(undefined)
  // Any code will do: what it is of is no matter here.
  useEffect(
    () =>
      desk.onScan((scan) => {
        if (scan.by !== 'camera' || scan.kind === 'cut-short') return
        // As it may be shown in the open: of a card its end alone.
        const text = 'card' in scan ? formatCardEnd(scan.card) : textOfReading(scan)
        setRead(text)
        announce(words.camera.read(text))
        answerScan('accepted')
      }),
    [desk, words],
  )

  const cameraCheck = (): readonly [CheckState, string] => {
    if (camera.kind === 'failed') {
      const { what, next } = scanning.failures[camera.reason]
      return ['warn', `${what} ${next}`]
    }
    if (read !== undefined) return ['ok', words.camera.read(read)]
    return hasSeen ? ['ok', words.camera.ok] : ['untried', words.camera.untried]
  }
  const printerCheck = (): readonly [CheckState, string] => {
    if (printer === 'ok') return ['ok', words.printer.ok]
    return printer === 'failed' ? ['warn', words.printer.failed] : ['untried', words.printer.untried]
  }
  const storageCheck = (): readonly [CheckState, string] => {
    if (persistence === 'granted') return ['ok', words.storage.ok]
    return persistence === 'refused' ? ['warn', words.storage.refused] : ['unknown', words.storage.unknown]
  }
  const exchangeCheck = (): readonly [CheckState, string] => {
    switch (link.kind) {
      case 'online':
        return ['ok', words.exchange.ok(format.time(desk.toLocal(link.lastExchangeAt).time))]
      case 'offline':
        return ['warn', words.exchange.offline(link.since === undefined ? undefined : format.time(desk.toLocal(link.since).time))]
      case 'problem':
        return ['warn', words.exchange.problem(link.problem)]
    }
  }
  const clockCheck = (): readonly [CheckState, string] => {
    const lacks = desk.clockOffset()
    if (Math.abs(lacks) < clockTolerance) return ['ok', words.clock.ok]
    const by = format.duration(Math.round(Math.abs(lacks) / msPerMinute))
    return ['warn', lacks > 0 ? words.clock.behind(by) : words.clock.ahead(by)]
  }
  const batteryCheck = (): readonly [CheckState, string] => {
    if (battery === undefined) return ['unknown', words.battery.unknown]
    const percent = Math.round(battery.level * 100)
    if (battery.charging) return ['ok', words.battery.charging(percent)]
    return battery.level < enough ? ['warn', words.battery.low(percent)] : ['ok', words.battery.ok(percent)]
  }

  const check = (name: CheckName, icon: IconName, [state, say]: readonly [CheckState, string]) => ({ name, icon, state, say })
  return {
    words,
    checks: [
      check('camera', 'scan', cameraCheck()),
      check('printer', 'print', printerCheck()),
      check('storage', 'server', storageCheck()),
      check('exchange', 'online', exchangeCheck()),
      check('clock', 'clock', clockCheck()),
      check('battery', 'tablet', batteryCheck()),
    ],
    isPrinterAsked: printer === 'asked',
    sayPrinted: (isOut: boolean) => setPrinter(isOut ? 'ok' : 'failed'),
    tryPrinter: async () => {
      if (site === undefined) return
      const { LabelPaper } = await import('../../printing/labels.tsx')
      const { date, time } = now
      const slot = { siteId: site.id, date, time }
      const label = { initials: 'TE', lastDigits: '0000', slot, number: 'TEST-000', bays: [] }
      print(h(LabelPaper, { labels: [{ label, initials: 'T.\u00a0E.' }], paper: labelPaper.value, first: 1 }))
      setPrinter('asked')
    },
  }
}
