/**
 * An order that a restore lost, in French: nothing is left of it but who did what for it, and the last of that tells two of them apart.
 * Runs everywhere; pure. en is typed by it.
 */
import type { OperationKind } from '../../domain/operation/operation.ts'

/** The last that was done for such an order. */
export interface LastDone {
  /** The kind of operation; a newer endpoint may write one that this build does not know. */
  readonly type: string
  readonly who: string
  /** In words; undefined: today. */
  readonly date: string | undefined
  readonly time: string
}

const done = {
  'pick-item': 'document pris',
  'unpick-item': 'document retiré de la pile',
  'report-not-found': 'document non trouvé',
  'give-up-line': 'document abandonné',
  'bag-order': 'mise en casier',
  'print-label': 'étiquette imprimée',
  'record-arrival': 'arrivée notée',
  'hand-over-order': 'remise',
  'undo-handover': 'remise annulée',
  'confirm-no-show': 'absence notée',
} satisfies Partial<Record<OperationKind, string>>
export type DoneWords = Readonly<Record<keyof typeof done, string>>

const sayLast = ({ type, who, date, time }: LastDone): string => {
  const what = Object.entries(done).find(([kind]) => kind === type)?.[1] ?? 'dernier geste'
  return `${what}${date === undefined ? '' : ` le ${date}`} à ${time} par ${who}`
}

/** Undefined: a row that says nothing of what was done. */
export const lostOrder = (last: LastDone | undefined): { readonly short: string; readonly heading: string } => ({
  short: last === undefined ? 'Une commande perdue au rétablissement' : `Commande perdue (${sayLast(last)})`,
  heading: `On a travaillé pour une commande qui n’est pas revenue${last === undefined ? '' : ` (${sayLast(last)})`}`,
})
