/**
 * How the ILS is reached and how it went, for whoever is signed in; changed and tried by a manager with the passphrase (ILS-10). Runs on the
 * endpoint. A secret comes in and goes nowhere: into no answer and no line of the log.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { lookIntoFolder } from '../connectors/file/watch-folder.ts'
import { readExchange } from '../ils/ils-exchange.ts'
import { lookAtWire } from '../ils/look-at-wire.ts'
import { type HoldsState, readHoldsState } from '../ils/take-holds.ts'
import { readPatronsAsOf } from '../ils/take-says.ts'
import type { WirePlan } from '../ils/wire.ts'
import { chooseLibrary, type Store } from '../storage/store.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute, Said } from './management-answers.ts'

/** Dropped files in one answer. */
const mostFiles = 6
/** Bytes of all fields together, each at its longest. */
const accessBytes = 16 * 1024

/** What is amiss with the holds, where they become orders. */
export const toHolds = (plan: WirePlan | undefined, { hasNoPickups, fault }: HoldsState): Pick<Said<'ils-link'>, 'holds'> =>
  plan?.wire.readHolds === undefined || (!hasNoPickups && fault === undefined)
    ? {}
    : { holds: { ...(hasNoPickups ? { pickups: 'not-told' } : {}), fault } }

const countTold = async (store: Store, libraryId: LibraryId, now: Instant): Promise<Said<'ils-link'>['told']> => {
  const { waiting, settled, open, otherDue } = await lookAtWire(store, libraryId, now)
  return { waiting, settled, refused: open.filter(({ journey }) => journey.state === 'refused').length, otherDue: otherDue.length }
}

export const addIlsLinkRoutes = ({ store, now, ilsLink, watched }: EndpointPorts, answer: AnswerRoute): void => {
  answer('ils-link', async (_, { libraryId }) => {
    const state = (await ilsLink?.stateOf(libraryId)) ?? { kind: 'nothing' as const }
    const plan = await ilsLink?.planOf(libraryId)
    const { exchange, holds, immobile, ...heard } = await store.read(libraryId, async (reader) => ({
      exchange: await readExchange(reader),
      immobile: await reader.immobileCounts(),
      patronsAsOf: await readPatronsAsOf(reader),
      loansAsOf: (await reader.row('catalogue', 'catalogue'))?.loansAsOf,
      holds: await readHoldsState(reader),
    }))
    // What another library's ILS dropped is none of theirs (NET-4).
    const choice = watched && chooseLibrary(await store.libraries(), watched.library)
    const isOurs = choice?.kind === 'one' && choice.library.id === libraryId
    const dropped = watched !== undefined && isOurs ? await lookIntoFolder(watched, mostFiles) : undefined
    const { 'reference-only': here, 'not-there': gone } = immobile
    const typed = state.kind === 'typed' ? { ...state.link, fields: { ...state.link.fields }, secretAt: state.secretAt } : {}
    const wired =
      plan === undefined
        ? {}
        : {
            name: plan.wire.name,
            ...(plan.wire.tells === 'judged' ? {} : { isDirect: plan.wire.tells === 'forced' }),
            told: await countTold(store, libraryId, now()),
            answeredAt: exchange.at,
            fault: exchange.fault,
          }
    return {
      from: state.kind,
      ...typed,
      ...wired,
      heard: { ...heard, holdsAsOf: holds.asOf },
      ...toHolds(plan, holds),
      ...(here + gone > 0 ? { immobile: { here, gone } } : {}),
      dropped: dropped?.map(({ kind, at, isIn }) => ({ kind, at, isIn })),
    }
  })

  answer(
    'ils-access',
    async ({ kind, fields, everyMinutes }, { libraryId }, context) => {
      const typed = kind === 'nothing' ? undefined : { kind, fields, everyMinutes }
      const end = (await ilsLink?.change(libraryId, typed)) ?? { kind: 'refused' as const, fields: [] }
      context.set('logged', { end: end.kind })
      return {
        end: end.kind,
        ...(end.kind === 'refused' ? { fields: [...end.fields] } : {}),
        ...(end.kind === 'no-answer' ? { fault: end.fault } : {}),
      }
    },
    accessBytes,
  )

  answer('ils-try', async ({ card }, { libraryId }, context) => {
    const trial = (await ilsLink?.tryOut(libraryId, card?.trim() || undefined)) ?? { kind: 'nothing' as const }
    context.set('logged', { end: trial.kind })
    return {
      end: trial.kind,
      ...(trial.kind === 'answered' ? { ms: trial.ms, knows: trial.knows, site: trial.site } : {}),
      ...(trial.kind === 'no-answer' ? { fault: trial.fault } : {}),
    }
  })
}
