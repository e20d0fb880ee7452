/**
 * The second pass: what was not on its shelf is found after all, replaced by an equivalent, or given up with a reason (PULL-5).
 * Runs in the browser.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { mayNoneLeave } from '../../../domain/item/is-on-shelf.ts'
import { itemState } from '../../../domain/item/item-state.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import type { PullEntry, PullLine, PullList } from '../../../domain/pull-list/build-pull-list.ts'
import { type Equivalent, findEquivalents, isSameTitle } from '../../../domain/pull-list/find-equivalents.ts'
import { comparePressing } from '../../../domain/pull-list/work-left.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Icon } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, EachRow, GroupHead, Verdict } from '../../components/parts.tsx'
import { Spine } from '../../components/place.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { hrefOf } from '../../routes.ts'
import { useCatalogueSearch } from '../../use-catalogue-search.ts'
import { useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { GiveUpWindow } from './give-up-window.tsx'
import { Notes } from './order-remarks.tsx'
import styles from './preparation.module.css'
import { keyOfLine, type Picking } from './use-pick.ts'
import type { AskingInstead, Instead } from './use-scan-to-pick.ts'
import { LineMeta, useTitleOf } from './zone-list.tsx'

/** « Proposer un équivalent »: the next document that nobody awaits takes the place of the one that is not found (PULL-5). */
const InsteadField = ({ instead, asking }: { readonly instead: Instead; readonly asking: AskingInstead }) => {
  const words = useWords(preparationWords)
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { line, order } = instead.line
  const isAsked = asking.asked?.line.line.id === line.id && asking.asked.line.order.id === order.id
  useEffect(() => field.current?.focus(), [isAsked])
  return (
    <div class={styles.instead}>
      <div class="actions">
        <Button
          icon="swap"
          pressed={isAsked}
          label={words.proposeNamed(instead.title)}
          onPress={() => asking.ask(isAsked ? undefined : instead)}
        >
          {words.propose}
        </Button>
      </div>
      {isAsked ? (
        <>
          <p>{words.proposeSay}</p>
          <ScanField
            label={words.proposeField}
            value={typed}
            onInput={setTyped}
            onEnter={(code) => {
              setTyped('')
              asking.enter(code)
            }}
            clearLabel={words.proposeClear}
            submitWords={words.takeInstead}
            inputRef={field}
          />
        </>
      ) : null}
    </div>
  )
}

interface SecondPassProps {
  readonly list: PullList
  readonly picking: Picking
  readonly asking: AskingInstead
  /** Narrowed to a few orders: the most pressing first, as on the first pass. */
  readonly isPressed: boolean
  readonly scope: ComponentChildren
}

export const SecondPass = ({ list, picking, asking, isPressed, scope }: SecondPassProps) => {
  const words = useWords(preparationWords)
  const lines = list.secondPass.flatMap((entry) => entry.lines.map((line) => ({ entry, line })))
  if (isPressed) lines.sort((a, b) => comparePressing(a.line.order, b.line.order))
  return (
    <>
      <Verdict head={lines.length === 0 ? words.nothingToReview : words.toReviewHead(lines.length)}>
        {lines.length === 0 ? words.nothingToReviewSay : words.reviewSay}
      </Verdict>
      <div class="scope">{scope}</div>
      <div class="panel pull second">
        <GroupHead sign={<Icon name="again" />} title={words.secondPass}>
          <span class="end">
            <ButtonLink href={hrefOf('preparation')} icon="left">
              {words.list}
            </ButtonLink>
          </span>
        </GroupHead>
        <EachRow label={words.secondPass} of={lines} by={({ line }) => line.order.number}>
          {({ entry, line }, n) => (
            <SecondLine key={keyOfLine(line)} entry={entry} line={line} picking={picking} asking={asking} isFirst={n === 0} />
          )}
        </EachRow>
      </div>
    </>
  )
}

/** PULL-5: among what orders want, of which the ILS said where it is; else in the whole catalogue. */
const useEquivalent = (record: BibliographicRecord | undefined): Equivalent | undefined => {
  const { state } = useSnapshot()
  const [known] = record === undefined ? [] : findEquivalents(state, record)
  const location = record?.copies[0]?.location
  const filter = useMemo(() => ({ location }), [location])
  const answer = useCatalogueSearch(record === undefined || known !== undefined ? '' : record.author, filter)
  if (record === undefined || known !== undefined || answer.kind !== 'found') return known
  return findEquivalents(state, record, answer.findings.records)[0]
}

interface SecondLineProps {
  readonly entry: PullEntry
  readonly line: PullLine
  readonly picking: Picking
  readonly asking: AskingInstead
  readonly isFirst: boolean
}

const SecondLine = ({ entry, line, picking, asking, isFirst }: SecondLineProps) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const naming = useNaming()
  const { date } = useNow()
  const { state } = useSnapshot()
  const title = useTitleOf()(entry)
  const [isGivingUp, setGivingUp] = useState(false)
  const wasRecordId = line.line.substitutedFor
  const wasTitle = wasRecordId === undefined ? undefined : (state.get('record', wasRecordId)?.title ?? words.unknownRecord(wasRecordId))
  const report = line.state.kind === 'second-pass' ? line.state.reportedBy : undefined
  const returned = entry.copies.some((copy) => {
    const item = state.get('item', copy.barcode)
    return item !== undefined && itemState(item).kind === 'returned'
  })
  // One proposal: a preparer wants a book in hand, not a choice.
  const equivalent = useEquivalent(wasTitle === undefined ? entry.record : undefined)
  return (
    <li>
      <div class="where">
        <Spine callNumber={entry.callNumber} quiet />
      </div>
      <div class="what">
        <span class="title">{title}</span>
        <LineMeta author={entry.record?.author} lines={[line]} />
        <Notes orders={[line.order]} />
        {wasTitle !== undefined ? (
          <span>{words.insteadOf(wasTitle)}</span>
        ) : report === undefined ? null : (
          <>
            <Chip
              sign="warn"
              tone="warn"
              words={words.reported(
                report.happened.date === date ? format.time(report.happened.time) : format.shortDate(report.happened.date),
                naming.author(report),
              )}
            />
            <span>
              {returned
                ? words.returnedSoon(title)
                : mayNoneLeave(entry.copies)
                  ? words.copiesStaySay
                  : words.copies(entry.copies.length, entry.copies.filter((copy) => copy.isOnShelf).length)}
            </span>
          </>
        )}
        {equivalent === undefined ? null : (
          <div class="equiv">
            <span class="equiv-head">
              <Icon name="swap" />
              {words.equivalent}
            </span>
            <span class="equiv-book">
              <Spine callNumber={equivalent.copy.callNumber} quiet />
              <span>
                <b>{equivalent.record.title}</b>
                <br />
                <span class="by">{isSameTitle(entry.record, equivalent.record) ? words.otherEdition : words.sameAuthor}</span>
              </span>
            </span>
            <Button
              label={words.takeInsteadNamed(equivalent.record.title)}
              onPress={() => picking.substitute(line, entry.recordId, equivalent.record.id, title, equivalent.record.title)}
            >
              {words.takeInstead}
            </Button>
          </div>
        )}
        {wasTitle === undefined ? <InsteadField instead={{ line, from: entry.recordId, title }} asking={asking} /> : null}
      </div>
      <div class="do">
        <div class="second-do">
          <Button label={words.giveUpNamed(title)} onPress={() => setGivingUp(true)}>
            {words.giveUp}
          </Button>
          <Button
            walking
            look={isFirst ? 'primary' : 'ordinary'}
            icon="check"
            label={words.foundNamed(title)}
            onPress={() => void picking.take(line, title)}
          >
            {words.found}
          </Button>
        </div>
        {isGivingUp ? <GiveUpWindow line={line} title={title} picking={picking} onClose={() => setGivingUp(false)} /> : null}
      </div>
    </li>
  )
}
