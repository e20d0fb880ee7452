/**
 * Exercice: is this tablet ready for a cut, and are we? A check of what a cut needs, then a rehearsal. Runs in the browser.
 * During the rehearsal the same address gives what to do.
 */
import { type ComponentChildren, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { msPerMinute } from '../../../domain/instant.ts'
import type { OperationKind } from '../../../domain/operation/operation.ts'
import { textOfReading } from '../../../domain/scan/text-of-reading.ts'
import { exerciseWords } from '../../../locale/en/exercise.ts'
import { scanningWords } from '../../../locale/en/scanning.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import type { RehearsalDesk } from '../../../tablet/desk.ts'
import { answerScan } from '../../answer-scan.ts'
import { CameraPanel } from '../../components/camera-panel.tsx'
import { Icon, type IconName, Mark, type SignName } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, Panel, Row, Rows, Verdict } from '../../components/parts.tsx'
import { Table } from '../../components/table.tsx'
import { labelPaper } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { rehearsal } from '../../rehearsal/rehearsal.ts'
import { startRehearsal } from '../../rehearsal/start-rehearsal.tsx'
import { hrefOf } from '../../routes.ts'
import { announce, useDesk, useFormats, useFromState, useNow, useSite, useSnapshot, useWords } from '../../use-desk.ts'
import { describeNumbers, describeSteps } from './describe-guide.ts'
import styles from './exercise.module.css'

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
type CheckState = 'ok' | 'warn' | 'untried' | 'unknown'
type CheckName = 'camera' | 'printer' | 'storage' | 'exchange' | 'clock' | 'battery'

/** Milliseconds between the two clocks from which somebody should look. */
const clockTolerance = msPerMinute
/** Share of the battery under which half a day is not sure. */
const enough = 0.4

const useChecks = () => {
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

const signs: Readonly<Record<CheckState, SignName>> = { ok: 'ok', warn: 'warn', untried: 'unknown', unknown: 'unknown' }

export const Exercise = () => (rehearsal.value === undefined ? <Ready /> : <Guide desk={rehearsal.value.desk} />)

const Ready = () => {
  const { words, checks, tryPrinter, sayPrinted, isPrinterAsked } = useChecks()
  const desk = useDesk()
  const [isCameraOpen, setCameraOpen] = useState(false)
  const countOf = (wanted: CheckState) => checks.filter(({ state }) => state === wanted).length
  const [wrong, untried] = [countOf('warn'), countOf('untried')]
  const acts: Partial<Record<CheckName, ComponentChildren>> = {
    camera: (
      <Button pressed={isCameraOpen} onPress={() => setCameraOpen(!isCameraOpen)}>
        {isCameraOpen ? words.camera.stop : words.camera.try}
      </Button>
    ),
    printer: <Button onPress={tryPrinter}>{words.printer.try}</Button>,
    exchange: <Button onPress={() => desk.tryNow()}>{words.exchange.retry}</Button>,
  }
  return (
    <>
      <Verdict
        sign={wrong > 0 ? 'warn' : untried > 0 ? 'unknown' : 'ok'}
        head={wrong > 0 ? words.verdict.wrong(wrong) : untried > 0 ? words.verdict.untried(untried) : words.verdict.ready}
      >
        {words.say}
      </Verdict>
      <Panel title={words.rehearse.title}>
        <div class={styles.body}>
          <p>{words.rehearse.say}</p>
          <Button look="primary" icon="offline" onPress={() => void startRehearsal(desk)}>
            {words.rehearse.start}
          </Button>
          <p class="small soft">{words.rehearse.reload}</p>
        </div>
      </Panel>
      <Panel title={words.checkTitle} className={styles.checks ?? ''}>
        <Rows>
          {checks.map(({ name, icon, state, say }) => (
            <Row
              key={name}
              where={<Icon name={icon} />}
              what={
                <>
                  <span class={styles.name}>
                    <b class="title">{words[name].name}</b>
                    <Chip
                      sign={signs[state]}
                      {...(state === 'ok' || state === 'warn' ? { tone: state } : {})}
                      words={words.states[state]}
                    />
                  </span>
                  <span>{say}</span>
                  {name === 'camera' && isCameraOpen ? <CameraPanel /> : null}
                  {name === 'printer' && isPrinterAsked ? (
                    <span class="actions">
                      <b>{words.printer.asked}</b>
                      <Button onPress={() => sayPrinted(true)}>{words.printer.yes}</Button>
                      <Button onPress={() => sayPrinted(false)}>{words.printer.no}</Button>
                    </span>
                  ) : null}
                </>
              }
            >
              {acts[name]}
            </Row>
          ))}
        </Rows>
      </Panel>
    </>
  )
}

/** What to do during the rehearsal, step by step, each ticked by the desk itself; and the numbers to type or to print. */
const Guide = ({ desk }: { readonly desk: RehearsalDesk }) => {
  const { guide: words } = useWords(exerciseWords)
  const { link, openCaseCount, revision } = useSnapshot()
  const [done, setDone] = useState<ReadonlySet<OperationKind>>(new Set())
  // `revision` says that something was done.
  useEffect(() => {
    void desk.ownOperations().then((operations) => setDone(new Set(operations.map(({ type }) => type))))
  }, [desk, revision])
  const steps = describeSteps(words, done, link, openCaseCount)
  const numbers = useFromState((state) => describeNumbers(words, state), words)
  const count = steps.filter(({ isDone }) => isDone).length
  const printCodes = async () => {
    const { ExerciseCodes } = await import('./exercise-codes.tsx')
    print(h(ExerciseCodes, { title: words.numbers, numbers }))
  }
  return (
    <>
      <Verdict
        {...(count === steps.length ? { sign: 'ok' as const } : {})}
        head={count === steps.length ? words.finished : words.head(count, steps.length)}
      >
        {link.kind === 'online' ? words.sayBack : words.say}
      </Verdict>
      <Panel title={words.steps} className={styles.checks ?? ''}>
        <Rows>
          {steps.map(({ name, say, isDone, screen }) => (
            <Row
              key={name}
              where={
                <span class={styles.step}>
                  <Mark name={isDone ? 'done' : 'todo'} />
                  {isDone ? words.done : words.todo}
                </span>
              }
              what={<b class="title">{words[name]}</b>}
              by={say}
            >
              {name === 'network' && !isDone ? (
                <Button onPress={() => desk.restoreNetwork()}>{words.restore}</Button>
              ) : (
                <ButtonLink href={hrefOf(screen)}>
                  {words.go}
                  <span class="sr">: {words[name]}</span>
                </ButtonLink>
              )}
            </Row>
          ))}
        </Rows>
      </Panel>
      <Panel title={words.numbers}>
        <div class={styles.body}>
          <Button icon="print" onPress={() => void printCodes()}>
            {words.print}
          </Button>
        </div>
        <Table
          title={words.numbersSay}
          columns={[
            { title: words.columns.what, cell: ({ what }) => what },
            { title: words.columns.number, numeric: true, cell: ({ number }) => <b>{number}</b> },
          ]}
          rows={numbers}
          rowKey={({ number }) => number}
        />
      </Panel>
    </>
  )
}
