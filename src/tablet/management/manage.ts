/**
 * The manager's acts: asked of the endpoint, on line only, with the PIN in each request, because a PIN that only this tablet checked
 * proves nothing. Runs in the page.
 */
import { identityBytes, type LibrarianId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import {
  acceptQuarantinedAnswer,
  type ExportBatch,
  enrolmentCodeAnswer,
  exportAnswer,
  exportListAnswer,
  exportSettleAnswer,
  setTabletAsideAnswer,
} from '../../protocol/management.ts'
import type { AnswerSchema } from '../../protocol/read-answer.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Desk, ExportBatchLine, ManagementResult } from '../desk.ts'
import type { Identity } from '../storage/tablet-storage.ts'
import { ask, type Transport } from '../sync/transport.ts'

export interface ManagementPorts {
  readonly transport: Transport
  readonly identity: () => Identity | undefined
  readonly librarianId: () => LibrarianId | undefined
  readonly randomHex: (bytes: number) => string
}

const toBatchLine = ({ day, madeAt, settledAt, ...batch }: ExportBatch): ExportBatchLine => ({
  ...batch,
  day: day as LocalDate, // The endpoint wrote it from a LocalDate.
  madeAt: toInstant(madeAt),
  settledAt: settledAt === null ? undefined : toInstant(settledAt),
})

/** What is still confirmed was counted since in a list of the ILS: the tablet's own word for it. */
const stillSettled = (result: ManagementResult<ExportBatchLine>): ManagementResult<ExportBatchLine> =>
  result.kind === 'done' && result.value.settledAt !== undefined ? { kind: 'refused', problem: 'newer-ils-list' } : result

const map = <A, B>(result: ManagementResult<A>, convert: (value: A) => B): ManagementResult<B> =>
  result.kind === 'done' ? { kind: 'done', value: convert(result.value) } : result

/** The acts of `Desk.management`, each refused with one of the protocol's codes or 'unreachable'. */
export const createManagement = ({ transport, identity, librarianId, randomHex }: ManagementPorts): Desk['management'] => {
  const post = async <T extends object>(
    path: string,
    pin: string,
    asked: object,
    schema: AnswerSchema<T>,
  ): Promise<ManagementResult<T>> => {
    const who = identity()
    if (who === undefined) return { kind: 'refused', problem: 'credential-unknown' }
    const nonce = randomHex(identityBytes)
    const body = JSON.stringify({ protocol: protocolVersion, nonce, librarianId: librarianId() ?? '', pin, ...asked })
    const request = { method: 'POST', path: `/management/v1/${path}`, body, identity: who } as const
    const answer = await ask(transport, request, schema, nonce)
    if (answer.kind === 'answered') return { kind: 'done', value: answer.value }
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem }
    return { kind: 'refused', problem: answer.kind === 'refused-whole' ? 'request-not-understood' : 'unreachable' }
  }

  return {
    createEnrolmentCode: async (pin) =>
      map(await post('enrolment-code', pin, {}, enrolmentCodeAnswer), ({ code, link, expiresAt }) => ({
        code,
        link,
        expiresAt: toInstant(expiresAt),
      })),
    listExports: async (pin, day) =>
      map(await post('export-list', pin, { day }, exportListAnswer), ({ batches, waiting, otherDays = [] }) => ({
        batches: batches.map(toBatchLine),
        waiting,
        otherDays: otherDays.map((other) => ({ ...other, day: other.day as LocalDate })),
      })),
    exportDay: async (pin, day, format, number) =>
      map(await post('export', pin, { day, format, number }, exportAnswer), ({ batch, content }) => ({
        batch: toBatchLine(batch),
        bytes: Uint8Array.from(atob(content), (character) => character.charCodeAt(0)),
      })),
    setTabletAside: async (pin, deviceId, reason) =>
      map(await post('set-tablet-aside', pin, { deviceId, reason }, setTabletAsideAnswer), () => true),
    acceptQuarantined: async (pin, deviceId) =>
      map(await post('accept-quarantined', pin, { deviceId }, acceptQuarantinedAnswer), ({ accepted, left }) => ({ accepted, left })),
    settleExport: async (pin, number) =>
      map(await post('export-settle', pin, { number }, exportSettleAnswer), ({ batch }) => toBatchLine(batch)),
    unsettleExport: async (pin, number) =>
      stillSettled(map(await post('export-unsettle', pin, { number }, exportSettleAnswer), ({ batch }) => toBatchLine(batch))),
  }
}
