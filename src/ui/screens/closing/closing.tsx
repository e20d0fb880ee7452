/**
 * Clôture: what remains before the day is closed, in one sentence; then, for the manager, the file for the ILS and one more tablet.
 * Runs in the browser. Loading the same batch twice would renew the loans: the screen says so beside the button.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Order } from '../../../domain/order/order.ts'
import { today as todayEn } from '../../../locale/en/today.ts'
import { today as todayFr } from '../../../locale/fr/today.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Field } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { hrefOf } from '../../routes.ts'
import { useWords } from '../../use-words.ts'
import { NoShowWindow } from '../today/no-show-window.tsx'
import { OrderRows } from '../today/order-rows.tsx'
import styles from './closing.module.css'
import { PinField } from './pin-field.tsx'
import { QrSquare } from './qr-square.tsx'
import { Tablets } from './tablets.tsx'
import { useClosing } from './use-closing.ts'

export const Closing = () => {
  const closing = useClosing()
  const { words, remaining, silentLetters, absent } = closing
  const day = useWords(todayFr, todayEn)
  const [noShows, setNoShows] = useState<readonly Order[] | undefined>(undefined)
  return (
    <>
      <Verdict sign={remaining.length === 0 ? 'ok' : 'warn'} head={remaining.length > 0 ? words.notYet : words.allSettled}>
        {remaining.length > 0 ? words.remains(remaining) : words.allSettledSay}{' '}
        {silentLetters.length === 0 ? null : words.wake(closing.format.list(silentLetters), silentLetters.length)}{' '}
        {closing.awaitingIls === 0 ? null : words.awaitingIls(closing.awaitingIls)}
      </Verdict>
      {remaining.length === 0 ? null : (
        <p class="actions">
          {closing.openCaseCount > 0 ? (
            <ButtonLink href={hrefOf('cases')} icon="case">
              {words.seeCases}
            </ButtonLink>
          ) : null}
          {closing.pendingCount > 0 ? (
            <ButtonLink href={hrefOf('operations')} icon="operations">
              {words.seeOperations}
            </ButtonLink>
          ) : null}
        </p>
      )}
      {absent.length === 0 ? null : (
        <Panel title={words.absentTitle}>
          <OrderRows orders={absent.map((order) => ({ order, state: 'late' }))} onNoShow={setNoShows} />
          {absent.length === 1 ? null : (
            <div class="panel-foot">
              <Button onPress={() => setNoShows(absent)}>{day.noShowAll(absent.length)}</Button>
            </div>
          )}
        </Panel>
      )}
      {noShows === undefined ? null : <NoShowWindow orders={noShows} onClose={() => setNoShows(undefined)} />}
      {closing.isManager ? <ManagerActs closing={closing} /> : <p class="soft">{words.managerOnly}</p>}
    </>
  )
}

const ManagerActs = ({ closing }: { readonly closing: ReturnType<typeof useClosing> }) => {
  const { words, format, list, code, answer, toLocal } = closing
  const answered = useRef<HTMLDivElement>(null)
  // The act may have been pressed two panels below.
  useEffect(() => {
    if (answer.kind === 'refused' || answer.kind === 'done') answered.current?.scrollIntoView({ block: 'center' })
  }, [answer])
  return (
    <>
      <Panel title={words.manager}>
        <div class={styles.body}>
          <p>{closing.isOnline ? words.managerSay : words.offlineSay}</p>
          <PinField closing={closing} />
          {answer.kind === 'working' ? <p>{words.working}</p> : null}
          <div ref={answered}>
            {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
            {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
          </div>
        </div>
      </Panel>
      <Panel title={words.exportTitle}>
        <div class={styles.body}>
          <div class={styles.line}>
            <Field label={words.day} type="date" value={closing.day} onInput={closing.setDay} />
            <Button onPress={() => void closing.showList()}>{words.list}</Button>
          </div>
          {list === undefined ? null : (
            <>
              <p>
                {words.waiting(list.waiting.loans, list.waiting.returns)}{' '}
                {list.waiting.inCase === 0 ? null : <Chip sign="warn" tone="warn" words={words.inCase(list.waiting.inCase)} />}
                {list.waiting.erased === undefined ? null : <Chip sign="warn" tone="warn" words={words.erased(list.waiting.erased)} />}
              </p>
              <div class="actions">
                {list.waiting.loans + list.waiting.returns === 0 ? null : (
                  <Button look="primary" onPress={() => void closing.make('koc')}>
                    {words.makeKoc}
                  </Button>
                )}
                {/* The two formats are counted apart: the table may be read after the file was made. */}
                <Button onPress={() => void closing.make('csv')}>{words.makeCsv}</Button>
              </div>
            </>
          )}
        </div>
        {list === undefined ? null : list.batches.length === 0 ? (
          <p class="fold">{words.noBatch}</p>
        ) : (
          <>
            <Rows label={words.batches}>
              {list.batches.map((batch) => {
                const made = toLocal(batch.madeAt)
                const settled = batch.settledAt === undefined ? undefined : toLocal(batch.settledAt)
                return (
                  <Row
                    key={batch.number}
                    where={words.batch(batch.number)}
                    what={
                      <>
                        <span class="title">{batch.fileName}</span>
                        <span class="by">
                          {words.batchSay(batch.loans, batch.returns, `${format.date(made.date)}, ${format.time(made.time)}`)}
                        </span>
                        {settled === undefined ? null : (
                          <span class="by">
                            <Chip
                              sign="ok"
                              tone="ok"
                              words={words.settledOn(`${format.date(settled.date)}, ${format.time(settled.time)}`)}
                            />
                          </span>
                        )}
                      </>
                    }
                    act={
                      <>
                        <Button
                          label={`${words.download} ${batch.fileName}`}
                          onPress={() => void closing.downloadAgain(batch.format, batch.number)}
                        >
                          {words.download}
                        </Button>
                        {settled === undefined && batch.format === 'koc' ? (
                          <Button label={words.confirmNamed(words.batch(batch.number))} onPress={() => void closing.settle(batch.number)}>
                            {words.confirm}
                          </Button>
                        ) : null}
                      </>
                    }
                  />
                )
              })}
            </Rows>
            <p class="fold">{words.confirmSay}</p>
          </>
        )}
      </Panel>
      <Tablets closing={closing} />
      <Panel title={words.enrolTitle}>
        <div class={styles.body}>
          <p>{words.enrolSay}</p>
          <div class="actions">
            <Button icon="tablet" onPress={() => void closing.makeCode()}>
              {words.makeCode}
            </Button>
          </div>
          {code === undefined ? null : (
            <div class={styles.code}>
              <QrSquare text={code.link} label={words.qr} />
              <dl>
                <dt>{words.codeLabel}</dt>
                <dd class={styles.big}>{code.code}</dd>
                <dt>{words.linkLabel}</dt>
                <dd class={styles.link}>{code.link}</dd>
                <dd class="soft">{words.expires(format.time(toLocal(code.expiresAt).time))}</dd>
              </dl>
            </div>
          )}
        </div>
      </Panel>
    </>
  )
}
