/**
 * What a tablet asks about the way to the ILS: how it does, and for a manager to change it and to try it (ILS-10). Runs in the page, with the
 * rest of the manager's acts. A secret is sent and kept nowhere here.
 */
import { ilsAccessFields, ilsKinds } from '../../domain/settings/ils-access.ts'
import type { Desk, HoldsLook, IlsLinkLook } from '../desk.ts'
import { type Ask, type Body, mapResult } from './management-result.ts'

/** What only a later endpoint says of appointments is left alone. */
export const toHoldsLook = (said: Body<'ils-link'>['holds']): HoldsLook => ({
  hasNoPickups: said?.pickups === 'not-told',
  fault: said?.fault,
})

const toLook = ({ kind, fields = {}, heard, holds, ...look }: Body<'ils-link'>): IlsLinkLook => ({
  ...look,
  ...heard,
  kind: ilsKinds.find((known) => known === kind),
  // A later endpoint may have fields that this tablet cannot show.
  fields: Object.fromEntries(ilsAccessFields.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))),
  holds: toHoldsLook(holds),
})

export const createIlsActs = (
  ask: Ask,
): Pick<Desk['management'], 'lookAtIlsLink' | 'changeIlsAccess' | 'tryIls' | 'readPatronAnew' | 'readItemAnew' | 'holdInIls'> => ({
  holdInIls: async (hold) => mapResult(await ask('ils-hold', { hold }), ({ end, said = '' }) => ({ end, said })),
  lookAtIlsLink: async () => mapResult(await ask('ils-link', {}), toLook),
  readItemAnew: async (barcode) => mapResult(await ask('ils-item', { barcode }), ({ end }) => end),
  readPatronAnew: async (card) => mapResult(await ask('ils-patron', { card }), ({ end }) => end),
  changeIlsAccess: async (typed) =>
    mapResult(await ask('ils-access', typed ?? { kind: 'nothing', fields: {}, everyMinutes: 1 }), ({ end, fields = [], fault = '' }) => ({
      end,
      fields,
      fault,
    })),
  tryIls: async (card) =>
    mapResult(await ask('ils-try', card === undefined ? {} : { card }), ({ fault = '', ...tried }) => ({ ...tried, fault })),
})
