/**
 * The team over the wire: the first tablet names the first manager (SET-17), who says who belongs to it and gives codes; with a code its
 * owner chooses a PIN (SET-12). Runs on the endpoint. No route takes a PIN, and none answers one.
 */
import { toLibrarianId } from '../../domain/ids.ts'
import type { Member } from '../../domain/librarian/judge-team.ts'
import { parseLocalDate } from '../../domain/local-date.ts'
import {
  type FoundAnswer,
  foundRequest,
  type MemberText,
  type PinAnswer,
  type PinCodeAnswer,
  pinCodeRequest,
  pinRequest,
  type TeamAnswer,
  teamRequest,
} from '../../protocol/management.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { changeTeam, offerPinCode } from '../enrolment/change-team.ts'
import { PinChoices } from '../enrolment/choose-pin.ts'
import { foundTeam } from '../enrolment/found-team.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { ManagementAsks } from './management-asks.ts'
import { answerProblem } from './problem.ts'

const toMember = ({ lastDay, ...member }: MemberText): Member => ({
  ...member,
  lastDay: lastDay === undefined ? undefined : parseLocalDate(lastDay),
})

export const addTeamRoutes = ({ store, now }: EndpointPorts, { ask, act }: ManagementAsks): void => {
  const choices = new PinChoices(store)

  act('team', teamRequest, async (context, { nonce, librarianId, memberId, seen, wanted }) => {
    const isUnread = wanted.lastDay !== undefined && parseLocalDate(wanted.lastDay) === undefined
    if (isUnread) return answerProblem(context, 'request-not-understood', { nonce })
    const end = await changeTeam(
      store,
      context.get('device').libraryId,
      {
        id: memberId === undefined ? undefined : toLibrarianId(memberId),
        seen: seen === undefined ? undefined : toMember(seen),
        wanted: toMember(wanted),
        by: toLibrarianId(librarianId),
      },
      now(),
    )
    const said = end.kind === 'changed' ? { memberId: end.id } : end.kind === 'refused' ? { fault: end.fault } : {}
    return context.json({ protocol: protocolVersion, nonce, end: end.kind, ...said } satisfies TeamAnswer)
  })

  act('pin-code', pinCodeRequest, async (context, { nonce, librarianId, memberId }) => {
    const who = { id: toLibrarianId(memberId), by: toLibrarianId(librarianId) }
    const offered = await offerPinCode(store, context.get('device').libraryId, who, now())
    if (offered === undefined) return answerProblem(context, 'request-not-understood', { nonce })
    return context.json({ protocol: protocolVersion, nonce, ...offered } satisfies PinCodeAnswer)
  })

  ask('pin', pinRequest, async (context, { nonce, code, pin }, owner) => {
    const end = await choices.choose(owner, code, pin, now())
    if (!end.ok) return answerProblem(context, end.problem, { nonce, retryAfterMs: end.retryAfterMs })
    return context.json({ protocol: protocolVersion, nonce } satisfies PinAnswer)
  })

  ask('found', foundRequest, async (context, { nonce, ...founder }, at) => {
    const founded = await foundTeam(store, at, founder, now())
    if (!founded.ok) return answerProblem(context, founded.problem, { nonce })
    return context.json({ protocol: protocolVersion, nonce, memberId: founded.id, ...founded.given } satisfies FoundAnswer)
  })
}
