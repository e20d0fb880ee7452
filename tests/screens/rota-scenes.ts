/**
 * The scenes of Planning: a week with two gaps and somebody away, read by who may not change it, off line, all covered, with nothing open,
 * and changed by a colleague meanwhile. For tests of screens and for screenshots.
 */
import { toLibrarianId } from '../../src/domain/ids.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import type { RotaWeekValue } from '../../src/domain/rota/rota-week.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { aDate, anInstant } from '../builders/a-moment.ts'
import { aWeek, aWeekRow } from '../builders/a-rota.ts'
import { anOpeningRange } from '../builders/a-settings.ts'
import { countedFigures } from './counted-figures.ts'
import { desk } from './desk-scenes.ts'
import { aLibrarian, mehdi, settings } from './stage-rows.ts'
import type { StageOptions } from './staged-desk.ts'

const openings: readonly (readonly [Weekday, string, string])[] = [
  [2, '10:00', '12:00'],
  [2, '14:00', '18:00'],
  [3, '10:00', '12:00'],
  [3, '14:00', '18:00'],
  [4, '14:00', '18:00'],
  [5, '10:00', '12:00'],
  [5, '14:00', '18:00'],
  [6, '10:00', '12:00'],
  [6, '14:00', '17:00'],
]

/** Preparers, the handover desk, the telephone; mornings from 9, afternoons from 14. */
const planned = {
  2: [
    ['mehdi', 'claire', 'solene'],
    ['mehdi ines', 'yann', 'solene'],
  ],
  3: [
    ['nadia', 'claire', 'paul'],
    ['mehdi ines', 'yann claire', 'solene'],
  ],
  4: [[], ['nadia', 'paul', 'helene']],
  5: [
    ['ines', 'solene', 'paul'],
    ['mehdi nadia', 'yann', 'claire'],
  ],
  6: [
    ['ines', 'yann', ''],
    ['nadia', 'yann', ''],
  ],
} as const

const tasks = ['preparation', 'handover', 'telephone'] as const

/** The shifts of a week whose Tuesday is `tuesday`. */
const shiftsFrom = (tuesday: number, month = '11'): readonly string[] =>
  Object.entries(planned).flatMap(([weekday, halves]) =>
    halves.flatMap((cells, half) =>
      cells.flatMap((names, task) =>
        names
          .split(' ')
          .filter((name) => name !== '')
          .map((name) => {
            const date = `2026-${month}-${String(tuesday + Number(weekday) - 2).padStart(2, '0')}`
            return `${name} ${tasks[task]} ${date} ${half === 0 ? '09:00 12:00' : Number(weekday) === 6 ? '14:00 17:00' : '14:00 18:00'}`
          }),
      ),
    ),
  )

const week = (away: readonly string[] = []): RotaWeekValue => aWeek(shiftsFrom(1, '12'), away)
const uncovered: RotaWeekValue = {
  shifts: week().shifts?.filter(({ date, task, from }) => date !== '2026-12-05' || task !== 'handover' || from !== '09:00'),
  absences: week(['ines 2026-12-02']).absences,
}
const people: readonly Row[] = [
  aLibrarian(toLibrarianId('helene'), 'Hélène'),
  aLibrarian(toLibrarianId('nadia'), 'Nadia'),
  aLibrarian(toLibrarianId('paul'), 'Paul'),
]
const open: Row = {
  ...settings,
  openingRanges: openings.map(([weekday, from, to]) => anOpeningRange(weekday, from, to)),
  rotaShares: { helene: 50 },
}
const past: readonly Row[] = [3, 10, 17].map((tuesday) =>
  aWeekRow(`2026-11-${String(tuesday - 1).padStart(2, '0')}`, aWeek(shiftsFrom(tuesday))),
)
const rows: readonly Row[] = [
  open,
  ...people,
  ...past,
  aWeekRow('2026-11-30', uncovered),
  aWeekRow('2026-12-07', aWeek([], ['solene 2026-12-09', 'solene 2026-12-10', 'solene 2026-12-11'])),
]
const staged = (options: Partial<StageOptions> = {}, more: readonly Row[] = []) =>
  desk({ figures: countedFigures, ...options }, [...rows, ...more])

/** Mehdi put Hélène at the handover desk, while the week was before the manager's eyes. */
const meanwhile: StageOptions['weekMeanwhile'] = {
  number: 9,
  section: 'rota/2026-11-30',
  at: anInstant('2026-11-24 15:02'),
  by: mehdi,
  was: uncovered,
  became: { ...uncovered, absences: [...uncovered.absences, { date: aDate('2026-12-03'), librarianId: toLibrarianId('helene') }] },
  orders: 0,
}

export const rotaSceneByName = {
  rota: () => staged(),
  'rota-reader': () => staged({ librarian: mehdi }),
  'rota-offline': () => desk({ snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }, rows),
  'rota-covered': () => staged({}, [aWeekRow('2026-11-30', aWeek([...shiftsFrom(1, '12'), 'paul preparation 2026-12-02 14:00 18:00']))]),
  'rota-empty': () => staged({}, [{ ...settings, openingRanges: [], rota: [] }]),
  'rota-meanwhile': () => staged({ weekMeanwhile: meanwhile }),
}
