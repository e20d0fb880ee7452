/**
 * Ranges of one day that overlap, said with both meanings, and asked before they are saved (SET-35). Runs in the browser.
 * Two desks at once add their places up; with one desk the second range begins when the first one ends.
 */
import { Choice } from '../../components/choice.tsx'
import { Say } from '../../components/parts.tsx'
import { useFormats } from '../../use-desk.ts'
import type { OfSection } from './use-section.ts'

export const Overlaps = ({ section: { words, overlaps, agree, change } }: Pick<OfSection, 'section'>) => {
  const format = useFormats()
  const said = words.overlap
  return overlaps.map((one) => {
    const day = typeof one.day === 'number' ? (words.weekdayNames[one.day - 1] ?? '') : format.date(one.day)
    const hours = words.days.range(format.time(one.from), format.time(one.to))
    return (
      <section key={`${one.siteId} ${day} ${hours}`} class="panel letter" aria-label={said.what(day, hours)}>
        <Say sign="warn" sentence={said.what(day, hours)} nextStep={said.first} />
        <div class="choices">
          <Choice head={said.both(one.both, hours)} say={said.bothSay} onPress={() => agree(one)} />
          <Choice head={said.one(one.one, hours)} say={said.oneSay} onPress={() => change(one.parted)} />
        </div>
      </section>
    )
  })
}
