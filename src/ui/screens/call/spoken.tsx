/**
 * The caller speaks another language than the tablet shows: the order is read back in it, and its mails are written in it (PHONE-10). Runs in
 * the browser. What is written of an order that is changed stays in its own.
 */
import type { Call } from '../../../domain/call/call.ts'
import { Button } from '../../components/parts.tsx'
import type { CallView } from './use-call.ts'

export const Spoken = ({ view: { words, change, target }, call }: { readonly view: CallView; readonly call: Call }) => {
  const { code, name, say } = words.otherLanguage
  const isSpoken = call.language === code
  return (
    <Button
      look="quiet"
      pressed={isSpoken}
      label={target === undefined ? say : name}
      onPress={() => change({ language: isSpoken ? undefined : code })}
    >
      {name}
    </Button>
  )
}
