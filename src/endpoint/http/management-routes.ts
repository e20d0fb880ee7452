/**
 * /management/v1: the manager's acts, each with the tablet's credential and the pass that the manager's passphrase gave (PRIV-5), verified
 * here. Runs on the endpoint.
 */
import { Hono } from 'hono'
import { toCardNumber, toDeviceId, toLibrarianId, toOperationId, toOrderId } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import type { Member } from '../../domain/librarian/librarian.ts'
import { parseLocalDate } from '../../domain/local-date.ts'
import { pressedAt } from '../../domain/operation/doubtful-dates.ts'
import { mostOthers } from '../../protocol/management.ts'
import type { Asked } from '../../protocol/routes.ts'
import { type ApartGesture, acceptApart, listApart } from '../authority/apart.ts'
import { goOnWithout } from '../authority/put-back/go-on-without.ts'
import { setTabletAside } from '../authority/set-tablet-aside.ts'
import {
  exportDay,
  linesToSettle,
  listExports,
  settleExport,
  toExportBatch,
  unsettleExport,
  waitingDays,
} from '../connectors/file/export-day.ts'
import { changeTeam, offerPinCode } from '../enrolment/change-team.ts'
import { PinChoices } from '../enrolment/choose-pin.ts'
import { cancelEnrolmentCode, codeIdOf, formatEnrolmentLink, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import { foundTeam } from '../enrolment/found-team.ts'
import { type Entered, ManagerPassphrases, offerPassphraseCode, type Verdict } from '../enrolment/manager-passphrase.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { actOnMessage } from '../messages/act-on-message.ts'
import { lookAtMessages, type MessagesLook } from '../messages/look-at-messages.ts'
import { actOnMailing, isOpposed, lookAtMailing } from '../messages/mailing.ts'
import { writeTrial } from '../messages/write-trial.ts'
import { lookAtPage } from '../page/mail-proof.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { addIlsLinkRoutes, addIlsRoutes } from './ils-routes.ts'
import { addImportRoutes } from './import-routes.ts'
import { type AnswerRoute, createAnswers, type Said } from './management-answers.ts'
import { reportDefect } from './report-defect.ts'
import { addSettingRoutes } from './setting-routes.ts'

/** Bytes of what the ILS said of each line of a batch. */
const settleBytes = 256 * 1024

const addExportRoutes = ({ store, now, ilsFile }: EndpointPorts, answer: AnswerRoute): void => {
  answer('export-list', async ({ day: text }, { libraryId }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return { problem: 'request-not-understood' }
    const listed = await listExports(store, libraryId, day, ilsFile)
    const others = (await waitingDays(store, libraryId, 'koc', ilsFile)).filter((other) => other.day !== day)
    const otherDays = others.length === 0 ? {} : { otherDays: others }
    return { ...listed, ...otherDays }
  })

  answer('export', async ({ day: text, format, number }, { libraryId }) => {
    const day = parseLocalDate(text)
    if (day === undefined) return { problem: 'request-not-understood' }
    const exported = await exportDay(store, libraryId, { day, format, file: ilsFile, number }, now())
    if (!exported.ok) return { problem: 'nothing-to-export' }
    const content = Buffer.from(exported.value.content).toString('base64')
    return { batch: toExportBatch(exported.value), content }
  })

  answer('export-lines', async ({ number }, { libraryId }) => ({ lines: await linesToSettle(store, libraryId, number) }))

  for (const [path, write] of [
    ['export-settle', settleExport],
    ['export-unsettle', unsettleExport],
  ] as const)
    answer(
      path,
      async ({ number, refused }, { libraryId }) => {
        const written = await write(store, libraryId, number, now(), refused)
        if (!written.ok) return { problem: 'nothing-to-export' }
        return { batch: toExportBatch(written.value) }
      },
      settleBytes,
    )
}

const addTabletRoutes = (ports: EndpointPorts, answer: AnswerRoute): void => {
  const { store, now, log, publicUrl } = ports
  answer('enrolment-code', async ({ librarianId }, { libraryId }) => {
    const { code, expiresAt } = await offerEnrolmentCode(store, libraryId, now(), toLibrarianId(librarianId))
    const link = formatEnrolmentLink(publicUrl, code)
    return { code, expiresAt, link }
  })

  answer('tablets', async (_, { libraryId }) => {
    const { devices, codes } = await store.read(libraryId, async (reader) => ({
      devices: await reader.devices(),
      codes: await reader.openCodes(now()),
    }))
    return {
      tablets: devices
        .filter(({ setAsideAt }) => setAsideAt === undefined)
        .map(({ id, lastHeardAt = null, pendingCount, build }) => ({ deviceId: id, lastHeardAt, pendingCount, build })),
      codes: codes.map((code) => ({ codeId: codeIdOf(code), expiresAt: code.expiresAt, madeBy: code.madeBy })),
    }
  })

  answer('cancel-code', async ({ codeId }, { libraryId }) => {
    await cancelEnrolmentCode(store, libraryId, codeId, now())
    return {}
  })

  answer('set-tablet-aside', async ({ librarianId, deviceId, reason }, { libraryId }) => {
    const word = { librarianId: toLibrarianId(librarianId), reason, at: now() }
    const isKnown = await store.transact(libraryId, (transaction) => setTabletAside(transaction, toDeviceId(deviceId), word))
    if (!isKnown) return { problem: 'request-not-understood' }
    ports.hints.endOf(toDeviceId(deviceId))
    return {}
  })

  answer('go-on-without', async ({ librarianId, deviceId, isWithout }, { libraryId }, context) => {
    const word = { deviceId: toDeviceId(deviceId), librarianId: toLibrarianId(librarianId), isWithout }
    const isKnown = await store.transact(libraryId, (transaction) => goOnWithout(transaction, word, now(), reportDefect(log)))
    context.set('logged', { end: isWithout ? 'without' : 'awaited' })
    if (!isKnown) return { problem: 'request-not-understood' }
    return {}
  })
}

const toListed = ({ receipt, envelope, standing, reason, found }: ApartGesture): Said<'apart-list'>['gestures'][number] => ({
  operationId: receipt.operationId,
  receivedAt: receipt.receivedAt,
  standing,
  reason,
  made: envelope && { librarianId: envelope.librarianId, at: pressedAt(envelope), operation: envelope.payload },
  found: found && {
    caseKind: found.caseKind,
    subject: found.subject,
    others: found.cites.filter((id) => id !== receipt.operationId).slice(0, mostOthers),
  },
})

const addApartRoutes = ({ store, now, log }: EndpointPorts, answer: AnswerRoute): void => {
  answer('apart-list', async ({ deviceId, skipped = 0 }, { libraryId }) => {
    const which = { deviceId: toDeviceId(deviceId), skipped }
    const { total, gestures } = await listApart(store, libraryId, which, now())
    return { total, gestures: gestures.map(toListed) }
  })

  answer('accept-quarantined', async ({ deviceId, operations }, { libraryId }, context) => {
    const which = { deviceId: toDeviceId(deviceId), operations: operations?.map(toOperationId) }
    const counts = await acceptApart(store, libraryId, which, now(), reportDefect(log))
    context.set('logged', counts)
    return { ...counts }
  })
}

export const createManagementRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const { store, now } = ports
  const passphrases = new ManagerPassphrases(store)
  const routes = new Hono<EndpointEnv>()
  const answer = createAnswers(ports, routes)
  addIlsRoutes(ports, answer)

  const refuse = ({ problem, retryAfterMs }: Extract<Verdict, { ok: false }>) => ({ problem, retryAfterMs })
  const answerVerdict = (entered: Entered) =>
    entered.ok ? { pass: entered.given.pass, expiresAt: entered.given.expiresAt } : refuse(entered)

  answer('pass', async ({ passphrase }, manager) => {
    const entered = await passphrases.enter(manager, passphrase, now())
    return answerVerdict(entered)
  })

  answer('passphrase', async ({ code, former, passphrase }, manager) => {
    const proof = code === undefined ? { former: former ?? '' } : { code }
    const entered = await passphrases.choose(manager, proof, passphrase, now())
    return answerVerdict(entered)
  })

  // By the passphrase itself: what is left open on a table for ten minutes gives nobody another one.
  answer('passphrase-code', async ({ passphrase, forLibrarianId }, manager) => {
    const verdict = await passphrases.verify(manager, passphrase, now())
    if (!verdict.ok) return refuse(verdict)
    const other = await store.read(manager.libraryId, async (reader) => reader.row('librarian', toLibrarianId(forLibrarianId)))
    if (other?.isManager !== true) return { problem: 'request-not-understood' }
    const { code, expiresAt } = await offerPassphraseCode(store, manager.libraryId, other.id, now())
    return { code, expiresAt }
  })

  answer('end-pass', async (_, { libraryId, librarianId, deviceId }) => {
    await store.transact(libraryId, (transaction) => transaction.endPasses(librarianId, deviceId, now()))
    return {}
  })

  addTabletRoutes(ports, answer)
  addApartRoutes(ports, answer)
  addExportRoutes(ports, answer)
  addSettingRoutes(ports, answer)
  addMessageRoutes(ports, answer)
  addIlsLinkRoutes(ports, answer)
  addTeamRoutes(ports, answer)
  addImportRoutes(ports, answer)
  return routes
}

const toMember = ({ lastDay, ...member }: NonNullable<Asked<'team'>['wanted']>): Member => ({
  ...member,
  lastDay: lastDay === undefined ? undefined : parseLocalDate(lastDay),
})

/**
 * The team over the wire: the first tablet names the first manager (SET-17), who says who belongs to it and gives codes; with a code its
 * owner chooses a PIN (SET-12).
 */
const addTeamRoutes = ({ store, now }: EndpointPorts, answer: AnswerRoute): void => {
  const choices = new PinChoices(store)

  answer('team', async ({ librarianId, memberId, seen, wanted }, { libraryId }) => {
    const isUnread = wanted?.lastDay !== undefined && parseLocalDate(wanted.lastDay) === undefined
    if (isUnread) return { problem: 'request-not-understood' }
    const end = await changeTeam(
      store,
      libraryId,
      {
        id: memberId === undefined ? undefined : toLibrarianId(memberId),
        seen: seen === undefined ? undefined : toMember(seen),
        wanted: wanted === undefined ? undefined : toMember(wanted),
        by: toLibrarianId(librarianId),
      },
      now(),
    )
    const said = end.kind === 'changed' ? { memberId: end.id } : end.kind === 'refused' ? { fault: end.fault } : {}
    return { end: end.kind, ...said }
  })

  answer('pin-code', async ({ librarianId, memberId }, { libraryId }) => {
    const who = { id: toLibrarianId(memberId), by: toLibrarianId(librarianId) }
    const offered = await offerPinCode(store, libraryId, who, now())
    if (offered === undefined) return { problem: 'request-not-understood' }
    return { ...offered }
  })

  answer('pin', async ({ code, pin }, owner) => {
    const end = await choices.choose(owner, code, pin, now())
    if (!end.ok) return { problem: end.problem, retryAfterMs: end.retryAfterMs }
    return {}
  })

  answer('found', async ({ nonce: _, ...founder }, at) => {
    const founded = await foundTeam(store, at, founder, now())
    if (!founded.ok) return { problem: founded.problem }
    return { memberId: founded.id, ...founded.given }
  })
}

/** Bytes of a template, and of a message's key, as long as they may be. */
const [templateBytes, actBytes] = [16 * 1024, 8 * 1024]

const toLine = (line: MessagesLook['lines'][number]): Said<'message-look'>['lines'][number] => {
  const { key, kind, state, card, orderId, since, notBefore, said, mayResend, mayWithdraw, mayTell } = line
  return { key, kind, state, card, orderId, since, notBefore, said, mayResend, mayWithdraw, mayTell }
}

/** Trials of a library: whoever found a pass lying about makes the relay write to strangers no further. */
const boundsOfTrials = { burst: 10, refillMs: 6 * msPerMinute }

/**
 * What is written to patrons, over the wire: what became of it, for whoever is signed in; a trial of a template, and what is read of the
 * sender's domain, for a manager.
 */
const addMessageRoutes = ({ store, now, sender, sendNow }: EndpointPorts, answer: AnswerRoute): void => {
  const trials = new CountedRate(store, 'trials', boundsOfTrials)
  answer('message-look', async ({ orderId, cards, kind, state }, { libraryId }) => {
    const filter = { orderId: orderId === undefined ? undefined : toOrderId(orderId), cards: cards?.map(toCardNumber), kind, state }
    const { late, lines, counts, held, ...seen } = await store.read(libraryId, (reader) => lookAtMessages(reader, filter, now()))
    const about = filter.orderId
    const order = about === undefined ? undefined : await store.read(libraryId, async (reader) => reader.row('order', about))
    const opposed = order !== undefined && (await isOpposed(store, libraryId, order.card)) ? { isOpposed: true } : {}
    const { mailsUntil, codesUntil } = await lookAtPage(store, libraryId, now())
    return {
      ...seen,
      counts: [...counts],
      late,
      ...(held.length === 0 ? {} : { held: [...held] }),
      ...opposed,
      codesOverUntil: codesUntil,
      mailsOverUntil: mailsUntil,
      lines: lines.map(toLine),
    }
  })

  answer(
    'message-act',
    async ({ key, act: wanted }, { libraryId, deviceId }, context) => {
      const isDone = await actOnMessage(store, libraryId, key, wanted, now(), deviceId)
      if (isDone) sendNow?.()
      context.set('logged', { act: wanted, end: isDone ? 'done' : 'not-as-seen' })
      return { isDone }
    },
    actBytes,
  )

  answer('mailing-look', async (_, { libraryId }) => ({ ...(await lookAtMailing(store, libraryId)) }))

  answer('mailing-act', async ({ act: wanted, to, language }, { libraryId }, context) => {
    let retryAfterMs = 0
    if (wanted === 'try') for (const _ of to) retryAfterMs = Math.max(retryAfterMs, await trials.take(libraryId, now()))
    if (retryAfterMs > 0) return { problem: 'too-many-attempts', retryAfterMs }
    const end = await actOnMailing(store, libraryId, { act: wanted, to, language }, now())
    if (end === 'done') sendNow?.()
    context.set('logged', { act: wanted, end })
    return { end }
  })

  answer('message-check', async (_, { libraryId }) => {
    const isDemo = (await store.libraries()).some(({ id, isDemo: demo }) => id === libraryId && demo)
    const check = isDemo ? undefined : await sender?.check(sender.domain)
    return { check }
  })

  answer(
    'message-trial',
    async ({ to, kind, language, sample, subject, text }, { libraryId }, context) => {
      const retryAfterMs = await trials.take(libraryId, now())
      if (retryAfterMs > 0) return { problem: 'too-many-attempts', retryAfterMs }
      const end = await writeTrial(store, libraryId, { to, kind, language, sample, subject, text }, now())
      if (end === 'written') sendNow?.()
      context.set('logged', { end })
      return { end }
    },
    templateBytes,
  )
}
