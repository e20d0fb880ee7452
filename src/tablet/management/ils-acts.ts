/**
 * What a tablet asks about the way to the ILS: how it does, and for a manager to change it and to try it (ILS-10). Runs in the page, with the
 * rest of the manager's acts. A secret is sent and kept nowhere here.
 */
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
import type { Desk, HoldsLook, IlsLinkLook } from '../desk.ts'
import type { Ask, Body } from './management-result.ts'
import { mapResult } from './message-acts.ts'

/** What only a later endpoint says of appointments is left alone. */
export const toHoldsLook = (said: IlsLinkAnswer['holds']): HoldsLook => ({
  hasNoPickups: said?.pickups === 'not-told',
  fault: said?.fault,
})

const toLook = ({ kind, fields = {}, heard, holds, ...look }: Body<IlsLinkAnswer>): IlsLinkLook => ({
  ...look,
  ...heard,
  kind: ilsKinds.find((known) => known === kind),
  // A later endpoint may have fields that this tablet cannot show.
  fields: Object.fromEntries(ilsAccessFields.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))),
  holds: toHoldsLook(holds),
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
    mapResult(await act('ils-try', card === undefined ? {} : { card }, ilsTryAnswer), ({ fault = '', ...tried }) => ({ ...tried, fault })),
})
