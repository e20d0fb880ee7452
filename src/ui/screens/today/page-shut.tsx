/**
 * While strangers have used up the codes of the patrons' page: until when, who still enters, and what to say to whoever calls (PAGE-16). Runs in the
 * browser, as the last exchange told it.
 */
import { todayWords } from '../../../locale/en/today.ts'
import { Say } from '../../components/parts.tsx'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'

export const PageShut = () => {
  const words = useWords(todayWords)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  const { link } = useSnapshot()
  const until = link.kind === 'online' ? link.pageShutUntil : undefined
  if (until === undefined || until <= now.at) return null
  const { date, time } = desk.toLocal(until)
  return (
    <Say
      sign="warn"
      sentence={words.pageShut(date === now.date ? '' : format.date(date), format.time(time))}
      nextStep={words.pageShutSay}
    />
  )
}
