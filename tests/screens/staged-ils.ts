/**
 * The endpoint's answers about the way to the library system, which are played: a wrong secret is refused, another one links. For tests of
 * screens.
 */
import type { CardNumber, ItemBarcode } from '../../src/domain/ids.ts'
import { secretFields } from '../../src/domain/settings/ils-access.ts'
import type { Desk, IlsHoldEnd, IlsLinkLook } from '../../src/tablet/desk.ts'
import { anInstant } from '../builders/a-moment.ts'

export interface IlsStage {
  /** How the library system is reached; absent: it cannot be had. */
  readonly ilsLink?: IlsLinkLook | undefined
  /** Brings the row of a card that the library system knows; whether it does. */
  readonly onReadAnew?: ((card: CardNumber) => boolean) | undefined
  /** What comes of a hold; absent: the library system takes none from here. */
  readonly onHold?: ((barcode: ItemBarcode) => IlsHoldEnd) | undefined
  /** The same of a document. */
  readonly onReadItem?: ((barcode: ItemBarcode) => boolean) | undefined
}

/** Of documents that it knows, what it says of their site. */
const sites: Readonly<Record<string, { readonly here: string; readonly there: string }>> = {
  '0031': { here: 'MPL', there: 'MPL' },
  '0032': { here: 'MPL', there: 'ANX' },
  '0033': { here: 'MPL', there: '' },
}

/** A secret that the played library system refuses. */
export const refusedSecret = 'pas celui-ci'

export const stagedIls = (
  { ilsLink, onReadAnew, onReadItem, onHold }: IlsStage,
  isOpen: () => boolean,
): Pick<Desk['management'], 'lookAtIlsLink' | 'changeIlsAccess' | 'tryIls' | 'readPatronAnew' | 'readItemAnew' | 'holdInIls'> => {
  let look = ilsLink
  const missing = { kind: 'refused', problem: 'passphrase-missing' } as const
  return {
    lookAtIlsLink: async () => (look === undefined ? { kind: 'refused', problem: 'unreachable' } : { kind: 'done', value: look }),
    readPatronAnew: async (card) => ({ kind: 'done', value: onReadAnew?.(card) === true ? 'read' : 'unknown' }),
    readItemAnew: async (barcode) => ({ kind: 'done', value: onReadItem?.(barcode) === true ? 'read' : 'unknown' }),
    holdInIls: async (hold) => ({
      kind: 'done',
      value:
        onHold === undefined ? { end: 'not-taken', said: '' } : hold === undefined ? { end: 'offered', said: '' } : onHold(hold.barcode),
    }),
    changeIlsAccess: async (typed) => {
      if (!isOpen() || look === undefined) return missing
      if (typed === undefined) {
        look = { ...look, from: 'nothing', told: undefined, fields: {} }
        return { kind: 'done', value: { end: 'ended', fields: [], fault: '' } }
      }
      const { fields, kind, everyMinutes } = typed
      const lacking = (['address', 'account'] as const).filter((field) => (fields[field] ?? '') === '')
      if (lacking.length > 0) return { kind: 'done', value: { end: 'refused', fields: lacking, fault: '' } }
      if (fields.secret === refusedSecret) return { kind: 'done', value: { end: 'no-answer', fields: [], fault: 'login-refused' } }
      const shown = Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.some((secret) => secret === field)))
      const told = { waiting: 0, settled: 0, refused: 0, otherDue: 0 }
      const secretAt = anInstant('2026-11-24 15:04')
      look = { ...look, from: 'typed', name: kind === 'sip2' ? 'SIP2' : 'Koha', kind, fields: shown, everyMinutes, secretAt, told }
      return { kind: 'done', value: { end: 'kept', fields: [], fault: '' } }
    },
    tryIls: async (card) => {
      if (!isOpen()) return missing
      const fault = look?.fault?.kind
      return {
        kind: 'done',
        value:
          fault === undefined
            ? {
                end: 'answered',
                ms: 412,
                knows: card === undefined ? undefined : card === '0001' || card in sites,
                site: sites[card ?? ''],
                fault: '',
              }
            : { end: 'no-answer', ms: undefined, knows: undefined, fault },
      }
    },
  }
}
