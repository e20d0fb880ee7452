/**
 * Who is on now, at which task, and who comes at the next change. Runs in the browser.
 * The rota is the manager's; a colleague is called by the name that colleagues use.
 */
import type { DeskTask } from '../../../domain/settings/settings.ts'
import { today as en } from '../../../locale/en/today.ts'
import { today as fr } from '../../../locale/fr/today.ts'
import { Panel } from '../../components/panel.tsx'
import { useNaming } from '../../use-naming.ts'
import { useFormats, useWords } from '../../use-words.ts'
import type { Crew as CrewView } from './use-today.ts'

const tasks: readonly DeskTask[] = ['preparation', 'handover', 'telephone']

export const Crew = ({ crew: { current, next, until } }: { readonly crew: CrewView }) => {
  const words = useWords(fr, en)
  const format = useFormats()
  const naming = useNaming()
  return (
    <Panel
      title={words.crew}
      className="crew"
      end={until === undefined || current.length === 0 ? undefined : words.until(format.time(until))}
    >
      {current.length > 0 ? null : (
        <p class="empty">{until === undefined || next.length === 0 ? words.noCrew : words.nobodyUntil(format.time(until))}</p>
      )}
      <dl class="rota">
        {tasks
          .map((task) => [task, current.filter((shift) => shift.task === task)] as const)
          .filter(([, shifts]) => shifts.length > 0)
          .map(([task, shifts]) => (
            <div key={task}>
              <dt>{words.tasks[task]}</dt>
              <dd>{shifts.map((shift) => naming.librarian(shift.librarianId)).join(', ')}</dd>
            </div>
          ))}
        {until === undefined || next.length === 0 ? null : (
          <div>
            <dt>{words.atTime(format.time(until))}</dt>
            <dd>{words.shifts(next.map((shift) => `${naming.librarian(shift.librarianId)}, ${words.taskPlace[shift.task]}`))}</dd>
          </div>
        )}
      </dl>
    </Panel>
  )
}
