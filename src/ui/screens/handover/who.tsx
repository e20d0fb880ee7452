/**
 * « Qui est là ? »: one field, what it found, and those who wait. Runs in the browser.
 * Nothing needs to be touched: a card, a label or any document of the pile finds the order (HO-1).
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { Visit } from '../../../domain/handover/visit.ts'
import type { OrderId } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { ChoiceField } from '../../components/field.tsx'
import { Icon, Mark } from '../../components/icon.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { markByState, OrderMark } from '../../components/order-mark.tsx'
import { Button, EachRow, GroupHead, Panel, Row, Say, Verdict } from '../../components/parts.tsx'
import { Bay, Spot } from '../../components/place.tsx'
import { Question } from '../../components/question.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { hrefOf } from '../../routes.ts'
import { announce, useDesk, useDocuments, useFromState, useSnapshot } from '../../use-desk.ts'
import { AnswerSay } from './answer-say.tsx'
import {
  type Describing,
  describeExpected,
  describeNobody,
  describeWaiting,
  type FoundOrder,
  type NearOrder,
  nameOf,
  namesOf,
} from './describe-found.ts'
import { describeWho, type Who as Found, sayNames } from './describe-who.ts'
import styles from './handover.module.css'
import { UndoQuestion } from './undo-question.tsx'
import type { WhoStage } from './use-handover.ts'

const documentsOf = ({ piles }: Visit): number => piles.reduce((n, pile) => n + pile.scanned.length, 0)

/** The visits put aside while somebody else is served: taken up again, or abandoned after a question (HO-6). */
const Aside = ({ aside, describing }: { readonly aside: WhoStage['aside']; readonly describing: Describing }) => {
  const { words, format, toLocal } = describing
  const [abandoning, setAbandoning] = useState<Visit | undefined>(undefined)
  return (
    <>
      {aside.visits.length === 0 ? null : (
        <section class="panel">
          <GroupHead sign={<Icon name="bay" />} title={words.asideTitle}>
            <span class="end soft">{words.asideSay}</span>
          </GroupHead>
          <ul class="rows" aria-label={words.asideTitle}>
            {aside.visits.map((visit) => {
              const names = namesOf(describing, visit)
              return (
                <Row
                  key={visit.startedAt}
                  where={format.time(toLocal(visit.startedAt).time)}
                  what={<span class="title">{names}</span>}
                  by={words.documents(documentsOf(visit))}
                >
                  <Button look="quiet" icon="cross" label={words.abandonNamed(names)} onPress={() => setAbandoning(visit)}>
                    {words.abandon}
                  </Button>
                  <Button label={words.resumeNamed(names)} onPress={() => aside.resume(visit)}>
                    {words.resume}
                  </Button>
                </Row>
              )
            })}
          </ul>
        </section>
      )}
      {abandoning === undefined ? null : (
        <Question
          title={words.abandonNamed(namesOf(describing, abandoning))}
          say={words.abandonSure(documentsOf(abandoning))}
          confirm={words.abandonConfirm}
          keep={words.abandonKeep}
          onConfirm={() => {
            setAbandoning(undefined)
            aside.abandon(abandoning)
          }}
          onKeep={() => setAbandoning(undefined)}
        />
      )}
    </>
  )
}

export const Who = ({ stage }: { readonly stage: WhoStage }) => {
  const { describing, open } = stage
  const { words } = describing
  const [undoing, setUndoing] = useState<readonly UndoTarget[] | undefined>(undefined)
  return (
    <>
      <Verdict head={words.whoTitle}>{words.whoSay}</Verdict>
      <Searching stage={stage} askUndo={(target) => setUndoing([target])} />
      <Aside aside={stage.aside} describing={describing} />
      <Waiting describing={describing} open={open} />
      <Expected describing={describing} open={open} />
      <PaperEntry afterwards={stage.afterwards} describing={describing} />
      <UndoQuestion targets={undoing} words={words} undo={stage.undo} onClose={() => setUndoing(undefined)} />
    </>
  )
}

/** The field, the answer and what was found, on their own: a key draws none of those who wait. */
const Searching = ({ stage, askUndo }: { readonly stage: WhoStage; readonly askUndo: Finding['askUndo'] }) => {
  const { describing, open } = stage
  const { words } = describing
  const desk = useDesk()
  const [text, setText] = useState('')
  const [lit, setLit] = useState(0)
  const who = describeWho(describing, stage.asked, text)
  const found = who.kind === 'orders' && text !== '' ? who.orders : []
  /** A number is judged as a scan is; anything else is a name. */
  const enter = (typed: string): void => {
    if (desk.judgeTyped(typed).kind !== 'unrecognised' || /\d/.test(typed)) {
      setText('')
      stage.take(typed)
      return
    }
    if (found[lit] !== undefined && found[lit].undo === undefined) open(found[lit].order.card, found[lit].order.id)
    else announce(sayNames(describing, typed, []))
  }
  return (
    <>
      <section class={`panel ${styles.ask}`}>
        <ScanField
          label={words.field}
          value={text}
          onInput={(typed) => {
            setText(typed)
            setLit(0)
            stage.clear()
          }}
          onEnter={enter}
          onMove={(by) => {
            const to = Math.max(0, Math.min(found.length - 1, lit + by))
            setLit(to)
            announce(found[to] === undefined ? '' : `${nameOf(describing.state, found[to].order.card)}, ${found[to].order.number}`)
          }}
          clearLabel={words.clear}
          submitWords={words.choose}
          inputRef={stage.field}
        />
      </section>
      {stage.shown === undefined ? null : (
        <AnswerSay answer={stage.shown} words={words} again={stage.again} giveBack={stage.giveBack} askUndo={askUndo} />
      )}
      <FoundPeople who={who} lit={found[lit]?.order.id} describing={describing} open={open} askUndo={askUndo} />
    </>
  )
}

interface Finding {
  readonly describing: Describing
  readonly open: WhoStage['open']
  readonly askUndo: (target: UndoTarget) => void
}

const FoundPeople = ({ who, lit, describing, open, askUndo }: Finding & { readonly who: Found; readonly lit: OrderId | undefined }) => {
  const { words } = describing
  if (who.kind === 'none') return null
  return (
    <>
      {who.kind === 'nobody' && who.undo.length === 0 ? <Say sign="unknown" sentence={who.sentence} nextStep={who.nextStep} /> : null}
      {who.kind !== 'no-order' ? null : (
        <Say
          sign="unknown"
          sentence={words.noOrder(who.name)}
          nextStep={words.noOrderNext}
          actions={
            <Button look="primary" onPress={() => open(who.card, undefined)}>
              {words.loanWithout}
            </Button>
          }
        />
      )}
      {who.kind !== 'orders' ? null : (
        <section class="panel">
          <GroupHead sign={<Icon name="person" />} title={who.title}>
            <span class="end soft">{who.say}</span>
          </GroupHead>
          <EachRow label={who.title} of={who.orders} by={({ order }) => order.number}>
            {(found) => (
              <FoundRow
                key={found.order.id}
                found={found}
                isLit={found.order.id === lit}
                describing={describing}
                open={open}
                askUndo={askUndo}
              />
            )}
          </EachRow>
        </section>
      )}
      <LeftToday targets={who.undo} describing={describing} askUndo={askUndo} />
    </>
  )
}

/** HO-7: what left today under this card or name, on whichever tablet. */
const LeftToday = ({ targets, describing, askUndo }: Omit<Finding, 'open'> & { readonly targets: readonly UndoTarget[] }) => {
  const { state, words, naming } = describing
  const documents = useDocuments(targets.flatMap(({ barcodes }) => barcodes))
  if (targets.length === 0) return null
  return (
    <Panel title={words.leftTodayTitle}>
      <EachRow label={words.leftTodayTitle} of={targets} by={({ card }) => card}>
        {(target) => {
          const name = `${nameOf(state, target.card)} · ${target.orderId === undefined ? words.loanWithout : naming.order(target.orderId)}`
          const titles = target.barcodes.map((barcode) => documents(barcode)?.title ?? words.unknownItem(barcode))
          return (
            <Row
              key={target.operationId}
              className={styles.under}
              where={<Mark name="done" />}
              what={<span class="title">{name}</span>}
              by={titles.join(' · ')}
            >
              <Button icon="undo" label={words.undoOf(name)} onPress={() => askUndo(target)}>
                {words.undo}
              </Button>
            </Row>
          )
        }}
      </EachRow>
    </Panel>
  )
}

interface NearPanel {
  readonly mark: 'arrived' | 'ready' | 'late'
  readonly title: string
  readonly end?: ComponentChildren
  readonly near: readonly NearOrder[]
  readonly words: HandoverWords
  readonly open: WhoStage['open']
}

/** Orders whose patron may stand at the desk without a card in the hand: each is one press from its handover. */
const Near = ({ mark, title, end, near, words, open }: NearPanel) =>
  near.length === 0 ? null : (
    <section class="panel">
      <GroupHead sign={<Mark name={mark} />} title={title}>
        {end}
      </GroupHead>
      <EachRow label={title} of={near} by={({ order }) => order.number}>
        {({ order, bays, when, who, say }) => (
          <Row
            key={order.id}
            where={mark === markByState.arrived ? <span class="wait">{when}</span> : when}
            what={<span class="title">{who}</span>}
            by={
              <>
                <span class="nowrap">{order.number}</span> · {say} <Spot order={order} />
              </>
            }
          >
            {bays.length === 0 ? null : <Bay word={words.bay} bays={bays} />}
            <Button label={`${words.hand} ${order.number}`} onPress={() => open(order.card, order.id)}>
              {words.hand}
            </Button>
          </Row>
        )}
      </EachRow>
    </section>
  )

/** Those who arrived, or what comes next where nobody did. */
const Waiting = ({ describing, open }: Omit<Finding, 'askUndo'>) => {
  const { words, now } = describing
  // Not at each key of a gun: the whole day is read for them.
  const waiting = useFromState(() => describeWaiting(describing), now.date, now.time, words)
  const nobody = useFromState(() => (waiting.length > 0 ? '' : describeNobody(describing)), now.date, now.time, words)
  if (waiting.length === 0) return <p class="soft">{nobody}</p>
  const end = <span class="end soft">{words.waitingSince(waiting[0]?.when ?? '')}</span>
  return <Near mark="arrived" title={words.waiting} end={end} near={waiting} words={words} open={open} />
}

/** Those whose slot it is, and those who are late. */
const Expected = ({ describing, open }: Omit<Finding, 'askUndo'>) => {
  const { words, now } = describing
  const { expected, late } = useFromState(() => describeExpected(describing), now.date, now.time, words)
  return (
    <>
      <Near mark="ready" title={words.expectedNow} near={expected} words={words} open={open} />
      <Near mark="late" title={words.late} near={late} words={words} open={open} />
    </>
  )
}

const FoundRow = ({ found, isLit, describing, open, askUndo }: Finding & { readonly found: FoundOrder; readonly isLit: boolean }) => {
  const { words } = describing
  const { undo } = found
  return (
    <Row
      className={[undo === undefined ? '' : styles.under, isLit ? styles.next : ''].join(' ')}
      where={found.when}
      what={
        <a class="title" href={hrefOf('order', found.order.id)}>
          {found.name.map(({ text, isFound }, n) => (isFound ? <mark key={n}>{text}</mark> : text))}
          <span class="sr"> {words.openSheet(found.order.number)}</span>
        </a>
      }
      by={
        <>
          {found.card} · <span class="nowrap">{found.order.number}</span> · {found.say}
        </>
      }
    >
      {found.bays.length === 0 ? <OrderMark state={found.state} /> : <Bay word={words.bay} bays={found.bays} />}
      {undo === undefined ? (
        <Button label={`${words.choose} ${found.order.number}`} onPress={() => open(found.order.card, found.order.id)}>
          {words.choose}
        </Button>
      ) : (
        <Button icon="undo" onPress={() => askUndo(undo)}>
          {words.undo}
        </Button>
      )}
    </Row>
  )
}

/** « Saisie a posteriori »: the true day and time of what was handed over on paper (HO-10). */
const PaperEntry = ({ afterwards, describing: { words, state } }: Pick<WhoStage, 'afterwards' | 'describing'>) => {
  const { typed, type, arm, disarm, isFuture } = afterwards
  const { phase } = useSnapshot()
  const me = phase.kind === 'signed-in' ? phase.librarian.id : undefined
  const team = [...state.all('librarian')].sort((a, b) => (a.name < b.name ? -1 : 1))
  const fields = useRef<HTMLDivElement>(null)
  // The button that opened it is gone, and on a phone the fields are below the fold.
  useEffect(() => {
    if (typed.kind === 'on') fields.current?.querySelector('input')?.focus()
  }, [typed.kind])
  if (typed.kind === 'off') {
    return (
      <p>
        <Button look="quiet" icon="pen" onPress={arm}>
          {words.afterwards}
        </Button>
      </p>
    )
  }
  return (
    <section class={`panel ${styles.afterwards}`} aria-label={words.afterwards}>
      <h2 class="title">{words.afterwards}</h2>
      <p class="small soft">{words.afterwardsSay}</p>
      <div class={styles.line} ref={fields}>
        <DateField label={words.afterwardsDay} value={typed.day} onInput={(day) => type({ ...typed, day })} />
        <TimeField label={words.afterwardsTime} value={typed.time} onInput={(time) => type({ ...typed, time })} />
        <Button look="quiet" onPress={disarm}>
          {words.afterwardsStop}
        </Button>
      </div>
      <ChoiceField
        label={words.afterwardsBy}
        inline
        value={typed.by ?? me}
        choices={team.map(({ id, name }) => ({ value: id, words: name }))}
        onChoose={(id) => type({ ...typed, by: id === me ? undefined : id })}
      />
      {isFuture ? <Say sign="warn" sentence={words.afterwardsFuture} nextStep={words.afterwardsFutureNext} /> : null}
    </section>
  )
}
