/**
 * A tablet that was taken out of service came back and spoke, or one in service brought more than a day (CASE-6). Runs in the browser.
 * Its gestures are listed, each with whether it agrees with what the library knows, above the manager's ways out. They count only once taken.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { type CaseKind, formatCaseId } from '../../../domain/case/case.ts'
import { whatIsSeen } from '../../../domain/case/seen-cites.ts'
import type { OperationId } from '../../../domain/ids.ts'
import type { Device } from '../../../domain/librarian/librarian.ts'
import type { LocalDate, LocalMoment } from '../../../domain/local-date.ts'
import { isFact, type Operation } from '../../../domain/operation/operation.ts'
import { formatSubject } from '../../../domain/operation/subject.ts'
import { apartWords } from '../../../locale/en/apart.ts'
import { casesWords } from '../../../locale/en/cases.ts'
import { operationsWords } from '../../../locale/en/operations.ts'
import type { ApartWords } from '../../../locale/fr/apart.ts'
import type { ApartGesture, ApartList } from '../../../tablet/desk.ts'
import { Each } from '../../components/each.tsx'
import { Icon } from '../../components/icon.tsx'
import { Button, ButtonLink, Chip, Say, Verdict } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useAct, useDesk, useDocuments, useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'
import { barcodesNamed, type Describing, describeOperation, describeWinner } from '../operations/describe-operation.ts'
import styles from './apart.module.css'
import ends from './cases.module.css'
import { barcodesOf, type DescribingCase, describeCase, ofBrought } from './describe-case.ts'

interface ApartLine {
  readonly id: OperationId
  readonly standing: ApartGesture['standing']
  /** When it was done, by its tablet; undefined where it cannot be read. */
  readonly at: LocalMoment | undefined
  readonly receivedOn: LocalDate
  /** Empty where nobody can tell. */
  readonly who: string
  readonly does: string
  readonly by: string
  /** What is contradicted, as a case's title; empty where nothing is. */
  readonly contradicts: string
  /** It counts once it is taken, whatever it opens then. */
  readonly isTakeable: boolean
}

interface DescribingApart {
  readonly words: ApartWords
  readonly operations: Describing
  readonly cases: DescribingCase
}

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** The title of the case that would open, and the first of the other facts that this tablet can tell. */
const contradictionOf = ({ cases }: DescribingApart, { caseKind, subject, others }: NonNullable<ApartGesture['found']>) => {
  // A kind that only a newer endpoint knows has its words in `describeCase`.
  const kind = caseKind as CaseKind
  const row = { kind: 'case', id: formatCaseId(kind, subject, 1), caseKind: kind, subject, cites: others } as const
  const { short, facts } = describeCase(cases, { ...row, follows: undefined, settlement: undefined })
  const other = facts.find(({ at }) => at !== undefined)
  if (other?.at === undefined) return { short, other: '' }
  return { short, other: `${other.who} ${other.does} (${cases.format.shortDate(other.at.date)}, ${other.where})` }
}

const lateOf = ({ words, operations }: DescribingApart, operation: Operation, reason: string): string =>
  Object.hasOwn(operations.words.won, reason)
    ? describeWinner(operations, operation, reason)
    : (Object.entries(words.late).find(([kind]) => kind === reason)?.[1] ?? words.late.other)

/** As a line: who did what, what stands against it, and whether it may be taken (CASE-6); said as Opérations and as its case would. */
const describeGesture = (describing: DescribingApart, gesture: ApartGesture): ApartLine => {
  const { words, operations, cases } = describing
  const { operationId: id, standing, reason, made, found } = gesture
  const receivedOn = cases.toLocal(gesture.receivedAt).date
  if (made === undefined) {
    const nobody = { at: undefined, who: '', contradicts: '', isTakeable: false }
    return { id, standing, receivedOn, ...nobody, does: words.unreadable, by: words.stays }
  }
  // One of a newer build is said as such.
  const operation = Object.hasOwn(operations.words.sentences, made.operation.kind) ? made.operation : undefined
  const { does, detail } = describeOperation(operations, operation)
  const against = found === undefined ? undefined : contradictionOf(describing, found)
  const why = {
    agrees: detail,
    'to-decide': join(against?.short ?? '', against?.other ?? ''),
    'too-late': lateOf(describing, made.operation, reason ?? ''),
    follows: words.follows,
    unreadable: words.stays,
  }[standing]
  return {
    id,
    standing,
    at: operation !== undefined && isFact(operation) ? operation.happened : cases.toLocal(made.at),
    receivedOn,
    who: operations.naming.librarian(made.librarianId),
    does,
    by: why,
    contradicts: standing === 'to-decide' ? (against?.short ?? '') : '',
    isTakeable: standing === 'agrees' || standing === 'to-decide' || reason === 'slot-over',
  }
}

/** The endpoint holds it, fifty gestures at a time: off line there is nothing to read, and nothing of it stays here. */
const useApart = (tablet: Device) => {
  const desk = useDesk()
  const act = useAct()
  const words = useWords(apartWords)
  const operationWords = useWords(operationsWords)
  const caseWords = useWords(casesWords)
  const format = useFormats()
  const naming = useNaming()
  const now = useNow()
  const { state, phase, link } = useSnapshot()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const [list, setList] = useState<(ApartList & { readonly skipped: number }) | undefined>(undefined)
  const label = format.tablet(tablet)
  const isManager = phase.kind === 'signed-in' && phase.librarian.isManager
  const isOnline = link.kind === 'online'

  const gestures = list?.gestures ?? []
  const subjects = gestures.flatMap(({ found }) => (found === undefined ? [] : barcodesOf(found)))
  const documentOf = useDocuments([...gestures.flatMap(({ made }) => barcodesNamed(made?.operation)), ...subjects])
  const operations: Describing = {
    state,
    words: operationWords,
    format,
    naming,
    titleOf: (barcode, recordId) =>
      (recordId === undefined ? undefined : state.get('record', recordId)?.title) ??
      (barcode === undefined ? undefined : documentOf(barcode)?.title) ??
      '',
  }
  const cases = { state, words: caseWords, format, naming, now, toLocal: desk.toLocal, documentOf }
  const lines = gestures.map((gesture) => describeGesture({ words, operations, cases }, gesture))

  const read = async (skipped = 0): Promise<void> => {
    const purpose = { why: words.whyRead(label), button: words.read(tablet.apart?.count ?? 0) }
    const found = await ask(purpose, () => desk.management.listApart(tablet.id, skipped))
    if (found !== undefined) setList({ ...found, skipped })
  }
  // Whoever came here from an act of theirs is not asked again.
  useEffect(() => {
    if (isManager && isOnline && desk.management.passUntil() !== undefined) void read()
  }, [tablet.id])

  /** The case about what it brought, and one above its day before it was set aside: read here, they ask for nothing more. */
  const settleCase = async (): Promise<void> => {
    const subject = formatSubject({ kind: 'device', deviceId: tablet.id })
    const open = [...state.all('case')].filter(
      (row) => ofBrought.includes(row.caseKind) && row.subject === subject && row.settlement === undefined && row.cites.length > 0,
    )
    for (const row of open)
      await act({ kind: 'settle-case', caseId: row.id, ...whatIsSeen(row), decision: { kind: 'acknowledged' }, note: '' }, words.noted)
  }

  return {
    words,
    format,
    label,
    lines,
    list,
    answer,
    passphrase,
    isManager,
    isOnline,
    read,
    /** `operationIds` undefined: all that it brought, listed or not. */
    take: async (operationIds: readonly OperationId[] | undefined) => {
      const purpose = { why: words.whyTake(operationIds?.length ?? list?.total ?? 0, label), button: words.take }
      const counts = await ask(purpose, () => desk.management.acceptQuarantined(tablet.id, operationIds))
      if (counts === undefined) return
      desk.tryNow()
      const again = await desk.management.listApart(tablet.id, 0)
      setList(again.kind === 'done' ? { ...again.value, skipped: 0 } : undefined)
      if (again.kind === 'done' && again.value.total === 0) await settleCase()
      say(words.taken(counts.accepted, counts.left))
    },
    takeNone: async () => {
      await settleCase()
      say(words.none)
    },
  }
}

export const Apart = ({ tablet }: { readonly tablet: Device }) => {
  const apart = useApart(tablet)
  const { words, label, list, answer, isManager, isOnline } = apart
  const count = list?.total ?? tablet.apart?.count ?? 0
  const answered = useRef<HTMLDivElement>(null)
  // The act may have been pressed at the end of fifty lines.
  useEffect(() => {
    if (answer.kind === 'refused' || answer.kind === 'done') answered.current?.scrollIntoView({ block: 'center' })
  }, [answer])
  return (
    <>
      <Verdict head={words.verdict(count)}>
        {count === 0 ? words.nothing(label) : tablet.isSetAside ? words.say(label) : words.sayAbove(label)}
      </Verdict>
      <div ref={answered}>
        {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
        {answer.kind === 'done' ? (
          <Say sign="ok" sentence={answer.said} actions={<ButtonLink href={hrefOf('cases')}>{words.seeCases}</ButtonLink>} />
        ) : null}
        {answer.kind === 'working' ? <p>{words.working}</p> : null}
      </div>
      {count === 0 ? null : !isManager ? (
        <p class="soft">{words.managerOnly}</p>
      ) : list !== undefined ? (
        <Letter apart={apart} tablet={tablet} />
      ) : isOnline ? (
        <>
          <p>{words.readSay}</p>
          <p class="actions">
            <Button look="primary" onPress={() => void apart.read()}>
              {words.read(count)}
            </Button>
          </p>
        </>
      ) : (
        <Say sign="warn" sentence={words.offline} nextStep={words.offlineSay} />
      )}
      <PassphraseWindow asked={apart.passphrase} />
    </>
  )
}

/** Lines of one day, in their order; what cannot be read has no day. */
const byDay = (lines: readonly ApartLine[]): ReadonlyMap<string, readonly ApartLine[]> => {
  const days = new Map<string, ApartLine[]>()
  for (const line of lines) days.set(line.at?.date ?? '', [...(days.get(line.at?.date ?? '') ?? []), line])
  return new Map([...days].sort(([a], [b]) => (b === '' ? -1 : a === '' || a > b ? 1 : -1)))
}

const Letter = ({ apart, tablet }: { readonly apart: ReturnType<typeof useApart>; readonly tablet: Device }) => {
  const { words, format, lines, list } = apart
  const { total = 0, skipped = 0 } = list ?? {}
  const { letter } = tablet
  const titleOf = (first: ApartLine | undefined): string => {
    const received = format.dayAndMonth(first?.receivedOn ?? tablet.lastHeardOn)
    return first?.at === undefined ? words.unread(letter, received) : words.seen(letter, format.date(first.at.date), received)
  }
  const days = [...byDay(lines)]
  return (
    <article class={`panel letter ${styles.letter}`}>
      <h2 class={styles.day}>{titleOf(days[0]?.[1][0])}</h2>
      <div class={styles.two}>
        <div>
          {days.map(([day, ofDay], n) => (
            <section key={day}>
              {n === 0 ? null : <h2 class={styles.day}>{titleOf(ofDay[0])}</h2>}
              <ul class={`facts ${styles.lines}`} aria-label={words.list(letter)}>
                <Each of={ofDay} by={({ id }) => id}>
                  {(line) => <Gesture key={line.id} apart={apart} line={line} />}
                </Each>
              </ul>
            </section>
          ))}
          {total === lines.length ? null : (
            <>
              <p class="soft">
                {skipped === 0 ? words.more(lines.length, total) : words.following(skipped + 1, skipped + lines.length, total)}
              </p>
              <p class="actions">
                {skipped + lines.length < total ? (
                  <Button onPress={() => void apart.read(skipped + lines.length)}>{words.next}</Button>
                ) : (
                  <Button onPress={() => void apart.read()}>{words.first}</Button>
                )}
              </p>
            </>
          )}
        </div>
        <Choices apart={apart} tablet={tablet} />
      </div>
    </article>
  )
}

const Gesture = ({ apart: { words, format, take }, line }: { readonly apart: ReturnType<typeof useApart>; readonly line: ApartLine }) => (
  <li>
    <span class="where">{line.at === undefined ? '' : format.time(line.at.time)}</span>
    <span class="what">
      <span>
        {line.who === '' ? null : <b>{line.who} </b>}
        {line.does}
      </span>
      {line.by === '' ? null : <span class="by">{line.by}</span>}
    </span>
    <span class="do">
      <Chip
        sign={line.standing === 'agrees' ? 'ok' : 'warn'}
        tone={line.standing === 'agrees' ? 'ok' : 'warn'}
        words={words.standings[line.standing]}
      />
      {line.isTakeable && line.standing !== 'agrees' ? (
        <Button look="quiet" label={words.takeNamed(`${line.who} ${line.does}`)} onPress={() => void take([line.id])}>
          {words.take}
        </Button>
      ) : null}
    </span>
  </li>
)

interface ChoicesProps {
  readonly apart: ReturnType<typeof useApart>
  readonly tablet: Device
}

const Choices = ({ apart: { words, format, label, lines, list, take, takeNone }, tablet }: ChoicesProps) => {
  const agreeing = lines.filter(({ standing }) => standing === 'agrees')
  const takeable = lines.filter(({ isTakeable }) => isTakeable)
  const contradictions = takeable.flatMap(({ contradicts }) => (contradicts === '' ? [] : [contradicts]))
  const idsOf = (some: readonly ApartLine[]) => some.map(({ id }) => id)
  return (
    <div class="choices">
      {agreeing.length === 0 ? null : (
        <End
          title={words.takeAgreeing(agreeing.length, agreeing.length === lines.length)}
          say={words.takeAgreeingSay(lines.length - agreeing.length)}
          onPress={() => void take(idsOf(agreeing))}
        />
      )}
      {takeable.length === agreeing.length ? null : (
        <End
          title={words.takeAll(takeable.length, takeable.length === lines.length)}
          say={words.takeAllSay(contradictions, lines.length - takeable.length)}
          onPress={() => void take(idsOf(takeable))}
        />
      )}
      {tablet.isSetAside ? null : (
        <End title={words.takeWhole(label, list?.total ?? 0)} say={words.takeWholeSay} onPress={() => void take(undefined)} />
      )}
      <End
        title={tablet.isSetAside ? words.takeNone : words.leaveWhole(label)}
        say={words.takeNoneSay(format.dayAndMonth(tablet.apart?.until ?? tablet.lastHeardOn))}
        onPress={() => void takeNone()}
      />
    </div>
  )
}

const End = ({ title, say, onPress }: { readonly title: string; readonly say: string; readonly onPress: () => void }) => (
  <button type="button" class={ends.end} onClick={onPress}>
    <span>
      <b>{title}</b>
      {say}
    </span>
    <Icon name="right" />
  </button>
)
