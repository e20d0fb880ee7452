/**
 * A reason, before something is done that the rules do not give: one of the usual ones by a press, or one's own words. Runs in the browser.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { Field, Form } from '../../components/field.tsx'
import { Button } from '../../components/parts.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './order.module.css'

interface ReasonFormProps {
  readonly say: string
  readonly why: string
  readonly reasons: readonly string[]
  readonly confirm: string
  readonly keep: string
  readonly onConfirm: (reason: string) => Promise<void>
  readonly onKeep: () => void
}

export const ReasonForm = ({ say, why, reasons, confirm, keep, onConfirm, onKeep }: ReasonFormProps) => {
  const words = useWords(orderWords)
  const [reason, setReason] = useState('')
  const [isOther, setOther] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [isOther])
  const choose = (text: string, other: boolean) => {
    setReason(text)
    setOther(other)
  }
  return (
    <Form
      class={styles.body}
      onSubmit={() => {
        if (reason.trim() !== '') void onConfirm(reason.trim())
      }}
    >
      <p>{say}</p>
      <fieldset class="actions">
        <legend>{why}</legend>
        {reasons.map((known, index) => (
          <Button
            key={known}
            buttonRef={index === 0 ? first : null}
            pressed={!isOther && reason === known}
            onPress={() => choose(known, false)}
          >
            {known}
          </Button>
        ))}
        <Button icon="pen" pressed={isOther} onPress={() => choose('', true)}>
          {words.otherReason}
        </Button>
      </fieldset>
      {isOther ? (
        <Field label={words.reasonField} value={reason} maxLength={textLengths.reason} inputRef={field} onInput={setReason} />
      ) : null}
      <div class="actions">
        <Button type="submit" unavailable={reason.trim() === '' ? why : undefined}>
          {confirm}
        </Button>
        <Button look="quiet" onPress={onKeep}>
          {keep}
        </Button>
      </div>
    </Form>
  )
}
