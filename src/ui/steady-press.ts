/**
 * What came to lie under a finger within 600 ms of a press or a move does not act (PRESS-1). Runs in the browser, once for every screen.
 * A tired hand taps twice, and the first tap has moved the list meanwhile; a scan or a colleague's tablet moves it under a finger that falls.
 * A key is no finger, and a mouse is one only where the browser counts a double click.
 */

/** Milliseconds. */
const settlesAfter = 600
/** How far from the first tap of a pair the second one falls. CSS pixels. */
const tapWidth = 32

const acting = 'a[href], button, summary, label, select'

interface Place {
  readonly rect: DOMRect
  readonly since: number
  /** Where it was until it moved; undefined: it was not on the screen. */
  readonly before: DOMRect | undefined
}

const isOn = (rect: DOMRect | undefined, x: number, y: number): boolean =>
  rect !== undefined && x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom

const isSame = (a: DOMRect, b: DOMRect): boolean => a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom

/** Answers what ends it. A control with `data-repeats` counts: it is pressed again on purpose. */
export const keepPressesSteady = (): (() => void) => {
  const places = new WeakMap<Element, Place>()
  let due: 'nothing' | 'scroll' | 'move' = 'move'
  let down = { at: 0, isFinger: false }
  let pressed: { readonly control: Element; readonly at: number; readonly x: number; readonly y: number } | undefined

  const look = (): void => {
    if (due === 'nothing') return
    // What a hand scrolls, it sees.
    const isMove = due === 'move'
    due = 'nothing'
    const now = performance.now()
    for (const control of document.querySelectorAll(acting)) {
      const rect = control.getBoundingClientRect()
      const known = places.get(control)
      if (known !== undefined && isSame(known.rect, rect)) continue
      if (known !== undefined && !isMove) places.set(control, { ...known, rect })
      else places.set(control, { rect, since: now, before: known && now - known.since < settlesAfter ? known.before : known?.rect })
    }
  }
  const lookSoon = (why: 'scroll' | 'move'): void => {
    if (due === 'nothing') requestAnimationFrame(look)
    if (due !== 'move') due = why
  }
  const onDown = ({ timeStamp, pointerType }: PointerEvent): void => {
    look()
    down = { at: timeStamp, isFinger: pointerType !== 'mouse' }
  }
  const onClick = (event: MouseEvent): void => {
    const control = event.target instanceof Element ? event.target.closest(acting) : null
    if (control === null || event.detail === 0) return
    const { clientX: x, clientY: y } = event
    const last = pressed
    pressed = { control, at: down.at, x, y }
    if (!down.isFinger && event.detail === 1) return
    const place = places.get(control)
    const isSecond =
      last !== undefined &&
      down.at - last.at < settlesAfter &&
      (last.control === control ? !control.hasAttribute('data-repeats') : Math.hypot(x - last.x, y - last.y) < tapWidth)
    const hasCome = place === undefined || (down.at - place.since < settlesAfter && !isOn(place.before, x, y))
    if (!isSecond && !hasCome) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const changes = new MutationObserver(() => lookSoon('move'))
  changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  requestAnimationFrame(look)
  const listening = new AbortController()
  const heard = { capture: true, passive: true, signal: listening.signal }
  addEventListener('pointerdown', onDown, heard)
  addEventListener('scroll', () => lookSoon('scroll'), heard)
  addEventListener('resize', () => lookSoon('move'), heard)
  addEventListener('click', onClick, { ...heard, passive: false })
  return () => {
    changes.disconnect()
    listening.abort()
  }
}
