/**
 * The few icons of the public page, drawn once a page and used by name. Runs on the endpoint. The same strokes as on tablets, whose own
 * table belongs to their screens; a word always stands beside.
 */
import { html, raw } from 'hono/html'

const icons = {
  handover: '<rect x="5" y="9" width="14" height="12" rx="1.5"/><path d="M9 9V6.8a3 3 0 0 1 6 0V9M9 9v12"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
  book: '<path d="M5 5.2A2.2 2.2 0 0 1 7.2 3H19v18H7.2A2.2 2.2 0 0 1 5 18.8zM5 18.8a2.2 2.2 0 0 1 2.2-2.2H19"/>',
  comic: '<rect x="4" y="4" width="16" height="16" rx="1"/><path d="M4 11h16M11 4v7M14.5 11v9"/>',
  disc: '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="2.2"/>',
  film: '<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="M7.5 5v14M16.5 5v14M3 12h4.5M16.5 12H21"/>',
  check: '<path d="M5 12.5l4.6 4.6L19.2 7.2"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.2 2"/>',
  wish: '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/><path d="M8 10.5h8"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  cross: '<path d="M6 6l12 12M18 6L6 18"/>',
  arrow: '<path d="M4 12h15M13 6l6 6-6 6"/>',
  down: '<path d="M6 9.5l6 6 6-6"/>',
  place: '<path d="M12 21.5s7-6.4 7-11.8a7 7 0 0 0-14 0c0 5.4 7 11.8 7 11.8z"/><circle cx="12" cy="9.7" r="2.4"/>',
  card: '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M7 14.5v-5M10 14.5v-5M12.5 14.5v-5M15 14.5v-5M17 14.5v-5" stroke-width="1.6"/>',
  mail: '<rect x="3" y="5.5" width="18" height="13" rx="1.5"/><path d="M3.5 7l8.5 6.5L20.5 7"/>',
  calendar:
    '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/><circle cx="12" cy="15" r="1.6" fill="currentColor" stroke="none"/>',
  server:
    '<rect x="4" y="4" width="16" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="16" height="6.5" rx="1.5"/><path d="M7.5 7.2h.1M7.5 16.8h.1"/>',
  again: '<path d="M5 12a7.5 7.5 0 1 1 2.4 5.5M5 19.5v-4.7h4.7"/>',
  phone:
    '<path d="M6.2 3.5h2.9l1.6 4.2-2 1.5a11.4 11.4 0 0 0 6.1 6.1l1.5-2 4.2 1.6v2.9a2.2 2.2 0 0 1-2.4 2.2A16.3 16.3 0 0 1 4 5.9a2.2 2.2 0 0 1 2.2-2.4z"/>',
} as const
export type IconName = keyof typeof icons

/** Filled shapes, with a hole in the ground's colour. */
const signs = {
  ok: '<circle cx="12" cy="12" r="10.5" fill="currentColor"/><path d="M7 12.4l3.4 3.4L17.2 9" fill="none" stroke="var(--hole)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
  warn: '<path d="M12 2.2L23 21.4H1z" fill="currentColor"/><path d="M12 9v6" stroke="var(--hole)" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="18.2" r="1.4" fill="var(--hole)"/>',
  stop: '<path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor"/><path d="M6.8 12h10.4" stroke="var(--hole)" stroke-width="3.4" stroke-linecap="round"/>',
} as const
export type SignName = keyof typeof signs

export const icon = (name: IconName) =>
  html`<svg class="i" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${raw(icons[name])}</svg>`

/** The mark of the page, a picture by itself. */
export const mark = (colour: string) =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="4" fill="${colour}"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" transform="translate(2.4 1) scale(.8)">${raw(icons.handover)}</g></svg>`

export const sign = (name: SignName) => html`<svg class="g g-${name}" aria-hidden="true" viewBox="0 0 24 24">${raw(signs[name])}</svg>`

/** By what the ILS calls the type. */
export const iconOfType = (documentType: string): IconName =>
  /bd|bande|manga|comic/i.test(documentType)
    ? 'comic'
    : /dvd|film|vid/i.test(documentType)
      ? 'film'
      : /cd|audio|disque|musi/i.test(documentType)
        ? 'disc'
        : 'book'
