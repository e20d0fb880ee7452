/**
 * « Qui est là ? »: one field, what it found, and those who wait. Runs in the browser.
 * Nothing needs to be touched: a card, a label or any document of the pile finds the order (HO-1).
 */

import type { OrderState } from '../../../domain/order/order-state.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Icon, Mark, type MarkName } from '../../components/icon.tsx'
import { Row } from '../../components/panel.tsx'
import { Bay } from '../../components/place.tsx'
import { Say } from '../../components/say.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { hrefOf } from '../../routes.ts'
import { AnswerSay } from './answer-say.tsx'
import styles from './handover.module.css'
import type { FoundOrder, Handover } from './use-handover.ts'

const markByState: Readonly<Record<OrderState, MarkName>> = {
  'to-prepare': 'todo',
  'in-preparation': 'doing',
  ready: 'ready',
  arrived: 'arrived',
  'handed-over': 'done',
  'no-show': 'noshow',
  cancelled: 'cancelled',
}

export const Who = ({ handover }: { readonly handover: Handover }) => {
  const { words, who } = handover
  return (
    <>
      <Verdict head={words.whoTitle}>{words.whoSay}</Verdict>
      <section class={`panel ${styles.ask}`}>
        <ScanField
          label={words.field}
          value={handover.text}
          onInput={handover.setText}
          onEnter={handover.type}
          clearLabel={words.clear}
          submitWords={words.choose}
          inputRef={handover.field}
        />
      </section>
      {handover.answer === undefined ? null : <AnswerSay answer={handover.answer} words={words} />}
      {who.kind === 'none' ? null : who.kind === 'nobody' ? (
        <Say sign="unknown" sentence={who.sentence} nextStep={who.nextStep} />
      ) : who.kind === 'no-order' ? (
        <Say
          sign="unknown"
          sentence={words.noOrder(who.name)}
          nextStep={words.noOrderNext}
          actions={
            <Button look="primary" onPress={() => handover.start(who.card, undefined)}>
              {words.loanWithout}
            </Button>
          }
        />
      ) : (
        <section class="panel">
          <div class="group-head">
            <span class="where">
              <Icon name="person" />
            </span>
            <h2>{who.title}</h2>
            <span class="end soft">{who.say}</span>
          </div>
          <ul class="rows" aria-label={who.title}>
            {who.orders.map((found) => (
              <FoundRow key={found.order.id} found={found} handover={handover} />
            ))}
          </ul>
        </section>
      )}
      {handover.aside.length === 0 ? null : (
        <section class="panel">
          <div class="group-head">
            <span class="where">
              <Icon name="bay" />
            </span>
            <h2>{words.asideTitle}</h2>
            <span class="end soft">{words.asideSay}</span>
          </div>
          <ul class="rows" aria-label={words.asideTitle}>
            {handover.aside.map(({ visit, names, documents }) => (
              <Row
                key={visit.startedAt}
                where={handover.format.time(handover.toLocal(visit.startedAt).time)}
                what={
                  <>
                    <span class="title">{names}</span>
                    <span class="by">{words.documents(documents)}</span>
                  </>
                }
                act={
                  <>
                    <Button look="quiet" icon="cross" label={words.abandonNamed(names)} onPress={() => handover.askAbandon(visit)}>
                      {words.abandon}
                    </Button>
                    <Button label={words.resumeNamed(names)} onPress={() => void handover.resume(visit)}>
                      {words.resume}
                    </Button>
                  </>
                }
              />
            ))}
          </ul>
        </section>
      )}
      {handover.waiting.length === 0 ? (
        <p class="soft">{handover.nobody}</p>
      ) : (
        <section class="panel">
          <div class="group-head">
            <span class="where">
              <Mark name="arrived" />
            </span>
            <h2>{words.waiting}</h2>
            <span class="end soft">{words.waitingSince(handover.waiting[0]?.waited ?? '')}</span>
          </div>
          <ul class="rows" aria-label={words.waiting}>
            {handover.waiting.map((one) => (
              <Row
                key={one.order.id}
                where={<span class="wait">{one.waited}</span>}
                what={
                  <>
                    <span class="title">{one.who}</span>
                    <span class="by">
                      <span class="nowrap">{one.order.number}</span> · {one.say}
                    </span>
                  </>
                }
                act={
                  <>
                    {one.bays.length === 0 ? null : <Bay word={words.bay} bays={one.bays} />}
                    <Button label={`${words.hand} ${one.order.number}`} onPress={() => handover.start(one.order.card, one.order.id)}>
                      {words.hand}
                    </Button>
                  </>
                }
              />
            ))}
          </ul>
        </section>
      )}
      <Afterwards handover={handover} />
    </>
  )
}

const FoundRow = ({ found, handover }: { readonly found: FoundOrder; readonly handover: Handover }) => {
  const { words } = handover
  return (
    <Row
      where={found.when}
      what={
        <>
          <a class="title" href={hrefOf('order', found.order.id)}>
            {found.name.before}
            {found.name.match === '' ? null : <mark>{found.name.match}</mark>}
            {found.name.after}
            <span class="sr"> {words.openSheet(found.order.number)}</span>
          </a>
          <span class="by">
            {found.card} · <span class="nowrap">{found.order.number}</span> · {found.say}
          </span>
        </>
      }
      act={
        <>
          {found.bays.length === 0 ? <Mark name={markByState[found.state]} /> : <Bay word={words.bay} bays={found.bays} />}
          {found.undo === undefined ? (
            <Button label={`${words.choose} ${found.order.number}`} onPress={() => handover.start(found.order.card, found.order.id)}>
              {words.choose}
            </Button>
          ) : (
            <Button icon="undo" onPress={() => handover.askUndo(found.undo === undefined ? undefined : [found.undo])}>
              {words.undo}
            </Button>
          )}
        </>
      }
    />
  )
}

/** HO-10: the true day and time of what was handed over on paper. */
const Afterwards = ({ handover }: { readonly handover: Handover }) => {
  const { words, afterwards } = handover
  if (afterwards.kind === 'off') {
    return (
      <p>
        <Button look="quiet" icon="pen" onPress={() => handover.setAfterwards({ kind: 'on', day: handover.today, time: '' })}>
          {words.afterwards}
        </Button>
      </p>
    )
  }
  return (
    <section class={`panel ${styles.afterwards}`} aria-label={words.afterwards}>
      <h2 class="title">{words.afterwards}</h2>
      <p class="small soft">{words.afterwardsSay}</p>
      <div class={styles.line}>
        <Field
          label={words.afterwardsDay}
          type="date"
          value={afterwards.day}
          onInput={(day) => handover.setAfterwards({ ...afterwards, day })}
        />
        <Field
          label={words.afterwardsTime}
          type="time"
          value={afterwards.time}
          onInput={(time) => handover.setAfterwards({ ...afterwards, time })}
        />
        <Button look="quiet" onPress={() => handover.setAfterwards({ kind: 'off' })}>
          {words.afterwardsStop}
        </Button>
      </div>
      {handover.afterwardsIsFuture ? <Say sign="warn" sentence={words.afterwardsFuture} nextStep={words.afterwardsFutureNext} /> : null}
    </section>
  )
}
