/**
 * Where a code is typed, with the camera beside it. Runs in the browser. A gun needs no field: it is heard wherever the focus is;
 * the field is where the focus comes back to after each scan, so that typing works at once.
 */
import { signal } from '@preact/signals'
import type { Ref } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { scanningWords } from '../../locale/en/scanning.ts'
import { useWords } from '../use-desk.ts'
import { CameraPanel } from './camera-panel.tsx'
import { Form } from './field.tsx'
import { Icon } from './icon.tsx'
import { Button } from './parts.tsx'
import styles from './scan-field.module.css'

/** Whoever scans by camera scans everything by it: it stays from one field to the next, until it is closed. */
const isCameraWanted = signal(false)

/** The first keys of a gun stand in the field for less; who types and means to press a button needs longer. Milliseconds. */
const lastingMs = 200

/** Whether somebody writes: a gun's keys come and go, and no button with them. */
const useIsWritten = (value: string): boolean => {
  const isFilled = value !== ''
  const [isLasting, setLasting] = useState(isFilled)
  useEffect(() => {
    if (!isFilled) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), lastingMs)
    return () => clearTimeout(timer)
  }, [isFilled])
  return isFilled && isLasting
}

export const ScanField = ({
  label,
  value,
  onInput,
  onEnter,
  onMove,
  clearLabel,
  submitWords,
  inputRef,
  isVisiblyLabelled = false,
}: {
  readonly label: string
  readonly value: string
  readonly onInput: (text: string) => void
  readonly onEnter: (text: string) => void
  /** The arrows, where what is typed finds rows. */
  readonly onMove?: (by: number) => void
  readonly clearLabel: string
  readonly submitWords: string
  readonly inputRef: Ref<HTMLInputElement>
  readonly isVisiblyLabelled?: boolean
}) => {
  const words = useWords(scanningWords)
  const isCameraOpen = isCameraWanted.value
  const isWritten = useIsWritten(value)
  return (
    <div class={styles.scan}>
      <Form
        class={styles.line}
        onSubmit={() => {
          if (value.trim() !== '') onEnter(value.trim())
        }}
      >
        <label class={`field ${styles.field}`}>
          <Icon name="scan" />
          <span class="sr">{label}</span>
          <input
            ref={inputRef}
            value={value}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="search"
            placeholder={isVisiblyLabelled ? label : undefined}
            onInput={(event) => onInput(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (onMove === undefined || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
              event.preventDefault()
              onMove(event.key === 'ArrowDown' ? 1 : -1)
            }}
          />
          {isWritten ? <Button look="quiet" icon="cross" label={clearLabel} onPress={() => onInput('')} /> : null}
        </label>
        {isWritten ? <Button type="submit">{submitWords}</Button> : null}
        {/* Who types wants no camera: on a phone there is room for one of the two. */}
        {isWritten && !isCameraOpen ? null : (
          <Button
            icon="scan"
            pressed={isCameraOpen}
            onPress={() => {
              isCameraWanted.value = !isCameraOpen
            }}
          >
            {isCameraOpen ? words.closeCamera : words.camera}
          </Button>
        )}
      </Form>
      {isCameraOpen ? <CameraPanel /> : null}
    </div>
  )
}
