/**
 * The week on one A4: first names, no reason for anything, gaps dashed (ROTA-7). Runs in the browser.
 */
import '../../styles/labels.css'
import { weekdayOf } from '../../../domain/local-date.ts'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'
import { shownMinutes, tasks, useWeekTitle } from './week-table.tsx'

export const RotaSheet = ({ rota }: { readonly rota: Rota }) => {
  const { words, format, naming, plan } = rota
  const title = useWeekTitle(rota)
  return (
    <article class={`printed ${styles.sheet}`}>
      <h1>{words.printTitle(title)}</h1>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {tasks.map((task) => (
              <th key={task} scope="col">
                {words.tasks[task]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.halfDays.map((halfDay) => (
            <tr key={`${halfDay.date} ${halfDay.half}`}>
              <th scope="row">
                {format.dayOfWeek(halfDay.date)}, {words.halves[halfDay.half]}
              </th>
              {tasks.map((task) => {
                const gap = halfDay.gaps.find((one) => one.task === task)
                return (
                  <td key={task}>
                    {halfDay.shifts
                      .filter((shift) => shift.task === task && !shift.isStruck)
                      .map(({ librarianId, from, to }) => (
                        <div key={`${librarianId}${from}`}>
                          <b>{naming.librarian(librarianId)}</b> {format.time(from)}–{format.time(to)}
                        </div>
                      ))}
                    {gap === undefined ? null : (
                      <div class={styles.paperGap}>
                        {gap.task === 'handover'
                          ? words.nobody(weekdayOf(gap.date), gap.half)
                          : words.short(weekdayOf(gap.date), gap.half, format.duration(shownMinutes(gap.minutes)))}
                      </div>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  )
}
