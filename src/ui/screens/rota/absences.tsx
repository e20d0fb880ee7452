/**
 * Who is away, from the shown week on: noted as a person and some days, lifted by one press, without a reason (ROTA-4). Runs in the browser.
 */
import { useState } from 'preact/hooks'
import type { LibrarianId } from '../../../domain/ids.ts'
import { addDays, datesFrom, daysBetween, type LocalDate, parseLocalDate, spellsOf } from '../../../domain/local-date.ts'
import { type Absence, type Half, mondayOf, writtenDays } from '../../../domain/rota/rota-week.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, SelectField } from '../../components/field.tsx'
import { DateField } from '../../components/moment-field.tsx'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import { useNow, useSnapshot } from '../../use-desk.ts'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'

const areOne = (a: Absence, b: Absence): boolean => a.librarianId === b.librarianId && a.half === undefined && b.half === undefined

/** Days of one act: each of its weeks is written by itself. */
const longestDays = 35

/** Changes the absences of each week that the days lie in, one after the other; answers whether all are kept. */
const changeDays = async (
  { readWeek, save }: Rota,
  days: readonly LocalDate[],
  change: (absences: readonly Absence[], days: readonly LocalDate[]) => readonly Absence[],
  said: string,
): Promise<boolean> => {
  for (const monday of new Set(days.map(mondayOf))) {
    const { value } = readWeek(monday)
    const own = days.filter((day) => mondayOf(day) === monday)
    const shifts = value.shifts === undefined ? {} : { shifts: value.shifts }
    if (!(await save({ ...shifts, absences: change(value.absences, own) }, said, monday))) return false
  }
  return true
}

export const Absences = ({ rota }: { readonly rota: Rota }) => {
  const { words, format, naming, monday, isEdited, readWeek } = rota
  const { state } = useSnapshot()
  const [isOpen, setOpen] = useState(false)
  const mondays = [...new Set([monday, ...[...state.all('rota-week')].map(({ id }) => id)])].filter((id) => id >= monday)
  const spells = spellsOf(
    mondays.flatMap((id) => readWeek(id).value.absences),
    areOne,
  ).map(({ of, to }) => ({ ...of, to }))
  type Spell = (typeof spells)[number]
  const sayDays = ({ date: from, to }: Spell): string =>
    from === to
      ? format.dayOfWeek(from)
      : from.slice(0, 7) === to.slice(0, 7)
        ? `${Number(from.slice(8))}–${Number(to.slice(8))}`
        : // In a narrow column, where each part may begin a line.
          `${format.dayAndMonth(from)} – ${format.dayAndMonth(to)}`
  const lift = ({ librarianId, date: from, to, half }: Spell): void =>
    void changeDays(
      rota,
      datesFrom(from, to),
      (absences, days) => absences.filter((one) => one.librarianId !== librarianId || one.half !== half || !days.includes(one.date)),
      words.lifted(naming.librarian(librarianId)),
    )
  return (
    <Panel
      title={words.absences}
      end={
        isEdited ? (
          <Button icon="plus" look="quiet" label={words.noteTitle} onPress={() => setOpen(true)}>
            {words.note}
          </Button>
        ) : undefined
      }
    >
      {spells.length === 0 ? <p class="empty">{words.noAbsence}</p> : null}
      <Rows label={words.absences}>
        {spells.map((spell) => (
          <Row
            key={`${spell.librarianId}${spell.date}${spell.half}`}
            where={sayDays(spell)}
            what={
              <span>
                <b>{naming.librarian(spell.librarianId)}</b>, {words.absentFor(daysBetween(spell.date, spell.to) + 1, spell.half)}
              </span>
            }
          >
            {isEdited ? (
              <Button look="quiet" label={words.liftNamed(naming.librarian(spell.librarianId), sayDays(spell))} onPress={() => lift(spell)}>
                {words.lift}
              </Button>
            ) : undefined}
          </Row>
        ))}
      </Rows>
      {isOpen ? <NoteWindow rota={rota} onClose={() => setOpen(false)} /> : null}
    </Panel>
  )
}

const NoteWindow = ({ rota, onClose }: { readonly rota: Rota; readonly onClose: () => void }) => {
  const { words, naming, loads } = rota
  const [who, setWho] = useState<LibrarianId | undefined>(loads[0]?.librarianId)
  const [first, setFirst] = useState('')
  const [last, setLast] = useState('')
  const [part, setPart] = useState<'day' | Half>('day')
  const { date: today } = useNow()
  // Of weeks that may be written.
  const [since, until] = [addDays(today, 6 - writtenDays.back), addDays(today, writtenDays.ahead)]
  const from = parseLocalDate(first)
  const to = parseLocalDate(last) ?? from
  const unavailable =
    who === undefined || from === undefined || to === undefined || to < from
      ? words.daysFirst
      : daysBetween(from, to) >= longestDays
        ? words.tooLong
        : undefined
  const note = async (): Promise<void> => {
    if (who === undefined || from === undefined || to === undefined) return
    const half = part === 'day' ? {} : { half: part }
    const add = (absences: readonly Absence[], days: readonly LocalDate[]): readonly Absence[] => [
      // Whoever is away for the day is not away for half of it too.
      ...absences.filter((one) => one.librarianId !== who || !days.includes(one.date)),
      ...days.map((date) => ({ date, librarianId: who, ...half })),
    ]
    await changeDays(rota, datesFrom(from, to), add, words.noted(naming.librarian(who)))
    onClose()
  }
  return (
    <Dialog title={words.noteTitle} onClose={onClose}>
      <p class="soft">{words.noteSay}</p>
      <div class={styles.form}>
        <SelectField
          label={words.who}
          value={who}
          choices={loads.map(({ librarianId }) => librarianId)}
          say={naming.librarian}
          onChoose={setWho}
        />
        <DateField label={words.firstDay} value={first} from={since} to={until} onInput={setFirst} />
        <DateField label={words.lastDay} value={last} from={from ?? since} to={until} onInput={setLast} />
        <ChoiceField
          label={words.howLong}
          value={part}
          choices={(['day', 'morning', 'afternoon'] as const).map((value) => ({ value, words: words.parts[value] }))}
          onChoose={setPart}
        />
        <Button look="primary" block unavailable={unavailable} onPress={() => void note()}>
          {words.keep}
        </Button>
      </div>
    </Dialog>
  )
}
