/**
 * The draft's name and colour where they will be read: on the bar and a button of a tablet, and on paper, which wears no colour. Runs in the
 * browser. A picture of both, that is read aloud as one sentence and pressed by nobody.
 */
import { addDays } from '../../../domain/local-date.ts'
import { accentTones } from '../../../domain/settings/accent-tones.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/parts.tsx'
import { useFormats, useNow } from '../../use-desk.ts'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

/** Days of the loan on the sample of a receipt. */
const sampleDays = 21

/** The two tones of a colour where the screen's own stand; undefined: the screen's own. */
const toned = (colour: string | undefined) => {
  if (colour === undefined) return undefined
  const [light, dark] = [accentTones(colour, 'light'), accentTones(colour, 'dark')]
  return {
    '--accent': `light-dark(${light.accent}, ${dark.accent})`,
    '--on-accent': `light-dark(${light.onAccent}, ${dark.onAccent})`,
  }
}

export const NamePreview = ({ section: { draft, words } }: { readonly section: Section }) => {
  const said = words.colour
  const format = useFormats()
  const { date } = useNow()
  const { serviceName, libraryName, accentColour } = draft
  return (
    <>
      <Panel title={said.onTablet}>
        <div class={styles.onTablet} style={toned(accentColour)} role="img" aria-label={said.shown(serviceName)}>
          <p class={styles.sampleBar}>
            <Icon name="handover" />
            <b>{serviceName}</b>
            <span>{format.shortDate(date)}</span>
          </p>
          <p class={styles.sampleButton}>{said.button}</p>
        </div>
      </Panel>
      <Panel title={said.onPaper} end={said.black}>
        <div class={styles.onPaper}>
          <p>
            <b>{libraryName}</b>
            <br />
            {serviceName}
          </p>
          <p>
            <b>Germinal</b>
            <br />
            {said.due(format.dayAndMonth(addDays(date, sampleDays)))}
          </p>
        </div>
      </Panel>
    </>
  )
}
