/**
 * A field that is answered below as one types: arrows move the lit row, Enter takes it, and empty it goes on (PHONE-2). Runs in the browser.
 * What is lit is said as well, for who does not see the rows.
 */
import { useEffect, useId } from 'preact/hooks'
import { Icon } from '../../components/icon.tsx'
import { Button } from '../../components/parts.tsx'
import { announce } from '../../use-desk.ts'
import styles from './call.module.css'

export interface SearchFieldProps {
  readonly label: string
  /** Of the label, what a phone has room for. */
  readonly short: string
  readonly hint: string
  readonly clearLabel: string
  readonly value: string
  readonly fieldRef: (element: HTMLElement | null) => void
  readonly onInput: (text: string) => void
  readonly onEnter: (field: HTMLInputElement) => void
  readonly onMove: (by: number) => void
  readonly onControlEnter?: () => void
  /** What the search came to. */
  readonly said: string
}

export const SearchField = (props: SearchFieldProps) => {
  const { label, short, hint, clearLabel, value, fieldRef, onInput, onEnter, onMove, onControlEnter, said } = props
  const id = useId()
  useEffect(() => {
    if (said !== '') announce(said)
  }, [said])
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 && event.key !== 'Enter') return
    event.preventDefault()
    if (by !== 0) onMove(by)
    else if (event.repeat) return
    else if (event.ctrlKey || event.metaKey) onControlEnter?.()
    else onEnter(event.currentTarget)
  }
  return (
    <div>
      <label class={`field ${styles.field}`}>
        <Icon name="search" />
        <span class="sr">{label}</span>
        <input
          ref={fieldRef}
          value={value}
          placeholder={short}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="search"
          aria-describedby={id}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {value === '' ? null : <Button look="quiet" icon="cross" label={clearLabel} onPress={() => onInput('')} />}
      </label>
      <p class={value === '' ? `small soft ${styles.hint}` : 'sr'} id={id}>
        {hint}
      </p>
    </div>
  )
}
