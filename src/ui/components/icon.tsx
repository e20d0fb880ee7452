/**
 * Icons, marks and signs: one grid of 24, one stroke of 2, round ends, drawn for this app. Runs in the browser.
 * Marks are the states of an order; signs are the four answers, in the shapes of the road. The shape says it first; a word always
 * stands beside. In a mark or a sign the hole is painted with --hole, so that it reads on any ground.
 */
import type { LaterIcons } from './later-icons.ts'

/** Those of the first screen and of what stands around every screen. */
const firstIcons = {
  today:
    '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/><circle cx="12" cy="15" r="1.6" fill="currentColor" stroke="none"/>',
  prepare: '<path d="M3 20.5h18M5 20.5V5h4v15.5M9 20.5V9h4v11.5"/><path d="M14.1 10.2l3.5-.9 2.9 11.2"/><path d="M14.1 10.2l2.7 10.3"/>',
  handover: '<rect x="5" y="9" width="14" height="12" rx="1.5"/><path d="M9 9V6.8a3 3 0 0 1 6 0V9M9 9v12"/>',
  returns: '<path d="M4 14v4.5a1.5 1.5 0 0 0 1.5 1.5h13a1.5 1.5 0 0 0 1.5-1.5V14M12 3.5V14M7.5 9.5L12 14l4.5-4.5"/>',
  case: '<path d="M5 4h14v10.5L13.5 20H5zM19 14.5h-5.5V20"/><path d="M8.5 8.5h7M8.5 12h3.5"/>',
  operations:
    '<circle cx="4.8" cy="12" r="2.3" fill="currentColor"/><circle cx="12" cy="12" r="2.3"/><circle cx="19.2" cy="12" r="2.3"/><path d="M7.1 12h2.6M14.3 12h2.6"/>',
  phone:
    '<path d="M6.2 3.5h2.9l1.6 4.2-2 1.5a11.4 11.4 0 0 0 6.1 6.1l1.5-2 4.2 1.6v2.9a2.2 2.2 0 0 1-2.4 2.2A16.3 16.3 0 0 1 4 5.9a2.2 2.2 0 0 1 2.2-2.4z"/>',
  more: '<g fill="currentColor" stroke="none"><circle cx="5" cy="12" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="19" cy="12" r="2"/></g>',
  online: '<circle cx="5" cy="12" r="3"/><circle cx="19" cy="12" r="3"/><path d="M8 12h8"/>',
  offline: '<circle cx="5" cy="12" r="3"/><circle cx="19" cy="12" r="3"/><path d="M8 12h1.5M14.5 12H16M10.2 16l3.6-8"/>',
  person: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
  cross: '<path d="M6 6l12 12M18 6L6 18"/>',
  help: '<circle cx="12" cy="12" r="9"/><path d="M9.3 9.4a2.8 2.8 0 1 1 4 2.6c-.9.5-1.3 1-1.3 2M12 16.9v.1"/>',
  undo: '<path d="M9 5L4.5 9.5 9 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/>',
  flag: '<path d="M6 21V4h12l-2.5 4L18 12H6"/>',
  settings:
    '<path d="M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20"/><circle cx="15" cy="7.5" r="2.5"/><circle cx="9" cy="16.5" r="2.5"/>',
} as const
export const marks = {
  todo: '<circle cx="12" cy="12" r="8.4" fill="none" stroke="currentColor" stroke-width="2.2"/>',
  doing:
    '<circle cx="12" cy="12" r="8.4" fill="none" stroke="currentColor" stroke-width="2.2"/><path d="M4.4 12h15.2a7.6 7.6 0 0 1-15.2 0z" fill="currentColor"/>',
  ready: '<circle cx="12" cy="12" r="9.5" fill="currentColor"/>',
  arrived:
    '<rect x="1.5" y="1.5" width="21" height="21" rx="5" fill="currentColor"/><circle cx="12" cy="8.6" r="3.3" fill="var(--hole)"/><path d="M5.6 19a6.4 6.4 0 0 1 12.8 0z" fill="var(--hole)"/>',
  done: '<path d="M5 12.8l4.4 4.4L19 7.4" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>',
  late: '<path d="M12 2.2L23 21.5H1z" fill="currentColor" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path d="M12 9.3v5l3.4 2.2" fill="none" stroke="var(--hole)" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>',
  noshow:
    '<circle cx="12" cy="12" r="8.4" fill="none" stroke="currentColor" stroke-width="2.2"/><path d="M6.2 17.8L17.8 6.2" stroke="currentColor" stroke-width="2.2"/>',
  cancelled: '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>',
} as const
export const signs = {
  ok: '<circle cx="12" cy="12" r="10.5" fill="currentColor"/><path d="M7 12.4l3.4 3.4L17.2 9" fill="none" stroke="var(--hole)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
  warn: '<path d="M12 2L23 21.5H1z" fill="currentColor" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/><path d="M12 9v5.4" stroke="var(--hole)" stroke-width="2.5" stroke-linecap="round"/><circle cx="12" cy="17.9" r="1.45" fill="var(--hole)"/>',
  stop: '<path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor"/><path d="M6.8 12h10.4" stroke="var(--hole)" stroke-width="3.4" stroke-linecap="round"/>',
  unknown:
    '<path d="M12 .8L23.2 12 12 23.2.8 12z" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round"/><path d="M9.2 9.7a2.9 2.9 0 1 1 4.4 2.5c-1 .6-1.6 1.1-1.6 2.2" fill="none" stroke="var(--hole)" stroke-width="2.1" stroke-linecap="round"/><circle cx="12" cy="17.3" r="1.25" fill="var(--hole)"/>',
} as const

export type IconName = keyof typeof firstIcons | keyof LaterIcons
/** All that were loaded. */
export const icons: Partial<Record<IconName, string>> = firstIcons

/** With the first screen that comes later come the icons that it and the others draw. */
export const drawLaterIcons = (laterIcons: LaterIcons): void => void Object.assign(icons, laterIcons)

export type MarkName = keyof typeof marks
export type SignName = keyof typeof signs

const drawing = (className: string, inner: string, stroked: boolean) => (
  <svg
    class={className}
    viewBox="0 0 24 24"
    aria-hidden="true"
    {...(stroked ? { fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } : {})}
    // Constant drawings of this file, never text from outside
    dangerouslySetInnerHTML={{ __html: inner }}
  />
)

/** A line drawing that stands beside its word. */
export const Icon = ({ name }: { readonly name: IconName }) => drawing('i', icons[name] ?? '', true)

/** The state of an order or a line. */
export const Mark = ({ name }: { readonly name: MarkName }) => drawing(`m m-${name}`, marks[name], false)

const textOf = (name: MarkName | 'lid' | 'free'): string =>
  name === 'lid' || name === 'free'
    ? `<i class="${name}"></i>`
    : `<svg class="m m-${name}" viewBox="0 0 24 24" aria-hidden="true">${marks[name]}</svg>`

/** Marks in a row, with free places and the lid of a full slot. One element: the day's line has hundreds, each costly as its own. */
export const MarkRow = ({ names }: { readonly names: readonly (MarkName | 'lid' | 'free')[] }) => (
  // Constant drawings of this file, never text from outside
  <span class="slot-marks" dangerouslySetInnerHTML={{ __html: names.map(textOf).join('') }} />
)

/** An answer: accepted, to watch, refused, unknown. */
export const Sign = ({ name }: { readonly name: SignName }) => drawing(`g g-${name}`, signs[name], false)
