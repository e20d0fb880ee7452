/**
 * A batch that a person types into the ILS: its sheet to print, and its lines, ticked by scanning each document that was typed (ILS-46).
 * Runs in the browser. Ticks stay on this tablet; all ticked, the batch is settled as one that the ILS loaded.
 */
import { useState } from 'preact/hooks'
import type { ExportBatchLine } from '../../../tablet/desk.ts'
import { announce } from '../../announcer.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField, Field, Form } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { keepTicks, readTicks } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { useDesk } from '../../use-desk.ts'
import { type RetypedLine, visitsIn } from './read-retyped.ts'
import type { Closing } from './use-closing.ts'

interface RetypeProps {
  readonly batch: ExportBatchLine
  readonly lines: readonly RetypedLine[]
  readonly closing: Closing
}

export const RetypeWindow = ({ batch, lines, closing }: RetypeProps) => {
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
