/**
 * The manager's acts: asked of the endpoint, on line only, with the pass that the passphrase gave: what only this tablet checked proves
 * nothing (PRIV-5). Runs in the page.
 */
import type { DaysOf, Figures } from '../../domain/figures/figures.ts'
import { identityBytes, type LibrarianId, toLibrarianId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { TeamEnd } from '../../domain/librarian/librarian.ts'
import type { MailingLook } from '../../domain/message/mailing.ts'
import type { RotaWeekValue } from '../../domain/rota/rota-week.ts'
import { ilsAccessFields, ilsKinds } from '../../domain/settings/ils-access.ts'
import { figuresAnswer } from '../../protocol/figures.ts'
import { type ExportBatch, retypedEnd, type SettingChangeText } from '../../protocol/management.ts'
import type { Schema } from '../../protocol/parse.ts'
import { type Route, routes } from '../../protocol/routes.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type {
  Desk,
  ExportBatchLine,
  FiguresRead,
  HoldsLook,
  IlsLinkLook,
  IlsLook,
  ManagementResult,
  SettingChange,
  SettingEnd,
} from '../desk.ts'
import { hashPin } from '../enrolment/check-pin.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask as askEndpoint, type Transport } from '../sync/transport.ts'
import type { HeldPass, Pass } from './held-pass.ts'
import { createImportActs } from './import-acts.ts'
import { type Ask, type Body, type Head, mapResult as map } from './management-result.ts'

/** By the tablet's identity too: whoever enrols elsewhere reads nothing of the former library. A reload forgets it. */
const lastRead = new Map<string, FiguresRead>()

/** Of some days; off line what was said last, with its time. */
export const askFigures = async (
  { transport, identity, randomHex }: Pick<ManagementPorts, 'transport' | 'identity' | 'randomHex'>,
  days: DaysOf,
): Promise<ManagementResult<FiguresRead>> => {
  const who = identity()
  if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
  const key = `${who.deviceId} ${days.from} ${days.to}`
  const nonce = randomHex(identityBytes)
  const body = JSON.stringify({ protocol: protocolVersion, nonce, ...days })
  const answer = await askEndpoint(transport, { method: 'POST', path: '/sync/v1/figures', body, identity: who }, figuresAnswer, nonce)
  if (answer.kind === 'answered') {
    // Its dates are the endpoint's own, and its tables are looked for by name.
    const figures = answer.value.figures as unknown as Figures
    const read: FiguresRead = { figures, at: toInstant(answer.value.now), isLast: false }
    lastRead.set(key, read)
    return { kind: 'done', value: read }
  }
  const last = lastRead.get(key)
  if (last !== undefined) return { kind: 'done', value: { ...last, isLast: true } }
  return { kind: 'refused', problem: answer.kind === 'problem' ? answer.problem : 'unreachable' }
}

/** What only a later endpoint says of appointments is left alone. */
const toHoldsLook = (said: Body<'ils-link'>['holds']): HoldsLook => ({
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

const createIlsActs = (
  ask: Ask,
): Pick<Desk['management'], 'lookAtIlsLink' | 'changeIlsAccess' | 'tryIls' | 'readPatronAnew' | 'readItemAnew' | 'holdInIls'> => ({
  holdInIls: async (hold) => map(await ask('ils-hold', { hold }), ({ end, said = '' }) => ({ end, said })),
  lookAtIlsLink: async () => map(await ask('ils-link', {}), toLook),
  readItemAnew: async (barcode) => map(await ask('ils-item', { barcode }), ({ end }) => end),
  readPatronAnew: async (card) => map(await ask('ils-patron', { card }), ({ end }) => end),
  changeIlsAccess: async (typed) =>
    map(await ask('ils-access', typed ?? { kind: 'nothing', fields: {}, everyMinutes: 1 }), ({ end, fields = [], fault = '' }) => ({
      end,
      fields,
      fault,
    })),
  tryIls: async (card) =>
    map(await ask('ils-try', card === undefined ? {} : { card }), ({ fault = '', ...tried }) => ({ ...tried, fault })),
})

/** What became of the messages, what is done with one, a trial, and what is read of the sender's domain (MSG-9, MSG-10, MSG-12). */
const createMessageActs = (
  ask: Ask,
): Pick<Desk['management'], 'lookAtMessages' | 'actOnMessage' | 'lookAtMailing' | 'actOnMailing' | 'sendTrial' | 'checkSender'> => ({
  // Of a later endpoint's state nothing is said, and nothing is offered.
  lookAtMailing: async () => map(await ask('mailing-look', {}), (look) => look as typeof look & MailingLook),
  actOnMailing: async (wanted) => map(await ask('mailing-act', wanted), ({ end }) => end),
  lookAtMessages: async (filter) =>
    map(await ask('message-look', filter), ({ held = [], isOpposed = false, ...look }) => ({
      ...look,
      held,
      isOpposed,
    })),
  actOnMessage: async (key, wanted) => map(await ask('message-act', { key, act: wanted }), ({ isDone }) => isDone),
  checkSender: async () => map(await ask('message-check', {}), ({ check }) => ({ check })),
  sendTrial: async (trial) => map(await ask('message-trial', trial), ({ end }) => end),
})

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

const toSettingEnd = ({ end, version, change, faults = [] }: Body<'setting'>): SettingEnd => {
  if (end === 'stale') return { kind: end, version, change: change === undefined ? undefined : toSettingChange(change) }
  return end === 'refused' ? { kind: end, faults } : { kind: end, version }
}

const toTeamEnd = ({ end, memberId = toLibrarianId(''), fault }: Body<'team'>): TeamEnd => {
  if (end === 'changed') return { kind: end, id: memberId }
  // A refusal always says why.
  return end === 'stale' || fault === undefined ? { kind: 'stale' } : { kind: end, fault }
}

const toIlsLook = ({ open, otherDue = [], left = [], holds, ...counts }: NonNullable<Body<'ils-look'>['wire']>): IlsLook => ({
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
  ({ memberId, pass, expiresAt }: Body<'found'>): true => {
    held.keep({ pass, librarianId: memberId, expiresAt })
    return true
  }

/** The acts of `Desk.management`, each refused with one of the protocol's codes, 'passphrase-missing' or 'unreachable'. */
export const createManagement = ({ transport, identity, librarianId, held, randomHex }: ManagementPorts): Management => {
  const post = async <R extends Route>(
    path: R,
    asked: object,
    by: LibrarianId | undefined = librarianId(),
  ): Promise<ManagementResult<Body<R>>> => {
    const who = identity()
    if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
    const nonce = randomHex(identityBytes)
    const body = JSON.stringify({ protocol: protocolVersion, nonce, librarianId: by ?? '', ...asked })
    const request = { method: 'POST', path: `/management/v1/${path}`, body, identity: who } as const
    const schema: Schema<Head> = routes[path].answers
    const answer = await askEndpoint(transport, request, schema, nonce)
    if (answer.kind === 'answered') {
      const { protocol: _, nonce: __, ...value } = answer.value
      // The cast: the schema of this route read it.
      return { kind: 'done', value: value as Body<R> }
    }
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem }
    return { kind: 'refused', problem: answer.kind === 'refused-whole' ? 'request-not-understood' : 'unreachable' }
  }

  const ask: Ask = async (path, asked) => {
    if (!('pass' in routes[path].asks.entries)) return post(path, asked)
    const pass = held.current()?.pass
    if (pass === undefined) return { kind: 'refused', problem: 'passphrase-missing' }
    const result = await post(path, { pass, ...asked })
    if (result.kind === 'refused' && result.problem === 'pass-over') held.drop()
    return result
  }

  const takePass = async (path: 'pass' | 'passphrase', asked: object): Promise<ManagementResult<true>> => {
    const by = librarianId()
    return map(await post(path, asked, by), ({ pass, expiresAt }) => {
      // Whoever signed out while the endpoint worked leaves nothing.
      if (by !== undefined && by === librarianId()) held.keep({ pass, librarianId: by, expiresAt })
      return true
    })
  }

  return {
    readFigures: (days) => askFigures({ transport, identity, randomHex }, days),
    enterPassphrase: (passphrase) => takePass('pass', { passphrase }),
    choosePassphrase: (proof, passphrase) => takePass('passphrase', { ...proof, passphrase }),
    offerPassphraseCode: (passphrase, forLibrarianId) => ask('passphrase-code', { passphrase, forLibrarianId }),
    endPass: async ({ pass, librarianId: by }) => map(await post('end-pass', { pass }, by), () => true),
    createEnrolmentCode: () => ask('enrolment-code', {}),
    listTablets: async () =>
      map(await ask('tablets', {}), ({ tablets, codes }) => ({
        tablets: tablets.map(({ lastHeardAt, ...tablet }) => ({ ...tablet, lastHeardAt: lastHeardAt ?? undefined })),
        codes: codes.map(({ codeId, ...code }) => ({ id: codeId, ...code })),
      })),
    cancelCode: async (codeId) => map(await ask('cancel-code', { codeId }), () => true),
    listExports: async (day) =>
      map(await ask('export-list', { day }), ({ batches, waiting, otherDays = [] }) => ({
        batches: batches.map(toBatchLine),
        waiting,
        otherDays,
      })),
    exportDay: async (day, format, number) =>
      map(await ask('export', { day, format, number }), ({ batch, content }) => ({
        batch: toBatchLine(batch),
        bytes: Uint8Array.from(atob(content), (character) => character.charCodeAt(0)),
      })),
    setTabletAside: async (deviceId, reason) => map(await ask('set-tablet-aside', { deviceId, reason }), () => true),
    goOnWithout: async (deviceId, isWithout) => map(await ask('go-on-without', { deviceId, isWithout }), () => true),
    listApart: (deviceId, skipped) => ask('apart-list', { deviceId, skipped }),
    acceptQuarantined: (deviceId, operations) => ask('accept-quarantined', { deviceId, operations }),
    changeSetting: async (section, expectedVersion, value) => map(await ask('setting', { section, expectedVersion, value }), toSettingEnd),
    ...createMessageActs(ask),
    ...createIlsActs(ask),
    ...createImportActs(ask, randomHex),
    changeRotaWeek: async (monday, expectedVersion, value) =>
      // What changed meanwhile is a week that the endpoint had judged.
      map(await ask('rota-week', { monday, expectedVersion, value }), toSettingEnd) as ManagementResult<SettingEnd<RotaWeekValue>>,
    readSettingJournal: async (before) =>
      map(await ask('setting-journal', { before }), ({ changes, isWhole, tablets }) => ({
        changes: changes.map(toSettingChange),
        isWhole,
        heardAt: new Map(tablets.map(({ deviceId, heardAt }) => [deviceId, heardAt ?? undefined])),
      })),
    countIdleNames: async (keepNameDays) => map(await ask('idle-names', { keepNameDays }), ({ names }) => names),
    weighRights: async (value) => map(await ask('weigh-rights', { value }), ({ since, ...weighed }) => ({ ...weighed, since })),
    changeTeam: async (memberId, seen, wanted) => map(await ask('team', { memberId, seen, wanted }), toTeamEnd),
    offerPinCode: (memberId) => ask('pin-code', { memberId }),
    // 16 bytes of salt; the PIN itself goes no further than this line.
    choosePin: async (id, code, pin) => map(await post('pin', { code, pin: await hashPin(pin, randomHex(16)) }, id), () => true),
    foundTeam: async (name, pin, passphrase) => {
      const verifier = await hashPin(pin, randomHex(16))
      return map(await ask('found', { name, pin: verifier, passphrase }), keepFounded(held))
    },
    lookAtIls: async () => map(await ask('ils-look', {}), ({ wire }) => (wire === undefined ? undefined : toIlsLook(wire))),
    askIlsAnew: async ({ operationId, barcode, movement }) =>
      map(await ask('ils-ask', { operationId, barcode, movement }), ({ isAsked }) => isAsked),
    listBatchLines: async (number) => map(await ask('export-lines', { number }), ({ lines }) => lines),
    settleExport: async (number, refused = new Map()) => {
      const asked = { number, refused: [...refused].map(([line, said]) => ({ line, said })) }
      return map(await ask('export-settle', asked), ({ batch }) => toBatchLine(batch))
    },
    unsettleExport: async (number) => stillSettled(map(await ask('export-unsettle', { number }), ({ batch }) => toBatchLine(batch))),
  }
}
