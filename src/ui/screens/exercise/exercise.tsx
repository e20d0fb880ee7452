/**
 * Exercice: is this tablet ready for a cut, and are we? A check of what a cut needs, then a rehearsal. Runs in the browser.
 * During the rehearsal the same address gives what to do.
 */
import { type ComponentChildren, h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { OperationKind } from '../../../domain/operation/operation.ts'
import { exerciseWords } from '../../../locale/en/exercise.ts'
import type { RehearsalDesk } from '../../../tablet/desk.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CameraPanel } from '../../components/camera-panel.tsx'
import { Chip } from '../../components/chip.tsx'
import { Icon, Mark, type SignName } from '../../components/icon.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { print } from '../../printing/print.tsx'
import { rehearsal } from '../../rehearsal/rehearsal.ts'
import { startRehearsal } from '../../rehearsal/start-rehearsal.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFromState, useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import { describeNumbers, describeSteps } from './describe-guide.ts'
import styles from './exercise.module.css'
import { type CheckName, type CheckState, useChecks } from './use-checks.ts'

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
