/**
 * What a manager's tablet asks about messages: what became of them, what is done with one, a trial, and what is read of the
 * sender's domain (MSG-9, MSG-10, MSG-12). Runs in the page,
 * with the rest of the manager's acts.
 */
import type { MailingLook } from '../../domain/message/mailing.ts'
import type { Desk } from '../desk.ts'
import { type Ask, mapResult } from './management-result.ts'

export const createMessageActs = (
  ask: Ask,
): Pick<Desk['management'], 'lookAtMessages' | 'actOnMessage' | 'lookAtMailing' | 'actOnMailing' | 'sendTrial' | 'checkSender'> => ({
  // Of a later endpoint's state nothing is said, and nothing is offered.
  lookAtMailing: async () => mapResult(await ask('mailing-look', {}), (look) => look as typeof look & MailingLook),
  actOnMailing: async (wanted) => mapResult(await ask('mailing-act', wanted), ({ end }) => end),
  lookAtMessages: async (filter) =>
    mapResult(await ask('message-look', filter), ({ held = [], isOpposed = false, ...look }) => ({
      ...look,
      held,
      isOpposed,
    })),
  actOnMessage: async (key, wanted) => mapResult(await ask('message-act', { key, act: wanted }), ({ isDone }) => isDone),
  checkSender: async () => mapResult(await ask('message-check', {}), ({ check }) => ({ check })),
  sendTrial: async (trial) => mapResult(await ask('message-trial', trial), ({ end }) => end),
})
