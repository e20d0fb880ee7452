/**
 * « Proposer un équivalent »: the next document that nobody awaits takes the place of the one that is not found (PULL-5). Runs in the browser.
 * The preparer who has it in hand chooses it; what the tablet proposes by itself is only what it knows off line.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Button } from '../../components/button.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { useWords } from '../../use-words.ts'
import styles from './preparation.module.css'
import type { AskingInstead, Instead } from './use-scan-to-pick.ts'

export const InsteadField = ({ instead, asking }: { readonly instead: Instead; readonly asking: AskingInstead }) => {
  const words = useWords(preparationWords)
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { line, order } = instead.line
  const isAsked = asking.asked?.line.line.id === line.id && asking.asked.line.order.id === order.id
  useEffect(() => field.current?.focus(), [isAsked])
  return (
    <div class={styles.instead}>
      <div class="actions">
        <Button
          icon="swap"
          pressed={isAsked}
          label={words.proposeNamed(instead.title)}
          onPress={() => asking.ask(isAsked ? undefined : instead)}
        >
          {words.propose}
        </Button>
      </div>
      {isAsked ? (
        <>
          <p>{words.proposeSay}</p>
          <ScanField
            label={words.proposeField}
            value={typed}
            onInput={setTyped}
            onEnter={(code) => {
              setTyped('')
              asking.enter(code)
            }}
            clearLabel={words.proposeClear}
            submitWords={words.takeInstead}
            inputRef={field}
          />
        </>
      ) : null}
    </div>
  )
}
