/**
 * « Saisie a posteriori »: the true day and time of what was handed over on paper (HO-10). Runs in the browser.
 */
import { Button } from '../../components/button.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { Say } from '../../components/say.tsx'
import type { Describing } from './describe-found.ts'
import styles from './handover.module.css'
import type { Afterwards } from './use-afterwards.ts'

export const PaperEntry = ({
  afterwards: { typed, type, isFuture },
  describing: { words, now },
}: {
  readonly afterwards: Afterwards
  readonly describing: Describing
}) => {
  if (typed.kind === 'off') {
    return (
      <p>
        <Button look="quiet" icon="pen" onPress={() => type({ kind: 'on', day: now.date, time: '' })}>
          {words.afterwards}
        </Button>
      </p>
    )
  }
  return (
    <section class={`panel ${styles.afterwards}`} aria-label={words.afterwards}>
      <h2 class="title">{words.afterwards}</h2>
      <p class="small soft">{words.afterwardsSay}</p>
      <div class={styles.line}>
        <DateField label={words.afterwardsDay} value={typed.day} onInput={(day) => type({ ...typed, day })} />
        <TimeField label={words.afterwardsTime} value={typed.time} onInput={(time) => type({ ...typed, time })} />
        <Button look="quiet" onPress={() => type({ kind: 'off' })}>
          {words.afterwardsStop}
        </Button>
      </div>
      {isFuture ? <Say sign="warn" sentence={words.afterwardsFuture} nextStep={words.afterwardsFutureNext} /> : null}
    </section>
  )
}
