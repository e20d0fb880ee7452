/**
 * The rights as a matrix of categories and types, one cell changed at a time (LOAN-1, SET-15). Runs everywhere; pure. A cell without a row of
 * its own has that of « the others »; a category or a type that came with an import and that no manager has seen yet is new.
 */
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { loanRightFor } from './due-date.ts'
import type { LoanRight } from './loan-right.ts'

/** Those without a row of their own. */
export const others = '*'

type Cell = Pick<LoanRight, 'category' | 'documentType'>
const isAt = ({ category, documentType }: Cell, right: LoanRight): boolean =>
  right.category === category && right.documentType === documentType

export const ownRight = ({ loanRights }: Settings, cell: Cell): LoanRight | undefined => loanRights.find((right) => isAt(cell, right))

/** What the cell says, its own or inherited; a library without any right limits nothing. */
export const rightAt = (settings: Settings, { category, documentType }: Cell): Omit<LoanRight, 'category' | 'documentType'> | undefined =>
  loanRightFor(settings, category, documentType)

/** The cell with a row of its own, in the place where it stands; two rows that say the same cell become one. */
export const changeRight = (settings: Settings, right: LoanRight): Settings => {
  const at = settings.loanRights.findIndex((one) => isAt(right, one))
  const rest = settings.loanRights.filter((one) => !isAt(right, one))
  const place = at === -1 ? rest.length : at
  return { ...settings, loanRights: [...rest.slice(0, place), right, ...rest.slice(place)] }
}

/** The cell follows the others again. */
export const inheritRight = (settings: Settings, cell: Cell): Settings => ({
  ...settings,
  loanRights: settings.loanRights.filter((right) => !isAt(cell, right)),
})

export interface Axis {
  /** As the ILS writes them, « the others » last. */
  readonly all: readonly string[]
  /** Of them, those that no manager has seen (SET-15). */
  readonly unseen: readonly string[]
}

const axis = (said: readonly string[], found: ReadonlySet<string>, seen: readonly string[] = []): Axis => {
  const known = new Set([...said, ...seen])
  const unseen = [...found].filter((one) => one !== '' && !known.has(one)).sort()
  const named = [...new Set([...said, ...seen])].filter((one) => one !== others)
  return { all: [...named, ...unseen, others], unseen }
}

export interface FoundAxes {
  readonly categories: ReadonlySet<string>
  readonly types: ReadonlySet<string>
}

/** What the rows of this tablet have: a whole directory is read for it, so that no draft asks it again. */
export const findAxes = (state: DeskState): FoundAxes => {
  const found = { categories: new Set<string>(), types: new Set<string>() }
  for (const { category } of state.all('patron')) found.categories.add(category)
  for (const { documentType } of state.all('record')) found.types.add(documentType)
  return found
}

/** The rows and columns of the matrix: what the rights say, and what was found beside it. */
export const rightAxes = (found: FoundAxes, settings: Settings): { readonly categories: Axis; readonly types: Axis } => {
  const { loanRights, totalMaximums, seenCategories, seenTypes } = settings
  const categories = [...loanRights.map(({ category }) => category), ...Object.keys(totalMaximums)]
  return {
    categories: axis(categories, found.categories, seenCategories),
    types: axis(
      loanRights.map(({ documentType }) => documentType),
      found.types,
      seenTypes,
    ),
  }
}

/** A manager has seen them: they follow the others without a mark. */
export const seeAxes = (settings: Settings, { categories, types }: ReturnType<typeof rightAxes>): Settings => ({
  ...settings,
  seenCategories: [...new Set([...(settings.seenCategories ?? []), ...categories.unseen])],
  seenTypes: [...new Set([...(settings.seenTypes ?? []), ...types.unseen])],
})
