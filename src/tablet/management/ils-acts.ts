/**
 * What a tablet asks about the way to the ILS: how it does, and for a manager to change it and to try it (ILS-10). Runs in the page, with the
 * rest of the manager's acts. A secret is sent and kept nowhere here.
 */
import { toInstant } from '../../domain/instant.ts'
import { ilsAccessFields, ilsKinds } from '../../domain/settings/ils-access.ts'
import {
  type IlsLinkAnswer,
  ilsAccessAnswer,
  ilsHoldAnswer,
  ilsItemAnswer,
  ilsLinkAnswer,
  ilsPatronAnswer,
  ilsTryAnswer,
} from '../../protocol/ils.ts'
import type { AnswerSchema } from '../../protocol/read-answer.ts'
import type { Desk, HoldsLook, IlsLinkLook, ManagementResult } from '../desk.ts'
import { mapResult } from './message-acts.ts'

type Ask = <T extends object>(path: string, asked: object, schema: AnswerSchema<T>) => Promise<ManagementResult<T>>

const instantOf = (at: number | undefined) => (at === undefined ? undefined : toInstant(at))

/** What only a later endpoint says of appointments is left alone. */
export const toHoldsLook = (said: IlsLinkAnswer['holds']): HoldsLook => ({
  hasNoPickups: said?.pickups === 'not-told',
  fault: said?.fault && { kind: said.fault.kind, since: toInstant(said.fault.since) },
})

const toLook = ({ from, name, isDirect, kind, fields = {}, ...rest }: IlsLinkAnswer): IlsLinkLook => ({
  from,
  name,
  isDirect,
  kind: ilsKinds.find((known) => known === kind),
  // A later endpoint may have fields that this tablet cannot show.
  fields: Object.fromEntries(ilsAccessFields.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))),
  secretAt: instantOf(rest.secretAt),
  everyMinutes: rest.everyMinutes,
  answeredAt: instantOf(rest.answeredAt),
  fault: rest.fault && { kind: rest.fault.kind, since: toInstant(rest.fault.since) },
  told: rest.told,
  patronsAsOf: instantOf(rest.heard.patronsAsOf),
  loansAsOf: instantOf(rest.heard.loansAsOf),
  holdsAsOf: instantOf(rest.heard.holdsAsOf),
  holds: toHoldsLook(rest.holds),
  immobile: rest.immobile,
  dropped: rest.dropped?.map((file) => ({ kind: file.kind, at: toInstant(file.at), isIn: file.isIn })),
})

/** `act` asks with the pass, `post` without. */
export const createIlsActs = (
  post: Ask,
  act: Ask,
): Pick<Desk['management'], 'lookAtIlsLink' | 'changeIlsAccess' | 'tryIls' | 'readPatronAnew' | 'readItemAnew' | 'holdInIls'> => ({
  holdInIls: async (hold) => mapResult(await post('ils-hold', { hold }, ilsHoldAnswer), ({ end, said = '' }) => ({ end, said })),
  lookAtIlsLink: async () => mapResult(await post('ils-link', {}, ilsLinkAnswer), toLook),
  readItemAnew: async (barcode) => mapResult(await post('ils-item', { barcode }, ilsItemAnswer), ({ end }) => end),
  readPatronAnew: async (card) => mapResult(await post('ils-patron', { card }, ilsPatronAnswer), ({ end }) => end),
  changeIlsAccess: async (typed) =>
    mapResult(
      await act('ils-access', typed ?? { kind: 'nothing', fields: {}, everyMinutes: 1 }, ilsAccessAnswer),
      ({ end, fields = [], fault = '' }) => ({ end, fields, fault }),
    ),
  tryIls: async (card) =>
    mapResult(await act('ils-try', card === undefined ? {} : { card }, ilsTryAnswer), ({ end, ms, knows, fault = '' }) => ({
      end,
      ms,
      knows,
      fault,
    })),
})
