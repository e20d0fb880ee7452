/**
 * The pull list on the shelves' order: one group a zone, one row a place, what is taken folded into one line. Runs in the browser.
 * A tap on the empty circle takes the document (PULL-4); a tap on its title brings it under the thumb, where « Pas en rayon » is.
 */
import type { ComponentChildren, Ref } from 'preact'
import { useState } from 'preact/hooks'
import { mayNoneLeave } from '../../../domain/item/is-on-shelf.ts'
import { titleToldApart } from '../../../domain/item/tell-apart.ts'
import type { PullEntry, PullLine, PullZone } from '../../../domain/pull-list/build-pull-list.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Each } from '../../components/each.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, Chip, GroupHead } from '../../components/parts.tsx'
import { Spine, Ticket } from '../../components/place.tsx'
import { hrefOf } from '../../routes.ts'
import { useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useSayLent } from '../../use-say-lent.ts'
import { ClaimButton, useSayHolders } from './claim-button.tsx'
import { InHand, Notes, OrderTime } from './order-remarks.tsx'
import styles from './preparation.module.css'
import { isLeft, keyOfLine, type Picking } from './use-pick.ts'

interface ZoneProps {
  readonly zone: PullZone
  /** Key of the line under the thumb. */
  readonly next: string | undefined
  readonly picking: Picking
  readonly onChoose: (line: PullLine) => void
  readonly onTick: (line: PullLine, title: string) => void
  /** What is said of the last act: above the row under the thumb, in the list, so that it covers none. */
  readonly answer: ComponentChildren
  readonly rowRef: Ref<HTMLLIElement>
}

export const useTitleOf = (): ((entry: PullEntry) => string) => {
  const words = useWords(preparationWords)
  return ({ record, recordId, apart }) => (record === undefined ? words.unknownRecord(recordId) : titleToldApart(record.title, apart))
}

export const Zone = ({ zone, next, picking, onChoose, onTick, answer, rowRef }: ZoneProps) => {
  const words = useWords(preparationWords)
  const titleOf = useTitleOf()
  const taken = zone.entries.flatMap((entry) => entry.lines.filter((line) => line.isDone).map((line) => ({ entry, line })))
  const left = zone.entries.filter((entry) => entry.lines.some(isLeft))
  return (
    <>
      <GroupHead sign={<Icon name="place" />} title={zone.name === '' ? words.noZone : zone.name}>
        <ZoneClaim zone={zone} left={left.reduce((n, entry) => n + entry.lines.filter(isLeft).length, 0)} />
      </GroupHead>
      <ul class="rows" aria-label={zone.name === '' ? words.noZone : zone.name}>
        <TakenRows taken={taken} picking={picking} />
        <Each of={left} by={({ recordId }) => recordId}>
          {(entry) => {
            const lines = entry.lines.filter(isLeft)
            const current = lines.find((one) => keyOfLine(one) === next)
            const [first] = lines
            const key = `${entry.recordId}${entry.callNumber}`
            if (first === undefined) return null
            return [
              current === undefined ? null : answer,
              <li
                key={key}
                class={current === undefined ? undefined : 'next'}
                aria-current={current === undefined ? undefined : 'true'}
                ref={current === undefined ? null : rowRef}
              >
                <div class="where">
                  <Spine callNumber={entry.callNumber} quiet={current === undefined} />
                </div>
                <div class="what">
                  {current === undefined ? (
                    <button
                      type="button"
                      class={`title ${styles.choose}`}
                      aria-label={words.chooseNamed(titleOf(entry))}
                      onClick={() => onChoose(first)}
                    >
                      {titleOf(entry)}
                    </button>
                  ) : (
                    <span class="title">{titleOf(entry)}</span>
                  )}
                  <LineMeta author={entry.record?.author} lines={lines} isChosen={current !== undefined} />
                  <Notes orders={[...new Set(lines.map(({ order }) => order))]} />
                  {entry.copies.some((copy) => copy.isOnShelf) ? null : (
                    <span class="chip warn small">{mayNoneLeave(entry.copies) ? words.copiesStay : words.copiesOut}</span>
                  )}
                </div>
                <div class="do">
                  {current === undefined ? null : (
                    <span class={styles.away}>
                      <Button
                        look="quiet"
                        label={words.notOnShelfNamed(titleOf(entry))}
                        onPress={() => void picking.reportNotFound(current, titleOf(entry))}
                      >
                        {words.notOnShelf}
                      </Button>
                    </span>
                  )}
                  {lines.length > 1 ? <span class="times">{lines.length}&nbsp;×</span> : null}
                  <button
                    type="button"
                    class="tick"
                    aria-label={words.takeNamed(titleOf(entry))}
                    onClick={() => onTick(current ?? first, titleOf(entry))}
                  />
                </div>
              </li>,
            ]
          }}
        </Each>
      </ul>
    </>
  )
}

interface LineMetaProps {
  readonly author: string | undefined
  readonly lines: readonly PullLine[]
  /** Under the thumb: its orders' numbers lead to their sheets (PHONE-15). */
  readonly isChosen?: boolean
}

/** Author, the orders that want it, when they leave, who has them, and that a document left by the ordinary desk (ORD-4). */
export const LineMeta = ({ author, lines, isChosen = false }: LineMetaProps) => {
  const words = useWords(preparationWords)
  const sayLent = useSayLent()
  const lentSince = lines.find((line) => line.lentSince !== undefined)?.lentSince
  return (
    <span class="meta">
      {author === undefined || author === '' ? null : <span class={styles.author}>{author}</span>}
      {lines.map((line, n) => (
        <span key={keyOfLine(line)} class={styles.ordered}>
          {isChosen ? (
            <a class={styles.sheet} href={hrefOf('order', line.order.id)} aria-label={words.sheetNamed(line.order.number)}>
              <Ticket number={line.order.number} />
            </a>
          ) : (
            <Ticket number={line.order.number} />
          )}
          <InHand order={line.order} />
          {/* The first one’s time: a row waits for its earliest order. */}
          <OrderTime order={line.order} onlyPressing={n > 0} />
        </span>
      ))}
      {lentSince === undefined ? null : <Chip sign="warn" tone="warn" words={sayLent(lentSince)} />}
    </span>
  )
}

const ZoneClaim = ({ zone, left }: { readonly zone: PullZone; readonly left: number }) => {
  const words = useWords(preparationWords)
  const sayHolders = useSayHolders()
  const holders = zone.claim?.holders ?? []
  const mayTake = left > 0 && zone.name !== ''
  return (
    <span class="end">
      {holders.length > 0 ? (
        <span class="chip">
          <Icon name="person" />
          {sayHolders(holders)}
        </span>
      ) : mayTake ? null : (
        <span class="soft">{words.zoneLeft(left)}</span>
      )}
      <ClaimButton scope={{ kind: 'zone', name: zone.name }} name={zone.name} holders={holders} mayTake={mayTake} />
    </span>
  )
}

interface TakenRowsProps {
  readonly taken: readonly { readonly entry: PullEntry; readonly line: PullLine }[]
  readonly picking: Picking
}

const TakenRows = ({ taken, picking }: TakenRowsProps) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const naming = useNaming()
  const sayLent = useSayLent()
  const { phase } = useSnapshot()
  const { date } = useNow()
  const titleOf = useTitleOf()
  const [isOpen, setOpen] = useState(false)
  const undo = async (line: PullLine, title: string): Promise<void> => {
    const { state } = line
    if (state.kind === 'picked') await picking.putBack({ ...line, pick: state.pick, barcode: state.barcode }, title)
  }
  const pickOf = ({ order, state }: PullLine) =>
    state.kind === 'picked' ? order.facts.find((fact) => fact.operationId === state.pick) : undefined
  // The last one taken stays in sight, with its undo, and so does what left by the ordinary desk since; the others are one press away.
  const sorted = [...taken].sort((a, b) => (pickOf(b.line)?.at ?? 0) - (pickOf(a.line)?.at ?? 0))
  const inSight = sorted.filter(({ line }, n) => n === 0 || line.lentSince !== undefined)
  const shown = isOpen ? sorted : inSight
  const others = sorted.length - inSight.length
  return (
    <Each of={shown} by={({ line }) => line.order.number}>
      {({ entry, line }, n) => {
        const pick = pickOf(line)
        const isOther = pick !== undefined && phase.kind === 'signed-in' && pick.librarianId !== phase.librarian.id
        return (
          <li key={keyOfLine(line)} class="gone">
            <div class="where">
              <Icon name={line.state.kind === 'picked' ? 'check' : 'cross'} />
            </div>
            <div class="what">
              <span class="title">
                {titleOf(entry)}{' '}
                <span class="soft small">
                  ·{' '}
                  {line.state.kind === 'given-up'
                    ? words.gaveUp(line.state.reason)
                    : isOther
                      ? words.takenBy(
                          naming.author(pick),
                          pick.happened.date === date ? format.time(pick.happened.time) : format.shortDate(pick.happened.date),
                        )
                      : words.taken}
                  {n === 0 && others > 0 ? ', ' : ''}
                </span>
                {n === 0 && others > 0 ? (
                  <button type="button" class="text-link small plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                    {isOpen ? words.hideTaken : words.takenWith(others)}
                  </button>
                ) : null}
              </span>
              {line.lentSince === undefined ? null : <Chip sign="warn" tone="warn" words={sayLent(line.lentSince)} />}
            </div>
            <div class="do">
              {line.state.kind === 'picked' ? (
                <Button look="quiet" icon="undo" label={words.undoPick(titleOf(entry))} onPress={() => void undo(line, titleOf(entry))}>
                  {words.undo}
                </Button>
              ) : (
                <Button look="quiet" label={words.foundNamed(titleOf(entry))} onPress={() => void picking.take(line, titleOf(entry))}>
                  {words.found}
                </Button>
              )}
            </div>
          </li>
        )
      }}
    </Each>
  )
}
