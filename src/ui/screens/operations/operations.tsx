/**
 * Opérations: three stations and, under each, what stands there, one sentence a press. Runs in the browser.
 * The line between two stations is whole once something went through, dashed while nothing did.
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { minutesBetween } from '../../../domain/instant.ts'
import { breakDate } from '../../break-date.ts'
import { Icon, type IconName } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, EachRow, GroupHead, Row, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { TakeBack } from '../../take-back.tsx'
import { IlsPanel } from './ils-panel.tsx'
import styles from './operations.module.css'
import { Silences } from './silences.tsx'
import { type OperationLine, useOperations } from './use-operations.ts'

/** Rows shown before « Voir les autres ». */
const shownAtFirst = 12

/** How many of the three stations an operation has reached. */
const reached = { 'recorded-here': 1, transmitted: 2, settled: 3, refused: 2, quarantined: 2 } as const

export const Operations = () => {
  const operations = useOperations()
  const { words, format, link, now, pendingCount, oldestAt } = operations
  const cutFor =
    link.kind === 'offline' && link.since !== undefined && minutesBetween(link.since, now.at) > 0
      ? format.duration(minutesBetween(link.since, now.at))
      : undefined
  const sayNone = operations.elsewhere.length === 0 ? words.sayNone : words.sayNoneOfThisLibrary
  return (
    <>
      <Verdict head={words.verdict(pendingCount)}>
        {pendingCount === 0 ? sayNone : link.kind === 'online' ? words.saySoon(pendingCount) : words.saySafe(pendingCount, cutFor)}
      </Verdict>
      {operations.stuckAt === undefined ? null : (
        <Say sign="warn" sentence={words.stuck(format.time(operations.stuckAt.time))} nextStep={words.stuckSay} />
      )}
      {operations.elsewhere.map(({ library, libraryName, count, isNamesake }) => (
        <Say
          key={library ?? libraryName}
          sign="warn"
          sentence={words.elsewhere(count, libraryName, isNamesake)}
          nextStep={words.elsewhereSay(count)}
        />
      ))}
      <section class="panel" aria-label={words.stations}>
        <ol class="stations">
          <li class={operations.transmitted.length + operations.settled.length > 0 ? 'through' : undefined}>
            <span class={pendingCount > 0 ? 'n on' : 'n'}>{format.count(pendingCount)}</span>
            <b>{words.journey['recorded-here']}</b>
            <small>{oldestAt === undefined ? words.nothingWaits : words.oldest(format.time(oldestAt.time))}</small>
          </li>
          <li class={operations.transmitted.length + operations.settled.length > 0 ? 'through' : undefined}>
            <span class="n">{format.count(operations.transmitted.length)}</span>
            <b>{words.journey.transmitted}</b>
            <small>{words.awaitIls(operations.transmitted.length)}</small>
          </li>
          <li class={operations.settled.length > 0 ? 'through' : undefined}>
            <span class="n">{format.count(operations.settled.length)}</span>
            <b>{words.journey.settled}</b>
            <small>{words.lastDays}</small>
          </li>
        </ol>
      </section>
      <Silences />
      {operations.isLoaded ? <Lists operations={operations} /> : null}
      {operations.isLoaded ? <IlsPanel /> : null}
    </>
  )
}

/** What this tablet did, drawn once it is read: a list that came later would push down what is below it. */
const Lists = ({ operations }: { readonly operations: ReturnType<typeof useOperations> }) => {
  const { words, format, link } = operations
  const isEmpty = [operations.recorded, operations.transmitted, operations.settled, operations.stopped].every((l) => l.length === 0)
  return (
    <>
      <section class="panel ops">
        {operations.stopped.length === 0 ? null : (
          <Group icon="flag" title={words.journey.refused} lines={operations.stopped} operations={operations} />
        )}
        <Group
          icon="tablet"
          title={words.here}
          lines={operations.recorded}
          operations={operations}
          empty={isEmpty ? words.empty : operations.elsewhere.length === 0 ? words.sayNone : words.sayNoneOfThisLibrary}
          end={
            <Button icon="again" onPress={operations.tryNow}>
              {words.tryNow}
            </Button>
          }
        />
        {operations.transmitted.length === 0 ? null : (
          <Group
            icon="server"
            title={words.sent}
            lines={operations.transmitted}
            operations={operations}
            end={
              <span class="soft">
                {link.kind === 'online' ? words.lastExchange(format.time(operations.toLocal(link.lastExchangeAt).time)) : ''}
              </span>
            }
          />
        )}
        {operations.settled.length === 0 ? null : (
          <Group icon="check" title={words.journey.settled} lines={operations.settled} operations={operations} />
        )}
      </section>
      <details class={`panel ${styles.meaning}`}>
        <summary>{words.meaningTitle}</summary>
        <dl>
          {words.meanings.map(({ word, means }) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{means}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  )
}

interface GroupProps {
  readonly icon: IconName
  readonly title: string
  readonly lines: readonly OperationLine[]
  readonly operations: ReturnType<typeof useOperations>
  readonly end?: ComponentChildren
  readonly empty?: string
}

const Group = ({ icon, title, lines, operations: { words, format, now }, end, empty }: GroupProps) => {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? lines : lines.slice(0, shownAtFirst)
  return (
    <>
      <GroupHead sign={<Icon name={icon} />} title={title}>
        <span class="end">{end}</span>
      </GroupHead>
      {lines.length === 0 && empty !== undefined ? <p class="fold">{empty}</p> : null}
      <EachRow label={title} of={shown} by={({ id }) => id}>
        {(line) => (
          <Row
            key={line.id}
            where={
              <>
                {line.at.date === now.date ? null : <small class="soft small">{breakDate(format.shortDate(line.at.date))}</small>}
                <span>{format.time(line.at.time)}</span>
              </>
            }
            what={
              <span>
                <b>{line.who}</b> {line.does}
              </span>
            }
            by={
              line.stopped !== undefined ? (
                <Chip sign="stop" tone="stop" words={line.stopped} />
              ) : line.isInCase ? (
                <Chip sign="warn" tone="warn" words={words.inCase} />
              ) : (
                line.detail || undefined
              )
            }
          >
            {line.scanned === undefined ? null : <TakeBack scanned={line.scanned} operationId={line.id} title={line.title} />}
            {line.isInCase ? (
              <ButtonLink href={hrefOf('cases')}>{words.see}</ButtonLink>
            ) : (
              <span class="op-end">
                <b aria-hidden="true">{words.journey[line.journey.kind]}</b>
                <span class="sr">{words.journey[line.journey.kind]}</span>
                <span class="track" aria-hidden="true">
                  {[1, 2, 3].map((station) => (
                    <i key={station} class={station <= reached[line.journey.kind] ? 'on' : ''} />
                  ))}
                </span>
              </span>
            )}
          </Row>
        )}
      </EachRow>
      {lines.length > shown.length ? (
        <p class="fold">
          <Button look="quiet" icon="down" onPress={() => setWhole(true)}>
            {words.more(lines.length - shown.length)}
          </Button>
        </p>
      ) : null}
    </>
  )
}
