/**
 * Listens for a barcode gun wherever the focus is. Runs in the page.
 * What a gun types never stays in the field that has the focus, and what a person types is never lost: held keys are given back as soon
 * as the rhythm breaks. Combinations, dead keys and composition are a person's, and are not looked at.
 */
import { gunGapMs, idleGun, isCutShort, longestGapMs, readFrenchDigits, recogniseGun } from './recognise-gun.ts'
import type { RawReading, Scanner } from './scanner.ts'
import { createTouchedFields, type Page, placeOf } from './touched-fields.ts'

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
