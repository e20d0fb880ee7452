/**
 * The endpoint's answers about the way to the library system, which are played: a wrong secret is refused, another one links. For tests of
 * screens.
 */
import type { CardNumber, ItemBarcode } from '../../src/domain/ids.ts'
import { secretFields } from '../../src/domain/settings/ils-access.ts'
import type { BroughtReport, Desk, IlsHoldEnd, IlsLinkLook } from '../../src/tablet/desk.ts'
import type { ImportActs } from '../../src/tablet/management/import-acts.ts'
import { aDate, anInstant } from '../builders/a-moment.ts'

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

/** A list of patrons that it has read once asked twice; one whose zeros are gone asks for the number of what goes. */
const stagedImports = (isOpen: () => boolean): ImportActs => {
  let [name, isRead] = ['', false]
  const missing = { kind: 'refused', problem: 'passphrase-missing' } as const
  const report = (): BroughtReport => ({
    rows: 3260,
    added: 38,
    updated: 112,
    removed: 14,
    blocked: 9,
    notes: ['lu en UTF-8, séparé par des points-virgules'],
    shown: [
      { name: 'Aubin, Maëlle', say: '·· 4471, enfant', day: aDate('2027-08-31') },
      { name: 'Delorme, Ivan', say: '·· 4472, adulte', day: aDate('2027-08-31') },
    ],
    rejected: 2,
    mended: 1,
    lines: [
      { line: 214, text: '033312045X77;LEROUX;Anna', say: '« carte » illisible : 033312045X77' },
      { line: 1502, text: '033312045577;CORBEL;Jeanne', say: '033312045577 est déjà à la ligne 311' },
      { line: 1700, text: '333120455', say: '→ 0333120455' },
    ],
    ...(name.includes('sans-zero')
      ? { guard: { why: 'strange', type: 3212, of: 3224, before: ['033312045577', '033312041207'], now: ['33312045577', '33312041207'] } }
      : {}),
  })
  return {
    sendFile: async (file, onSent) => {
      if (!isOpen()) return missing
      name = file.name
      onSent(file.size)
      return { kind: 'done', value: { fileId: '0'.repeat(32), kind: name.startsWith('usagers') ? 'patrons' : undefined } }
    },
    importFiles: async ({ files: [file], take }) => {
      if (!isOpen()) return missing
      isRead = !isRead
      if (file === undefined) return { kind: 'done', value: { end: 'gone' } }
      if (isRead) return { kind: 'done', value: { end: 'working', step: 'usagers, lecture 40 %' } }
      if (name === 'page.html')
        return { kind: 'done', value: { end: 'refused', refusal: { file: file.kind, say: 'ceci est une page web' } } }
      return { kind: 'done', value: { end: take === undefined ? 'tried' : 'taken', files: { patrons: report() } } }
    },
  }
}

export const stagedIls = (
  { ilsLink, onReadAnew, onReadItem, onHold }: IlsStage,
  isOpen: () => boolean,
): Pick<
  Desk['management'],
  'lookAtIlsLink' | 'changeIlsAccess' | 'tryIls' | 'readPatronAnew' | 'readItemAnew' | 'holdInIls' | keyof ImportActs
> => {
  let look = ilsLink
  const missing = { kind: 'refused', problem: 'passphrase-missing' } as const
  return {
    ...stagedImports(isOpen),
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
