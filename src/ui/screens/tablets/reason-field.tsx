/**
 * Why one tablet, or several, are taken out of service (PRIV-5). Runs in the browser. It says who will read that.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import type { TabletsWords } from '../../../locale/fr/tablets.ts'
import { Field } from '../../components/field.tsx'

interface ReasonFieldProps {
  readonly words: TabletsWords
  readonly value: string
  readonly onInput: (reason: string) => void
}

export const ReasonField = ({ words, value, onInput }: ReasonFieldProps) => (
  <Field label={words.setAsideReason} hint={words.setAsideReasonHint} value={value} maxLength={textLengths.reason} onInput={onInput} />
)
