/**
 * What the service is called and the colour it wears: no colour is refused; beside the one that was asked stands the one that the screens
 * will wear, each with how well it reads (SET-13). Runs in the browser.
 */
import { useId } from 'preact/hooks'
import { accentTones, contrastOf } from '../../../domain/settings/accent-tones.ts'
import { serviceNameBounds } from '../../../domain/settings/bounds.ts'
import { Button } from '../../components/button.tsx'
import { Faults } from './faults.tsx'
import { type SettingsWords, sayFault } from './read-figures.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

/** What letters on a screen must reach outdoors, at arm's length. */
const readable = 7
const [white, dark] = ['#ffffff', '#1c1b25']
/** The app's own, which a field of colours begins with. */
const ownViolet = '#432c8e'

export const NameEditor = ({ section: { words, draft, faults, change } }: { readonly section: Section }) => {
  const id = useId()
  const { serviceName, accentColour } = draft
  const said = faults.filter(({ at }) => at === 'serviceName').map((fault) => sayFault(words, words.labels.serviceName, fault))
  const field = (name: string) =>
    name === 'serviceName' ? (
      <input
        type="text"
        class={`${styles.typed} ${styles.name}`}
        value={serviceName}
        maxLength={serviceNameBounds.to}
        autoComplete="off"
        aria-label={words.labels.serviceName}
        aria-invalid={said.length > 0}
        aria-describedby={said.length > 0 ? id : undefined}
        onInput={({ currentTarget }) => change({ ...draft, serviceName: currentTarget.value })}
      />
    ) : (
      <input
        type="color"
        class={`${styles.typed} ${styles.colour}`}
        value={accentColour ?? ownViolet}
        aria-label={words.labels.accentColour}
        onInput={({ currentTarget }) => change({ ...draft, accentColour: currentTarget.value.toLowerCase() })}
      />
    )
  return (
    <>
      <p class={styles.sentence}>
        <Sentence template={words.sections.name.edit} figure={field} />
      </p>
      <Faults id={id} said={said} />
      {accentColour === undefined ? null : (
        <>
          <Patches words={words} colour={accentColour} />
          <div class={styles.fault}>
            <Button look="quiet" onPress={() => change({ ...draft, accentColour: undefined })}>
              {words.colour.none}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

/** Each colour on the ground where it is worn, with its ratio in words. */
const Patches = ({ words, colour }: { readonly words: SettingsWords; readonly colour: string }) => {
  const patches = [
    { name: words.colour.asked, tone: colour, ground: white },
    { name: words.colour.worn, tone: accentTones(colour, 'light').accent, ground: white },
    { name: words.colour.wornDark, tone: accentTones(colour, 'dark').accent, ground: dark },
  ]
  return (
    <ul class={styles.patches}>
      {patches.map(({ name, tone, ground }) => {
        const ratio = contrastOf(tone, ground)
        return (
          <li key={name}>
            {/* An image of a colour: what it says is written beside. */}
            <svg class={styles.patch} viewBox="0 0 104 72" aria-hidden="true">
              <rect width="104" height="72" fill={tone} />
              <text x="52" y="45" text-anchor="middle" font-size="26" font-weight="700" fill={ground}>
                {words.colour.sample}
              </text>
            </svg>
            <div>
              <b>{name}</b> <span>{tone}</span>
              <span class={styles.ratio}>{words.colour.readable(words.decimal(ratio))}</span>
              <span class="by">{ratio >= readable ? words.colour.everywhere : words.colour.guessed}</span>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
