/**
 * The manager's own PIN, asked where an act is. Runs in the browser. The endpoint checks it each time; nothing keeps it but the field.
 */
import { textLengths } from '../../../domain/text-lengths.ts'
import { Field } from '../../components/field.tsx'
import type { Closing } from './use-closing.ts'

export const PinField = ({ closing: { words, pin, setPin } }: { readonly closing: Closing }) => (
  <Field
    label={words.pin}
    hint={words.pinHint}
    type="password"
    inputMode="numeric"
    maxLength={textLengths.pin}
    value={pin}
    onInput={setPin}
  />
)
