/**
 * What is written to patrons, over the wire: what became of it, for whoever is signed in; a trial of a template, and what is read of the
 * sender's domain, for a manager. Runs on the
 * endpoint.
 */
import { toCardNumber, toOrderId } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import {
  type MailingActAnswer,
  type MailingLookAnswer,
  type MessageActAnswer,
  type MessageCheckAnswer,
  type MessageLookAnswer,
  type MessageTrialAnswer,
  mailingActRequest,
  mailingLookRequest,
  messageActRequest,
  messageCheckRequest,
  messageLookRequest,
  messageTrialRequest,
} from '../../protocol/messages.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { actOnMessage } from '../messages/act-on-message.ts'
import { lookAtMessages, type MessagesLook } from '../messages/look-at-messages.ts'
import { actOnMailing, isOpposed, lookAtMailing } from '../messages/mailing.ts'
import { writeTrial } from '../messages/write-trial.ts'
import { lookAtPage } from '../page/mail-proof.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { ManagementAsks } from './management-asks.ts'
import { answerProblem } from './problem.ts'

/** Bytes of a template, and of a message's key, as long as they may be. */
const [templateBytes, actBytes] = [16 * 1024, 8 * 1024]

const toLine = (line: MessagesLook['lines'][number]): MessageLookAnswer['lines'][number] => {
  const { key, kind, state, card, orderId, since, notBefore, said, mayResend, mayWithdraw, mayTell } = line
  const of = orderId === undefined ? {} : { orderId }
  return { key, kind, state, card, ...of, since, notBefore, said, mayResend, mayWithdraw, mayTell }
}

/** Trials of a library: whoever found a pass lying about makes the relay write to strangers no further. */
const boundsOfTrials = { burst: 10, refillMs: 6 * msPerMinute }

export const addMessageRoutes = ({ store, now, sender, sendNow }: EndpointPorts, { ask, act }: ManagementAsks): void => {
  const trials = new CountedRate(store, 'trials', boundsOfTrials)
  ask('message-look', messageLookRequest, async (context, { nonce, orderId, cards, kind, state }, { libraryId }) => {
    const filter = { orderId: orderId === undefined ? undefined : toOrderId(orderId), cards: cards?.map(toCardNumber), kind, state }
    const { late, lines, counts, held, ...seen } = await store.read(libraryId, (reader) => lookAtMessages(reader, filter, now()))
    const about = filter.orderId
    const order = about === undefined ? undefined : await store.read(libraryId, async (reader) => reader.row('order', about))
    const opposed = order !== undefined && (await isOpposed(store, libraryId, order.card)) ? { isOpposed: true } : {}
    const { mailsUntil, codesUntil } = await lookAtPage(store, libraryId, now())
    return context.json({
      protocol: protocolVersion,
      nonce,
      ...seen,
      counts: [...counts],
      ...(late === undefined ? {} : { late }),
      ...(held.length === 0 ? {} : { held: [...held] }),
      ...opposed,
      ...(codesUntil === undefined ? {} : { codesOverUntil: codesUntil }),
      ...(mailsUntil === undefined ? {} : { mailsOverUntil: mailsUntil }),
      lines: lines.map(toLine),
    } satisfies MessageLookAnswer)
  })

  ask(
    'message-act',
    messageActRequest,
    async (context, { nonce, key, act: wanted }, { libraryId, deviceId }) => {
      const isDone = await actOnMessage(store, libraryId, key, wanted, now(), deviceId)
      if (isDone) sendNow?.()
      context.set('logged', { act: wanted, end: isDone ? 'done' : 'not-as-seen' })
      return context.json({ protocol: protocolVersion, nonce, isDone } satisfies MessageActAnswer)
    },
    actBytes,
  )

  ask('mailing-look', mailingLookRequest, async (context, { nonce }, { libraryId }) =>
    context.json({ protocol: protocolVersion, nonce, ...(await lookAtMailing(store, libraryId)) } satisfies MailingLookAnswer),
  )

  act('mailing-act', mailingActRequest, async (context, { nonce, act: wanted, to, language }) => {
    const { libraryId } = context.get('device')
    let retryAfterMs = 0
    if (wanted === 'try') for (const _ of to) retryAfterMs = Math.max(retryAfterMs, await trials.take(libraryId, now()))
    if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { nonce, retryAfterMs })
    const end = await actOnMailing(store, libraryId, { act: wanted, to, language }, now())
    if (end === 'done') sendNow?.()
    context.set('logged', { act: wanted, end })
    return context.json({ protocol: protocolVersion, nonce, end } satisfies MailingActAnswer)
  })

  act('message-check', messageCheckRequest, async (context, { nonce }) => {
    const { libraryId } = context.get('device')
    const isDemo = (await store.libraries()).some(({ id, isDemo: demo }) => id === libraryId && demo)
    const check = isDemo ? undefined : await sender?.check(sender.domain)
    return context.json({ protocol: protocolVersion, nonce, ...(check === undefined ? {} : { check }) } satisfies MessageCheckAnswer)
  })

  act(
    'message-trial',
    messageTrialRequest,
    async (context, { nonce, to, kind, language, sample, subject, text }) => {
      const { libraryId } = context.get('device')
      const retryAfterMs = await trials.take(libraryId, now())
      if (retryAfterMs > 0) return answerProblem(context, 'too-many-attempts', { nonce, retryAfterMs })
      const end = await writeTrial(store, libraryId, { to, kind, language, sample, subject, text }, now())
      if (end === 'written') sendNow?.()
      context.set('logged', { end })
      return context.json({ protocol: protocolVersion, nonce, end } satisfies MessageTrialAnswer)
    },
    templateBytes,
  )
}
