/**
 * « C’est fait »: what left, the stamp, how far the fact has travelled, the receipt, and the next patron. Runs in the browser.
 * The stamp is shown only because the desk answered that it is on the disk (HO-6); the journey moves on by itself.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { OperationId } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import type { Journey, OwnOperation } from '../../../tablet/desk.ts'
import { Icon, Mark } from '../../components/icon.tsx'
import { Button, Chip, Say } from '../../components/parts.tsx'
import { Ticket } from '../../components/place.tsx'
import { useDesk, useFormats, useSnapshot } from '../../use-desk.ts'
import { UndoQuestion } from './undo-question.tsx'
import type { DoneStage } from './use-handover.ts'

/** What stopped first, then the least far: that is what the desk must hear. */
const leastFar: readonly Journey['kind'][] = ['quarantined', 'refused', 'recorded-here', 'transmitted', 'settled']

/** The three stations, and `stopped` when the endpoint did not keep one of them. */
const useJourney = (operationIds: readonly OperationId[], words: HandoverWords) => {
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

export const Done = ({ stage: { describing, done, open, undo, printReceipt, next } }: { readonly stage: DoneStage }) => {
  const { words } = describing
  const [undoing, setUndoing] = useState<readonly UndoTarget[] | undefined>(undefined)
  const { stations, stopped } = useJourney(
    done.handovers.map(({ operationId }) => operationId),
    words,
  )
  const nextButton = useRef<HTMLButtonElement>(null)
  // Enter alone serves the next patron.
  useEffect(() => nextButton.current?.focus(), [])
  return (
    <>
      <section class="panel talk">
        <div class="turn">
          <div class="where">{words.who}</div>
          <div class="turn-body turn-who">
            {done.people.map((person) => (
              <div class="who-line" key={`${person.card}${person.number ?? ''}`}>
                <span class="turn-name">{person.name}</span>
                {person.number === undefined ? null : <Ticket number={person.number} />}
                <span class="soft">{person.card}</span>
              </div>
            ))}
          </div>
        </div>
        <div class="turn">
          <div class="where">{words.what}</div>
          <div class="turn-body">
            <h1 class="said">
              <b>{words.handedOver(done.count)}</b>,{' '}
              {done.due === undefined ? (
                words.dueSeveral
              ) : (
                <>
                  {words.dueBy} <b class="nowrap">{done.due}</b>
                </>
              )}
              .
            </h1>
            {done.afterwards === undefined ? null : <Chip sign="warn" tone="warn" words={done.afterwards} />}
            {done.people.map((person) => (
              <p class="soft" key={`${person.card}${person.number ?? ''}`}>
                {done.people.length === 1 ? '' : words.ofPerson(person.name)}
                {person.items.join(' · ')}
              </p>
            ))}
            {done.remains.map((line) => (
              <p class="chip" key={line}>
                <Mark name="todo" />
                <span>{line}</span>
              </p>
            ))}
          </div>
        </div>
        <div class="turn">
          <div class="where">{words.done}</div>
          <div class="turn-body">
            <div class="saved">
              <p class="stamp">
                <b>{words.stamp}</b>
                <span>{done.savedOn}</span>
              </p>
              <ol class="journey" aria-label={words.journey}>
                {stations.map((station) => (
                  <li key={station.word} class={station.isReached ? 'reached' : ''}>
                    <span class="dot">{station.isReached ? <Icon name="check" /> : null}</span>
                    <b>{station.word}</b>
                    <small>{station.when}</small>
                  </li>
                ))}
              </ol>
            </div>
            {stopped === undefined ? null : <Say sign="stop" sentence={stopped} />}
          </div>
        </div>
        <div class="turn">
          <div class="where">{words.receipt}</div>
          <div class="turn-body">
            <Receipts words={words} printReceipt={printReceipt} onPrinted={() => nextButton.current?.focus({ preventScroll: true })} />
            {done.receiptSay === '' ? null : <p class="small soft">{done.receiptSay}</p>}
          </div>
        </div>
        <div class="turn turn-end">
          <div class="where">{words.next}</div>
          <div class="turn-body">
            {done.other === undefined ? null : (
              <Say
                sign="unknown"
                sentence={words.otherOrder(done.other.number)}
                actions={
                  <Button onPress={() => done.other !== undefined && open(done.other.card, done.other.id)}>{words.otherOrderGo}</Button>
                }
              />
            )}
            <div class="finish">
              <Button look="primary" walking buttonRef={nextButton} onPress={next}>
                {words.nextPatron} <Icon name="enter" />
              </Button>
              <Button walking icon="undo" onPress={() => setUndoing(done.handovers)}>
                {words.undo}
              </Button>
            </div>
            <p class="small soft">{words.undoSay}</p>
          </div>
        </div>
      </section>
      <UndoQuestion targets={undoing} words={words} undo={undo} onClose={() => setUndoing(undefined)} />
    </>
  )
}

/** Once it is printed, Enter serves the next patron, and prints nothing twice. */
const Receipts = ({
  words,
  printReceipt,
  onPrinted,
}: Pick<DoneStage, 'printReceipt'> & { readonly words: HandoverWords; readonly onPrinted: () => void }) => (
  <div class="actions">
    {(['roll', 'sheet'] as const).map((paper) => (
      <Button
        key={paper}
        icon="print"
        onPress={() => {
          printReceipt(paper)
          onPrinted()
        }}
      >
        {words.printReceipt(paper === 'roll' ? words.receiptRoll : words.receiptSheet)}
      </Button>
    ))}
  </div>
)
