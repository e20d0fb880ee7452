/**
 * The file for the ILS: what waits for it on a day, and the batches already made, to take again or to confirm. Runs in the browser.
 * Loading the same batch twice would renew the loans, so a batch keeps its number, and only a .koc is confirmed. What a loaded file forces
 * is said before it is made.
 */
import { useState } from 'preact/hooks'
import { readQueue } from '../../../domain/case/read-queue.ts'
import type { BatchLine, ExportBatchLine } from '../../../tablet/desk.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Each } from '../../components/each.tsx'
import { CheckField, Field, Form } from '../../components/field.tsx'
import { DateField } from '../../components/moment-field.tsx'
import { Button, Chip, Panel, Row, Rows, Say } from '../../components/parts.tsx'
import { keepTicks, readTicks } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { announce, useDesk, useDocuments, useNaming } from '../../use-desk.ts'
import styles from './closing.module.css'
import { type RetypedLine, visitsIn } from './read-retyped.ts'
import type { Closing } from './use-closing.ts'

interface RetypeProps {
  readonly batch: ExportBatchLine
  readonly lines: readonly RetypedLine[]
  readonly closing: Closing
}

/** A batch that a person types into the ILS (ILS-46): ticks stay on this tablet; all ticked, it is settled as one that the ILS loaded. */
const RetypeWindow = ({ batch, lines, closing }: RetypeProps) => {
  const { format, words: all } = closing
  const words = all.retyping
  const desk = useDesk()
  const [ticks, setTicks] = useState<ReadonlySet<number>>(() => new Set(readTicks(batch)))
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState<string | undefined>(undefined)
  const left = lines.length - ticks.size
  const turn = (place: number, isTicked: boolean): void => {
    const next = new Set([...ticks].filter((other) => other !== place).concat(isTicked ? [place] : []))
    keepTicks(batch, next)
    setTicks(next)
  }
  const tick = (): void => {
    const scan = desk.judgeTyped(typed)
    const number = scan.kind === 'item' ? scan.barcode : typed.trim()
    setTyped('')
    // A document that came back and left again has two lines: the first one is typed first.
    const place = lines.findIndex(({ barcode }, n) => barcode.toUpperCase() === number.toUpperCase() && !ticks.has(n))
    const sentence = place < 0 ? words.notThere(number) : undefined
    setSaid(sentence)
    announce(sentence ?? words.left(left - 1, lines.length))
    if (place >= 0) turn(place, true)
  }
  const printSheet = async (): Promise<void> => {
    const { RetypeSheet } = await import('../../printing/retype-sheet.tsx')
    print(<RetypeSheet lines={lines} title={words.sheet(all.batch(batch.number), format.date(batch.day))} note={words.order} />)
  }
  return (
    <Dialog title={words.title(all.batch(batch.number))} onClose={closing.endRetyping}>
      <p>{words.say}</p>
      <Button icon="print" onPress={() => void printSheet()}>
        {words.print}
      </Button>
      <Form onSubmit={tick}>
        <Field label={words.scan} value={typed} onInput={setTyped} hint={words.scanHint} />
      </Form>
      <Say sign={left === 0 ? 'ok' : 'unknown'} sentence={words.left(left, lines.length)} />
      {said === undefined ? null : <Say sign="warn" sentence={said} />}
      {visitsIn(lines).map((visit) => (
        <fieldset class="options" key={visit[0]?.[0]}>
          <legend>{words.visit(visit[0]?.[1].visit ?? '')}</legend>
          {visit.map(([place, { movement, title, barcode }]) => (
            <CheckField key={place} checked={ticks.has(place)} onChange={(isTicked) => turn(place, isTicked)}>
              <b>{all.movements[movement]}</b> {title} {barcode}
            </CheckField>
          ))}
        </fieldset>
      ))}
      <p>{words.refused}</p>
      <div class="actions">
        <Button
          look="primary"
          unavailable={left === 0 ? undefined : words.left(left, lines.length)}
          onPress={() => {
            closing.endRetyping()
            void closing.settle(batch.number)
          }}
        >
          {words.settle}
        </Button>
        <Button onPress={closing.endRetyping}>{words.back}</Button>
      </div>
    </Dialog>
  )
}

interface SettleProps {
  readonly batch: ExportBatchLine
  readonly lines: readonly BatchLine[]
  readonly closing: Closing
}

/** What the ILS took of a batch, line by line, before it is settled (ILS-43); whatever is not ticked becomes a case. */
const SettleWindow = ({ batch, lines, closing }: SettleProps) => {
  const words = closing.words.settling
  const naming = useNaming()
  const documentOf = useDocuments(lines.map(({ barcode }) => barcode))
  const [refused, setRefused] = useState<ReadonlySet<number>>(new Set())
  const [answers, setAnswers] = useState<ReturnType<typeof readQueue> | undefined>(undefined)
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toUpperCase()
  const found = lines.filter(({ barcode, card = '' }) => [barcode, card].some((number) => number.toUpperCase().includes(wanted)))
  const linesThat = (end: string): readonly number[] => [...(answers ?? [])].flatMap(([line, answer]) => (answer.end === end ? [line] : []))
  const read = answers && words.pageRead(linesThat('taken').length, linesThat('refused').length, lines.length - answers.size)
  const waits = linesThat('waits').length === 0 ? undefined : words.waits(linesThat('waits').length)
  const turn = (line: number, isTaken: boolean): void =>
    setRefused(new Set(isTaken ? [...refused].filter((other) => other !== line) : [...refused, line]))
  const readPage = (page: string): void => {
    const said = page.trim() === '' ? undefined : readQueue(page, lines)
    setAnswers(said)
    setRefused(new Set([...(said ?? [])].flatMap(([line, { end }]) => (end === 'refused' ? [line] : []))))
  }
  const turnOnly = (): void => {
    const [only, ...more] = found
    if (only === undefined || more.length > 0) return
    turn(only.line, refused.has(only.line))
    setTyped('')
  }
  const { answer } = closing
  return (
    <Dialog title={words.title(closing.words.batch(batch.number))} onClose={closing.endSettling}>
      <p>{words.say}</p>
      <label class="input">
        <span>{words.page}</span>
        <textarea rows={2} onInput={({ currentTarget }) => readPage(currentTarget.value)} />
        <small class="soft small">{words.pageHint}</small>
      </label>
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      <div role="status">
        {read === undefined ? null : (
          <Say sign={linesThat('taken').length === lines.length ? 'ok' : 'warn'} sentence={read} nextStep={waits ?? words.untick} />
        )}
      </div>
      <Form onSubmit={turnOnly}>
        <Field label={words.search} type="search" value={typed} onInput={setTyped} hint={words.searchHint} />
      </Form>
      <fieldset class="options">
        <legend>{words.lines(found.length)}</legend>
        {found.map(({ line, barcode, card, movement }) => (
          <CheckField key={line} checked={!refused.has(line)} onChange={(isTaken) => turn(line, isTaken)}>
            <b>{closing.words.movements[movement]}</b> {documentOf(barcode)?.title ?? ''} {barcode}{' '}
            <span class="by soft small">
              {[card && naming.patron(card), answers && words.answered(answers.get(line)?.said)].filter(Boolean).join(' · ')}
            </span>
          </CheckField>
        ))}
      </fieldset>
      <div class="actions">
        <Button
          look="primary"
          unavailable={waits}
          onPress={() => void closing.settle(batch.number, new Map([...refused].map((line) => [line, answers?.get(line)?.said ?? ''])))}
        >
          {words.confirm(lines.length - refused.size, refused.size)}
        </Button>
        <Button onPress={closing.endSettling}>{closing.passphrase.words.back}</Button>
      </div>
    </Dialog>
  )
}

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
