/**
 * The manager's acts: asked of the endpoint, on line only, with the pass that the passphrase gave: what only this tablet checked proves
 * nothing (PRIV-5). Runs in the page.
 */
import type { BeyondRights } from '../../domain/figures/counted.ts'
import { identityBytes, type LibrarianId, toCardNumber, toDeviceId, toItemBarcode, toLibrarianId, toOperationId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { TeamEnd } from '../../domain/librarian/judge-team.ts'
import type { LocalDate, LocalTime } from '../../domain/local-date.ts'
import type { Operation } from '../../domain/operation/operation.ts'
import type { RotaWeekValue } from '../../domain/rota/rota-week.ts'
import { type IlsLookAnswer, ilsAskAnswer, ilsLookAnswer } from '../../protocol/ils.ts'
import {
  type ApartListAnswer,
  acceptQuarantinedAnswer,
  apartListAnswer,
  cancelCodeAnswer,
  type ExportBatch,
  endPassAnswer,
  enrolmentCodeAnswer,
  exportAnswer,
  exportListAnswer,
  exportSettleAnswer,
  type FoundAnswer,
  foundAnswer,
  idleNamesAnswer,
  passAnswer,
  passphraseCodeAnswer,
  pinAnswer,
  pinCodeAnswer,
  rotaWeekAnswer,
  type SettingAnswer,
  type SettingChangeText,
  setTabletAsideAnswer,
  settingAnswer,
  settingJournalAnswer,
  type TeamAnswer,
  tabletsAnswer,
  teamAnswer,
  type WeighRightsAnswer,
  weighRightsAnswer,
} from '../../protocol/management.ts'
import type { AnswerSchema } from '../../protocol/read-answer.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { ApartGesture, Desk, ExportBatchLine, IlsLook, ManagementResult, SettingChange, SettingEnd } from '../desk.ts'
import { hashPin } from '../enrolment/check-pin.ts'
import { askFigures } from '../figures/ask-figures.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask, type Transport } from '../sync/transport.ts'
import type { HeldPass, Pass } from './held-pass.ts'
import { createIlsActs, toHoldsLook } from './ils-acts.ts'
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

const toBatchLine = ({ day, madeAt, settledAt, ...batch }: ExportBatch): ExportBatchLine => ({
  ...batch,
  day: day as LocalDate, // The endpoint wrote it from a LocalDate.
  madeAt: toInstant(madeAt),
  settledAt: settledAt === null ? undefined : toInstant(settledAt),
})

const toGesture = ({ operationId, receivedAt, standing, reason, made, found }: ApartListAnswer['gestures'][number]): ApartGesture => ({
  operationId: toOperationId(operationId),
  receivedAt: toInstant(receivedAt),
  standing,
  reason,
  made:
    made === undefined
      ? undefined
      : {
          librarianId: toLibrarianId(made.librarianId),
          at: toInstant(made.at),
          // The endpoint has read it by the schema of its kind; screens ask first whether they know the kind.
          operation: made.operation as Operation,
        },
  found: found === undefined ? undefined : { ...found, others: found.others.map(toOperationId) },
})

const toSettingChange = ({ at, librarianId, ...change }: SettingChangeText): SettingChange => ({
  ...change,
  at: toInstant(at),
  by: librarianId === null ? undefined : toLibrarianId(librarianId),
})

const toSettingEnd = ({ end, version, change, faults = [] }: SettingAnswer): SettingEnd => {
  if (end === 'stale') return { kind: end, version, change: change === undefined ? undefined : toSettingChange(change) }
  return end === 'refused' ? { kind: end, faults } : { kind: end, version }
}

const toTeamEnd = ({ end, memberId = '', fault }: TeamAnswer): TeamEnd => {
  if (end === 'changed') return { kind: end, id: toLibrarianId(memberId) }
  // A refusal always says why.
  return end === 'stale' || fault === undefined ? { kind: 'stale' } : { kind: end, fault }
}

const toIlsLook = ({ open, otherDue, holds, ...counts }: NonNullable<IlsLookAnswer['wire']>): IlsLook => ({
  ...counts,
  open: open.map(({ operationId, barcode, librarianId, card, day, time, since, reason, said, ...line }) => ({
    ...line,
    operationId: toOperationId(operationId),
    barcode: toItemBarcode(barcode),
    librarianId: toLibrarianId(librarianId),
    card: card === undefined ? undefined : toCardNumber(card),
    // The endpoint wrote them from a LocalDate and a LocalTime.
    day: day as LocalDate,
    time: time as LocalTime,
    since: toInstant(since),
    reason,
    said: said ?? '',
  })),
  otherDue: (otherDue ?? []).map(({ operationId, barcode, librarianId, card, day, promised, dueOn }) => ({
    operationId: toOperationId(operationId),
    barcode: toItemBarcode(barcode),
    librarianId: toLibrarianId(librarianId),
    card: card === undefined ? undefined : toCardNumber(card),
    day: day as LocalDate,
    promised: promised as LocalDate,
    dueOn: dueOn as LocalDate,
  })),
  holds: toHoldsLook(holds),
})

/** What is still confirmed was counted since in a list of the ILS: the tablet's own word for it. */
const stillSettled = (result: ManagementResult<ExportBatchLine>): ManagementResult<ExportBatchLine> =>
  result.kind === 'done' && result.value.settledAt !== undefined ? { kind: 'refused', problem: 'newer-ils-list' } : result

const toWeighed = ({ of, asked, since }: WeighRightsAnswer): BeyondRights => ({
  ...{ of, asked },
  // A day of the endpoint's own.
  since: since as LocalDate | undefined,
})

/** They act as soon as they have signed in. */
const keepFounded =
  (held: HeldPass) =>
  ({ memberId, pass, expiresAt }: FoundAnswer): true => {
    held.keep({ pass, librarianId: toLibrarianId(memberId), expiresAt: toInstant(expiresAt) })
    return true
  }

/** The acts of `Desk.management`, each refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'. */
export const createManagement = ({ transport, identity, librarianId, held, randomHex }: ManagementPorts): Management => {
  const post = async <T extends object>(
    path: string,
    asked: object,
    schema: AnswerSchema<T>,
    by: LibrarianId | undefined = librarianId(),
  ): Promise<ManagementResult<T>> => {
    const who = identity()
    if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
    const nonce = randomHex(identityBytes)
    const body = JSON.stringify({ protocol: protocolVersion, nonce, librarianId: by ?? '', ...asked })
    const request = { method: 'POST', path: `/management/v1/${path}`, body, identity: who } as const
    const answer = await ask(transport, request, schema, nonce)
    if (answer.kind === 'answered') return { kind: 'done', value: answer.value }
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem }
    return { kind: 'refused', problem: answer.kind === 'refused-whole' ? 'request-not-understood' : 'unreachable' }
  }

  const act = async <T extends object>(path: string, asked: object, schema: AnswerSchema<T>): Promise<ManagementResult<T>> => {
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
      if (by !== undefined && by === librarianId()) held.keep({ pass, librarianId: by, expiresAt: toInstant(expiresAt) })
      return true
    })
  }

  return {
    readFigures: (days) => askFigures({ transport, identity, randomHex }, days),
    enterPassphrase: (passphrase) => takePass('pass', { passphrase }),
    choosePassphrase: (proof, passphrase) => takePass('passphrase', { ...proof, passphrase }),
    offerPassphraseCode: async (passphrase, forLibrarianId) =>
      map(await post('passphrase-code', { passphrase, forLibrarianId }, passphraseCodeAnswer), ({ code, expiresAt }) => ({
        code,
        expiresAt: toInstant(expiresAt),
      })),
    endPass: async ({ pass, librarianId: by }) => map(await post('end-pass', { pass }, endPassAnswer, by), () => true),
    createEnrolmentCode: async () =>
      map(await act('enrolment-code', {}, enrolmentCodeAnswer), ({ code, link, expiresAt }) => ({
        code,
        link,
        expiresAt: toInstant(expiresAt),
      })),
    listTablets: async () =>
      map(await act('tablets', {}, tabletsAnswer), ({ tablets, codes }) => ({
        tablets: tablets.map(({ deviceId, lastHeardAt, pendingCount, build }) => ({
          deviceId: toDeviceId(deviceId),
          lastHeardAt: lastHeardAt === null ? undefined : toInstant(lastHeardAt),
          pendingCount,
          build,
        })),
        codes: codes.map(({ codeId, expiresAt, madeBy }) => ({
          id: codeId,
          expiresAt: toInstant(expiresAt),
          madeBy: madeBy === undefined ? undefined : toLibrarianId(madeBy),
        })),
      })),
    cancelCode: async (codeId) => map(await act('cancel-code', { codeId }, cancelCodeAnswer), () => true),
    listExports: async (day) =>
      map(await act('export-list', { day }, exportListAnswer), ({ batches, waiting, otherDays = [] }) => ({
        batches: batches.map(toBatchLine),
        waiting,
        otherDays: otherDays.map((other) => ({ ...other, day: other.day as LocalDate })),
      })),
    exportDay: async (day, format, number) =>
      map(await act('export', { day, format, number }, exportAnswer), ({ batch, content }) => ({
        batch: toBatchLine(batch),
        bytes: Uint8Array.from(atob(content), (character) => character.charCodeAt(0)),
      })),
    setTabletAside: async (deviceId, reason) => map(await act('set-tablet-aside', { deviceId, reason }, setTabletAsideAnswer), () => true),
    listApart: async (deviceId, skipped) =>
      map(await act('apart-list', { deviceId, skipped }, apartListAnswer), ({ total, gestures }) => ({
        total,
        gestures: gestures.map(toGesture),
      })),
    acceptQuarantined: async (deviceId, operations) =>
      map(await act('accept-quarantined', { deviceId, operations }, acceptQuarantinedAnswer), ({ accepted, left }) => ({ accepted, left })),
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
        heardAt: new Map(tablets.map(({ deviceId, heardAt }) => [toDeviceId(deviceId), heardAt === null ? undefined : toInstant(heardAt)])),
      })),
    countIdleNames: async (keepNameDays) => map(await post('idle-names', { keepNameDays }, idleNamesAnswer), ({ names }) => names),
    weighRights: async (value) => map(await post('weigh-rights', { value }, weighRightsAnswer), toWeighed),
    changeTeam: async (memberId, seen, wanted) => map(await act('team', { memberId, seen, wanted }, teamAnswer), toTeamEnd),
    offerPinCode: async (memberId) =>
      map(await act('pin-code', { memberId }, pinCodeAnswer), ({ code, expiresAt }) => ({ code, expiresAt: toInstant(expiresAt) })),
    // 16 bytes of salt; the PIN itself goes no further than this line.
    choosePin: async (id, code, pin) => map(await post('pin', { code, pin: await hashPin(pin, randomHex(16)) }, pinAnswer, id), () => true),
    foundTeam: async (name, pin, passphrase) => {
      const verifier = await hashPin(pin, randomHex(16))
      return map(await post('found', { name, pin: verifier, passphrase }, foundAnswer), keepFounded(held))
    },
    lookAtIls: async () => map(await post('ils-look', {}, ilsLookAnswer), ({ wire }) => (wire === undefined ? undefined : toIlsLook(wire))),
    askIlsAnew: async ({ operationId, barcode, movement }) =>
      map(await post('ils-ask', { operationId, barcode, movement }, ilsAskAnswer), ({ isAsked }) => isAsked),
    settleExport: async (number) => map(await act('export-settle', { number }, exportSettleAnswer), ({ batch }) => toBatchLine(batch)),
    unsettleExport: async (number) =>
      stillSettled(map(await act('export-unsettle', { number }, exportSettleAnswer), ({ batch }) => toBatchLine(batch))),
  }
}
