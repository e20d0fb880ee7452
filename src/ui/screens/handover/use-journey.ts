/**
 * How far a visit's handovers have gone, live: enregistré ici, transmis, réglé. Runs in the browser.
 * Read again each time the desk changes; nothing is guessed between two exchanges. Several are as far as the last of them.
 */
import { useEffect, useState } from 'preact/hooks'
import type { OperationId } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import type { Journey, OwnOperation } from '../../../tablet/desk.ts'
import { useDesk, useSnapshot } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'

/** What stopped first, then the least far: that is what the desk must hear. */
const leastFar: readonly Journey['kind'][] = ['quarantined', 'refused', 'recorded-here', 'transmitted', 'settled']

/** The three stations, and `stopped` when the endpoint did not keep one of them. */
export const useJourney = (operationIds: readonly OperationId[], words: HandoverWords) => {
  const desk = useDesk()
  const format = useFormats()
  const { revision, pendingCount, link } = useSnapshot()
  const wanted = operationIds.join(' ')
  const [operation, setOperation] = useState<OwnOperation | undefined>(undefined)
  useEffect(() => {
    let isStale = false
    void desk.ownOperations().then((own) => {
      const mine = own.filter((known) => operationIds.includes(known.operationId))
      if (!isStale) setOperation(mine.sort((a, b) => leastFar.indexOf(a.journey.kind) - leastFar.indexOf(b.journey.kind))[0])
    })
    return () => {
      isStale = true
    }
  }, [desk, wanted, revision, pendingCount, link])
  const time = (at: OwnOperation['at'] | undefined): string => (at === undefined ? '' : format.time(desk.toLocal(at).time))
  const journey = operation?.journey
  const isTransmitted = journey !== undefined && journey.kind !== 'recorded-here'
  return {
    stations: [
      { word: words.stamp, when: time(operation?.at), isReached: true },
      {
        word: words.transmitted,
        when: isTransmitted
          ? journey.kind === 'transmitted'
            ? time(journey.at)
            : ''
          : link.kind === 'online'
            ? words.soon
            : words.whenNetwork,
        isReached: isTransmitted,
      },
      { word: words.settled, when: journey?.kind === 'settled' ? time(journey.at) : words.later, isReached: journey?.kind === 'settled' },
    ],
    stopped: journey?.kind === 'refused' || journey?.kind === 'quarantined' ? words.refusedByEndpoint : undefined,
  }
}
