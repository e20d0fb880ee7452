/**
 * What the library system has not yet, where it is told over the network: one line each, with why and what to do (ILS-2, ILS-3, ILS-6).
 * Runs in the browser, on line; off line the last reading stays, with its hour. Nothing where the library system is told by files.
 */
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { openIlsCases } from '../../../domain/case/ils-case.ts'
import { whatIsSeen } from '../../../domain/case/seen-cites.ts'
import type { LocalTime } from '../../../domain/local-date.ts'
import { ilsWords } from '../../../locale/en/ils.ts'
import { whyOf } from '../../../locale/fr/ils.ts'
import type { IlsLine, IlsLook } from '../../../tablet/desk.ts'
import { breakDate } from '../../break-date.ts'
import { Icon } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, EachRow, GroupHead, Row } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { announce, useAct, useDesk, useDocuments, useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { useSince } from '../../use-moment.ts'
import styles from './operations.module.css'

/** The last look, and how to take another. */
const useIls = () => {
  const desk = useDesk()
  const { revision, link } = useSnapshot()
  const [seen, setSeen] = useState<{ readonly look: IlsLook; readonly time: LocalTime } | undefined>(undefined)
  const look = useCallback(async (): Promise<void> => {
    const read = await desk.management.lookAtIls()
    if (read.kind === 'done' && read.value !== undefined) setSeen({ look: read.value, time: desk.now().time })
    if (read.kind === 'done' && read.value === undefined) setSeen(undefined)
  }, [desk])
  useEffect(() => {
    if (link.kind === 'online') void look()
  }, [look, revision, link.kind])
  return { seen, look, isOnline: link.kind === 'online' }
}

export const IlsPanel = () => {
  const desk = useDesk()
  const words = useWords(ilsWords)
  const format = useFormats()
  const act = useAct()
  const { state } = useSnapshot()
  const { seen, look, isOnline } = useIls()
  if (seen === undefined) return null
  const { open, total, waiting, settled, already, otherDue, left, holds } = seen.look
  const ask = async (line: IlsLine): Promise<void> => {
    const [open] = openIlsCases(state, line)
    if (open !== undefined) {
      // Asked from here or from its letter, it is one decision.
      const decision = { kind: 'ask-anew' } as const
      await act({ kind: 'settle-case', caseId: open.id, ...whatIsSeen(open), decision, note: '' }, words.asked)
      return
    }
    const asked = await desk.management.askIlsAnew(line)
    announce(asked.kind === 'refused' ? words.failed : asked.value ? words.asked : words.askedBefore)
    await look()
  }
  return (
    <section class={`panel ops ${styles.ils}`} aria-label={words.title}>
      <GroupHead sign={<Icon name="server" />} title={words.title}>
        <span class="end soft">{isOnline ? words.counts(waiting, settled, already) : words.asOf(format.time(seen.time))}</span>
      </GroupHead>
      {open.length > 0 ? (
        <Lines open={open} isOnline={isOnline} onAsk={ask} />
      ) : waiting + left.length > 0 ? null : (
        <p class="fold">{words.allTold}</p>
      )}
      {total > open.length ? <p class="fold">{words.more(total - open.length)}</p> : null}
      <Moved title={words.left} lines={left} by={({ reason }) => words.whyLeft[reason]} />
      {/* ILS-4: somebody has to tell the patron where it is sooner. */}
      <Moved
        title={words.otherDue}
        lines={otherDue}
        by={({ dueOn, promised }) => (
          <>
            {dueOn < promised ? <Chip sign="warn" tone="warn" words={words.sooner} /> : words.later}{' '}
            {words.due(format.date(dueOn), format.date(promised))}
          </>
        )}
      />
      {holds.hasNoPickups || holds.fault !== undefined ? <Holds holds={holds} /> : null}
    </section>
  )
}

/** What is amiss with the holds that become orders (ILS-13): why is said where the way to the ILS is. */
const Holds = ({ holds: { fault } }: { readonly holds: IlsLook['holds'] }) => {
  const words = useWords(ilsWords)
  const sinceWhen = useSince()
  const when = fault && sinceWhen(fault.since)
  return (
    <div class="fold">
      <p>{when === undefined ? words.holds.noPickups : words.holds.unread(when)}</p>
      <ButtonLink look="quiet" href={hrefOf('management', 'reglages', 'sigb')}>
        {words.holds.see}
      </ButtonLink>
    </div>
  )
}

type MovedLine = Pick<IlsLine, 'operationId' | 'barcode' | 'card' | 'librarianId' | 'day'>

interface MovedProps<L extends MovedLine> {
  readonly title: string
  readonly lines: readonly L[]
  readonly by: (line: L) => ComponentChildren
}

/** Loans and returns of which something is to be known, each in a sentence with its day. */
const Moved = <L extends MovedLine>({ title, lines, by }: MovedProps<L>) => {
  const words = useWords(ilsWords)
  const format = useFormats()
  const naming = useNaming()
  const documentOf = useDocuments(lines.map(({ barcode }) => barcode))
  if (lines.length === 0) return null
  return (
    <>
      <h3 class="fold">{title}</h3>
      <EachRow label={title} of={lines} by={({ barcode }) => barcode}>
        {(line) => {
          const who = naming.librarian(line.librarianId)
          const name = documentOf(line.barcode)?.title ?? line.barcode
          const told = line.card === undefined ? words.returned(who, name) : words.lent(who, name, naming.patron(line.card))
          return (
            <Row
              key={`${line.operationId} ${line.barcode}`}
              where={<small class="soft small">{breakDate(format.shortDate(line.day))}</small>}
              what={
                <span>
                  <b>{told.who}</b> {told.does}
                </span>
              }
              by={by(line)}
            />
          )
        }}
      </EachRow>
    </>
  )
}

interface LinesProps {
  readonly open: readonly IlsLine[]
  readonly isOnline: boolean
  readonly onAsk: (line: IlsLine) => Promise<void>
}

const Lines = ({ open, isOnline, onAsk }: LinesProps) => {
  const desk = useDesk()
  const now = useNow()
  const words = useWords(ilsWords)
  const format = useFormats()
  const naming = useNaming()
  const { state } = useSnapshot()
  const documentOf = useDocuments(open.map(({ barcode }) => barcode))
  return (
    <EachRow label={words.title} of={open} by={({ barcode }) => barcode}>
      {(line) => {
        const title = documentOf(line.barcode)?.title ?? line.barcode
        const who = naming.librarian(line.librarianId)
        const told = line.card === undefined ? words.returned(who, title) : words.lent(who, title, naming.patron(line.card))
        const since = desk.toLocal(line.since)
        return (
          <Row
            key={`${line.operationId} ${line.barcode} ${line.movement}`}
            where={
              <>
                {line.day === now.date ? null : <small class="soft small">{breakDate(format.shortDate(line.day))}</small>}
                <span>{format.time(line.time)}</span>
              </>
            }
            what={
              <>
                <span>
                  <b>{told.who}</b> {told.does}
                </span>
                <span class="by">
                  <Chip
                    sign={line.state === 'refused' ? 'stop' : 'warn'}
                    tone={line.state === 'refused' ? 'stop' : 'warn'}
                    words={words.state[line.state]}
                  />{' '}
                  {words.since(format.time(since.time))}
                </span>
                <span class="by">
                  {whyOf(words, line)} {line.reason === 'held-for-another' || line.reason === 'unknown-there' ? words.nextStep : ''}
                </span>
              </>
            }
          >
            {openIlsCases(state, line).map(({ id }) => (
              <ButtonLink key={id} look="quiet" href={hrefOf('cases', id)} label={words.letterNamed(title)}>
                {words.letter}
              </ButtonLink>
            ))}
            {line.mayAsk && isOnline ? (
              <Button label={words.askNamed(title)} onPress={() => void onAsk(line)}>
                {words.ask}
              </Button>
            ) : null}
          </Row>
        )
      }}
    </EachRow>
  )
}
