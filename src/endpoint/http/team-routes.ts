/**
 * The team over the wire: the first tablet names the first manager (SET-17), who says who belongs to it and gives codes; with a code its
 * owner chooses a PIN (SET-12). Runs on the endpoint. No route takes a PIN, and none answers one.
 */
import { toLibrarianId } from '../../domain/ids.ts'
import type { Member } from '../../domain/librarian/judge-team.ts'
import { parseLocalDate } from '../../domain/local-date.ts'
import type { Asked } from '../../protocol/routes.ts'
import { changeTeam, offerPinCode } from '../enrolment/change-team.ts'
import { PinChoices } from '../enrolment/choose-pin.ts'
import { foundTeam } from '../enrolment/found-team.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute } from './management-answers.ts'

const toMember = ({ lastDay, ...member }: Asked<'team'>['wanted']): Member => ({
  ...member,
  lastDay: lastDay === undefined ? undefined : parseLocalDate(lastDay),
})

export const addTeamRoutes = ({ store, now }: EndpointPorts, answer: AnswerRoute): void => {
  const choices = new PinChoices(store)

  answer('team', async ({ librarianId, memberId, seen, wanted }, { libraryId }) => {
    const isUnread = wanted.lastDay !== undefined && parseLocalDate(wanted.lastDay) === undefined
    if (isUnread) return { problem: 'request-not-understood' }
    const end = await changeTeam(
      store,
      libraryId,
      {
        id: memberId === undefined ? undefined : toLibrarianId(memberId),
        seen: seen === undefined ? undefined : toMember(seen),
        wanted: toMember(wanted),
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
