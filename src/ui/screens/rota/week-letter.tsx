/**
 * Two people changed one week: both changes, and the choice, which a person makes (SET-3). Runs in the browser.
 */
import { weekdayOf } from '../../../domain/local-date.ts'
import { combineWeeks, compareWeeks } from '../../../domain/rota/compare-weeks.ts'
import { judgeWeek } from '../../../domain/rota/judge-week.ts'
import { halfOf, type RotaWeekValue } from '../../../domain/rota/rota-week.ts'
import { Choice } from '../../components/choice.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { useDesk, useNow } from '../../use-desk.ts'
import { useChangeAuthor } from '../settings/use-change-author.ts'
import type { Rota, WeekConflict } from './use-rota.ts'

export const WeekLetter = ({ rota, conflict }: { readonly rota: Rota; readonly conflict: WeekConflict }) => {
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
