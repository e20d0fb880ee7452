/**
 * Listens for a barcode gun wherever the focus is. Runs in the page.
 * What a gun types never stays in the field that has the focus, and what a person types is never lost: held keys are given back as soon
 * as the rhythm breaks. Combinations, dead keys and composition are a person's, and are not looked at.
 */
import { gunGapMs, idleGun, isCutShort, type KeyPlace, longestGapMs, readFrenchDigits, recogniseGun } from './recognise-gun.ts'
import type { RawReading, Scanner } from './scanner.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

/** What a gun needs of a window. */
type Page = Pick<Window, 'addEventListener' | 'removeEventListener' | 'document'>

const focusedField = ({ document }: Page): Field | undefined => {
  const focused = document.activeElement
  if (focused === null) return undefined
  const isField = focused instanceof HTMLInputElement ? !/button|submit|checkbox|radio|range/.test(focused.type) : false
  return isField || focused instanceof HTMLTextAreaElement ? (focused as Field) : undefined
}

/** A screen whose keys are digits without a field says so by `data-digits` (a PIN's pad). */
const placeOf = (page: Page): KeyPlace => {
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

/** What each field held before a gun is known for one: a reading is taken out of it again, and nothing that a person typed. */
const createTouchedFields = (page: Page) => {
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

const listen = (page: Page, onReading: (reading: RawReading) => void, onCutShort: () => void): (() => void) => {
  const fields = createTouchedFields(page)
  let state = idleGun
  let held = ''
  let giving: ReturnType<typeof setTimeout> | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  /** What was typed has been judged as it is: no more is said of it. */
  let isEnded = false
  let isSpaceHeld = false

  const giveBack = (): void => {
    clearTimeout(giving)
    const keys = held
    held = ''
    for (const key of keys) fields.type(key)
  }
  /** Nothing more comes of what was typed: part of a code is refused, and stays in its field to be seen. */
  const endReading = (): void => {
    clearTimeout(waiting)
    giveBack()
    if (isEnded || !isCutShort(state)) return
    isEnded = true
    fields.leave()
    onCutShort()
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    // What is given back is not judged again.
    if (!event.isTrusted) return
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift' || event.repeat) return
    const isTyped = [...event.key].length === 1
    if (!isTyped && event.key !== 'Enter' && event.key !== 'Tab') endReading()
    const [next, verdict] = recogniseGun(state, { key: event.key, at: event.timeStamp, place: placeOf(page) })
    state = next
    clearTimeout(giving)
    clearTimeout(waiting)
    // The timers only serve a hand that stopped: the rhythm itself is judged by the keys' own times.
    if (isTyped) {
      waiting = setTimeout(endReading, longestGapMs)
      isEnded = false
    }
    if (verdict.kind === 'pass') {
      giveBack()
      if (verdict.isFirst) fields.begin()
      if (isTyped) fields.remember()
      return
    }
    event.preventDefault()
    event.stopPropagation()
    isSpaceHeld = event.key === ' '
    if (verdict.kind === 'hold') {
      held += event.key
      giving = setTimeout(giveBack, 2 * gunGapMs)
      return
    }
    held = ''
    if (verdict.kind === 'drop') return
    fields.takeOut(verdict.kind === 'read' ? verdict.before : '')
    if (verdict.kind === 'read') onReading({ text: readFrenchDigits(verdict.text), symbology: undefined })
    else onCutShort()
  }
  // Some browsers press a button when Space is let go.
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !isSpaceHeld) return
    isSpaceHeld = false
    event.preventDefault()
  }
  // Whoever presses elsewhere types something else from there.
  const onPointerDown = (): void => {
    endReading()
    state = { ...idleGun, paceMs: state.paceMs }
  }

  page.addEventListener('keydown', onKeyDown, { capture: true })
  page.addEventListener('keyup', onKeyUp, { capture: true })
  page.addEventListener('pointerdown', onPointerDown, { capture: true })
  return () => {
    clearTimeout(waiting)
    giveBack()
    page.removeEventListener('keydown', onKeyDown, { capture: true })
    page.removeEventListener('keyup', onKeyUp, { capture: true })
    page.removeEventListener('pointerdown', onPointerDown, { capture: true })
  }
}

/** The guns of this page, whichever field has the focus. */
export const createGunScanner = (page: Page = window): Scanner => ({
  source: 'gun',
  listen: (onReading, onCutShort = () => {}) => listen(page, onReading, onCutShort),
})
