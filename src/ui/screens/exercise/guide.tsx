/**
 * What to do during the rehearsal, step by step, each ticked by the desk itself; and the numbers to type or to print. Runs in the browser.
 */
import { h } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { OperationKind } from '../../../domain/operation/operation.ts'
import { exerciseWords } from '../../../locale/en/exercise.ts'
import type { RehearsalDesk } from '../../../tablet/desk.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Mark } from '../../components/icon.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { print } from '../../printing/print.tsx'
import { hrefOf } from '../../routes.ts'
import { useFromState, useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import { describeNumbers, describeSteps } from './describe-guide.ts'
import styles from './exercise.module.css'

export const Guide = ({ desk }: { readonly desk: RehearsalDesk }) => {
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
