/**
 * /management/v1: the manager's acts, each with the tablet's credential and the manager's own PIN, verified here. Runs on the endpoint.
 */
import { type Context, Hono } from 'hono'
import { toDeviceId, toLibrarianId } from '../../domain/ids.ts'
import { parseLocalDate } from '../../domain/local-date.ts'
import {
  type AcceptQuarantinedAnswer,
  acceptQuarantinedRequest,
  type EnrolmentCodeAnswer,
  type ExportAnswer,
  type ExportListAnswer,
  enrolmentCodeRequest,
  exportListRequest,
  exportRequest,
  exportSettleRequest,
  type SetTabletAsideAnswer,
  setTabletAsideRequest,
} from '../../protocol/management.ts'
import type { Schema } from '../../protocol/parse.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { releaseQuarantine } from '../authority/receive-operation.ts'
import { setTabletAside } from '../authority/set-tablet-aside.ts'
import { writeDeviceRow } from '../authority/write-device-row.ts'
import { exportDay, listExports, settleExport, toExportBatch, unsettleExport, waitingDays } from '../connectors/file/export-day.ts'
import { formatEnrolmentLink, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import { ManagerVerifier } from '../enrolment/verify-manager.ts'
import { answer } from './answer.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem, readRequest } from './problem.ts'
import { reportDefect } from './report-defect.ts'
import { limitBody, limitDevice, named, requireDevice, smallBodyBytes } from './request-guards.ts'

/** Twenty acts at once from one tablet, then one every 3 s. */
const boundsOfActs = { burst: 20, refillMs: 3000 }

type ManagerRequest = { readonly nonce: string; readonly librarianId: string; readonly pin: string }

export const createManagementRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const { store, now, publicUrl } = ports
  const manager = new ManagerVerifier(store)
  const routes = new Hono<EndpointEnv>()

  /** One act: read, verified, done. */
  const act = <T extends ManagerRequest>(
    path: string,
    schema: Schema<T>,
    perform: (context: Context<EndpointEnv>, request: T) => Promise<Response>,
  ): void => {
    const guards = [requireDevice(ports), limitDevice(ports, boundsOfActs), limitBody(smallBodyBytes)] as const
    routes.post(`/${path}`, named(path), ...guards, async (context) => {
      context.header('Cache-Control', 'no-store')
      const request = await readRequest(context, schema)
      if (!request.ok) return answerProblem(context, 'request-not-understood', { nonce: request.nonce })
      const { nonce, librarianId, pin } = request.value
      const { id, libraryId, setAsideAt } = context.get('device')
      if (setAsideAt !== undefined) return answerProblem(context, 'revoked')
      const verdict = await manager.verify({ libraryId, deviceId: id }, toLibrarianId(librarianId), pin, now())
      if (!verdict.ok) return answerProblem(context, verdict.problem, { nonce, retryAfterMs: verdict.retryAfterMs })
      return perform(context, request.value)
    })
  }

  act('enrolment-code', enrolmentCodeRequest, async (context, { nonce }) => {
    const { code, expiresAt } = await offerEnrolmentCode(store, context.get('device').libraryId, now())
    const link = formatEnrolmentLink(publicUrl, code)
    return answer(context, { protocol: protocolVersion, nonce, code, expiresAt, link } satisfies EnrolmentCodeAnswer)
  })

  act('set-tablet-aside', setTabletAsideRequest, async (context, { nonce, librarianId, deviceId, reason }) => {
    const word = { librarianId: toLibrarianId(librarianId), reason, at: now() }
    const isKnown = await store.transact(context.get('device').libraryId, (transaction) =>
      setTabletAside(transaction, toDeviceId(deviceId), word),
    )
    if (!isKnown) return answerProblem(context, 'request-not-understood', { nonce })
    ports.hints.endOf(toDeviceId(deviceId))
    return answer(context, { protocol: protocolVersion, nonce } satisfies SetTabletAsideAnswer)
  })

  act('accept-quarantined', acceptQuarantinedRequest, async (context, { nonce, deviceId }) => {
    const which = { deviceId: toDeviceId(deviceId), reasons: ['tablet-set-aside', 'names-quarantined'] as const }
    const counts = await store.transact(context.get('device').libraryId, async (transaction) => {
      const released = await releaseQuarantine(transaction, which, now(), reportDefect(ports.log))
      const device = await transaction.device(which.deviceId)
      if (device !== undefined) await writeDeviceRow(transaction, device, now())
      return released
    })
    context.set('logged', counts)
    return answer(context, { protocol: protocolVersion, nonce, ...counts } satisfies AcceptQuarantinedAnswer)
  })

  act('export-list', exportListRequest, async (context, { nonce, day: text }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    const { libraryId } = context.get('device')
    const listed = await listExports(store, libraryId, day)
    const others = (await waitingDays(store, libraryId, 'koc', now())).filter((other) => other.day !== day)
    const otherDays = others.length === 0 ? {} : { otherDays: others }
    return answer(context, { protocol: protocolVersion, nonce, ...listed, ...otherDays } satisfies ExportListAnswer)
  })

  act('export', exportRequest, async (context, { nonce, day: text, format, number }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    const exported = await exportDay(store, context.get('device').libraryId, { day, format, number }, now())
    if (!exported.ok) return answerProblem(context, 'nothing-to-export', { nonce })
    const content = Buffer.from(exported.value.content).toString('base64')
    return answer(context, { protocol: protocolVersion, nonce, batch: toExportBatch(exported.value), content } satisfies ExportAnswer)
  })

  act('export-settle', exportSettleRequest, async (context, { nonce, number }) => {
    const settled = await settleExport(store, context.get('device').libraryId, number, now())
    if (!settled.ok) return answerProblem(context, 'nothing-to-export', { nonce })
    return answer(context, { protocol: protocolVersion, nonce, batch: toExportBatch(settled.value) })
  })

  act('export-unsettle', exportSettleRequest, async (context, { nonce, number }) => {
    const unsettled = await unsettleExport(store, context.get('device').libraryId, number, now())
    if (!unsettled.ok) return answerProblem(context, 'nothing-to-export', { nonce })
    return answer(context, { protocol: protocolVersion, nonce, batch: toExportBatch(unsettled.value) })
  })

  return routes
}
