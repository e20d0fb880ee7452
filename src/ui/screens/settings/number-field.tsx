/**
 * A whole number inside a sentence: typed, or moved by one with two buttons or the arrows; Escape gives up (SET-9). Runs in the browser.
 * What is out of bounds is kept as it was typed, and said below the sentence: nothing is clamped (SET-4).
 */
import { useEffect, useState } from 'preact/hooks'
import type { Bounds } from '../../../domain/settings/bounds.ts'
import { settingsWords } from '../../../locale/en/settings.ts'
import { Icon } from '../../components/icon.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './settings.module.css'

/** Digits of the largest bound, and one that is too many. */
const longest = 5

interface NumberFieldProps {
  readonly bounds: Bounds
  readonly label: string
  readonly value: number
  /** What Escape goes back to. */
  readonly original: number
  /** Where its fault is said; undefined: it has none. */
  readonly faultId?: string | undefined
  readonly onChange: (n: number) => void
}

export const NumberField = ({ bounds: { from, to }, label, value, original, faultId, onChange }: NumberFieldProps) => {
  const words = useWords(settingsWords)
  const [text, setText] = useState(String(value))
  useEffect(() => {
    if (Number(text) !== value && !Number.isNaN(value)) setText(String(value))
  }, [value])
  const step = (by: number): void => {
    const next = (Number.isNaN(value) ? original : value) + by
    if (next >= from && next <= to) onChange(next)
  }
  return (
    <span class={styles.step}>
      <button type="button" data-repeats aria-label={words.less(label)} aria-disabled={value <= from} onClick={() => step(-1)}>
        <Icon name="minus" />
      </button>
      <input
        type="text"
        inputMode="numeric"
        maxLength={longest}
        size={3}
        value={text}
        aria-label={label}
        aria-invalid={faultId !== undefined}
        aria-describedby={faultId}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value)
          onChange(/^\s*\d+\s*$/.test(currentTarget.value) ? Number(currentTarget.value) : Number.NaN)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setText(String(original))
            onChange(original)
          } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault()
            step(event.key === 'ArrowUp' ? 1 : -1)
          }
        }}
      />
      <button type="button" data-repeats aria-label={words.more(label)} aria-disabled={value >= to} onClick={() => step(1)}>
        <Icon name="plus" />
      </button>
    </span>
  )
}
