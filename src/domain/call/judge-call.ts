/**
 * What a caller may still order, before anything is saved: loans, what open orders ask for, and the call itself (PHONE-3). Runs on the tablet.
 * Nothing is refused here: beyond a right, saving asks for one reason, and the handover judges again by what is true then.
 */
import { toItemBarcode, toLineId } from '../ids.ts'
import type { Copy } from '../item/record.ts'
import { isNewRelease } from '../loan-right/due-date.ts'
import { countLoans, judgeLoan, type LoanWanted, loansUnknownToIls } from '../loan-right/judge-loan.ts'
import type { LocalDate } from '../local-date.ts'
import type { LoanRefusal } from '../operation/refusal.ts'
import { numberWanted } from '../order/order.ts'
import type { Patron } from '../patron/patron.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { openOrdersOf } from '../slot/judge-placing.ts'
import type { Call } from './call.ts'

export interface CallRights {
  /** Documents that may still be ordered; undefined: the category has no maximum in all. Below 0: so many too many. */
  readonly left: number | undefined
  readonly newReleases: readonly { readonly documentType: string; readonly left: number }[]
  /** By line of the call; undefined: within the rights. */
  readonly byLine: readonly (LoanRefusal | undefined)[]
}

/** Any copy may be fetched: a title is new only where all of them are. */
const isNewTitle = (settings: Settings, copies: readonly Copy[], today: LocalDate): boolean =>
  copies.length > 0 && copies.every(({ arrivedOn }) => isNewRelease(settings, arrivedOn, today))

/** What the patron's open orders will lend, if all of it is found; of no order as far as maxima per order go, but for the one that is changed. */
const orderedAlready = (
  state: DeskState,
  settings: Settings,
  patron: Patron,
  { changing }: Call,
  today: LocalDate,
): readonly LoanWanted[] =>
  openOrdersOf(state, patron.id).flatMap((order) => {
    const isChanged = order.id === changing?.orderId
    const left = isChanged ? order.lines.filter(({ id }) => !changing.removes.some((removed) => removed.id === id)) : order.lines
    return left.flatMap((line) => {
      const record = line.wanted.kind === 'wish' ? undefined : state.get('record', line.wanted.recordId)
      return Array.from({ length: numberWanted(order, line) }, (_, n) => ({
        // No copy is chosen yet: each thing wanted counts by itself.
        barcode: toItemBarcode(`${order.id}/${line.id}/${n}`),
        documentType: record?.documentType,
        isNewRelease: isNewTitle(settings, record?.copies ?? [], today),
        lineId: isChanged ? line.id : undefined,
      }))
    })
  })

/** By line: a wish for two counts twice (PULL-8). */
const wantedBy = (settings: Settings, call: Call, today: LocalDate): readonly (readonly LoanWanted[])[] =>
  call.lines.map((line, n) =>
    Array.from({ length: line.kind === 'wish' ? (line.count ?? 1) : 1 }, (_, document) => ({
      barcode: toItemBarcode(`${call.orderId}/${n}/${document}`),
      documentType: line.kind === 'wish' ? undefined : line.documentType,
      isNewRelease: line.kind === 'record' && isNewTitle(settings, line.copies, today),
      lineId: toLineId(String(n + 1)),
    })),
  )

/** PHONE-3: a block or an outdated card is told of the person, once, and not of each title. */
export const judgeCall = (state: DeskState, settings: Settings, patron: Patron, call: Call, today: LocalDate): CallRights => {
  const allowed: Patron = { ...patron, blocked: undefined, expiresOn: undefined }
  const given = [...orderedAlready(state, settings, patron, call, today)]
  const byLine = wantedBy(settings, call, today).map((documents) => {
    const refusals = documents.map((wanted) => {
      const judged = judgeLoan(settings, allowed, given, wanted, today)
      given.push(wanted)
      return judged.ok ? undefined : judged.refusal
    })
    return refusals.find((refusal) => refusal !== undefined)
  })
  const counted = [...loansUnknownToIls(patron), ...given]
  const maximum = settings.totalMaximums[patron.category]
  const newReleases = settings.loanRights.flatMap(({ category, documentType, newReleaseMaximum }) =>
    category !== patron.category || documentType === '*' || newReleaseMaximum === undefined
      ? []
      : [
          {
            documentType,
            left: newReleaseMaximum - counted.filter((loan) => loan.documentType === documentType && loan.isNewRelease).length,
          },
        ],
  )
  return { left: maximum === undefined ? undefined : maximum - countLoans(patron, counted), newReleases, byLine }
}
