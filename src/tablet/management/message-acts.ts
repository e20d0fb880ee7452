/**
 * What a manager's tablet asks about messages: what became of them, what is done with one, a trial, and what is read of the
 * sender's domain (MSG-9, MSG-10, MSG-12). Runs in the page,
 * with the rest of the manager's acts.
 */
import type { MailingLook } from '../../domain/message/mailing.ts'
import {
  mailingActAnswer,
  mailingLookAnswer,
  messageActAnswer,
  messageCheckAnswer,
  messageLookAnswer,
  messageTrialAnswer,
} from '../../protocol/messages.ts'
import type { Desk, ManagementResult } from '../desk.ts'
import type { Ask } from './management-result.ts'

export const mapResult = <A, B>(result: ManagementResult<A>, convert: (value: A) => B): ManagementResult<B> =>
  result.kind === 'done' ? { kind: 'done', value: convert(result.value) } : result

/** `act` asks with the pass, `post` without. */
export const createMessageActs = (
  post: Ask,
  act: Ask,
): Pick<Desk['management'], 'lookAtMessages' | 'actOnMessage' | 'lookAtMailing' | 'actOnMailing' | 'sendTrial' | 'checkSender'> => ({
  // Of a later endpoint's state nothing is said, and nothing is offered.
  lookAtMailing: async () => mapResult(await post('mailing-look', {}, mailingLookAnswer), (look) => look as typeof look & MailingLook),
  actOnMailing: async (wanted) => mapResult(await act('mailing-act', wanted, mailingActAnswer), ({ end }) => end),
  lookAtMessages: async (filter) =>
    mapResult(await post('message-look', filter, messageLookAnswer), ({ held = [], isOpposed = false, ...look }) => ({
      ...look,
      held,
      isOpposed,
    })),
  actOnMessage: async (key, wanted) => mapResult(await post('message-act', { key, act: wanted }, messageActAnswer), ({ isDone }) => isDone),
  checkSender: async () => mapResult(await act('message-check', {}, messageCheckAnswer), ({ check }) => ({ check })),
  sendTrial: async (trial) => mapResult(await act('message-trial', trial, messageTrialAnswer), ({ end }) => end),
})
