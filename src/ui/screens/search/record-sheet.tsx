/**
 * One title: its copies, where each one is as far as the desk knows, and the orders that wait for it. Runs in the browser.
 */
import { useEffect, useRef } from 'preact/hooks'
import { standingPicks } from '../../../domain/item/item-state.ts'
import type { BibliographicRecord, Copy } from '../../../domain/item/record.ts'
import type { Order } from '../../../domain/order/order.ts'
import { baysOf, isLineDone, isOpen } from '../../../domain/order/order-state.ts'
import { searchWords } from '../../../locale/en/search.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { Spine } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useFromState, useSnapshot } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import { useSayAvailability } from '../call/use-title-search.ts'

export const RecordSheet = ({ record, onBack }: { readonly record: BibliographicRecord; readonly onBack: () => void }) => {
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
      {order === undefined ? undefined : <Sheet order={order} />}
    </Row>
  )
}
