/**
 * Who is on now, at which task, and who comes at the next change (ROTA-7); the bank holiday that nobody has decided (SET-10); and how orders
 * come, before there is one.
 * Runs in the browser, off line too, in a chunk of its own.
 * A colleague is called by the name that colleagues use.
 */
import { crewAt } from '../../../domain/rota/read-week.ts'
import { type DeskTask, pageDoorOf } from '../../../domain/settings/settings.ts'
import { holidaysUnanswered } from '../../../domain/slot/holidays-to-decide.ts'
import { firstOrdersWords, holidaysWords, todayWords } from '../../../locale/en/today.ts'
import { Icon } from '../../components/icon.tsx'
import { ButtonLink, Panel, Row, Rows, Say } from '../../components/parts.tsx'
import { hrefOf } from '../../routes.ts'
import { useFormats, useFromState, useNaming, useNow, useSettings, useWords } from '../../use-desk.ts'
import styles from './first-orders.module.css'

const tasks: readonly DeskTask[] = ['preparation', 'handover', 'telephone']

export const Crew = () => {
  const words = useWords(todayWords)
  const format = useFormats()
  const naming = useNaming()
  const { date, time } = useNow()
  const { current, next, until } = useFromState((state) => crewAt(state, { date, time }), date, time)
  return (
    <>
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
        <Holidays />
      </Panel>
      <FirstOrders />
    </>
  )
}

const Holidays = () => {
  const words = useWords(holidaysWords)
  const format = useFormats()
  const { date: today } = useNow()
  const settings = useSettings()
  return settings === undefined
    ? null
    : holidaysUnanswered(settings, today).map(({ date }) => (
        <Say key={date} sign="warn" sentence={words.wouldBeOpen(format.shortDate(date))} nextStep={words.decide} />
      ))
}

/** How orders come, and the way to each: the ILS's file, the telephone, the patrons' page. It goes with the first order. */
const FirstOrders = () => {
  const { title, file, call, page } = useWords(firstOrdersWords)
  const settings = useSettings()
  const hasNone = useFromState((state) => [...state.all('order')].length === 0)
  return !hasNone ? null : (
    <Panel title={title} className={styles.ways ?? ''}>
      <Rows label={title}>
        <Row where={<Icon name="phone" />} what={<b>{call.what}</b>} by={call.say}>
          <ButtonLink href={hrefOf('call')}>{call.open}</ButtonLink>
        </Row>
        <Row where={<Icon name="person" />} what={<b>{page.what}</b>} by={page.say[pageDoorOf(settings?.publicPage)]}>
          <ButtonLink href={hrefOf('management', 'reglages', 'page')}>{page.open}</ButtonLink>
        </Row>
        <Row
          where={<Icon name="server" />}
          what={
            <>
              <b>{file.what}</b>
              <span class="by">
                {file.say} <code>{file.command}</code>
              </span>
              <span class="by">{file.linked}</span>
            </>
          }
        >
          <ButtonLink href={hrefOf('management', 'reglages', 'sigb')}>{file.open}</ButtonLink>
        </Row>
      </Rows>
    </Panel>
  )
}
