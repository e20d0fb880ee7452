/**
 * « Saisie a posteriori »: the true day and time of what was handed over on paper (HO-10). Runs in the browser.
 */
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ChoiceField } from '../../components/field.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { Say } from '../../components/say.tsx'
import { useSnapshot } from '../../use-desk.ts'
import styles from './handover.module.css'
import type { WhoStage } from './use-handover.ts'

export const PaperEntry = ({ afterwards, describing: { words, state } }: Pick<WhoStage, 'afterwards' | 'describing'>) => {
  const { typed, type, arm, disarm, isFuture } = afterwards
  const { phase } = useSnapshot()
  const me = phase.kind === 'signed-in' ? phase.librarian.id : undefined
  const team = [...state.all('librarian')].sort((a, b) => (a.name < b.name ? -1 : 1))
  const fields = useRef<HTMLDivElement>(null)
  // The button that opened it is gone, and on a phone the fields are below the fold.
  useEffect(() => {
    if (typed.kind === 'on') fields.current?.querySelector('input')?.focus()
  }, [typed.kind])
  if (typed.kind === 'off') {
    return (
      <p>
        <Button look="quiet" icon="pen" onPress={arm}>
          {words.afterwards}
        </Button>
      </p>
    )
  }
  return (
    <section class={`panel ${styles.afterwards}`} aria-label={words.afterwards}>
      <h2 class="title">{words.afterwards}</h2>
      <p class="small soft">{words.afterwardsSay}</p>
      <div class={styles.line} ref={fields}>
        <DateField label={words.afterwardsDay} value={typed.day} onInput={(day) => type({ ...typed, day })} />
        <TimeField label={words.afterwardsTime} value={typed.time} onInput={(time) => type({ ...typed, time })} />
        <Button look="quiet" onPress={disarm}>
          {words.afterwardsStop}
        </Button>
      </div>
      <ChoiceField
        label={words.afterwardsBy}
        inline
        value={typed.by ?? me}
        choices={team.map(({ id, name }) => ({ value: id, words: name }))}
        onChoose={(id) => type({ ...typed, by: id === me ? undefined : id })}
      />
      {isFuture ? <Say sign="warn" sentence={words.afterwardsFuture} nextStep={words.afterwardsFutureNext} /> : null}
    </section>
  )
}
