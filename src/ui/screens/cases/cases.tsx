/**
 * Anomalies: on the left what awaits a decision and what was decided, on the right the letter being read. Runs in the browser.
 * Two facts, two times, one question, three ends at most (CASE-1). No end is already chosen for the person.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Case } from '../../../domain/case/case.ts'
import { openCases } from '../../../domain/case/open-cases.ts'
import { whatIsSeen } from '../../../domain/case/seen-cites.ts'
import { toDeviceId } from '../../../domain/ids.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { casesWords } from '../../../locale/en/cases.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { attempt, Each } from '../../components/each.tsx'
import { Icon, Sign } from '../../components/icon.tsx'
import { Button, ButtonLink, Say, Verdict } from '../../components/parts.tsx'
import { useOpenForm } from '../../open-forms.ts'
import { hrefOf } from '../../routes.ts'
import { useAct, useDesk, useDocuments, useFormats, useFromState, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { Apart } from './apart.tsx'
import styles from './cases.module.css'
import { barcodesOf, type CaseChoice, type CaseLetter, describeCase, undrawnLetter } from './describe-case.ts'

/** Open cases first, and among them those that are for information only last. */
const rankOf = ({ settlement, caseKind }: Case): number => (settlement !== undefined ? 2 : caseKind === 'claimed-twice' ? 1 : 0)

/** The one being read stays until another is asked for: nobody's finger meets the buttons of a case that came in its place. */
const useCases = (id: string | undefined) => {
  const desk = useDesk()
  const act = useAct()
  const words = useWords(casesWords)
  const format = useFormats()
  const naming = useNaming()
  const now = useNow()
  const { state } = useSnapshot()
  const [note, setNote] = useState('')
  useOpenForm(note !== '')
  // Open ones first; the last one settled heads those that are.
  const rows = useFromState((all) =>
    [...openCases(all), ...[...all.all('case')].filter(({ settlement }) => settlement !== undefined)].sort(
      (a, b) => rankOf(a) - rankOf(b) || (b.settlement?.at ?? 0) - (a.settlement?.at ?? 0) || (a.id < b.id ? -1 : 1),
    ),
  )
  const documentOf = useDocuments(rows.flatMap((row) => attempt(() => barcodesOf(row)) ?? []))
  const describing = { state, words, format, naming, now, toLocal: desk.toLocal, documentOf }
  const described = rows.map((row) => attempt(() => describeCase(describing, row)) ?? undrawnLetter(describing, row))
  // Two copies of one title are told apart by what is on their labels.
  const letters = described.map((letter, n) => {
    const [barcode] = rows.slice(n, n + 1).flatMap((row) => attempt(() => barcodesOf(row)) ?? [])
    const isAlike = described.some(({ id: other, short }) => other !== letter.id && short === letter.short)
    return isAlike && barcode !== undefined ? { ...letter, short: words.ofCopy(letter.short, barcode) } : letter
  })
  const firstOpen = rows.find((known) => known.settlement === undefined)?.id
  // Not while the address names one, nor once one is read: what is decided meanwhile, here or elsewhere, changes the letter and not which one it is.
  const opened = useRef<string | undefined>(undefined)
  opened.current ??= id ?? firstOpen
  const row = rows.find((known) => known.id === opened.current)
  const read = letters.find((letter) => letter.id === row?.id)
  return {
    words,
    format,
    now,
    letters,
    read,
    isGone: id !== undefined && row === undefined,
    /** The open case that comes after the one being read; undefined: none is left. */
    next: letters.find((letter) => letter.settled === undefined && letter.id !== row?.id),
    openCount: rows.filter((known) => known.settlement === undefined).length,
    note,
    setNote,
    decide: async (choice: CaseChoice): Promise<void> => {
      if (row === undefined || read === undefined) return
      const result = await act(
        {
          kind: 'settle-case',
          caseId: row.id,
          ...whatIsSeen(row),
          decision: choice.decision,
          note: note.trim(),
          anew: row.settlement && { replaces: row.settlement.operationId },
        },
        choice.title,
        [read.heading, choice.title],
      )
      if (result.kind === 'saved') setNote('')
    },
  }
}

/** A letter, or all that a tablet out of service brought: whoever asks for that names the tablet. */
export const Cases = ({ id }: { readonly id: string | undefined }) => {
  const { state } = useSnapshot()
  const tablet = id === undefined ? undefined : state.get('device', toDeviceId(id))
  return tablet === undefined ? <Letters id={id} /> : <Apart tablet={tablet} />
}

const Letters = ({ id }: { readonly id: string | undefined }) => {
  const cases = useCases(id)
  const { words, format, now, letters, read, openCount } = cases
  const sayMoment = (at: { readonly date: typeof now.date; readonly time: typeof now.time }): string =>
    at.date === now.date ? format.time(at.time) : `${format.shortDate(at.date)}, ${format.time(at.time)}`
  const sayDecided = ({ who, at, isExplained }: NonNullable<CaseLetter['settled']>): string =>
    (isExplained ? words.explainedBy : words.settledBy)(
      who,
      at.date === now.date ? undefined : format.shortDate(at.date),
      format.time(at.time),
    )
  const sayTimes = (letter: CaseLetter): string =>
    letter.settled !== undefined
      ? sayDecided(letter.settled)
      : letter.facts
          .flatMap(({ at }) => (at === undefined ? [] : [sayMoment(at)]))
          .slice(0, 2)
          .join(' · ')
  return (
    <>
      <Verdict {...(openCount === 0 ? { sign: 'ok' as const } : {})} head={words.verdict(openCount)}>
        {openCount === 0 ? words.empty : words.say}
      </Verdict>
      {cases.isGone ? <Say sign="warn" sentence={words.gone} nextStep={words.goneSay} /> : null}
      {letters.length === 0 ? null : (
        <div class={letters.length === 1 ? `two ${styles.alone}` : 'two'}>
          <nav class="panel" aria-label={words.list}>
            <ul class="pick">
              <Each of={letters} by={({ id }) => id}>
                {(letter) => (
                  <li key={letter.id}>
                    <a href={hrefOf('cases', letter.id)} aria-current={letter.id === read?.id ? 'true' : undefined}>
                      <Sign name={letter.settled === undefined ? 'warn' : 'ok'} />
                      <span>
                        {letter.settled === undefined ? <b>{letter.short}</b> : <span>{letter.short}</span>}
                        <br />
                        <span class="by">{sayTimes(letter)}</span>
                      </span>
                    </a>
                  </li>
                )}
              </Each>
            </ul>
          </nav>
          {read === undefined ? null : <Letter cases={cases} letter={read} isAsked={id !== undefined} sayDecided={sayDecided} />}
        </div>
      )}
    </>
  )
}

interface LetterProps {
  readonly cases: ReturnType<typeof useCases>
  readonly letter: CaseLetter
  /** Chosen from the list, or by its address. */
  readonly isAsked: boolean
  readonly sayDecided: (settled: NonNullable<CaseLetter['settled']>) => string
}

const Letter = ({ cases: { words, format, now, note, setNote, decide, next }, letter, isAsked, sayDecided }: LetterProps) => {
  const article = useRef<HTMLElement>(null)
  /** The decision that is being thought over again; another one, mine or a colleague's, ends it. */
  const [reopened, setReopened] = useState<CaseLetter['settled']>(undefined)
  const isAnew = letter.settled !== undefined && reopened?.id === letter.settled.id
  const { settled } = letter
  const isOfOtherDay = (at: CaseLetter['facts'][number]['at']): boolean => at !== undefined && at.date !== now.date
  useEffect(() => {
    // On a phone the list is above it.
    if (isAsked && (article.current?.getBoundingClientRect().top ?? 0) > innerHeight / 2) article.current?.scrollIntoView()
  }, [isAsked])
  return (
    <article ref={article} class="panel letter">
      <h2>{letter.heading}</h2>
      {/* At the head, where a press on an end below finds it in sight, and nothing under the finger. */}
      {settled === undefined ? null : <Decided key={settled.id} words={words} settled={settled} next={next} sayDecided={sayDecided} />}
      {letter.facts.length === 0 ? null : (
        <ul class={letter.facts.some(({ at }) => isOfOtherDay(at)) ? `facts ${styles.dated}` : 'facts'} aria-label={words.facts}>
          <Each of={letter.facts} by={({ id }) => id}>
            {(fact) => (
              <li key={fact.id}>
                <span class="where">
                  {fact.at !== undefined && isOfOtherDay(fact.at) ? <span class="by">{format.shortDate(fact.at.date)}, </span> : null}
                  {fact.at === undefined ? null : <span>{format.time(fact.at.time)}</span>}
                </span>
                <span class="what">
                  <span>
                    {fact.who === '' ? null : <b>{fact.who} </b>}
                    <Whole text={fact.does} />
                  </span>
                  {fact.where === '' ? null : <span class="by">{fact.where}</span>}
                  {fact.order?.callBackNumber === undefined ? null : <CallBack number={fact.order.callBackNumber} />}
                </span>
                {fact.order === undefined ? null : (
                  <a class={`text-link ${styles.sheet}`} href={hrefOf('order', fact.order.id)}>
                    {words.sheet(fact.order.number)}
                  </a>
                )}
              </li>
            )}
          </Each>
        </ul>
      )}
      {letter.follows ? <p class="small soft">{words.follows}</p> : null}
      {letter.apart === undefined ? null : (
        <p class="actions">
          <ButtonLink href={hrefOf('cases', letter.apart.id)} icon="right">
            {words.readApart(letter.apart.count)}
          </ButtonLink>
        </p>
      )}
      {settled === undefined || isAnew ? (
        <>
          <p class="prose">
            {letter.prose} <b>{letter.question}</b>
          </p>
          {settled === undefined ? null : <p class="prose">{words.anewSay(settled.decision)}</p>}
          <Note key={letter.id} words={words} note={note} setNote={setNote} />
          <div class="choices">
            {letter.choices.map((choice) => (
              <button type="button" class={styles.end} key={choice.title} onClick={() => void decide(choice)}>
                <span>
                  <b>{choice.title}</b>
                  <Whole text={choice.say} />
                </span>
                <Icon name="right" />
              </button>
            ))}
          </div>
          {settled === undefined ? <p class="small soft">{words.later}</p> : null}
        </>
      ) : letter.choices.length === 0 ? null : (
        <div>
          <Button look="quiet" icon="again" onPress={() => setReopened(settled)}>
            {words.anew}
          </Button>
        </div>
      )}
    </article>
  )
}

/** Whom the case is about and who asked for a ring: one press away (PHONE-17). */
const CallBack = ({ number }: { readonly number: string }) => {
  const words = useWords(orderWords)
  return (
    <a class="text-link" href={`tel:${number.replace(/\s/g, '')}`}>
      {words.callBack(number.replaceAll(' ', '\u00a0'))}
    </a>
  )
}

interface DecidedProps extends Pick<ReturnType<typeof useCases>, 'words' | 'next'> {
  readonly settled: NonNullable<CaseLetter['settled']>
  readonly sayDecided: (settled: NonNullable<CaseLetter['settled']>) => string
}

/** What was done about it, before the next one comes. It takes the focus where it appears under somebody's hands. */
const Decided = ({ words, settled, next, sayDecided }: DecidedProps) => {
  const block = useRef<HTMLDivElement>(null)
  useEffect(() => block.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={block} class={styles.decided}>
      <Say
        sign="ok"
        sentence={settled.decision}
        nextStep={sayDecided(settled)}
        actions={
          next === undefined ? undefined : (
            <ButtonLink href={hrefOf('cases', next.id)} icon="right">
              {words.next(next.short)}
            </ButtonLink>
          )
        }
      >
        {settled.note === '' ? null : <p class="prose">{settled.note}</p>}
      </Say>
    </div>
  )
}

/** Few write one: it opens on request, so that the ends are in sight. */
const Note = ({ words, note, setNote }: Pick<ReturnType<typeof useCases>, 'words' | 'note' | 'setNote'>) => {
  const [isOpen, setOpen] = useState(note !== '')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (isOpen) field.current?.focus()
  }, [isOpen])
  return isOpen ? (
    <label class="input">
      <span>
        {words.note} <span class="soft small">{words.noteHint}</span>
      </span>
      <textarea
        ref={field}
        rows={1}
        value={note}
        maxLength={textLengths.ofOperation}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </label>
  ) : (
    <div>
      <Button look="quiet" icon="pen" onPress={() => setOpen(true)}>
        {words.noteOpen}
      </Button>
    </div>
  )
}

/** A sentence whose order numbers stay on one line: « A-011 » is no word to divide. */
const Whole = ({ text }: { readonly text: string }) => (
  <>{text.split(/([A-Z]{1,3}-\d{3,6})/).map((part, n) => (n % 2 === 0 ? part : <span class="nowrap">{part}</span>))}</>
)
