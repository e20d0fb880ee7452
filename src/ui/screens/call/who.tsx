/**
 * « Qui ? »: the directory as a name is spelled or a card read out, then the person the call is for, and those who wait. Runs in the browser.
 * A card that nobody here knows may order; who has none is called back (PHONE-1, PHONE-14).
 */
import { useEffect, useState } from 'preact/hooks'
import type { Call } from '../../../domain/call/call.ts'
import { toInstant } from '../../../domain/instant.ts'
import { type LocalDate, minutesApart } from '../../../domain/local-date.ts'
import { type Order, orderAnswers } from '../../../domain/order/order.ts'
import { compareBySlot } from '../../../domain/order/share-barcodes.ts'
import { findPatrons, openDirectory } from '../../../domain/patron/find-patrons.ts'
import type { Patron } from '../../../domain/patron/patron.ts'
import { markWords } from '../../../domain/search/mark-words.ts'
import { openOrdersOf } from '../../../domain/slot/judge-placing.ts'
import { keptUntil } from '../../../domain/slot/lateness.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { Each } from '../../components/each.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, EachRow, Row } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useFromState, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { Abandon } from './abandon.tsx'
import styles from './call.module.css'
import { Marked } from './found-title.tsx'
import { SearchField } from './search-field.tsx'
import type { CallView } from './use-call.ts'
import type { Steps } from './use-steps.ts'

/** Longer than the end of a card: somebody read the whole of it out. */
const isNumber = (typed: string): boolean => /^\d[\d ]{6,}$/.test(typed)

/** Rows of a search; past that, one more letter is quicker than reading. */
const mostShown = 8

interface Part {
  readonly view: CallView
  readonly steps: Steps
}

export const Who = ({ view, steps }: Part) => {
  const { words, call } = view
  const [isChanging, setChanging] = useState(false)
  const isAsked = call === undefined || isChanging
  // Who touched the name types another one.
  useEffect(() => {
    if (isChanging) steps.go('who')
  }, [isChanging])
  return (
    <section class="panel talk" aria-label={words.who}>
      <div class="turn">
        <div class="where" aria-hidden="true">
          {words.who}
        </div>
        <div class="turn-body">
          {isAsked ? (
            <PersonSearch
              view={view}
              steps={steps}
              onTaken={() => {
                setChanging(false)
                steps.go('what')
              }}
            />
          ) : null}
          {call === undefined ? null : isChanging ? (
            <p>
              <Button look="quiet" onPress={() => setChanging(false)}>
                {words.keepPerson}
              </Button>
            </p>
          ) : (
            <Person view={view} steps={steps} call={call} onChange={() => setChanging(true)} />
          )}
        </div>
      </div>
      <Aside view={view} />
    </section>
  )
}

const PersonSearch = ({ view, steps, onTaken }: Part & { readonly onTaken: () => void }) => {
  const { words, begin } = view
  const desk = useDesk()
  const [text, setText] = useState('')
  const [lit, setLit] = useState(0)
  const directory = useFromState(openDirectory)
  const found = useFromState((state) => findPatrons(state, directory, text), directory, text)
  const shown = found.slice(0, mostShown)
  const typed = text.trim()
  const reading = typed === '' || found.length > 0 ? undefined : desk.judgeTyped(typed)
  const unknown = reading?.kind === 'card' || reading?.kind === 'card-or-item' ? reading.card : undefined
  const take = async (card: Call['card'], name: string): Promise<void> => {
    await begin(card, name)
    onTaken()
  }
  const enter = (): void => {
    const patron = shown[lit]
    if (patron !== undefined) void take(patron.id, '')
    else if (unknown !== undefined) void take(unknown, '')
    else if (typed === '' && view.call !== undefined) onTaken()
  }
  return (
    <>
      <SearchField
        label={words.whoField}
        short={words.whoShort}
        hint={words.whoHint}
        clearLabel={words.clear}
        value={text}
        fieldRef={steps.refOf('who')}
        onInput={(next) => {
          setText(next)
          setLit(0)
        }}
        onEnter={enter}
        onMove={(by) => setLit(Math.max(0, Math.min(shown.length - 1, lit + by)))}
        said={typed === '' ? '' : [words.people(found.length), shown[lit] && sayPatron(view, shown[lit])].filter(Boolean).join('. ')}
      />
      {shown.length === 0 ? null : (
        <EachRow label={words.people(found.length)} of={shown} by={({ id }) => formatCardEnd(id)}>
          {(patron, n) => (
            <PatronRow key={patron.id} view={view} patron={patron} query={text} isLit={n === lit} onTake={() => void take(patron.id, '')} />
          )}
        </EachRow>
      )}
      {found.length > shown.length ? <p class="small soft">{words.morePeople(found.length - shown.length)}</p> : null}
      {typed === '' || found.length > 0 ? null : unknown === undefined ? (
        <>
          <p>
            <b>{words.nobody}.</b> {isNumber(typed) ? words.numberWrong : words.nobodyNext}
          </p>
          <p>
            <Button onPress={() => void take(undefined, /\d/.test(typed) ? '' : typed)}>{words.noCard}</Button>
          </p>
        </>
      ) : (
        <div class="actions">
          <Chip sign="warn" tone="warn" words={`${words.unknownCard}, ${formatCardEnd(unknown)}`} />
          <Button label={words.chooseNamed(formatCardEnd(unknown))} onPress={() => void take(unknown, '')}>
            {words.choose}
          </Button>
        </div>
      )}
    </>
  )
}

const sayPatron = ({ words }: CallView, { firstName, surname, id }: Patron): string =>
  `${firstName} ${surname}, ${words.card(formatCardEnd(id))}`

interface PatronRowProps {
  readonly view: CallView
  readonly patron: Patron
  readonly query: string
  readonly isLit: boolean
  readonly onTake: () => void
}

const PatronRow = ({ view, patron, query, isLit, onTake }: PatronRowProps) => {
  const { words } = view
  const format = useFormats()
  const orders = useOpenOrders(patron.id)
  return (
    <Row
      className={isLit ? styles.next : undefined}
      where={formatCardEnd(patron.id)}
      what={
        <span class="title">
          <Marked parts={markWords(`${patron.firstName} ${patron.surname}`.trim(), query)} />
        </span>
      }
      by={[
        patron.category,
        ...orders.map(({ number, slot }) => `${number}, ${words.at(format.shortDate(slot.date), format.time(slot.time))}`),
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      {isLit ? <kbd class={styles.key}>{words.enter}</kbd> : null}
      <Button label={words.chooseNamed(sayPatron(view, patron))} onPress={onTake}>
        {words.choose}
      </Button>
    </Row>
  )
}

const useOpenOrders = (card: Call['card']): readonly Order[] =>
  useFromState((state) => (card === undefined ? [] : openOrdersOf(state, card).toSorted(compareBySlot)), card)

/** PHONE-16: what the caller did not come for, and until when it waits: its sheet orders it again for another hour. */
const useMissed = (card: Call['card']): readonly { readonly order: Order; readonly until: LocalDate }[] => {
  const settings = useSettings()
  const { date } = useNow()
  return useFromState(
    (state) =>
      settings === undefined || card === undefined
        ? []
        : [...state.all('order')].flatMap((order) => {
            const until = order.card === card && orderAnswers(order).pile === 'kept' ? keptUntil(settings, order) : undefined
            const since = order.facts.find(({ what }) => what === 'no-show')?.at ?? 0
            // Ordered again already: that order is named above.
            const isRenewed = openOrdersOf(state, card).some(({ placedAt }) => placedAt > since)
            return until === undefined || until <= date || isRenewed ? [] : [{ order, until }]
          }),
    card,
    settings,
    date,
  )
}

const Person = ({ view, steps, call, onChange }: Part & { readonly call: Call; readonly onChange: () => void }) => {
  const { words, nameOf, sayWhen, change, rights } = view
  const { state } = useSnapshot()
  const patron = call.card === undefined ? undefined : state.get('patron', call.card)
  const orders = useOpenOrders(call.card)
  const missed = useMissed(call.card)
  const format = useFormats()
  return (
    <>
      <div class="who-line">
        <button type="button" class={`turn-name ${styles.name}`} ref={steps.refOf('who')} onClick={onChange}>
          {nameOf(call)}
          <span class="sr">. {words.changePerson}</span>
        </button>
        {/* Who has no name here is named by the card already. */}
        {call.card === undefined || (patron === undefined && call.name.trim() === '') ? null : (
          <span class="soft">{words.card(formatCardEnd(call.card))}</span>
        )}
        <span class="end">
          <Button look="quiet" icon="pause" unavailable={view.mayPutAside ? undefined : words.asideFull} onPress={view.putAside}>
            {words.setAside}
          </Button>
        </span>
      </div>
      {rights.personal.map((said) => (
        <Chip key={said} sign="warn" tone="warn" words={said} />
      ))}
      {/* Who is blocked is not told how much more they may have. */}
      {rights.sentence === undefined || rights.personal.length > 0 ? null : (
        <p class="facts-line">
          <Chip sign={rights.isWithin ? 'ok' : 'warn'} tone={rights.isWithin ? 'ok' : 'warn'} words={rights.sentence} />
          <span class="soft">{rights.age}</span>
        </p>
      )}
      {patron !== undefined ? null : (
        <>
          <p class="facts-line">{call.card === undefined ? <span>{words.noCardSay}</span> : <UnknownCard words={words} />}</p>
          <Field label={words.nameField} value={call.name} maxLength={textLengths.name} onInput={(name) => change({ name })} />
        </>
      )}
      <Each of={orders} by={({ number }) => number} place="div">
        {(order) => (
          <p key={order.id} class="facts-line">
            {order.id === call.changing?.orderId ? (
              <>
                <Chip sign="ok" tone="ok" words={words.addsTo(order.number)} />
                <span>{sayWhen(order.slot)}</span>
                {view.letOrderBe === undefined ? null : (
                  <Button
                    look="quiet"
                    onPress={() => {
                      view.letOrderBe?.()
                      steps.go('what')
                    }}
                  >
                    {words.ownOrder}
                  </Button>
                )}
              </>
            ) : (
              <>
                <span>{words.hasOrder(`${sayWhen(order.slot)} (${order.number})`)}</span>
                <Button
                  label={words.addToNamed(order.number)}
                  onPress={() => {
                    view.changeOrder(order)
                    steps.go('what')
                  }}
                >
                  {words.addTo}
                </Button>
              </>
            )}
            <ButtonLink look="quiet" href={hrefOf('order', order.id)}>
              {words.seeOrder(order.number)}
            </ButtonLink>
          </p>
        )}
      </Each>
      <Each of={missed} by={({ order }) => order.number} place="div">
        {({ order, until }) => (
          <p key={order.id} class="facts-line">
            <Chip sign="warn" tone="warn" words={words.missed(`${sayWhen(order.slot)} (${order.number})`)} />
            <span>{words.keptUntil(format.date(until))}</span>
            <ButtonLink look="quiet" href={hrefOf('order', order.id)}>
              {words.anotherHour(order.number)}
            </ButtonLink>
          </p>
        )}
      </Each>
    </>
  )
}

/** PHONE-14: of when the directory is that does not have it, and what follows. */
const UnknownCard = ({ words }: Pick<CallView, 'words'>) => {
  const desk = useDesk()
  const format = useFormats()
  const { date } = useNow()
  const asOf = useFromState((state) => [...state.all('patron')].reduce((last, { ilsAsOf }) => Math.max(last, ilsAsOf ?? 0), 0))
  const seen = asOf === 0 ? undefined : desk.toLocal(toInstant(asOf))
  const { seenAt, seenOn } = words.rights
  const when = seen === undefined ? '' : seen.date === date ? seenAt(format.time(seen.time)) : seenOn(format.shortDate(seen.date))
  return (
    <>
      <Chip sign="warn" tone="warn" words={words.unknownCard} />
      <span>{words.unknownCardSay(when)}</span>
    </>
  )
}

/** Calls that wait while another is answered; any colleague may take one up (PHONE-12). */
const Aside = ({ view }: { readonly view: CallView }) => {
  const { words, aside, nameOf, resume } = view
  const desk = useDesk()
  const format = useFormats()
  const now = useNow()
  return aside.length === 0 ? null : (
    <ul aria-label={words.aside}>
      <Each of={aside} by={({ number }) => number}>
        {(call) => {
          const waited = minutesApart(desk.toLocal(call.asideAt ?? call.startedAt), now)
          return (
            <li key={call.orderId} class={`fold ${styles.aside}`}>
              <Icon name="phone" />
              <span class={styles.grow}>
                <b>{words.waiting(nameOf(call))}</b>, {words.titles(call.lines.length)}, <span class="nowrap">{call.number}</span>,{' '}
                {waited < 1 ? words.justNow : words.since(format.duration(waited))}
                {call.callBackNumber === '' ? null : (
                  <>
                    {' · '}
                    <a href={`tel:${call.callBackNumber.replace(/\s/g, '')}`}>
                      {words.toCall(call.callBackNumber.replaceAll(' ', '\u00a0'))}
                    </a>
                  </>
                )}
              </span>
              <Abandon view={view} call={call} isShort />
              <Button look="quiet" label={words.resumeNamed(nameOf(call))} onPress={() => resume(call)}>
                {words.resume}
              </Button>
            </li>
          )
        }}
      </Each>
    </ul>
  )
}
