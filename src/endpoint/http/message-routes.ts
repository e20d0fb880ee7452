/**
 * What is written to patrons, over the wire: a trial of a template. Runs on the endpoint.
 */
import { type MessageTrialAnswer, messageTrialRequest } from '../../protocol/messages.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { writeTrial } from '../messages/write-trial.ts'
import { answer } from './answer.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { ManagementAsks } from './management-asks.ts'

/** Bytes of a template, as long as it may be. */
const templateBytes = 16 * 1024

export const addMessageRoutes = ({ store, now }: EndpointPorts, { act }: ManagementAsks): void => {
  act(
    'message-trial',
    messageTrialRequest,
    async (context, { nonce, to, kind, language, sample, subject, text }) => {
      const end = await writeTrial(store, context.get('device').libraryId, { to, kind, language, sample, subject, text }, now())
      context.set('logged', { end })
      return answer(context, { protocol: protocolVersion, nonce, end } satisfies MessageTrialAnswer)
    },
    templateBytes,
  )
}
