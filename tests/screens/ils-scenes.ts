/**
 * The scenes of the library system that is told over the network: each reason why it has something not, and how it is reached. For tests of
 * screens.
 */
import type { IlsObstacle } from '../../src/domain/case/case.ts'
import { recordIlsCase } from '../../src/domain/case/ils-case.ts'
import { toOperationId, toRecordId } from '../../src/domain/ids.ts'
import type { IlsLine, IlsLinkLook } from '../../src/tablet/desk.ts'
import { aDate, anInstant, aTime } from '../builders/a-moment.ts'
import { desk, lucie } from './desk-scenes.ts'
import { cardNumber, claire, itemBarcode, records } from './stage-rows.ts'
import type { StagedDesk } from './staged-desk.ts'

export const newCard = cardNumber(9999)
export const newItem = itemBarcode(998)

const byFiles: IlsLinkLook = {
  from: 'nothing',
  name: undefined,
  isDirect: undefined,
  kind: undefined,
  fields: {},
  secretAt: undefined,
  everyMinutes: undefined,
  answeredAt: undefined,
  fault: undefined,
  told: undefined,
  patronsAsOf: undefined,
  loansAsOf: undefined,
  holdsAsOf: undefined,
  holds: { hasNoPickups: false, fault: undefined },
  immobile: undefined,
  dropped: undefined,
}

export const linked: IlsLinkLook = {
  ...byFiles,
  from: 'typed',
  name: 'SIP2',
  kind: 'sip2',
  fields: { address: 'sigb.exemple.fr:6001', account: 'comptoir', institution: 'MPL', branch: 'MPL', hours: '7:00-22:00' },
  secretAt: anInstant('2026-09-03 10:00'),
  everyMinutes: 5,
  answeredAt: anInstant('2026-11-24 14:30'),
  told: { waiting: 1, settled: 24, refused: 1, otherDue: 4 },
  patronsAsOf: anInstant('2026-11-24 09:12'),
  loansAsOf: anInstant('2026-11-24 06:00'),
  immobile: { here: 1284, gone: 1 },
  dropped: [
    { kind: 'catalogue', at: anInstant('2026-11-24 06:00'), isIn: true },
    { kind: undefined, at: anInstant('2026-11-23 06:01'), isIn: false },
  ],
}

/** Told by files, which came this morning. */
export const filesRead: IlsLinkLook = { ...byFiles, patronsAsOf: anInstant('2026-11-24 09:12'), dropped: linked.dropped }

export const ilsSceneByName = {
  /** What the library system, told over the network, has not yet. */
  'operations-ils': () => {
    const line = (n: number, changes: Partial<IlsLine>): IlsLine => ({
      operationId: toOperationId(`ils-${n}`),
      barcode: itemBarcode(n),
      movement: 'loan',
      librarianId: claire,
      card: lucie.id,
      day: aDate('2026-11-24'),
      time: aTime(`11:1${n}`),
      since: anInstant(`2026-11-24 11:2${n}`),
      state: 'refused',
      reason: undefined,
      said: '',
      mayAsk: true,
      ...changes,
    })
    const open = [
      line(1, { day: aDate('2026-11-23'), said: 'Patron Blocked' }),
      line(2, { state: 'unknown', mayAsk: false }),
      line(3, { state: 'unknown' }),
      line(4, { state: 'to-decide', reason: 'held-for-another' }),
      line(5, { state: 'to-decide', reason: 'lent-to-another', movement: 'return', card: undefined }),
      line(6, { state: 'asked', mayAsk: false }),
      line(7, { state: 'queued', mayAsk: false }),
    ]
    const otherDue = [
      { ...line(8, {}), promised: aDate('2026-12-22'), dueOn: aDate('2026-12-15') },
      { ...line(9, {}), promised: aDate('2026-12-15'), dueOn: aDate('2026-12-22') },
    ]
    const left = [
      { ...line(6, { day: aDate('2026-11-23'), movement: 'return', card: undefined }), reason: 'overtaken' as const },
      { ...line(7, { day: aDate('2026-11-23') }), reason: 'declared-untrue' as const },
    ]
    // What a person must decide about is a case too, of which these two are drawn.
    const cases = open.slice(3, 5).flatMap((one) => {
      const reason = one.movement === 'loan' ? 'held-for-another' : 'lent-to-another'
      const said: IlsObstacle = { movement: one.movement, reason, said: one.said }
      return recordIlsCase({ get: () => undefined }, one, said) ?? []
    })
    return desk(
      { ils: { waiting: 6, settled: 24, already: 2, total: 107, open, otherDue, left, holds: { hasNoPickups: true, fault: undefined } } },
      cases,
    )
  },
  /** It has not answered since this afternoon: what waits has no line of its own. */
  'operations-ils-silent': () => {
    const nothing = { settled: 24, already: 0, total: 0, open: [], otherDue: [], left: [], holds: byFiles.holds }
    return desk({
      ils: { waiting: 3, ...nothing },
      ilsLink: { ...linked, fault: { kind: 'unreachable', since: anInstant('2026-11-24 14:02') } },
    })
  },
  /** The library system knows a card and a document that no list has named yet. */
  'handover-read-anew': () => {
    const staged: StagedDesk = desk({
      onReadAnew: (card) => {
        if (card === newCard) staged.put({ ...lucie, id: newCard, surname: 'NOUVEL', firstName: 'Ami', ilsAsOf: staged.now().at })
        if (card === lucie.id) staged.put({ ...lucie, blocked: 'carte perdue', ilsAsOf: staged.now().at })
        return true
      },
      onReadItem: (barcode) => {
        const [of] = records
        if (of === undefined || barcode !== newItem) return false
        const copies = [{ barcode, callNumber: '', location: '', arrivedOn: undefined }]
        staged.put({ ...of, id: toRecordId('ex-new'), title: 'Arrivé ce matin', copies })
        return true
      },
    })
    return staged
  },
  /** The ILS answers for the new card only once another patron is in hand. */
  'handover-read-late': () => {
    const staged: StagedDesk = desk({
      onReadAnew: (card) => {
        if (card !== lucie.id) return false
        staged.put({ ...lucie, id: newCard, surname: 'NOUVEL', firstName: 'Ami', ilsAsOf: staged.now().at })
        staged.put({ ...lucie, blocked: 'carte perdue', ilsAsOf: staged.now().at })
        return true
      },
    })
    return staged
  },
  'settings-files': () => desk({ ilsLink: linked }),
  'settings-files-offline': () => desk({ snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }),
  'ils-link': () => desk({ ilsLink: linked }),
  'ils-link-fails': () =>
    desk({
      ilsLink: {
        ...linked,
        isDirect: true,
        name: 'Koha',
        holdsAsOf: anInstant('2026-11-24 14:25'),
        holds: { hasNoPickups: true, fault: { kind: 'not-permitted', since: anInstant('2026-11-24 14:30') } },
        fault: { kind: 'login-refused', since: anInstant('2026-11-23 18:00') },
      },
    }),
  'ils-link-shut': () =>
    desk({ ilsLink: { ...linked, name: 'Koha', fault: { kind: 'write-refused', since: anInstant('2026-11-24 14:30') } } }),
  'ils-link-none': () => desk({ ilsLink: byFiles }),
  'ils-link-offline': () => desk({ ilsLink: linked, snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }),
}
