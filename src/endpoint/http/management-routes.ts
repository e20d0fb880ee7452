/**
 * /management/v1: the manager's acts, each with the tablet's credential and the pass that the manager's passphrase gave (PRIV-5), verified
 * here. Runs on the endpoint.
 */
import { type Context, Hono } from 'hono'
import { toDeviceId, toLibrarianId, toOperationId } from '../../domain/ids.ts'
import { parseLocalDate } from '../../domain/local-date.ts'
import { pressedAt } from '../../domain/operation/doubtful-dates.ts'
import {
  type AcceptQuarantinedAnswer,
  type ApartListAnswer,
  acceptQuarantinedRequest,
  apartListRequest,
  type CancelCodeAnswer,
  cancelCodeRequest,
  type EndPassAnswer,
  type EnrolmentCodeAnswer,
  type ExportAnswer,
  type ExportListAnswer,
  endPassRequest,
  enrolmentCodeRequest,
  exportListRequest,
  exportRequest,
  exportSettleRequest,
  type GoOnWithoutAnswer,
  goOnWithoutRequest,
  mostOthers,
  type PassAnswer,
  type PassphraseCodeAnswer,
  passphraseCodeRequest,
  passphraseRequest,
  passRequest,
  type SetTabletAsideAnswer,
  setTabletAsideRequest,
  type TabletsAnswer,
  tabletsRequest,
} from '../../protocol/management.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { type ApartGesture, acceptApart, listApart } from '../authority/apart.ts'
import { goOnWithout } from '../authority/put-back/go-on-without.ts'
import { setTabletAside } from '../authority/set-tablet-aside.ts'
import { exportDay, listExports, settleExport, toExportBatch, unsettleExport, waitingDays } from '../connectors/file/export-day.ts'
import { cancelEnrolmentCode, codeIdOf, formatEnrolmentLink, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import type { GivenPass } from '../enrolment/manager-pass.ts'
import { ManagerPassphrases, offerPassphraseCode, type Verdict } from '../enrolment/manager-passphrase.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { addIlsLinkRoutes } from './ils-link-routes.ts'
import { addIlsRoutes } from './ils-routes.ts'
import { createAsks, type ManagementAsks } from './management-asks.ts'
import { addMessageRoutes } from './message-routes.ts'
import { answerProblem } from './problem.ts'
import { reportDefect } from './report-defect.ts'
import { addSettingRoutes } from './setting-routes.ts'
import { addTeamRoutes } from './team-routes.ts'

const addExportRoutes = ({ store, now, ilsFile }: EndpointPorts, act: ManagementAsks['act']): void => {
  act('export-list', exportListRequest, async (context, { nonce, day: text }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    const { libraryId } = context.get('device')
    const listed = await listExports(store, libraryId, day, ilsFile)
    const others = (await waitingDays(store, libraryId, 'koc', now(), ilsFile)).filter((other) => other.day !== day)
    const otherDays = others.length === 0 ? {} : { otherDays: others }
    return context.json({ protocol: protocolVersion, nonce, ...listed, ...otherDays } satisfies ExportListAnswer)
  })

  act('export', exportRequest, async (context, { nonce, day: text, format, number }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    const exported = await exportDay(store, context.get('device').libraryId, { day, format, file: ilsFile, number }, now())
    if (!exported.ok) return answerProblem(context, 'nothing-to-export', { nonce })
    const content = Buffer.from(exported.value.content).toString('base64')
    return context.json({ protocol: protocolVersion, nonce, batch: toExportBatch(exported.value), content } satisfies ExportAnswer)
  })

  for (const [path, write] of [
    ['export-settle', settleExport],
    ['export-unsettle', unsettleExport],
  ] as const)
    act(path, exportSettleRequest, async (context, { nonce, number }) => {
      const written = await write(store, context.get('device').libraryId, number, now())
      if (!written.ok) return answerProblem(context, 'nothing-to-export', { nonce })
      return context.json({ protocol: protocolVersion, nonce, batch: toExportBatch(written.value) })
    })
}

const addTabletRoutes = (ports: EndpointPorts, act: ManagementAsks['act']): void => {
  const { store, now, log, publicUrl } = ports
  act('enrolment-code', enrolmentCodeRequest, async (context, { nonce, librarianId }) => {
    const { code, expiresAt } = await offerEnrolmentCode(store, context.get('device').libraryId, now(), toLibrarianId(librarianId))
    const link = formatEnrolmentLink(publicUrl, code)
    return context.json({ protocol: protocolVersion, nonce, code, expiresAt, link } satisfies EnrolmentCodeAnswer)
  })

  act('tablets', tabletsRequest, async (context, { nonce }) => {
    const { devices, codes } = await store.read(context.get('device').libraryId, async (reader) => ({
      devices: await reader.devices(),
      codes: await reader.openCodes(now()),
    }))
    return context.json({
      protocol: protocolVersion,
      nonce,
      tablets: devices
        .filter(({ setAsideAt }) => setAsideAt === undefined)
        .map(({ id, lastHeardAt = null, pendingCount, build }) => ({
          deviceId: id,
          lastHeardAt,
          pendingCount,
          ...(build === undefined ? {} : { build }),
        })),
      codes: codes.map((code) => ({
        codeId: codeIdOf(code),
        expiresAt: code.expiresAt,
        ...(code.madeBy === undefined ? {} : { madeBy: code.madeBy }),
      })),
    } satisfies TabletsAnswer)
  })

  act('cancel-code', cancelCodeRequest, async (context, { nonce, codeId }) => {
    await cancelEnrolmentCode(store, context.get('device').libraryId, codeId, now())
    return context.json({ protocol: protocolVersion, nonce } satisfies CancelCodeAnswer)
  })

  act('set-tablet-aside', setTabletAsideRequest, async (context, { nonce, librarianId, deviceId, reason }) => {
    const word = { librarianId: toLibrarianId(librarianId), reason, at: now() }
    const isKnown = await store.transact(context.get('device').libraryId, (transaction) =>
      setTabletAside(transaction, toDeviceId(deviceId), word),
    )
    if (!isKnown) return answerProblem(context, 'request-not-understood', { nonce })
    ports.hints.endOf(toDeviceId(deviceId))
    return context.json({ protocol: protocolVersion, nonce } satisfies SetTabletAsideAnswer)
  })

  act('go-on-without', goOnWithoutRequest, async (context, { nonce, librarianId, deviceId, isWithout }) => {
    const word = { deviceId: toDeviceId(deviceId), librarianId: toLibrarianId(librarianId), isWithout }
    const isKnown = await store.transact(context.get('device').libraryId, (transaction) =>
      goOnWithout(transaction, word, now(), reportDefect(log)),
    )
    context.set('logged', { end: isWithout ? 'without' : 'awaited' })
    if (!isKnown) return answerProblem(context, 'request-not-understood', { nonce })
    return context.json({ protocol: protocolVersion, nonce } satisfies GoOnWithoutAnswer)
  })
}

const toListed = ({ receipt, envelope, standing, reason, found }: ApartGesture): ApartListAnswer['gestures'][number] => ({
  operationId: receipt.operationId,
  receivedAt: receipt.receivedAt,
  standing,
  ...(reason === undefined ? {} : { reason }),
  ...(envelope === undefined ? {} : { made: { librarianId: envelope.librarianId, at: pressedAt(envelope), operation: envelope.payload } }),
  ...(found === undefined
    ? {}
    : {
        found: {
          caseKind: found.caseKind,
          subject: found.subject,
          others: found.cites.filter((id) => id !== receipt.operationId).slice(0, mostOthers),
        },
      }),
})

const addApartRoutes = ({ store, now, log }: EndpointPorts, act: ManagementAsks['act']): void => {
  act('apart-list', apartListRequest, async (context, { nonce, deviceId, skipped = 0 }) => {
    const which = { deviceId: toDeviceId(deviceId), skipped }
    const { total, gestures } = await listApart(store, context.get('device').libraryId, which, now())
    return context.json({ protocol: protocolVersion, nonce, total, gestures: gestures.map(toListed) } satisfies ApartListAnswer)
  })

  act('accept-quarantined', acceptQuarantinedRequest, async (context, { nonce, deviceId, operations }) => {
    const which = { deviceId: toDeviceId(deviceId), operations: operations?.map(toOperationId) }
    const counts = await acceptApart(store, context.get('device').libraryId, which, now(), reportDefect(log))
    context.set('logged', counts)
    return context.json({ protocol: protocolVersion, nonce, ...counts } satisfies AcceptQuarantinedAnswer)
  })
}

export const createManagementRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const { store, now } = ports
  const passphrases = new ManagerPassphrases(store)
  const routes = new Hono<EndpointEnv>()
  const { ask, act } = createAsks(ports, routes)
  addIlsRoutes(ports, ask)

  const refuse = (context: Context, nonce: string, { problem, retryAfterMs }: Extract<Verdict, { ok: false }>): Response =>
    answerProblem(context, problem, { nonce, retryAfterMs })
  const answerPass = (context: Context, nonce: string, { pass, expiresAt }: GivenPass): Response =>
    context.json({ protocol: protocolVersion, nonce, pass, expiresAt } satisfies PassAnswer)

  ask('pass', passRequest, async (context, { nonce, passphrase }, manager) => {
    const entered = await passphrases.enter(manager, passphrase, now())
    return entered.ok ? answerPass(context, nonce, entered.given) : refuse(context, nonce, entered)
  })

  ask('passphrase', passphraseRequest, async (context, { nonce, code, former, passphrase }, manager) => {
    const proof = code === undefined ? { former: former ?? '' } : { code }
    const entered = await passphrases.choose(manager, proof, passphrase, now())
    return entered.ok ? answerPass(context, nonce, entered.given) : refuse(context, nonce, entered)
  })

  // By the passphrase itself: what is left open on a table for ten minutes gives nobody another one.
  ask('passphrase-code', passphraseCodeRequest, async (context, { nonce, passphrase, forLibrarianId }, manager) => {
    const verdict = await passphrases.verify(manager, passphrase, now())
    if (!verdict.ok) return refuse(context, nonce, verdict)
    const other = await store.read(manager.libraryId, async (reader) => reader.row('librarian', toLibrarianId(forLibrarianId)))
    if (other?.isManager !== true) return answerProblem(context, 'request-not-understood', { nonce })
    const { code, expiresAt } = await offerPassphraseCode(store, manager.libraryId, other.id, now())
    return context.json({ protocol: protocolVersion, nonce, code, expiresAt } satisfies PassphraseCodeAnswer)
  })

  act('end-pass', endPassRequest, async (context, { nonce, librarianId }) => {
    const { libraryId, id } = context.get('device')
    await store.transact(libraryId, (transaction) => transaction.endPasses(toLibrarianId(librarianId), id, now()))
    return context.json({ protocol: protocolVersion, nonce } satisfies EndPassAnswer)
  })

  addTabletRoutes(ports, act)
  addApartRoutes(ports, act)
  addExportRoutes(ports, act)
  addSettingRoutes(ports, { ask, act })
  addMessageRoutes(ports, { ask, act })
  addIlsLinkRoutes(ports, { ask, act })
  addTeamRoutes(ports, { ask, act })
  return routes
}
