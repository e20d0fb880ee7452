/**
 * The mailing of the guide: once to every address (MSG-13). What it stands at, and what a manager does with it. Runs everywhere; who was written to
 * is the endpoint's alone.
 */

/** `tried`: colleagues have it, nobody else. `stopped` may be begun again, for the addresses that had nothing yet. */
export const mailingStates = ['none', 'tried', 'running', 'paused', 'stopped', 'done'] as const
export type MailingState = (typeof mailingStates)[number]

export const mailingActs = ['try', 'start', 'pause', 'resume', 'stop'] as const
export type MailingAct = (typeof mailingActs)[number]

/** From which states each may be done. */
export const mailingFrom: Readonly<Record<MailingAct, readonly MailingState[]>> = {
  try: ['none', 'tried', 'stopped', 'done'],
  start: ['tried', 'stopped', 'done'],
  pause: ['running'],
  resume: ['paused'],
  stop: ['running', 'paused'],
}

/** Colleagues who have it first. */
export const mostColleagues = 3

export const mailingEnds = ['done', 'not-as-seen', 'wrong-address', 'no-relay', 'no-page'] as const
export type MailingEnd = (typeof mailingEnds)[number]

export interface MailingLook {
  readonly state: MailingState
  /** Different addresses that take mail and whose people did not oppose. */
  readonly addresses: number
  /** Cards that share one of them. */
  readonly shared: number
  readonly opposed: number
  /** Of those that the mailing knows. `gone`: taken in hand, and neither accepted nor refused yet. */
  readonly waiting: number
  readonly gone: number
  readonly accepted: number
  readonly refused: number
}
