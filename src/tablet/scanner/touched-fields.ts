/**
 * The fields that a gun types into before it is known for one, and what each held before. Runs in the page.
 * What turns out to be a reading is taken out of them again, and nothing that a person typed goes with it.
 */
import type { KeyPlace } from './recognise-gun.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** What a gun needs of a window. */
export type Page = Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'>

const focusedField = ({ document }: Page): Field | undefined => {
  const focused = document.activeElement
  if (focused === null) return undefined
  const isField = focused instanceof HTMLInputElement ? !/button|submit|checkbox|radio|range/.test(focused.type) : false
  return isField || focused instanceof HTMLTextAreaElement ? (focused as Field) : undefined
}

/** A screen whose keys are digits without a field says so by `data-digits` (a PIN's pad). */
export const placeOf = (page: Page): KeyPlace => {
  const field = focusedField(page)
  if (field !== undefined) return /password|number|tel|date|time/.test(field.type) ? 'digits' : 'text'
  // A list of choices is searched by typing.
  if (page.document.activeElement?.tagName === 'SELECT') return 'text'
  return page.document.querySelector('[data-digits]') === null ? 'elsewhere' : 'digits'
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

interface Before {
  readonly value: string
  readonly caret: number | undefined
}

export const createTouchedFields = (page: Page) => {
  /** As they were before the first key of what may become a reading. */
  let touched = new Map<Field, Before>()
  /** How many of its keys a pad of digits took. */
  let taken = 0
  /** What a code that was cut short left in its fields. */
  let left = new Map<Field, { readonly before: Before; readonly value: string }>()

  const press = (key: string): boolean =>
    (page.document.activeElement ?? page.document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    )
  /** A key of what may be a reading goes where the focus is. */
  const remember = (): void => {
    taken++
    const field = focusedField(page)
    if (field !== undefined && !touched.has(field)) touched.set(field, { value: field.value, caret: field.selectionStart ?? undefined })
  }

  return {
    /** A key comes that may be the first of a reading: what half a code left in the field that has the focus makes room for it. */
    begin: (): void => {
      touched = new Map()
      taken = 0
      const field = focusedField(page)
      const rest = field && left.get(field)
      if (field !== undefined && rest?.value === field.value) setValue(field, rest.before.value, rest.before.caret)
      left = new Map()
    },
    remember,
    /** Types a key that was held, as if it came now: screens listen to keys too (a PIN pad has no field). */
    type: (key: string): void => {
      remember()
      // They hear it, then the field gets it unless they took it.
      const isLeft = press(key)
      const field = focusedField(page)
      if (isLeft && field !== undefined) insert(field, key)
    },
    /** Nothing of the reading stays; `text` is a person's, and does. */
    takeOut: (text: string): void => {
      for (const [field, { value, caret = value.length }] of touched) {
        const at = caret + text.length
        if (field.isConnected)
          setValue(field, value.slice(0, caret) + text + value.slice(caret), field.selectionStart === null ? undefined : at)
      }
      if (touched.size === 0 && placeOf(page) === 'digits') for (; taken > 0; taken--) press('Backspace')
      touched = new Map()
    },
    /** Half a code stays to be seen, until the next key is typed there. */
    leave: (): void => {
      left = new Map([...touched].map(([field, before]) => [field, { before, value: field.value }]))
    },
  }
}
