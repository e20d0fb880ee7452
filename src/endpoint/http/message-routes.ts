/**
 * What is written to patrons, over the wire: what became of it, for whoever is signed in; a trial of a template, and what is read of the
 * sender's domain, for a manager. Runs on the endpoint.
 */
import { toCardNumber, toOrderId } from '../../domain/ids.ts'
import { msPerMinute } from '../../domain/instant.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { actOnMessage } from '../messages/act-on-message.ts'
import { lookAtMessages, type MessagesLook } from '../messages/look-at-messages.ts'
import { actOnMailing, isOpposed, lookAtMailing } from '../messages/mailing.ts'
import { writeTrial } from '../messages/write-trial.ts'
import { lookAtPage } from '../page/mail-proof.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute, Said } from './management-answers.ts'

/** Bytes of a template, and of a message's key, as long as they may be. */
const [templateBytes, actBytes] = [16 * 1024, 8 * 1024]

const toLine = (line: MessagesLook['lines'][number]): Said<'message-look'>['lines'][number] => {
  const { key, kind, state, card, orderId, since, notBefore, said, mayResend, mayWithdraw, mayTell } = line
  return { key, kind, state, card, orderId, since, notBefore, said, mayResend, mayWithdraw, mayTell }
}

/** Trials of a library: whoever found a pass lying about makes the relay write to strangers no further. */
const boundsOfTrials = { burst: 10, refillMs: 6 * msPerMinute }

export const addMessageRoutes = ({ store, now, sender, sendNow }: EndpointPorts, answer: AnswerRoute): void => {
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
