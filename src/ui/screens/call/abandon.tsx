/**
 * A call that comes to nothing: what was noted goes, asked first where there is something (PHONE-12). Runs in the browser.
 */
import { useState } from 'preact/hooks'
import type { Call } from '../../../domain/call/call.ts'
import { Button } from '../../components/parts.tsx'
import { Question } from '../../components/question.tsx'
import type { CallView } from './use-call.ts'

interface AbandonProps {
  readonly view: CallView
  readonly call: Call
  /** A cross alone, named for its call: among several. */
  readonly isShort?: boolean
}

export const Abandon = ({ view: { words, nameOf, abandon }, call, isShort = false }: AbandonProps) => {
  const [isAsked, setAsked] = useState(false)
  const name = words.abandonNamed(nameOf(call))
  const isEmpty = call.lines.length === 0 && call.callBackNumber === '' && (call.changing?.removes.length ?? 0) === 0
  return (
    <>
      <Button look="quiet" icon="cross" label={name} onPress={() => (isEmpty ? abandon(call) : setAsked(true))}>
        {isShort ? undefined : words.abandon}
      </Button>
      {isAsked ? (
        <Question
          title={name}
          say={call.changing === undefined ? words.abandonSay(call.number) : words.abandonChanges}
          confirm={words.abandonConfirm}
          keep={words.abandonKeep}
          onConfirm={() => abandon(call)}
          onKeep={() => setAsked(false)}
        />
      ) : null}
    </>
  )
}
