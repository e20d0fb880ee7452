/**
 * Which right applies to a patron and a document, and until when it is lent (LOAN-1, LOAN-4). Runs everywhere.
 * The ILS remains the judge of its own loans: this is what the library told us of its rules, so that the desk can answer alone.
 */
import { addDays, type LocalDate } from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import { isOpenOn } from '../slot/build-slots.ts'
import type { LoanRight } from './loan-right.ts'

/** Days lent where no right says how many: four weeks, our own choice; a library that set its rights never meets it. */
const defaultDurationDays = 28

/** Days looked ahead for an open one: a library closed for longer has no next open day, and the date stays as it is. */
const longestClosureDays = 366

/** LOAN-1: the row for this category and type; '*' stands for those without a row of their own. undefined: nothing limits this loan. */
export const loanRightFor = (
  settings: Pick<Settings, 'loanRights'>,
  category: string,
  documentType: string | undefined,
): LoanRight | undefined => {
  const rowOf = (wantedCategory: string, wantedType: string | undefined) =>
    settings.loanRights.find((right) => right.category === wantedCategory && right.documentType === wantedType)
  return rowOf(category, documentType) ?? rowOf(category, '*') ?? rowOf('*', documentType) ?? rowOf('*', '*')
}

/** LOAN-4: the day of the handover plus the duration, moved to the next day on which the library opens. */
export const dueDate = (settings: Settings, category: string, documentType: string | undefined, today: LocalDate): LocalDate => {
  const due = addDays(today, loanRightFor(settings, category, documentType)?.durationDays ?? defaultDurationDays)
  for (let n = 0; n < longestClosureDays; n++) {
    const date = addDays(due, n)
    if (isOpenOn(settings, date)) return date
  }
  return due
}

/** LOAN-2: whether a document that arrived then is still a new release; one without a date is not. */
export const isNewRelease = (settings: Settings, arrivedOn: LocalDate | undefined, today: LocalDate): boolean =>
  arrivedOn !== undefined && today < addDays(arrivedOn, settings.newReleaseDays)
