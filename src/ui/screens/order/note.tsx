/**
 * The note of an order's sheet, kept on this tablet at each letter: leaving the screen, a reload or a crash loses none (ORD-8).
 * Runs in the browser. What another tablet writes meanwhile is shown before it may be replaced.
 */
import { useEffect, useState } from 'preact/hooks'
import type { NoteDraft } from '../../../domain/order/note-draft.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { Button } from '../../components/button.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { useOpenForm } from '../../open-forms.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import styles from './order.module.css'
import type { OrderSheetView } from './use-order-sheet.ts'

export const Note = ({ sheet: { words, order, change } }: { readonly sheet: OrderSheetView }) => {
  const desk = useDesk()
  const draft = useSnapshot().noteDrafts.find(({ orderId }) => orderId === order.id)
  // What was typed here before, and not kept: the screen was left, or the tablet died.
  const [text, setText] = useState(draft?.text ?? order.note)
  // The note that the writer saw: what another tablet writes meanwhile is never replaced unread.
  const [seen, setSeen] = useState(draft?.replaces ?? order.note)
  const written = text.trim()
  useOpenForm(written !== order.note)
  // Another tablet's note, or an undo, comes in under one that nobody is writing.
  useEffect(() => {
    if (written !== seen && written !== order.note) return
    setText(order.note)
    setSeen(order.note)
  }, [order.note])
  // A disk that fails is told when the note is kept; until then the next letter tries again.
  const keepDraft = (typed: Omit<NoteDraft, 'orderId'> | undefined): void => {
    desk.keepNoteDraft(order.id, typed).catch(() => undefined)
  }
  const keep = async (): Promise<void> => {
    const request = { kind: 'write-note', orderId: order.id } as const
    const undo = { ...request, note: order.note, replaces: written }
    const isKept = await change({ ...request, note: written, replaces: seen }, words.noteKept(order.number), undo)
    // Refused, it was told: the next press knows it.
    keepDraft(isKept ? undefined : { text: written, replaces: order.note })
  }
  return (
    <Panel title={words.note}>
      <Form
        class={styles.body}
        onSubmit={() => {
          if (written === order.note) return
          void keep()
          setSeen(order.note)
        }}
      >
        <Field
          label={words.noteField}
          hint={words.noteHint}
          value={text}
          maxLength={textLengths.note}
          onInput={(typed) => {
            setText(typed)
            keepDraft(typed.trim() === order.note ? undefined : { text: typed, replaces: seen })
          }}
        />
        {written === order.note ? null : <Button type="submit">{words.noteKeep}</Button>}
      </Form>
    </Panel>
  )
}
