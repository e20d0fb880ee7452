/**
 * What the ILS took of a batch, line by line, before it is settled (ILS-43): all is ticked at first, a number is looked for, and Koha's own
 * page finds its lines. Runs in the browser; the page stays there. Whatever is not ticked becomes a case.
 */
import { useState } from 'preact/hooks'
import { readQueue } from '../../../domain/case/read-queue.ts'
import type { BatchLine, ExportBatchLine } from '../../../tablet/desk.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField, Field, Form } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { useDocuments } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import type { Closing } from './use-closing.ts'

interface SettleProps {
  readonly batch: ExportBatchLine
  readonly lines: readonly BatchLine[]
  readonly closing: Closing
}

export const SettleWindow = ({ batch, lines, closing }: SettleProps) => {
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
