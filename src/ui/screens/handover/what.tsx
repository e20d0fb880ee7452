/**
 * « Quoi ? »: the pile against the order, document by document, then one gesture. Runs in the browser.
 * The count is read from two metres; what is missing is named with its bay; nothing that waits for a decision is handed over (HO-2 to HO-5).
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { Each } from '../../components/each.tsx'
import { Button, Chip, Say } from '../../components/parts.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { announce } from '../../use-desk.ts'
import { AnswerSay } from './answer-say.tsx'
import type { DocumentRow, OpenHandover, OpenPile } from './describe-open.ts'
import styles from './handover.module.css'
import { ItemRow, TakenMark } from './item-row.tsx'
import { Person } from './person.tsx'
import { UndoQuestion } from './undo-question.tsx'
import type { RowActs, WhatStage } from './use-handover.ts'
import type { ReceiptWish } from './use-recording.ts'

/** The questions of the pile, and what brings them to the eye. */
const useDecisions = (open: OpenHandover, took: ItemBarcode | undefined) => {
  const decisions = useRef<HTMLUListElement>(null)
  // A question is in sight as soon as it is asked and after each scan, however small the screen; the field keeps the focus.
  useLayoutEffect(() => decisions.current?.scrollIntoView({ block: 'nearest' }), [open.decisions.length, open.count, took])
  return {
    decisions,
    /** « Remettre » waits for them: the first button is in focus. */
    showDecisions: () => {
      decisions.current?.scrollIntoView({ block: 'center' })
      decisions.current?.querySelector('button')?.focus({ preventScroll: true })
      announce(open.waits ?? '')
    },
  }
}

export const What = ({ stage }: { readonly stage: WhatStage }) => {
  const { open, rows, people, isSaving } = stage
  const { words } = stage.describing
  const [receipt, setReceipt] = useState<ReceiptWish>('undecided')
  const [undoing, setUndoing] = useState<UndoTarget | undefined>(undefined)
  const { decisions, showDecisions } = useDecisions(open, stage.took)
  const handOver = () => stage.handOver(receipt)
  useEffect(() => {
    if (open.meanwhile !== '') announce(open.meanwhile)
  }, [open.meanwhile])
  // Between the field and the button lie two presses of Tab for each document.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      if (open.waits !== undefined) showDecisions()
      else if (open.leaving > 0) handOver()
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
            <Person key={person.card} person={person} acts={people} words={words} isAlone={open.people.length === 1} askUndo={setUndoing} />
          ))}
          {open.afterwards === undefined ? null : <Chip sign="warn" tone="warn" words={open.afterwards} />}
          {open.isResumed ? <p class="small">{words.resumed}</p> : null}
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.what}</div>
        <div class={`turn-body ${styles.flush}`}>
          {/* Before the pile: the browser keeps in sight the field that a gun writes in, and the count with it. */}
          <div class={styles.top}>
            <div class="turn-sum">
              <h1 class="count-line" tabIndex={-1}>
                <span class="count">{open.count}</span>
                <span class="rest">{open.rest}</span>
              </h1>
            </div>
            <Taking stage={stage} />
          </div>
          {open.meanwhile === '' ? null : <Say sign="warn" sentence={open.meanwhile} />}
          {stage.shown === undefined ? null : (
            <AnswerSay answer={stage.shown} words={words} again={stage.again} giveBack={stage.giveBack} partCard={people.part} />
          )}
          {open.decisions.length === 0 ? null : (
            <ul class="items" aria-label={words.decisionsTitle} ref={decisions}>
              <Each of={open.decisions} by={({ key }) => key}>
                {(row) => <ItemRow key={row.key} row={row} acts={rows} words={words} />}
              </Each>
            </ul>
          )}
          {open.piles.map((pile) => (
            <Pile key={pile.key} pile={pile} isAlone={open.piles.length === 1} acts={rows} words={words} />
          ))}
          {open.consequences === '' ? null : <p class={`small ${styles.consequences}`}>{open.consequences}</p>}
        </div>
      </div>
      <div class={`turn turn-end ${styles.end}`}>
        <div class="where">{words.good}</div>
        <div class="turn-body">
          <div class="finish">
            <Button
              look="primary"
              walking
              unavailable={open.waits ?? (open.leaving === 0 ? words.nothingYet : undefined)}
              onUnavailable={open.waits === undefined ? undefined : showDecisions}
              onPress={handOver}
            >
              {isSaving ? words.saving : words.handOver(open.leaving)}
            </Button>
            <Button walking onPress={people.setAside}>
              {open.isBegun ? words.setAside : words.closeVisit}
            </Button>
          </div>
          {open.waits === undefined ? null : <p class={`small ${styles.waits}`}>{words.sentence(open.waits)}</p>}
        </div>
      </div>
      <div class="turn">
        <div class="where">{words.receipt}</div>
        <div class="turn-body">
          <ReceiptWishes receipt={receipt} choose={setReceipt} canMail={open.canMail} words={words} />
        </div>
      </div>
      <UndoQuestion targets={undoing && [undoing]} words={words} undo={stage.undo} onClose={() => setUndoing(undefined)} />
    </section>
  )
}

/** The field and what it took last, on their own: a key draws neither the pile nor those who are here. */
const Taking = ({ stage }: { readonly stage: WhatStage }) => {
  const { words } = stage.describing
  const [text, setText] = useState('')
  return (
    <div class={styles.scan}>
      <ScanField
        label={words.scanField}
        isVisiblyLabelled
        value={text}
        onInput={(typed) => {
          setText(typed)
          stage.clear()
        }}
        onEnter={(typed) => {
          setText('')
          stage.take(typed)
        }}
        clearLabel={words.clear}
        submitWords={words.scanAdd}
        inputRef={stage.field}
      />
      <LastTaken words={words} open={stage.open} took={stage.took} />
    </div>
  )
}

interface ReceiptWishesProps {
  readonly receipt: ReceiptWish
  readonly choose: (wish: ReceiptWish) => void
  readonly canMail: boolean
  readonly words: HandoverWords
}

/** How the patron wants the receipt; pressed again, undecided. By mail where it would reach them (HO-9). */
const ReceiptWishes = ({ receipt, choose, canMail, words }: ReceiptWishesProps) => (
  <fieldset class={styles.receipt}>
    <legend class="sr">{words.receiptWish}</legend>
    {(['printed', ...(canMail ? (['mailed'] as const) : []), 'refused'] as const).map((wish) => (
      <Button key={wish} pressed={receipt === wish} onPress={() => choose(receipt === wish ? 'undecided' : wish)}>
        {words.receiptBy[wish]}
      </Button>
    ))}
  </fieldset>
)

interface RowsProps {
  readonly acts: RowActs
  readonly words: HandoverWords
}

/** A pile in two lists; alone, it needs no name. */
const Pile = ({ pile, isAlone, acts, words }: RowsProps & { readonly pile: OpenPile; readonly isAlone: boolean }) => {
  const name = words.ofPile(pile.name, pile.number)
  const of = isAlone ? '' : name
  return (
    <>
      {isAlone ? null : (
        <h2 class={styles.pile}>
          {name} <span class="soft">{pile.count}</span>
        </h2>
      )}
      <div class={styles.sides}>
        <Side head={words.lackingTitle} soft={`${pile.lacking.length}`} of={of} rows={pile.lacking} acts={acts} words={words} />
        <Side head={words.scannedTitle} soft={words.scannedSay} of={of} rows={pile.scanned} acts={acts} words={words} />
      </div>
    </>
  )
}

interface SideProps extends RowsProps {
  readonly head: string
  readonly soft: string
  readonly of: string
  readonly rows: readonly DocumentRow[]
}

/** Half of a pile under its head; nothing where it has no row. */
const Side = ({ head, soft, of, rows, acts, words }: SideProps) =>
  rows.length === 0 ? null : (
    <div>
      <p class={`small ${styles.sideHead}`}>
        <b>{head}</b> <span class="soft">{soft}</span>
      </p>
      <ul class="items" aria-label={of === '' ? head : `${head}, ${of}`}>
        <Each of={rows} by={({ key }) => key}>
          {(row) => <ItemRow key={row.key} row={row} acts={acts} words={words} />}
        </Each>
      </ul>
    </div>
  )

/** What the last scan added, beside the field: the eye need not look for it in the pile. */
interface LastTakenProps {
  readonly open: OpenHandover
  readonly took: ItemBarcode | undefined
  readonly words: HandoverWords
}
const LastTaken = ({ open, took, words }: LastTakenProps) => {
  const row = open.piles.flatMap(({ scanned }) => scanned).find((one) => one.kind === 'taken' && one.barcode === took)
  return row?.kind !== 'taken' ? null : (
    <p class={styles.last}>
      <TakenMark sort={row.sort} />
      <span>
        <b class={styles.lastTitle}>{row.title}</b>
        <span class="small soft">{words.due(row.due)}</span>
      </span>
    </p>
  )
}
