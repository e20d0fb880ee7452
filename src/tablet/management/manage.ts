/**
 * The manager's acts: asked of the endpoint, on line only, with the pass that the passphrase gave: what only this tablet checked proves
 * nothing (PRIV-5). Runs in the page.
 */
import { identityBytes, type LibrarianId, toLibrarianId } from '../../domain/ids.ts'
import type { TeamEnd } from '../../domain/librarian/judge-team.ts'
import type { RotaWeekValue } from '../../domain/rota/rota-week.ts'
import { type IlsLookAnswer, ilsAskAnswer, ilsLookAnswer } from '../../protocol/ils.ts'
import {
  acceptQuarantinedAnswer,
  apartListAnswer,
  cancelCodeAnswer,
  type ExportBatch,
  endPassAnswer,
  enrolmentCodeAnswer,
  exportAnswer,
  exportLinesAnswer,
  exportListAnswer,
  exportSettleAnswer,
  type FoundAnswer,
  foundAnswer,
  goOnWithoutAnswer,
  idleNamesAnswer,
  passAnswer,
  passphraseCodeAnswer,
  pinAnswer,
  pinCodeAnswer,
  retypedEnd,
  rotaWeekAnswer,
  type SettingAnswer,
  type SettingChangeText,
  setTabletAsideAnswer,
  settingAnswer,
  settingJournalAnswer,
  type TeamAnswer,
  tabletsAnswer,
  teamAnswer,
  weighRightsAnswer,
} from '../../protocol/management.ts'
import type { AnswerSchema } from '../../protocol/read-answer.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Desk, ExportBatchLine, IlsLook, ManagementResult, SettingChange, SettingEnd } from '../desk.ts'
import { hashPin } from '../enrolment/check-pin.ts'
import { askFigures } from '../figures/ask-figures.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask, type Transport } from '../sync/transport.ts'
import type { HeldPass, Pass } from './held-pass.ts'
import { createIlsActs, toHoldsLook } from './ils-acts.ts'
import type { Ask, Body, Head } from './management-result.ts'
import { createMessageActs, mapResult as map } from './message-acts.ts'

export interface ManagementPorts {
  readonly transport: Transport
  readonly identity: () => Identity | undefined
  readonly librarianId: () => LibrarianId | undefined
  readonly held: HeldPass
  readonly randomHex: (bytes: number) => string
}

/** What the desk has of these acts, and the end of a pass, which nobody waits for. */
export type Management = Omit<Desk['management'], 'passUntil'> &
  Pick<Desk, 'readFigures'> & { endPass(pass: Pass): Promise<ManagementResult<true>> }

const toBatchLine = ({ settledAt, ...batch }: ExportBatch): ExportBatchLine => ({
  ...batch,
  settledAt: settledAt ?? undefined,
  isRetyped: batch.fileName.endsWith(`.${retypedEnd}`),
})

const toSettingChange = ({ librarianId, ...change }: SettingChangeText): SettingChange => ({ ...change, by: librarianId ?? undefined })

const toSettingEnd = ({ end, version, change, faults = [] }: Body<SettingAnswer>): SettingEnd => {
  if (end === 'stale') return { kind: end, version, change: change === undefined ? undefined : toSettingChange(change) }
  return end === 'refused' ? { kind: end, faults } : { kind: end, version }
}

const toTeamEnd = ({ end, memberId = toLibrarianId(''), fault }: Body<TeamAnswer>): TeamEnd => {
  if (end === 'changed') return { kind: end, id: memberId }
  // A refusal always says why.
  return end === 'stale' || fault === undefined ? { kind: 'stale' } : { kind: end, fault }
}

const toIlsLook = ({ open, otherDue = [], left = [], holds, ...counts }: NonNullable<IlsLookAnswer['wire']>): IlsLook => ({
  ...counts,
  open: open.map(({ said = '', ...line }) => ({ ...line, said })),
  otherDue,
  left,
  holds: toHoldsLook(holds),
})

/** What is still confirmed was counted since in a list of the ILS: the tablet's own word for it. */
const stillSettled = (result: ManagementResult<ExportBatchLine>): ManagementResult<ExportBatchLine> =>
  result.kind === 'done' && result.value.settledAt !== undefined ? { kind: 'refused', problem: 'newer-ils-list' } : result

/** They act as soon as they have signed in. */
const keepFounded =
  (held: HeldPass) =>
  ({ memberId, pass, expiresAt }: Body<FoundAnswer>): true => {
    held.keep({ pass, librarianId: memberId, expiresAt })
    return true
  }

/** The acts of `Desk.management`, each refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'. */
export const createManagement = ({ transport, identity, librarianId, held, randomHex }: ManagementPorts): Management => {
  const post = async <T extends Head>(
    path: string,
    asked: object,
    schema: AnswerSchema<T>,
    by: LibrarianId | undefined = librarianId(),
  ): Promise<ManagementResult<Body<T>>> => {
    const who = identity()
    if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
    const nonce = randomHex(identityBytes)
    const body = JSON.stringify({ protocol: protocolVersion, nonce, librarianId: by ?? '', ...asked })
    const request = { method: 'POST', path: `/management/v1/${path}`, body, identity: who } as const
    const answer = await ask(transport, request, schema, nonce)
    if (answer.kind === 'answered') {
      const { protocol: _, nonce: __, ...value } = answer.value
      return { kind: 'done', value }
    }
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem }
    return { kind: 'refused', problem: answer.kind === 'refused-whole' ? 'request-not-understood' : 'unreachable' }
  }

  const act: Ask = async (path, asked, schema) => {
    const pass = held.current()?.pass
    if (pass === undefined) return { kind: 'refused', problem: 'passphrase-missing' }
    const result = await post(path, { pass, ...asked }, schema)
    if (result.kind === 'refused' && result.problem === 'pass-over') held.drop()
    return result
  }

  const takePass = async (path: string, asked: object): Promise<ManagementResult<true>> => {
    const by = librarianId()
    return map(await post(path, asked, passAnswer, by), ({ pass, expiresAt }) => {
      // Whoever signed out while the endpoint worked leaves nothing.
      if (by !== undefined && by === librarianId()) held.keep({ pass, librarianId: by, expiresAt })
      return true
    })
  }

  return {
    readFigures: (days) => askFigures({ transport, identity, randomHex }, days),
    enterPassphrase: (passphrase) => takePass('pass', { passphrase }),
    choosePassphrase: (proof, passphrase) => takePass('passphrase', { ...proof, passphrase }),
    offerPassphraseCode: (passphrase, forLibrarianId) => post('passphrase-code', { passphrase, forLibrarianId }, passphraseCodeAnswer),
    endPass: async ({ pass, librarianId: by }) => map(await post('end-pass', { pass }, endPassAnswer, by), () => true),
    createEnrolmentCode: () => act('enrolment-code', {}, enrolmentCodeAnswer),
    listTablets: async () =>
      map(await act('tablets', {}, tabletsAnswer), ({ tablets, codes }) => ({
        tablets: tablets.map(({ lastHeardAt, ...tablet }) => ({ ...tablet, lastHeardAt: lastHeardAt ?? undefined })),
        codes: codes.map(({ codeId, ...code }) => ({ id: codeId, ...code })),
      })),
    cancelCode: async (codeId) => map(await act('cancel-code', { codeId }, cancelCodeAnswer), () => true),
    listExports: async (day) =>
      map(await act('export-list', { day }, exportListAnswer), ({ batches, waiting, otherDays = [] }) => ({
        batches: batches.map(toBatchLine),
        waiting,
        otherDays,
      })),
    exportDay: async (day, format, number) =>
      map(await act('export', { day, format, number }, exportAnswer), ({ batch, content }) => ({
        batch: toBatchLine(batch),
        bytes: Uint8Array.from(atob(content), (character) => character.charCodeAt(0)),
      })),
    setTabletAside: async (deviceId, reason) => map(await act('set-tablet-aside', { deviceId, reason }, setTabletAsideAnswer), () => true),
    goOnWithout: async (deviceId, isWithout) => map(await act('go-on-without', { deviceId, isWithout }, goOnWithoutAnswer), () => true),
    listApart: (deviceId, skipped) => act('apart-list', { deviceId, skipped }, apartListAnswer),
    acceptQuarantined: (deviceId, operations) => act('accept-quarantined', { deviceId, operations }, acceptQuarantinedAnswer),
    changeSetting: async (section, expectedVersion, value) =>
      map(await act('setting', { section, expectedVersion, value }, settingAnswer), toSettingEnd),
    ...createMessageActs(post, act),
    ...createIlsActs(post, act),
    changeRotaWeek: async (monday, expectedVersion, value) =>
      // What changed meanwhile is a week that the endpoint had judged.
      map(await post('rota-week', { monday, expectedVersion, value }, rotaWeekAnswer), toSettingEnd) as ManagementResult<
        SettingEnd<RotaWeekValue>
      >,
    readSettingJournal: async (before) =>
      map(await post('setting-journal', { before }, settingJournalAnswer), ({ changes, isWhole, tablets }) => ({
        changes: changes.map(toSettingChange),
        isWhole,
        heardAt: new Map(tablets.map(({ deviceId, heardAt }) => [deviceId, heardAt ?? undefined])),
      })),
    countIdleNames: async (keepNameDays) => map(await post('idle-names', { keepNameDays }, idleNamesAnswer), ({ names }) => names),
    weighRights: async (value) =>
      map(await post('weigh-rights', { value }, weighRightsAnswer), ({ since, ...weighed }) => ({ ...weighed, since })),
    changeTeam: async (memberId, seen, wanted) => map(await act('team', { memberId, seen, wanted }, teamAnswer), toTeamEnd),
    offerPinCode: (memberId) => act('pin-code', { memberId }, pinCodeAnswer),
    // 16 bytes of salt; the PIN itself goes no further than this line.
    choosePin: async (id, code, pin) => map(await post('pin', { code, pin: await hashPin(pin, randomHex(16)) }, pinAnswer, id), () => true),
    foundTeam: async (name, pin, passphrase) => {
      const verifier = await hashPin(pin, randomHex(16))
      return map(await post('found', { name, pin: verifier, passphrase }, foundAnswer), keepFounded(held))
    },
    lookAtIls: async () => map(await post('ils-look', {}, ilsLookAnswer), ({ wire }) => (wire === undefined ? undefined : toIlsLook(wire))),
    askIlsAnew: async ({ operationId, barcode, movement }) =>
      map(await post('ils-ask', { operationId, barcode, movement }, ilsAskAnswer), ({ isAsked }) => isAsked),
    listBatchLines: async (number) => map(await act('export-lines', { number }, exportLinesAnswer), ({ lines }) => lines),
    settleExport: async (number, refused = new Map()) => {
      const asked = { number, refused: [...refused].map(([line, said]) => ({ line, said })) }
      return map(await act('export-settle', asked, exportSettleAnswer), ({ batch }) => toBatchLine(batch))
    },
    unsettleExport: async (number) =>
      stillSettled(map(await act('export-unsettle', { number }, exportSettleAnswer), ({ batch }) => toBatchLine(batch))),
  }
}
