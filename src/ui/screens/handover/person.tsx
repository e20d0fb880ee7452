/**
 * One of those who are here: the name, the orders and their bays, who came for them, what else was ordered (HO-11, HO-12). Runs in the browser.
 */
import { Fragment } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CollectorProof } from '../../../domain/handover/collector.ts'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { Each } from '../../components/each.tsx'
import { Button, ButtonLink, Chip } from '../../components/parts.tsx'
import { Bay, Ticket } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useDocuments } from '../../use-desk.ts'
import type { OpenPerson } from './describe-open.ts'
import styles from './handover.module.css'
import type { PersonActs } from './use-handover.ts'

interface Props {
  readonly person: OpenPerson
  readonly acts: PersonActs
  readonly words: HandoverWords
  readonly isAlone: boolean
}

interface Undoing {
  readonly askUndo: (target: UndoTarget) => void
}

export const Person = ({ person, acts, words, isAlone, askUndo }: Props & Undoing) => {
  /** Which order it is about, where there are several. */
  const ofOrder = (number: string | undefined): string => (person.piles.length === 1 || number === undefined ? '' : `${number} · `)
  const [isAsked, setAsked] = useState(false)
  const mayBeCollected = person.piles.some(({ number }) => number !== undefined)
  return (
    <>
      <div class="who-line">
        <span class="turn-name">{person.name}</span>
        {person.piles.map((pile) => (
          <Fragment key={pile.key}>
            {pile.number === undefined ? null : <Ticket number={pile.number} />}
            {pile.bays.map((bay) => (
              <Bay key={bay} word={words.bay} bays={[bay]} />
            ))}
          </Fragment>
        ))}
      </div>
      <div class={`who-sub ${styles.whoLine}`}>
        <p class="small soft">{person.sub}</p>
        <div class={styles.whoActs}>
          {!mayBeCollected || isAsked || person.collectedWith !== undefined ? null : (
            <Button
              look="quiet"
              icon="person"
              {...(isAlone ? {} : { label: words.collectorNamed(person.name) })}
              onPress={() => setAsked(true)}
            >
              {words.collector}
            </Button>
          )}
          {isAlone ? (
            <Button look="quiet" icon="undo" onPress={() => acts.setAside()}>
              {words.change}
            </Button>
          ) : (
            <Button look="quiet" icon="cross" label={words.partNamed(person.name)} onPress={() => acts.part(person.card)}>
              {words.part}
            </Button>
          )}
        </div>
      </div>
      {person.blocked === '' ? null : <Chip sign="stop" tone="stop" words={person.blocked} />}
      {person.piles.map((pile) => (
        <Fragment key={pile.key}>
          {pile.warning === '' ? null : <Chip sign="warn" tone="warn" words={`${ofOrder(pile.number)}${pile.warning}`} />}
          {pile.note === '' ? null : (
            <p class="small">
              {ofOrder(pile.number)}
              {words.note(pile.note)}
            </p>
          )}
        </Fragment>
      ))}
      {mayBeCollected && (isAsked || person.collectedWith !== undefined) ? (
        <Collector person={person} acts={acts} words={words} isAlone={isAlone} onAnswered={() => setAsked(false)} />
      ) : null}
      <Each of={person.leftToday} by={({ number }) => number} place="div">
        {({ id, number }) => (
          <p key={id}>
            <ButtonLink look="quiet" href={hrefOf('order', id)}>
              {words.leftTodayOf(number)}
            </ButtonLink>
          </p>
        )}
      </Each>
      {person.loansLeft.map((target) => (
        <LoanLeft key={target.operationId} target={target} words={words} askUndo={askUndo} />
      ))}
      <Each of={person.also} by={({ order }) => order.number} place="div">
        {({ order, say }) => (
          <div class="who-sub" key={order.id}>
            <p class="small">{say}</p>
            <Button look="quiet" label={words.takeAlsoNamed(order.number)} onPress={() => acts.takeAlso(order)}>
              {words.takeAlso}
            </Button>
          </div>
        )}
      </Each>
    </>
  )
}

/** HO-7: no sheet leads to a loan that hangs on no order, so that it is taken back from here. */
const LoanLeft = ({ target, words, askUndo }: Undoing & { readonly target: UndoTarget; readonly words: HandoverWords }) => {
  const documents = useDocuments(target.barcodes)
  const titles = target.barcodes.map((barcode) => documents(barcode)?.title ?? words.unknownItem(barcode)).join(' · ')
  return (
    <div class="who-sub">
      <p class="small">{words.leftTodayOf(titles)}</p>
      <Button look="quiet" icon="undo" label={words.undoOf(titles)} onPress={() => askUndo(target)}>
        {words.undo}
      </Button>
    </div>
  )
}

const proofs: readonly CollectorProof[] = ['card', 'number', 'told']

/** HO-12: somebody who comes for this person; how the desk made sure is asked, and nobody's name. */
const Collector = ({ person, acts, words, isAlone, onAnswered }: Props & { readonly onAnswered: () => void }) => {
  const { card, name, collectedWith } = person
  const firstProof = useRef<HTMLButtonElement>(null)
  // The pressed button is gone, so the focus goes to the first answer.
  useEffect(() => firstProof.current?.focus(), [])
  const answer = (proof: CollectorProof | undefined) => {
    onAnswered()
    acts.setCollectedWith(card, proof)
  }
  const stop = (
    <Button look="quiet" icon="undo" {...(isAlone ? {} : { label: words.collectorStopNamed(name) })} onPress={() => answer(undefined)}>
      {words.collectorStop}
    </Button>
  )
  if (collectedWith !== undefined) {
    return (
      <div class="who-sub">
        <p class="small">
          <b>{words.collectorNotes[collectedWith]}.</b> {words.collectorSay}
        </p>
        {stop}
      </div>
    )
  }
  return (
    <fieldset class={styles.receipt}>
      <legend>{words.collectorAsk}</legend>
      {proofs.map((proof, n) => (
        <Button key={proof} buttonRef={n === 0 ? firstProof : null} onPress={() => answer(proof)}>
          {words.collectorProofs[proof]}
        </Button>
      ))}
      {stop}
    </fieldset>
  )
}
