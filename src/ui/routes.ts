/**
 * The screens and their addresses, after the `#`: every address works offline from one cached page. Runs in the browser.
 * Addresses are in French, as the manifest's shortcuts and the printed enrolment link say them.
 */
import type { IconName } from './components/icon.tsx'

export const paths = {
  today: '/aujourdhui',
  preparation: '/preparation',
  handover: '/retrait',
  /** With an order's id, its sheet. */
  call: '/commande',
  order: '/commande',
  returns: '/retours',
  cases: '/anomalies',
  operations: '/operations',
  closing: '/cloture',
  /** With a room's name, that room of the manager. */
  management: '/gestion',
  exercise: '/exercice',
  accessibility: '/accessibilite',
  enrol: '/enrol',
} as const

export type ScreenName = Exclude<keyof typeof paths, 'enrol' | 'exercise' | 'accessibility' | 'order'>

/** In the order of the rail; Alt + 1, 2… go there. `place` says where a narrow screen keeps it. */
export const screens: readonly { readonly name: ScreenName; readonly icon: IconName; readonly place: 'tab' | 'more' }[] = [
  { name: 'today', icon: 'today', place: 'tab' },
  { name: 'preparation', icon: 'prepare', place: 'tab' },
  { name: 'handover', icon: 'handover', place: 'tab' },
  { name: 'call', icon: 'phone', place: 'tab' },
  { name: 'returns', icon: 'returns', place: 'more' },
  { name: 'cases', icon: 'case', place: 'more' },
  { name: 'operations', icon: 'operations', place: 'more' },
  { name: 'closing', icon: 'flag', place: 'more' },
  { name: 'management', icon: 'settings', place: 'more' },
]

/** A link's href; `rest` are further segments, encoded here. */
export const hrefOf = (name: keyof typeof paths, ...rest: readonly string[]): string =>
  `#${[paths[name], ...rest.map(encodeURIComponent)].join('/')}`

/** A segment as `hrefOf` was given it: the router hands it over as the address writes it. What nobody encoded so stays as it is. */
export const segmentOf = (written: string): string => {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}
