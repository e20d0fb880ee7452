/**
 * Planning: the week that comes, half-day by half-day, with the orders to expect, who is where and what is missing (ROTA-1 to ROTA-7).
 * Runs in the browser. Everybody reads it, off line too; whoever a manager allowed changes it, on line.
 */
import { useState } from 'preact/hooks'
import type { LibrarianId } from '../../../domain/ids.ts'
import { addDays, parseLocalDate, weekdayOf } from '../../../domain/local-date.ts'
import { combineWeeks, compareWeeks } from '../../../domain/rota/compare-weeks.ts'
import { drawWeek, fillFromWeekBefore, toModel } from '../../../domain/rota/draw-week.ts'
import { shareOf } from '../../../domain/rota/fairness.ts'
import type { Gap } from '../../../domain/rota/plan-week.ts'
import { shiftsOf } from '../../../domain/rota/read-week.ts'
import { type DatedShift, halfOf, judgeWeek, mondayOf, type RotaWeekValue } from '../../../domain/rota/rota-week.ts'
import { isWithin, shareBounds } from '../../../domain/settings/bounds.ts'
import { type Settings, sectionOf, withSection } from '../../../domain/settings/settings.ts'
import { Choice } from '../../components/choice.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField, Field } from '../../components/field.tsx'
import { Button, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { print } from '../../printing/print.tsx'
import { useDesk, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useChangeAuthor } from '../settings/use-change-author.ts'
import { useSection } from '../settings/use-section.ts'
import { Absences } from './absences.tsx'
import styles from './rota.module.css'
import { type Rota, useRota, type WeekConflict } from './use-rota.ts'
import { type Place, RotaSheet, ShiftWindow, shownMinutes, useWeekTitle, WeekTable } from './week-table.tsx'

export const RotaRoom = ({ part }: { readonly part: string | undefined }) => {
  const settings = useSettings()
  return settings === undefined ? null : <Week settings={settings} part={part} />
}

const Week = ({ settings, part }: { readonly settings: Settings; readonly part: string | undefined }) => {
  const now = useNow()
  const asked = part === undefined ? undefined : parseLocalDate(part)
  // From Sunday on one looks at the week to come.
  const monday = mondayOf(asked ?? addDays(now.date, 1))
  const rota = useRota(settings, monday)
  const [open, setOpen] = useState<Place | undefined>(undefined)
  const [isSharing, setSharing] = useState(false)
  if (rota.conflict !== undefined) return <WeekLetter rota={rota} conflict={rota.conflict} />
  const { words, plan, answer } = rota
  if (rota.isAwaited) return <Awaited rota={rota} />
  return (
    <>
      <Answer rota={rota} />
      {rota.isEdited && plan.gaps[0] !== undefined ? <Proposal key={gapKey(plan.gaps[0])} rota={rota} gap={plan.gaps[0]} /> : null}
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
      {rota.mayChange && !rota.isOnline ? <Say sign="warn" sentence={words.offline} /> : null}
      <div class={styles.beside}>
        <WeekTable rota={rota} onOpen={setOpen} />
        <div class={styles.side}>
          <Fairness rota={rota} />
          <Absences rota={rota} />
          <Acts rota={rota} onShare={() => setSharing(true)} />
        </div>
      </div>
      {open === undefined ? null : <ShiftWindow rota={rota} place={open} onClose={() => setOpen(undefined)} />}
      {isSharing ? <RotaAuthors rota={rota} onClose={() => setSharing(false)} /> : null}
    </>
  )
}

const Awaited = ({ rota }: { readonly rota: Rota }) => <Verdict head={useWeekTitle(rota)} />

const gapKey = ({ date, half, task }: Gap): string => `${date} ${half} ${task}`

/** Gaps that are said in full. */
const saidGaps = 2

const Answer = ({ rota: { words, format, plan, isPast, isMeasured, isOnline, mayChange, naming, settings } }: { readonly rota: Rota }) => {
  const sayGap = ({ date, half, task, minutes }: Gap): string =>
    task === 'handover' ? words.nobody(weekdayOf(date), half) : words.short(weekdayOf(date), half, format.duration(shownMinutes(minutes)))
  if (plan.halfDays.length === 0) return <Verdict head={words.empty}>{words.emptySay}</Verdict>
  const { gaps } = plan
  const authors = (settings.rotaAuthors ?? []).map((id) => naming.librarian(id))
  const others = new Set(gaps.slice(saidGaps).map(({ date, half }) => words.when(weekdayOf(date), half)))
  const isPlacedOnly = !isMeasured && !isOnline
  const say = [
    ...gaps.slice(0, saidGaps).map(sayGap),
    ...(gaps.length > saidGaps ? [words.moreGaps(format.list([...others]))] : []),
    isPlacedOnly && plan.expected === 0 ? words.noneYet : words.expected(format.count(plan.expected), plan.expected),
    ...(isPlacedOnly ? [words.placedOnly] : []),
    ...(mayChange ? [] : [authors.length === 0 ? words.managersOnly : words.readers(format.list([...authors, words.andManagers]))]),
  ]
  const head = gaps.length > 0 ? words.gaps(gaps.length) : isPast ? words.past : words.covered
  return (
    <Verdict {...(gaps.length > 0 ? { sign: 'warn' as const } : isPast ? {} : { sign: 'ok' as const })} head={head}>
      {say.join(' ')}
    </Verdict>
  )
}

const Proposal = ({ rota, gap }: { readonly rota: Rota; readonly gap: Gap }) => {
  const { words, format, naming, proposals, settings, monday, week, save, answer } = rota
  const [skipped, setSkipped] = useState(0)
  const chosen = proposals[skipped % Math.max(1, proposals.length)]
  const weekday = weekdayOf(gap.date)
  const put = async (shift: DatedShift, name: string): Promise<void> => {
    const drawn = drawWeek(settings, monday, week)
    await save({ ...drawn, shifts: [...(drawn.shifts ?? []), shift] }, words.placed(name, gap.task, weekday, gap.half))
  }
  const name = chosen === undefined ? '' : naming.librarian(chosen.load.librarianId)
  const done = chosen?.load.minutesByTask[gap.task] ?? 0
  return (
    <section class={`panel ${styles.ask}`} aria-label={words.proposal}>
      <Rows>
        <Row
          where={format.dayOfWeek(gap.date)}
          what={
            chosen === undefined ? (
              <>
                <span class="title">{words.nobodyFree(gap.task, weekday, gap.half)}</span>
                <span class="by">{words.nobodyFreeSay}</span>
              </>
            ) : (
              <>
                <span class="title">{words.propose(name, gap.task, weekday, gap.half)}</span>
                <span class="by">
                  {words.why(
                    done === 0 ? undefined : words.hoursOf(format.count(Math.max(1, Math.round(done / 60)))),
                    gap.task,
                    weekday === 6 ? chosen.load.saturdays : undefined,
                  )}
                </span>
              </>
            )
          }
        >
          {chosen === undefined ? undefined : (
            <>
              {proposals.length > 1 ? <Button onPress={() => setSkipped(skipped + 1)}>{words.another}</Button> : null}
              <Button
                look="primary"
                unavailable={answer.kind === 'working' ? words.nothingChanged : undefined}
                onPress={() => void put(chosen.shift, name)}
              >
                {words.put(name)}
              </Button>
            </>
          )}
        </Row>
      </Rows>
    </section>
  )
}

const Acts = ({ rota, onShare }: { readonly rota: Rota; readonly onShare: () => void }) => {
  const { words, settings, monday, week, before, save, isEdited, isManager, isPast } = rota
  const filled = fillFromWeekBefore(settings, monday, week, before)
  const added = (filled.shifts?.length ?? 0) - (drawWeek(settings, monday, week).shifts?.length ?? 0)
  return (
    <div class="actions">
      {isEdited && !isPast ? (
        <Button
          icon="again"
          unavailable={added === 0 ? words.nothingToFill : undefined}
          onPress={() => void save(filled, words.filled(added))}
        >
          {words.fill}
        </Button>
      ) : null}
      <Button icon="print" onPress={() => print(<RotaSheet rota={rota} />)}>
        {words.print}
      </Button>
      {isEdited && isManager ? (
        <Button icon="person" onPress={onShare}>
          {words.authors}
        </Button>
      ) : null}
    </div>
  )
}

/** A bar shorter than its figure, which then stands beside it. Per cent. */
const shortLoad = 32

const hours = (minutes: number): number => Math.round(minutes / 60)

/** Hours and Saturdays of the last four weeks, each beside what their share of full time comes to (ROTA-6). */
const Fairness = ({ rota: { words, format, naming, loads } }: { readonly rota: Rota }) => {
  const shown = loads.filter(({ share, minutes }) => share > 0 || minutes > 0)
  const longest = Math.max(60, ...shown.flatMap(({ minutes, due }) => [minutes, due])) * 1.16
  const shares = shown.reduce((sum, { share }) => sum + share, 0)
  const total = shown.reduce((sum, { minutes }) => sum + minutes, 0)
  const mean = shares === 0 ? 0 : (total * 100) / shares
  if (shown.length === 0) return null
  return (
    <Panel title={words.fairness}>
      <table class={styles.fair} aria-label={words.fairnessSay}>
        <thead>
          <tr>
            <th>
              <span class="sr">{words.who}</span>
            </th>
            <th class={styles.wide}>{words.hoursMean(format.count(hours(mean)))}</th>
            <th>{words.saturdays}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ librarianId, minutes, saturdays, share, due }) => (
            <tr key={librarianId}>
              <th scope="row">
                {naming.librarian(librarianId)}
                {share === 100 ? null : <span class={styles.part}> {words.share(share)}</span>}
              </th>
              <td class={styles.len} style={{ '--p': (minutes * 100) / longest, '--mean': (due * 100) / longest }}>
                <i />
                <b class={(minutes * 100) / longest < shortLoad ? styles.beyond : undefined}>
                  {words.hoursOf(format.count(hours(minutes)))}
                </b>
              </td>
              <td>{saturdays}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

/** Two people changed one week: both changes, and the choice, which a person makes (SET-3). */
const WeekLetter = ({ rota, conflict }: { readonly rota: Rota; readonly conflict: WeekConflict }) => {
  const { words, format, naming, settle } = rota
  const { toLocal } = useDesk()
  const now = useNow()
  const author = useChangeAuthor()(conflict.change)
  const { base, theirs, mine, monday } = conflict
  const both = combineWeeks(base, theirs, mine)
  const mayBoth = both !== undefined && judgeWeek(monday, both, now.date).length === 0
  const sayChanges = (after: RotaWeekValue): readonly string[] => {
    const { added, removed, away, back } = compareWeeks(base, after)
    const said = [
      ...added.map(({ librarianId, task, date, from }) =>
        words.conflict.added(naming.librarian(librarianId), task, words.when(weekdayOf(date), halfOf(from))),
      ),
      ...removed.map(({ librarianId, task, date, from }) =>
        words.conflict.removed(naming.librarian(librarianId), task, words.when(weekdayOf(date), halfOf(from))),
      ),
      ...away.map(({ librarianId, date }) => words.conflict.away(naming.librarian(librarianId), format.date(date))),
      ...back.map(({ librarianId, date }) => words.conflict.back(naming.librarian(librarianId), format.date(date))),
    ]
    return said.length === 0 ? [words.conflict.nothing] : said
  }
  const line = (where: string, who: string, state: string, after: RotaWeekValue) => (
    <Row
      where={where}
      what={
        <>
          <span>
            <b>{who}</b> · {state}
          </span>
          {sayChanges(after).map((said) => (
            <span key={said}>{said}</span>
          ))}
        </>
      }
    />
  )
  const choice = (head: string, say: string, chosen: RotaWeekValue | undefined) => (
    <Choice head={head} say={say} onPress={() => void settle(chosen)} />
  )
  return (
    <>
      <Verdict sign="warn" head={words.conflict.head}>
        {words.conflict.say(author)}
      </Verdict>
      <section class="panel letter" aria-label={words.conflict.head}>
        <Rows>
          {line(format.time(toLocal(conflict.change.at).time), author, words.conflict.saved, theirs)}
          {line(format.time(now.time), words.conflict.you, words.conflict.notSaved, mine)}
        </Rows>
        <div class="choices">
          {mayBoth ? choice(words.conflict.both, words.conflict.bothSay, both) : null}
          {choice(words.conflict.theirs(author), words.conflict.theirsSay, undefined)}
          {choice(words.conflict.mine, words.conflict.mineSay(author), mine)}
        </div>
      </section>
    </>
  )
}

/**
 * Who changes the rota beside the managers, what share of full time each one works, and the model week: a section of the settings, changed
 * by a manager with the passphrase (ROTA-1, ROTA-6).
 */
const RotaAuthors = ({ rota, onClose }: { readonly rota: Rota; readonly onClose: () => void }) => {
  const { words, naming, loads, settings, monday, week } = rota
  const { state } = useSnapshot()
  const section = useSection('rota', settings)
  const authorOf = useChangeAuthor()
  const { draft, change, isChanged, answer, conflict } = section
  const authors = draft.rotaAuthors ?? []
  const allow = (id: LibrarianId, isAllowed: boolean): void =>
    change({ ...draft, rotaAuthors: isAllowed ? [...authors, id] : authors.filter((one) => one !== id) })
  const share = (id: LibrarianId, typed: string): void =>
    // What is no number is out of bounds, and said so.
    change({ ...draft, rotaShares: { ...draft.rotaShares, [id]: /^\d+$/.test(typed.trim()) ? Number(typed) : -1 } })
  const wrong = loads.find(({ librarianId }) => !isWithin(shareBounds, shareOf(draft, librarianId)))
  const fault = wrong === undefined ? undefined : words.shareFault(naming.librarian(wrong.librarianId))
  if (conflict !== undefined) {
    const author = authorOf(conflict.change)
    return (
      <Dialog title={words.conflict.head} onClose={onClose}>
        <p>{words.conflict.say(author)}</p>
        <div class={styles.form}>
          <Button block onPress={() => section.settle(conflict.theirs)}>
            {words.conflict.theirs(author)}
          </Button>
          <Button block onPress={() => section.settle(withSection(conflict.theirs, 'rota', sectionOf(draft, 'rota')))}>
            {words.conflict.mine}
          </Button>
        </div>
      </Dialog>
    )
  }
  return (
    <>
      <Dialog title={words.authorsTitle} onClose={onClose}>
        <p class="soft">{words.authorsSay}</p>
        <ul class={styles.form}>
          {loads.map(({ librarianId }) => {
            const name = naming.librarian(librarianId)
            const isManager = state.get('librarian', librarianId)?.isManager === true
            const own = shareOf(draft, librarianId)
            return (
              <li key={librarianId} class={styles.line}>
                <Field
                  label={words.shareOf(name)}
                  inputMode="numeric"
                  maxLength={3}
                  value={own < 0 ? '' : String(own)}
                  onInput={(typed) => share(librarianId, typed)}
                />
                {isManager ? (
                  <span class="soft">{words.manager}</span>
                ) : (
                  <CheckField
                    className={styles.check}
                    checked={authors.includes(librarianId)}
                    onChange={(mayChange) => allow(librarianId, mayChange)}
                  >
                    {words.mayChange(name)}
                  </CheckField>
                )}
              </li>
            )
          })}
        </ul>
        <Button block onPress={() => change({ ...draft, rota: toModel(shiftsOf(settings, monday, week)) })}>
          {words.model}
        </Button>
        <p class="soft">{words.modelSay}</p>
        {fault === undefined ? null : <Say sign="stop" sentence={fault.what} nextStep={fault.next} />}
        {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
        {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
        <Button
          look="primary"
          block
          unavailable={fault?.what ?? (isChanged ? undefined : words.nothingChanged)}
          onPress={() => void section.save()}
        >
          {words.keep}
        </Button>
      </Dialog>
      <PassphraseWindow asked={section.passphrase} />
    </>
  )
}
