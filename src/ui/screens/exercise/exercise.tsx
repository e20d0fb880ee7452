/**
 * Exercice: is this tablet ready for a cut, and are we? A check of what a cut needs, then a rehearsal. Runs in the browser.
 * During the rehearsal the same address gives what to do.
 */
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { CameraPanel } from '../../components/camera-panel.tsx'
import { Chip } from '../../components/chip.tsx'
import { Icon, type SignName } from '../../components/icon.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { rehearsal } from '../../rehearsal/rehearsal.ts'
import { startRehearsal } from '../../rehearsal/start-rehearsal.ts'
import { useDesk } from '../../use-desk.ts'
import styles from './exercise.module.css'
import { Guide } from './guide.tsx'
import { type CheckState, useChecks } from './use-checks.ts'

const signs: Readonly<Record<CheckState, SignName>> = { ok: 'ok', warn: 'warn', untried: 'unknown', unknown: 'unknown' }

export const Exercise = () => (rehearsal.value === undefined ? <Ready /> : <Guide desk={rehearsal.value.desk} />)

const Ready = () => {
  const { words, checks, tryPrinter, sayPrinted, isPrinterAsked } = useChecks()
  const desk = useDesk()
  const [isCameraOpen, setCameraOpen] = useState(false)
  const countOf = (wanted: CheckState) => checks.filter(({ state }) => state === wanted).length
  const [wrong, untried] = [countOf('warn'), countOf('untried')]
  const acts = {
    camera: (
      <Button pressed={isCameraOpen} onPress={() => setCameraOpen(!isCameraOpen)}>
        {isCameraOpen ? words.camera.stop : words.camera.try}
      </Button>
    ),
    printer: <Button onPress={tryPrinter}>{words.printer.try}</Button>,
    exchange: <Button onPress={() => desk.tryNow()}>{words.exchange.retry}</Button>,
    storage: null,
    clock: null,
    battery: null,
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
