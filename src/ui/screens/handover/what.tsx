/**
 * « Quoi ? »: the pile against the order, document by document, then one gesture. Runs in the browser.
 * The count is read from two metres; what is missing is named with its bay; nothing that waits for a decision is handed over (HO-2 to HO-5).
 */
import { Fragment } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CollectorProof } from '../../../domain/handover/collector.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Field } from '../../components/field.tsx'
import { Icon, type IconName, Mark, Sign } from '../../components/icon.tsx'
import { Bay, Ticket } from '../../components/place.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { AnswerSay } from './answer-say.tsx'
import styles from './handover.module.css'
import type { DocumentRow, Handover, OpenHandover, OpenPerson } from './use-handover.ts'

/** The ILS's document types are its own words: the drawing is a hint beside the title, the book stands for all others. */
export const iconOfType = (documentType: string | undefined): IconName =>
  /bd|comic|manga/i.test(documentType ?? '')
    ? 'comic'
    : /dvd|film|vid/i.test(documentType ?? '')
      ? 'film'
      : /cd|disque|mus/i.test(documentType ?? '')
        ? 'disc'
        : 'book'

export const What = ({ handover, open }: { readonly handover: Handover; readonly open: OpenHandover }) => {
  const { words } = handover
  // Between the field and the button lie two presses of Tab for each document.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      if (open.leaving > 0) handover.handOver()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return (
    <section class="panel talk">
      <div class="turn">
        <div class="where">{words.who}</div>
        <div class="turn-body turn-who">
          {open.people.map((person) => (
            <Person key={person.card} person={person} handover={handover} isAlone={open.people.length === 1} />
          ))}
          {open.afterwards === undefined ? null : <Chip sign="warn" tone="warn" words={open.afterwards} />}
          {open.isResumed ? <p class="small">{words.resumed}</p> : null}
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.what}</div>
        <div class={`turn-body ${styles.flush}`}>
          <div class="turn-sum">
            <h1 class="count-line" tabIndex={-1}>
              <span class="count">{open.count}</span>
              <span class="rest">{open.rest}</span>
            </h1>
          </div>
          {handover.answer === undefined ? null : <AnswerSay answer={handover.answer} words={words} />}
          {/* Before the pile: the browser keeps in sight the field that a gun writes in, and the count with it. */}
          <div class={styles.scan}>
            <ScanField
              label={words.scanField}
              isVisiblyLabelled
              value={handover.text}
              onInput={handover.setText}
              onEnter={handover.type}
              clearLabel={words.clear}
              submitWords={words.scanAdd}
              inputRef={handover.field}
            />
          </div>
          {open.piles.map((pile) => (
            <Fragment key={pile.key}>
              {open.piles.length === 1 ? null : (
                <h2 class={styles.pile}>
                  {words.ofPile(pile.name, pile.number)} <span class="soft">{pile.count}</span>
                </h2>
              )}
              <ul class="items" aria-label={open.piles.length === 1 ? words.what : words.ofPile(pile.name, pile.number)}>
                {pile.rows.map((row) => (
                  <ItemRow key={row.key} row={row} handover={handover} />
                ))}
              </ul>
            </Fragment>
          ))}
          {open.consequences === '' ? null : <p class={`small ${styles.consequences}`}>{open.consequences}</p>}
        </div>
      </div>
      <div class={`turn turn-end ${styles.end}`}>
        <div class="where">{words.good}</div>
        <div class="turn-body">
          <div class="finish">
            <Button look="primary" walking unavailable={open.leaving === 0 ? words.nothingYet : undefined} onPress={handover.handOver}>
              {handover.isSaving ? words.saving : words.handOver(open.leaving)}
            </Button>
            <Button walking onPress={() => void handover.setAside()}>
              {open.isBegun ? words.setAside : words.closeVisit}
            </Button>
          </div>
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.receipt}</div>
        <div class="turn-body">
          <fieldset class={styles.receipt}>
            <legend class="sr">{words.receiptWish}</legend>
            {(['printed', 'mailed', 'refused'] as const).map((wish) => (
              <Button
                key={wish}
                pressed={handover.receipt === wish}
                onPress={() => handover.setReceipt(handover.receipt === wish ? 'undecided' : wish)}
              >
                {wish === 'printed' ? words.receiptPrint : wish === 'mailed' ? words.receiptMail : words.receiptNone}
              </Button>
            ))}
          </fieldset>
        </div>
      </div>
    </section>
  )
}

const Person = ({ person, handover, isAlone }: { readonly person: OpenPerson; readonly handover: Handover; readonly isAlone: boolean }) => {
  const { words } = handover
  /** Which order it is about, where there are several. */
  const ofOrder = (number: string | undefined): string => (person.piles.length === 1 || number === undefined ? '' : `${number} · `)
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
      <div class="who-sub">
        <p class="small soft">{person.sub}</p>
        {isAlone ? (
          <Button look="quiet" icon="undo" onPress={() => void handover.setAside()}>
            {words.change}
          </Button>
        ) : (
          <Button look="quiet" icon="cross" label={words.partNamed(person.name)} onPress={() => void handover.part(person.card)}>
            {words.part}
          </Button>
        )}
      </div>
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
      {person.piles.every(({ number }) => number === undefined) ? null : (
        <Collector person={person} handover={handover} isAlone={isAlone} />
      )}
      {person.also.map(({ order, say }) => (
        <div class="who-sub" key={order.id}>
          <p class="small">{say}</p>
          <Button look="quiet" label={words.takeAlsoNamed(order.number)} onPress={() => void handover.takeAlso(order)}>
            {words.takeAlso}
          </Button>
        </div>
      ))}
    </>
  )
}

const proofs: readonly CollectorProof[] = ['card', 'number', 'told']

/** HO-12: somebody who comes for this person; how the desk made sure is asked, and nobody's name. */
const Collector = ({
  person,
  handover,
  isAlone,
}: {
  readonly person: OpenPerson
  readonly handover: Handover
  readonly isAlone: boolean
}) => {
  const { words } = handover
  const { card, name, collectedWith } = person
  const [isAsked, setAsked] = useState(false)
  const firstProof = useRef<HTMLButtonElement>(null)
  // The button leaves with its press: the focus goes to what it asks.
  useEffect(() => {
    if (isAsked) firstProof.current?.focus()
  }, [isAsked])
  if (collectedWith === undefined && !isAsked) {
    return (
      <div>
        <Button look="quiet" icon="person" {...(isAlone ? {} : { label: words.collectorNamed(name) })} onPress={() => setAsked(true)}>
          {words.collector}
        </Button>
      </div>
    )
  }
  const answer = (proof: CollectorProof | undefined) => {
    setAsked(false)
    void handover.setCollectedWith(card, proof)
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

const ItemRow = ({ row, handover }: { readonly row: DocumentRow; readonly handover: Handover }) => {
  const { words } = handover
  const [reason, setReason] = useState<
    { readonly kind: 'closed' } | { readonly kind: 'asked'; readonly text: string; readonly isOther: boolean }
  >({
    kind: 'closed',
  })
  const firstReason = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (reason.kind === 'asked') firstReason.current?.focus()
  }, [reason.kind])
  const otherReason = useRef<HTMLInputElement>(null)
  const isOther = reason.kind === 'asked' && reason.isOther
  useEffect(() => otherReason.current?.focus(), [isOther])
  const lend = () => {
    if (row.kind === 'watch' && reason.kind === 'asked' && reason.text.trim() !== '')
      void handover.override(row.barcode, reason.text.trim())
  }
  return (
    <li class={row.kind === 'watch' ? 'watch' : row.kind === 'missing' ? 'missing' : styles.settled}>
      {row.kind === 'watch' ? (
        <Sign name="warn" />
      ) : (
        <Mark name={row.kind === 'taken' ? 'done' : row.kind === 'missing' ? 'todo' : 'cancelled'} />
      )}
      <Icon name={iconOfType(row.documentType)} />
      <div>
        <p class="title">{row.title}</p>
        <p class="by">
          {row.kind === 'watch' ? (
            <b class={`chip warn ${styles.inline}`}>{row.why}</b>
          ) : (
            <>
              {row.author}
              {row.author !== '' && row.remark !== '' ? ' · ' : ''}
              {row.kind === 'missing' ? (
                <>
                  <b class={styles.loud}>{row.remark}</b>
                  {row.code === '' ? '' : ` · ${row.code}`}
                </>
              ) : (
                row.remark
              )}
            </>
          )}
        </p>
      </div>
      <div class="end">
        {row.kind === 'taken' ? (
          <>
            <span class="due">{row.due}</span>
            <Button look="quiet" label={words.leaveNamed(row.title)} onPress={() => void handover.leave(row)}>
              {words.leaveShort}
            </Button>
            <Button look="quiet" icon="cross" label={words.remove(row.title)} onPress={() => void handover.remove(row.barcode)} />
          </>
        ) : row.kind === 'watch' ? (
          <>
            <Button label={words.leaveNamed(row.title)} onPress={() => void handover.leave(row)}>
              {words.leave}
            </Button>
            {reason.kind === 'closed' && row.canOverride ? (
              <Button onPress={() => setReason({ kind: 'asked', text: '', isOther: false })}>{words.lendAnyway}</Button>
            ) : null}
          </>
        ) : row.kind === 'left' ? (
          <Button look="quiet" icon="undo" onPress={() => void handover.takeBack(row.barcode)}>
            {words.takeAfterAll}
          </Button>
        ) : row.kind === 'not-found' ? (
          <Button look="quiet" icon="undo" onPress={() => void handover.lookAgain(row)}>
            {words.stillLook}
          </Button>
        ) : row.kind === 'missing' ? (
          <>
            {row.bays.length === 0 ? null : <Bay word={words.bay} bays={row.bays} />}
            <Button label={words.notFoundNamed(row.title)} onPress={() => void handover.notFound(row)}>
              {words.notFound}
            </Button>
          </>
        ) : null}
      </div>
      {row.kind === 'watch' && reason.kind === 'asked' ? (
        <form
          class="reasons"
          onSubmit={(event) => {
            event.preventDefault()
            lend()
          }}
        >
          <p>{words.why}</p>
          {words.reasons.map((known, n) => (
            <Button
              key={known}
              {...(n === 0 ? { buttonRef: firstReason } : {})}
              {...(reason.text === known ? { icon: 'check' as const } : {})}
              pressed={reason.text === known}
              onPress={() => setReason({ kind: 'asked', text: known, isOther: false })}
            >
              {known}
            </Button>
          ))}
          <Button icon="pen" pressed={reason.isOther} onPress={() => setReason({ kind: 'asked', text: '', isOther: true })}>
            {words.otherReason}
          </Button>
          {reason.isOther ? (
            <Field
              label={words.reasonField}
              value={reason.text}
              maxLength={200}
              inputRef={otherReason}
              onInput={(text) => setReason({ kind: 'asked', text, isOther: true })}
            />
          ) : null}
          <Button type="submit" icon="handover" unavailable={reason.text.trim() === '' ? words.why : undefined}>
            {words.lend}
          </Button>
        </form>
      ) : null}
    </li>
  )
}
