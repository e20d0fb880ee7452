/**
 * The catalogue searched from any screen: a title, its copies, where each one is and who waits for it. Runs in the browser.
 * The same search as on the telephone, off line too; what is scanned meanwhile shows its record.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { availabilityOf, linesWaiting } from '../../../domain/item/availability.ts'
import { isOnShelf } from '../../../domain/item/is-on-shelf.ts'
import { itemState, standingPicks } from '../../../domain/item/item-state.ts'
import type { BibliographicRecord, Copy } from '../../../domain/item/record.ts'
import { baysOf, isLineDone, isOpen, type Order } from '../../../domain/order/order.ts'
import { type CatalogueFilter, mostFound } from '../../../domain/search/catalogue-findings.ts'
import { callWords } from '../../../locale/en/call.ts'
import { searchWords } from '../../../locale/en/search.ts'
import { answerScan } from '../../answer-scan.ts'
import { Dialog } from '../../components/dialog.tsx'
import { SelectField } from '../../components/field.tsx'
import { Button, ButtonLink, Row, Rows } from '../../components/parts.tsx'
import { Spine } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { tellTrouble } from '../../scan-trouble.ts'
import { UndoReturn } from '../../take-back.tsx'
import { searchedTitle } from '../../title-search.ts'
import { useFromState, useNow, useSettings, useSnapshot, useWords } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import styles from '../call/call.module.css'
import { FoundTitle } from '../call/found-title.tsx'
import { SearchField } from '../call/search-field.tsx'
import { type SaidAvailability, useEnter, useSayAvailability, useTitleAsked, useTitleSearch } from '../call/use-title-search.ts'

export const SearchWindow = () => {
  const words = useWords(searchWords)
  const call = useWords(callWords)
  const [filter, setFilter] = useState<CatalogueFilter>({})
  const [isThereOnly, setThereOnly] = useState(false)
  const onShelf = useOnShelf(isThereOnly)
  const wanted = useMemo(() => ({ ...filter, onShelf }), [filter, onShelf])
  const search = useTitleSearch(useTitleAsked(), wanted)
  const sayAvailability = useSayAvailability()
  const [shown, setShown] = useState<BibliographicRecord | undefined>(undefined)
  /** Scanned or given: its record is shown as soon as it is found; an answer to what was typed before it is not its own. */
  const asked = useRef<string | undefined>(undefined)
  const field = useRef<HTMLElement | null>(null)
  const { text, type, answered, found, records, lit } = search
  const enter = useEnter(search, setShown)
  const look = (barcode: string): void => {
    asked.current = barcode.trim()
    setShown(undefined)
    type(barcode)
  }
  useEffect(() => {
    if (searchedTitle.value) look(searchedTitle.value)
    else field.current?.focus()
  }, [])
  useEffect(() => {
    if (asked.current !== answered) return
    asked.current = undefined
    if (found?.total === 1) setShown(records[0])
  }, [found, shown])
  useScan(
    (scan) => {
      if (scan.kind !== 'item' && scan.kind !== 'isbn') return tellTrouble('window-open')
      answerScan('accepted')
      look(scan.kind === 'item' ? scan.barcode : scan.text)
    },
    undefined,
    true,
  )
  return (
    <Dialog
      title={words.title}
      onClose={() => {
        searchedTitle.value = undefined
      }}
    >
      {shown === undefined ? (
        <div class={styles.window}>
          <SearchField
            label={call.what}
            short={call.whatShort}
            hint={words.hint}
            clearLabel={call.clear}
            value={text}
            fieldRef={(element) => {
              field.current = element
            }}
            onInput={type}
            onEnter={enter}
            onMove={search.move}
            said=""
          />
          <Filters filter={filter} onFilter={setFilter} isThereOnly={isThereOnly} onThereOnly={setThereOnly} />
          {found?.isNear === true && records.length > 0 ? <p>{call.near}</p> : null}
          {records.length === 0 ? null : (
            <Rows label={call.results(records.length)}>
              {records.map((record, n) => (
                <Found
                  key={record.id}
                  record={record}
                  query={answered}
                  isLit={n === lit}
                  availability={sayAvailability(record)}
                  onOpen={() => setShown(record)}
                />
              ))}
            </Rows>
          )}
          {search.unanswered === '' ? null : <p>{search.unanswered}.</p>}
          {found !== undefined && records.length === 0 ? <p>{call.nothing}</p> : null}
          {found !== undefined && found.total > mostFound ? <p class="small soft">{call.moreResults(found.total)}</p> : null}
        </div>
      ) : (
        <RecordSheet
          record={shown}
          onBack={() => {
            setShown(undefined)
            queueMicrotask(() => field.current?.focus())
          }}
        />
      )}
    </Dialog>
  )
}

interface FoundProps {
  readonly record: BibliographicRecord
  readonly query: string
  readonly isLit: boolean
  readonly availability: SaidAvailability
  readonly onOpen: () => void
}

const Found = ({ record, query, isLit, availability: { text, isOld }, onOpen }: FoundProps) => {
  const words = useWords(searchWords)
  const open = <Button icon="right" look="quiet" label={words.open(record.title)} onPress={onOpen} />
  return <FoundTitle record={record} query={query} isLit={isLit} said={text} isOld={isOld} act={open} />
}

/** What the desk knows of the shelves: the records of which no copy can be fetched, and those of which one came back; undefined where all are shown. */
const useOnShelf = (isAsked: boolean): CatalogueFilter['onShelf'] => {
  const { date } = useNow()
  return useFromState(
    (state) => {
      if (!isAsked) return undefined
      const waiting = linesWaiting(state)
      const known = [...state.all('record')].filter((record) => {
        const { kind } = availabilityOf(state, record, waiting.get(record.id) ?? 0, date)
        return kind !== 'on-shelf' && kind !== 'returned'
      })
      // Of these the base knows better than the ILS's list: they came back, or are on their shelf again.
      const back = [...state.all('item')].filter((item) => itemState(item).kind === 'returned' || isOnShelf(state, { barcode: item.id }))
      return { without: new Set(known.map(({ id }) => id)), back: new Set(back.flatMap(({ recordId }) => recordId ?? [])) }
    },
    isAsked,
    date,
  )
}

interface FiltersProps {
  readonly filter: CatalogueFilter
  readonly onFilter: (filter: CatalogueFilter) => void
  readonly isThereOnly: boolean
  readonly onThereOnly: (isAsked: boolean) => void
}

const box = { className: styles.choice, hideLabel: true }

const Filters = ({ filter, onFilter, isThereOnly, onThereOnly }: FiltersProps) => {
  const words = useWords(searchWords)
  const settings = useSettings()
  const types = [...new Set(settings?.loanRights.map(({ documentType }) => documentType))].filter((type) => type !== '*').sort()
  const locations = settings?.zones.flatMap((zone) => zone.locations) ?? []
  return (
    <div class={styles.filters}>
      <SelectField
        {...box}
        label={words.type}
        none={words.everyType}
        value={filter.documentType}
        choices={types}
        onChoose={(documentType) => onFilter({ ...filter, documentType })}
      />
      <SelectField
        {...box}
        label={words.audience}
        none={words.everyone}
        value={filter.audience}
        choices={Object.keys(words.audiences)}
        say={(audience) => words.audiences[audience] ?? ''}
        onChoose={(audience) => onFilter({ ...filter, audience })}
      />
      <SelectField
        {...box}
        label={words.location}
        none={words.everywhere}
        value={filter.location}
        choices={locations}
        onChoose={(location) => onFilter({ ...filter, location })}
      />
      <Button pressed={isThereOnly} onPress={() => onThereOnly(!isThereOnly)}>
        {words.onShelf}
      </Button>
    </div>
  )
}

/** One title: its copies, where each one is as far as the desk knows, and the orders that wait for it. */
const RecordSheet = ({ record, onBack }: { readonly record: BibliographicRecord; readonly onBack: () => void }) => {
  const words = useWords(searchWords)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { title, author, year, publisher, copies } = record
  const waiting = useFromState(
    (state) =>
      [...state.all('order')].filter(
        (order) =>
          isOpen(order) &&
          order.lines.some((line) => line.wanted.kind !== 'wish' && line.wanted.recordId === record.id && !isLineDone(order, line)),
      ),
    record.id,
  )
  return (
    <>
      <h3 class="title" ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <p>{[author, publisher, year].filter(Boolean).join(', ')}</p>
      {waiting.map((order) => (
        <p key={order.id} class="facts-line">
          <span>{words.askedBy(order.number)}</span>
          <Sheet order={order} />
        </p>
      ))}
      {copies.length === 0 ? (
        <p>{words.noCopy}</p>
      ) : (
        <Rows label={words.copies(copies.length)}>
          {copies.map((copy) => (
            <CopyRow key={copy.barcode} record={record} copy={copy} />
          ))}
        </Rows>
      )}
      <p>
        <Button icon="left" look="quiet" onPress={onBack}>
          {words.back}
        </Button>
      </p>
    </>
  )
}

const Sheet = ({ order }: { readonly order: Order }) => {
  const words = useWords(searchWords)
  return (
    <ButtonLink look="quiet" href={hrefOf('order', order.id)}>
      {words.sheet(order.number)}
    </ButtonLink>
  )
}

const CopyRow = ({ record, copy }: { readonly record: BibliographicRecord; readonly copy: Copy }) => {
  const words = useWords(searchWords)
  const sayAvailability = useSayAvailability()
  const { state } = useSnapshot()
  const item = state.get('item', copy.barcode)
  const [pick] = item === undefined ? [] : standingPicks(item)
  const order = pick === undefined ? undefined : state.get('order', pick.orderId)
  return (
    <Row
      where={<Spine callNumber={copy.callNumber} quiet />}
      what={<span class="title">{sayAvailability({ ...record, copies: [copy] }).text}</span>}
      by={[copy.location, copy.barcode, order === undefined ? '' : words.pickedFor(order.number, baysOf(order))]
        .filter(Boolean)
        .join(' · ')}
    >
      {order === undefined ? <UndoReturn barcode={copy.barcode} title={record.title} /> : <Sheet order={order} />}
    </Row>
  )
}
