/**
 * Listens for a barcode gun wherever the focus is. Runs in the page.
 * What a gun types never stays in the field that has the focus, and what a person types is never lost: held keys are given back as soon
 * as the rhythm breaks. Combinations, dead keys and composition are a person's, and are not looked at.
 */
import { gunGapMs, idleGun, readFrenchDigits, recogniseGun } from './recognise-gun.ts'
import type { RawReading, Scanner } from './scanner.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** What a gun needs of a window. */
type Page = Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'>

const focusedField = ({ document }: Page): Field | undefined => {
  const focused = document.activeElement
  if (focused === null) return undefined
  return focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused : undefined
}

/** Sets a field's value as if it had been typed, so that whoever listens to it hears. */
const setValue = (field: Field, value: string, caret: number | undefined): void => {
  const owner = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(owner, 'value')?.set?.call(field, value)
  if (caret !== undefined) field.setSelectionRange(caret, caret)
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
}

const insert = (field: Field, text: string): void => {
  if (field.readOnly || field.disabled) return
  // Number and e-mail fields have no selection to ask for: their text grows at its end.
  const start = field.selectionStart ?? field.value.length
  const end = field.selectionEnd ?? start
  const room = field.maxLength < 0 ? text.length : Math.max(0, field.maxLength - (field.value.length - (end - start)))
  const fitting = text.slice(0, room)
  const caret = field.selectionStart === null ? undefined : start + fitting.length
  setValue(field, field.value.slice(0, start) + fitting + field.value.slice(end), caret)
}

const listen = (page: Page, onReading: (reading: RawReading) => void): (() => void) => {
  let state = idleGun
  let held = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The field as it was before the first key of what may become a reading. */
  let before: { readonly field: Field; readonly value: string; readonly caret: number | undefined } | undefined

  const giveBack = (): void => {
    clearTimeout(timer)
    const keys = held
    held = ''
    for (const key of keys) {
      // Screens listen to keys too (a PIN pad has no field): they hear each one, then the field gets it unless they took it.
      const target = page.document.activeElement ?? page.document.body
      const isLeft = target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      const field = focusedField(page)
      if (isLeft && field !== undefined) insert(field, key)
    }
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    // What is given back is not judged again.
    if (!event.isTrusted) return
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift' || event.repeat) return
    const [next, verdict] = recogniseGun(state, { key: event.key, at: event.timeStamp })
    state = next
    if (verdict.kind === 'pass') {
      giveBack()
      if (!verdict.isFirst) return
      const field = focusedField(page)
      before = field === undefined ? undefined : { field, value: field.value, caret: field.selectionStart ?? undefined }
      return
    }
    event.preventDefault()
    event.stopPropagation()
    clearTimeout(timer)
    if (verdict.kind === 'hold') {
      held += event.key
      // The timer only gives back to a person who stopped: the rhythm itself is judged by the keys' own times.
      timer = setTimeout(giveBack, 2 * gunGapMs)
      return
    }
    if (verdict.kind === 'drop') {
      giveBack()
      return
    }
    held = ''
    if (before !== undefined && before.field.value !== before.value) setValue(before.field, before.value, before.caret)
    before = undefined
    onReading({ text: readFrenchDigits(verdict.text), symbology: undefined })
  }

  page.addEventListener('keydown', onKeyDown, { capture: true })
  return () => {
    giveBack()
    page.removeEventListener('keydown', onKeyDown, { capture: true })
  }
}

/** The guns of this page, whichever field has the focus. */
export const createGunScanner = (page: Page = window): Scanner => ({
  source: 'gun',
  listen: (onReading) => listen(page, onReading),
})
