/**
 * The file for the ILS: what waits for it on a day, and the batches already made, to take again or to confirm. Runs in the browser.
 * Loading the same batch twice would renew the loans, so a batch keeps its number, and only a .koc is confirmed. What a loaded file forces
 * is said before it is made.
 */
import type { ExportBatchLine } from '../../../tablet/desk.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Each } from '../../components/each.tsx'
import { DateField } from '../../components/moment-field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import styles from './closing.module.css'
import { RetypeWindow } from './retype-window.tsx'
import { SettleWindow } from './settle-window.tsx'
import type { Closing } from './use-closing.ts'

export const ExportPanel = ({ closing }: { readonly closing: Closing }) => {
  const { words, format, list } = closing
  const toConfirm = (list?.batches ?? []).filter((batch) => batch.format === 'koc' && batch.settledAt === undefined)
  return (
    <Panel title={words.exportTitle}>
      <div class={styles.body}>
        <div class={styles.line}>
          <DateField label={words.day} value={closing.day ?? ''} onInput={closing.setDay} />
          <Button unavailable={closing.day === undefined ? words.dayMissing : undefined} onPress={() => void closing.showList()}>
            {words.list}
          </Button>
        </div>
        {closing.awaiting.length === 0 ? null : (
          <ul class={styles.days} aria-label={words.awaitingDays}>
            <Each of={closing.awaiting} by={({ day }) => day}>
              {({ day, loans, returns }) => (
                <li key={day}>
                  <span>{words.awaitingOn(format.date(day), loans, returns)}</span>
                  {day === closing.day ? null : (
                    <Button label={words.chooseDay(format.date(day))} onPress={() => closing.setDay(day)}>
                      {words.choose}
                    </Button>
                  )}
                </li>
              )}
            </Each>
          </ul>
        )}
        {list === undefined ? null : (
          <>
            <p>
              {words.waiting(list.waiting.loans, list.waiting.returns)}{' '}
              {toConfirm.length === 0
                ? null
                : words.toConfirm(
                    toConfirm.reduce((n, { loans }) => n + loans, 0),
                    toConfirm.reduce((n, { returns }) => n + returns, 0),
                    toConfirm.length,
                  )}{' '}
              {list.waiting.inCase === 0 ? null : <Chip sign="warn" tone="warn" words={words.inCase(list.waiting.inCase)} />}
              {list.waiting.erased === undefined ? null : <Chip sign="warn" tone="warn" words={words.erased(list.waiting.erased)} />}
            </p>
            {list.otherDays.length === 0 ? null : (
              <ul class={styles.days} aria-label={words.otherDays}>
                {list.otherDays.map((other) => (
                  <li key={other.day}>
                    <span>{words.newOn(format.date(other.day), other.loans, other.returns, other.apart)}</span>
                    {closing.awaiting.some(({ day }) => day === other.day) ? null : (
                      <Button label={words.chooseDay(format.date(other.day))} onPress={() => closing.setDay(other.day)}>
                        {words.choose}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {list.waiting.loans + list.waiting.returns + toConfirm.length === 0 ||
            list.batches.some(({ isRetyped }) => isRetyped) ? null : (
              <p>{words.forces}</p>
            )}
            <div class="actions">
              {list.waiting.loans + list.waiting.returns === 0 ? null : (
                <Button look="primary" onPress={() => void closing.make('koc')}>
                  {words.makeKoc}
                </Button>
              )}
              {list.otherDays.every(({ loans, returns }) => loans + returns === 0) ? null : (
                <Button onPress={() => void closing.makeAll()}>{words.makeAll}</Button>
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
            {list.batches.map((batch) => (
              <BatchRow key={batch.number} batch={batch} closing={closing} />
            ))}
          </Rows>
          {list.batches.every(({ isRetyped }) => isRetyped) ? null : <p class="fold">{words.confirmSay}</p>}
        </>
      )}
      {closing.retyping === undefined ? null : <RetypeWindow {...closing.retyping} closing={closing} />}
      {closing.settling === undefined ? null : <SettleWindow {...closing.settling} closing={closing} />}
    </Panel>
  )
}

const BatchRow = ({ batch, closing }: { readonly batch: ExportBatchLine; readonly closing: Closing }) => {
  const { words, format, toLocal } = closing
  const made = toLocal(batch.madeAt)
  const settled = batch.settledAt === undefined ? undefined : toLocal(batch.settledAt)
  return (
    <Row
      where={batch.format === 'csv' ? words.table : words.batch(batch.number)}
      what={
        <>
          <span class="title">{batch.fileName}</span>
          <span class="by">{words.batchSay(batch.loans, batch.returns, `${format.date(made.date)}, ${format.time(made.time)}`)}</span>
          {settled === undefined ? null : (
            <span class="by">
              <Chip sign="ok" tone="ok" words={words.settledOn(`${format.date(settled.date)}, ${format.time(settled.time)}`)} />
            </span>
          )}
        </>
      }
    >
      <Button label={`${words.download} ${batch.fileName}`} onPress={() => void closing.downloadAgain(batch)}>
        {words.download}
      </Button>
      {settled === undefined && batch.isRetyped ? (
        <Button look="primary" label={words.retypeNamed(words.batch(batch.number))} onPress={() => void closing.retype(batch)}>
          {words.retype}
        </Button>
      ) : null}
      {settled === undefined && batch.format === 'koc' && !batch.isRetyped ? (
        <Button label={words.confirmNamed(words.batch(batch.number))} onPress={() => void closing.askLines(batch)}>
          {words.confirm}
        </Button>
      ) : null}
      {settled === undefined ? null : (
        <Button icon="undo" label={words.unsettleNamed(words.batch(batch.number))} onPress={() => void closing.unsettle(batch.number)}>
          {words.unsettle}
        </Button>
      )}
    </Row>
  )
}
