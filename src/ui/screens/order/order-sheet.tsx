/**
 * An order's sheet: where it stands, its documents, and what the phone or the desk may change of it. Runs in the browser.
 * Reached from Aujourd'hui, from a search at the Retrait, from a link; what was just changed can be taken back on the spot.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { NoteDraft } from '../../../domain/order/note-draft.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { Each } from '../../components/each.tsx'
import { Field, Form } from '../../components/field.tsx'
import { Mark } from '../../components/icon.tsx'
import { OrderMark } from '../../components/order-mark.tsx'
import { Button, ButtonLink, Chip, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { Bay, Spot } from '../../components/place.tsx'
import { later } from '../../later.tsx'
import { useOpenForm } from '../../open-forms.ts'
import { hrefOf } from '../../routes.ts'
import { useDesk, useSnapshot, useWords } from '../../use-desk.ts'
import { UndoQuestion } from '../handover/undo-question.tsx'
import { ClaimButton } from '../preparation/claim-button.tsx'
import styles from './order.module.css'
import { ReasonForm } from './reason-form.tsx'
import { SlotChoice } from './slot-choice.tsx'
import { type OrderSheetView, useOrderSheet } from './use-order-sheet.ts'

/** With words of its own, and nothing to show where nobody is written to. */
const OrderMessages = later(() => import('../messages/order-messages.tsx').then((module) => module.OrderMessages))

export const OrderSheet = ({ id }: { readonly id: string }) => {
  const words = useWords(orderWords)
  const sheet = useOrderSheet(id)
  const [isCancelling, setCancelling] = useState(false)
  const canceller = useRef<HTMLButtonElement>(null)
  const answer = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => answer.current?.scrollIntoView({ block: 'nearest' }), [sheet?.done])
  if (sheet === undefined) return <Verdict head={words.unknown}>{words.unknownSay}</Verdict>
  const { order, shown, done } = sheet
  return (
    <>
      <Verdict head={words.head(order.number, words.states[shown])}>
        {sheet.name} · <span class="nowrap">{words.card(sheet.card)}</span> · {words.expected(sheet.when)}
        {order.saidNumber === undefined ? '' : ` · ${words.saidAs(order.saidNumber)}`}
        {sheet.broughtBy === '' ? '' : ` · ${sheet.broughtBy}`}
        {sheet.kept === '' ? '' : ` · ${sheet.kept}`}
        {sheet.inHandsOf === '' ? '' : ` · ${sheet.inHandsOf}`}
        {order.callBackNumber === undefined ? null : (
          <>
            {' · '}
            <a href={`tel:${order.callBackNumber.replace(/\s/g, '')}`}>{words.callBack(order.callBackNumber.replaceAll(' ', '\u00a0'))}</a>
          </>
        )}
      </Verdict>
      {/* Pressed far down on a phone, it is answered in sight. */}
      {done === undefined ? null : (
        <div ref={answer}>
          <Say
            sign="ok"
            sentence={done.said}
            actions={
              done.undo === undefined ? undefined : (
                <Button icon="undo" onPress={() => void sheet.undo()}>
                  {words.undo}
                </Button>
              )
            }
          />
        </div>
      )}
      <div class="actions">
        <OrderMark state={shown} />
        {sheet.bays.length === 0 ? null : <Bay word={words.bay} bays={sheet.bays} />}
        <Spot order={order} />
        {sheet.undoArrival === undefined ? null : (
          <Button icon="undo" look="quiet" onPress={sheet.undoArrival}>
            {words.undoArrival}
          </Button>
        )}
        {sheet.hasPile ? (
          <ButtonLink look={sheet.bays.length === 0 ? 'ordinary' : 'primary'} icon="handover" href={hrefOf('handover', order.id)}>
            {words.handOver}
          </ButtonLink>
        ) : null}
        {sheet.handedOver === undefined ? null : <UndoHandover handedOver={sheet.handedOver} />}
        {sheet.isOpen && sheet.bays.length > 0 ? (
          <Button icon="print" onPress={() => void sheet.printLabel()}>
            {words.label}
          </Button>
        ) : null}
        <ClaimButton
          scope={{ kind: 'order', orderId: order.id }}
          name={order.number}
          holders={sheet.isToPrepare ? sheet.holders : []}
          mayTake={sheet.isToPrepare}
        />
        {/* Together on the second line where one is too short. */}
        <div class="actions">
          <Button look="quiet" onPress={() => history.back()}>
            {words.back}
          </Button>
          {sheet.isOpen ? (
            <Button look="quiet" icon="cross" buttonRef={canceller} onPress={() => setCancelling(true)}>
              {words.cancel}
            </Button>
          ) : null}
        </div>
      </div>
      {sheet.isOpen && isCancelling ? (
        <Cancellation
          sheet={sheet}
          onKeep={() => {
            setCancelling(false)
            canceller.current?.focus()
          }}
        />
      ) : null}
      <div class="duo">
        <Lines sheet={sheet} />
        {sheet.isOpen ? <Slot sheet={sheet} /> : null}
        {sheet.mayRenew ? (
          <Panel title={words.renew}>
            <div class={styles.body}>
              <p>{words.renewSay}</p>
              {sheet.mayRestore ? (
                <Button icon="undo" label={words.restoreAt(sheet.when)} onPress={() => void sheet.renew(order.slot, undefined)}>
                  {words.restore}
                </Button>
              ) : null}
              <SlotChoice order={order} name={words.renewAt} onChoose={(slot) => void sheet.renew(slot, undefined)} />
              {sheet.beyond === undefined ? null : <Beyond sheet={sheet} sentence={sheet.beyond} />}
            </div>
          </Panel>
        ) : null}
        <Note key={order.id} sheet={sheet} />
        {/* Last: it comes late, and moves nothing. */}
        <OrderMessages order={order} isToCome={sheet.isOpen || sheet.mayRenew} />
      </div>
    </>
  )
}

const UndoHandover = ({ handedOver: { words, target, undo } }: { readonly handedOver: NonNullable<OrderSheetView['handedOver']> }) => {
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <Button icon="undo" onPress={() => setAsked(true)}>
        {words.undo}
      </Button>
      <UndoQuestion targets={isAsked ? [target] : undefined} words={words} undo={undo} onClose={() => setAsked(false)} />
    </>
  )
}

type Part = { readonly sheet: OrderSheetView }

const Lines = ({ sheet }: Part) => {
  const { words, order } = sheet
  return (
    <Panel title={words.lines} end={String(order.lines.length)}>
      <Rows label={words.lines}>
        <Each of={sheet.lines} by={({ id }) => id}>
          {(line) => (
            <Row
              key={line.id}
              where={<Mark name={line.isThere ? 'done' : 'todo'} />}
              what={
                <>
                  <span class="title">{line.title}</span>
                  <span class="by">{[line.author, line.state].filter(Boolean).join(' · ')}</span>
                  {line.lent === '' ? null : <Chip sign="warn" tone="warn" words={line.lent} />}
                  {line.sooner === '' ? null : <Chip sign="warn" tone="warn" words={line.sooner} />}
                </>
              }
            >
              {line.remove && <Button look="quiet" icon="cross" label={words.remove(line.title)} onPress={line.remove} />}
            </Row>
          )}
        </Each>
        <Each of={sheet.toReshelve} by={({ id }) => id}>
          {(line) => <Row key={line.id} where={<Mark name="cancelled" />} what={<s class="title">{line.title}</s>} by={words.toReshelve} />}
        </Each>
      </Rows>
      {sheet.isOpen ? (
        <div class={styles.body}>
          <Button icon="plus" unavailable={sheet.addingRefused} onPress={() => void sheet.add()}>
            {words.add}
          </Button>
        </div>
      ) : null}
    </Panel>
  )
}

const Slot = ({ sheet: { words, order, when, move } }: Part) => (
  <Panel title={words.slot} end={when}>
    <div class={styles.body}>
      <SlotChoice order={order} name={words.moveTo} onChoose={(slot) => void move(slot)} />
    </div>
  </Panel>
)

const Cancellation = ({ sheet: { words, cancel }, onKeep }: Part & { readonly onKeep: () => void }) => (
  <Panel title={words.cancel}>
    <ReasonForm
      say={words.cancelSay}
      why={words.cancelWhy}
      reasons={words.cancelReasons}
      confirm={words.cancelConfirm}
      keep={words.keep}
      onConfirm={cancel}
      onKeep={onKeep}
    />
  </Panel>
)

/** SLOT-5: one more order than a patron may have open, for a reason. */
const Beyond = ({ sheet: { words, renew, keepWithin }, sentence }: Part & { readonly sentence: string }) => {
  // The slot that was pressed is still there: the focus goes back to it.
  const opener = useRef(document.activeElement)
  return (
    <ReasonForm
      say={sentence}
      why={words.beyondWhy}
      reasons={words.beyondReasons}
      confirm={words.beyondConfirm}
      keep={words.beyondKeep}
      onConfirm={(reason) => renew(undefined, reason)}
      onKeep={() => {
        keepWithin()
        if (opener.current instanceof HTMLElement) opener.current.focus()
      }}
    />
  )
}

/**
 * Kept on this tablet at each letter: leaving the screen, a reload or a crash loses none (ORD-8). What another tablet writes meanwhile is
 * shown before it may be replaced.
 */
const Note = ({ sheet: { words, order, change } }: { readonly sheet: OrderSheetView }) => {
  const desk = useDesk()
  const draft = useSnapshot().noteDrafts.find(({ orderId }) => orderId === order.id)
  // What was typed here before, and not kept: the screen was left, or the tablet died.
  const [text, setText] = useState(draft?.text ?? order.note)
  // The note that the writer saw: what another tablet writes meanwhile is never replaced unread.
  const [seen, setSeen] = useState(draft?.replaces ?? order.note)
  const written = text.trim()
  useOpenForm(written !== order.note)
  // Another tablet's note, or an undo, comes in under one that nobody is writing.
  useEffect(() => {
    if (written !== seen && written !== order.note) return
    setText(order.note)
    setSeen(order.note)
  }, [order.note])
  // A disk that fails is told when the note is kept; until then the next letter tries again.
  const keepDraft = (typed: Omit<NoteDraft, 'orderId'> | undefined): void => {
    desk.keepNoteDraft(order.id, typed).catch(() => undefined)
  }
  const keep = async (): Promise<void> => {
    const request = { kind: 'write-note', orderId: order.id } as const
    const undo = { ...request, note: order.note, replaces: written }
    const isKept = await change({ ...request, note: written, replaces: seen }, words.noteKept(order.number), undo)
    // Refused, it was told: the next press knows it.
    keepDraft(isKept ? undefined : { text: written, replaces: order.note })
  }
  return (
    <Panel title={words.note}>
      <Form
        class={styles.body}
        onSubmit={() => {
          if (written === order.note) return
          void keep()
          setSeen(order.note)
        }}
      >
        <Field
          label={words.noteField}
          hint={words.noteHint}
          value={text}
          maxLength={textLengths.note}
          onInput={(typed) => {
            setText(typed)
            keepDraft(typed.trim() === order.note ? undefined : { text: typed, replaces: seen })
          }}
        />
        {written === order.note ? null : <Button type="submit">{words.noteKeep}</Button>}
      </Form>
    </Panel>
  )
}
