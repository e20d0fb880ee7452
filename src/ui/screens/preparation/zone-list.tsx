/**
 * The pull list on the shelves' order: one group a zone, one row a place, what is taken folded into one line. Runs in the browser.
 * A tap on the empty circle brings a document under the thumb, where « Pris » confirms it (PULL-4).
 */
import { useState } from 'preact/hooks'
import type { PullEntry, PullLine, PullZone } from '../../../domain/pull-list/build-pull-list.ts'
import { preparation as en } from '../../../locale/en/preparation.ts'
import { preparation as fr } from '../../../locale/fr/preparation.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Spine, Ticket } from '../../components/place.tsx'
import { useNow, useSnapshot } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useSayLent } from '../../use-say-lent.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { ClaimButton, useSayHolders } from './claim-button.tsx'
import type { Picking } from './use-pick.ts'
import { isLeft, keyOfLine } from './use-preparation.ts'

interface ZoneProps {
  readonly zone: PullZone
  /** Key of the line under the thumb. */
  readonly next: string | undefined
  readonly picking: Picking
  readonly onChoose: (line: PullLine) => void
}

export const useTitleOf = (): ((entry: PullEntry) => string) => {
  const words = useWords(fr, en)
  return (entry) => entry.record?.title ?? words.unknownRecord(entry.recordId)
}

export const Zone = ({ zone, next, picking, onChoose }: ZoneProps) => {
  const words = useWords(fr, en)
  const titleOf = useTitleOf()
  const taken = zone.entries.flatMap((entry) => entry.lines.filter((line) => line.isDone).map((line) => ({ entry, line })))
  const left = zone.entries.filter((entry) => entry.lines.some(isLeft))
  return (
    <>
      <div class="group-head">
        <span class="where">
          <Icon name="place" />
        </span>
        <h2>{zone.name === '' ? words.noZone : zone.name}</h2>
        <ZoneClaim zone={zone} left={left.reduce((n, entry) => n + entry.lines.filter(isLeft).length, 0)} />
      </div>
      <ul class="rows" aria-label={zone.name === '' ? words.noZone : zone.name}>
        <TakenRows taken={taken} picking={picking} />
        {left.map((entry) => {
          const lines = entry.lines.filter(isLeft)
          const [line] = lines
          const isNext = lines.some((one) => keyOfLine(one) === next)
          return line === undefined ? null : (
            <li key={`${entry.recordId}${entry.callNumber}`} class={isNext ? 'next' : undefined} aria-current={isNext ? 'true' : undefined}>
              <div class="where">
                <Spine callNumber={entry.callNumber} quiet={!isNext} />
              </div>
              <div class="what">
                <span class="title">{titleOf(entry)}</span>
                <LineMeta author={entry.record?.author} lines={lines} />
                {entry.copies.some((copy) => copy.isOnShelf) ? null : <span class="chip warn small">{words.copiesOut}</span>}
              </div>
              <div class="do">
                {lines.length > 1 ? <span class="times">{lines.length}&nbsp;×</span> : null}
                <button type="button" class="tick" aria-label={words.takeNamed(titleOf(entry))} onClick={() => onChoose(line)} />
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Author, the orders that want it, when the only one leaves, and that its document left by the ordinary desk (ORD-4). */
export const LineMeta = ({ author, lines }: { readonly author: string | undefined; readonly lines: readonly PullLine[] }) => {
  const format = useFormats()
  const sayLent = useSayLent()
  const lentSince = lines.find((line) => line.lentSince !== undefined)?.lentSince
  return (
    <span class="meta">
      {author === undefined || author === '' ? null : <span>{author}</span>}
      {lines.map((line) => (
        <Ticket key={keyOfLine(line)} number={line.order.number} />
      ))}
      {lines.length === 1 && lines[0] !== undefined ? <span>{format.time(lines[0].order.slot.time)}</span> : null}
      {lentSince === undefined ? null : <Chip sign="warn" tone="warn" words={sayLent(lentSince)} />}
    </span>
  )
}

const ZoneClaim = ({ zone, left }: { readonly zone: PullZone; readonly left: number }) => {
  const words = useWords(fr, en)
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

const TakenRows = ({
  taken,
  picking,
}: {
  readonly taken: readonly { readonly entry: PullEntry; readonly line: PullLine }[]
  readonly picking: Picking
}) => {
  const words = useWords(fr, en)
  const format = useFormats()
  const naming = useNaming()
  const sayLent = useSayLent()
  const { phase } = useSnapshot()
  const { date } = useNow()
  const titleOf = useTitleOf()
  const [isOpen, setOpen] = useState(false)
  const pickOf = ({ order, state }: PullLine) =>
    state.kind === 'picked' ? order.facts.find((fact) => fact.operationId === state.pick) : undefined
  // The last one taken stays in sight, with its undo, and so does what left by the ordinary desk since; the others are one press away.
  const sorted = [...taken].sort((a, b) => (pickOf(b.line)?.at ?? 0) - (pickOf(a.line)?.at ?? 0))
  const inSight = sorted.filter(({ line }, n) => n === 0 || line.lentSince !== undefined)
  const shown = isOpen ? sorted : inSight
  const others = sorted.length - inSight.length
  return (
    <>
      {shown.map(({ entry, line }, n) => {
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
                          naming.librarian(pick.librarianId),
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
                <Button
                  look="quiet"
                  icon="undo"
                  label={words.undoPick(titleOf(entry))}
                  onPress={() => picking.putBack(line, titleOf(entry))}
                >
                  {words.undo}
                </Button>
              ) : (
                <Button look="quiet" label={words.foundNamed(titleOf(entry))} onPress={() => picking.take(line, titleOf(entry))}>
                  {words.found}
                </Button>
              )}
            </div>
          </li>
        )
      })}
    </>
  )
}
