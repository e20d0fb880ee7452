/**
 * A habit of this tablet, chosen among a few and kept at once: light or dark, sounds, the paper of labels. Runs in the browser.
 * The words stand in the order in which they are offered.
 */
import type { Signal } from '@preact/signals'
import { ChoiceField } from './components/field.tsx'

interface HabitChoiceProps<V extends string> {
  readonly label: string
  readonly habit: Signal<V>
  readonly words: Readonly<Record<V, string>>
}

export const HabitChoice = <V extends string>({ label, habit, words }: HabitChoiceProps<V>) => (
  <ChoiceField
    label={label}
    value={habit.value}
    inline
    // A record of the habit's own values.
    choices={(Object.keys(words) as V[]).map((value) => ({ value, words: words[value] }))}
    onChoose={(value) => {
      habit.value = value
    }}
  />
)
