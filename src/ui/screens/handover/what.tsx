/**
 * « Quoi ? »: the pile against the order, document by document, then one gesture. Runs in the browser.
 * The count is read from two metres; what is missing is named with its bay; nothing that waits for a decision is handed over (HO-2 to HO-5).
 */
import { Fragment } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { AnswerSay } from './answer-say.tsx'
import styles from './handover.module.css'
import type { WhatStage } from './handover-stage.ts'
import { ItemRow } from './item-row.tsx'
import { Person } from './person.tsx'
import type { ReceiptWish } from './use-recording.ts'

export const What = ({ stage }: { readonly stage: WhatStage }) => {
  const { open, rows, people, isSaving } = stage
  const { words } = stage.describing
  const [text, setText] = useState('')
  const [receipt, setReceipt] = useState<ReceiptWish>('undecided')
  const handOver = () => stage.handOver(receipt)
  // Between the field and the button lie two presses of Tab for each document.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      if (open.leaving > 0) handOver()
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
            <Person key={person.card} person={person} acts={people} words={words} isAlone={open.people.length === 1} />
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
          {stage.shown === undefined ? null : <AnswerSay answer={stage.shown} words={words} />}
          {/* Before the pile: the browser keeps in sight the field that a gun writes in, and the count with it. */}
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
                  <ItemRow key={row.key} row={row} acts={rows} words={words} />
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
            <Button look="primary" walking unavailable={open.leaving === 0 ? words.nothingYet : undefined} onPress={handOver}>
              {isSaving ? words.saving : words.handOver(open.leaving)}
            </Button>
            <Button walking onPress={people.setAside}>
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
              <Button key={wish} pressed={receipt === wish} onPress={() => setReceipt(receipt === wish ? 'undecided' : wish)}>
                {wish === 'printed' ? words.receiptPrint : wish === 'mailed' ? words.receiptMail : words.receiptNone}
              </Button>
            ))}
          </fieldset>
        </div>
      </div>
    </section>
  )
}
