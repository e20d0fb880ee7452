/**
 * Réglages: what the manager decided, each as a sentence with its figure inside, read by everybody, off line too. Runs in the browser.
 */
import { retentionDefaults } from '../../../domain/settings/default-settings.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { settings as en } from '../../../locale/en/settings.ts'
import { settings as fr } from '../../../locale/fr/settings.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { useSettings } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import { Sentence } from './sentence.tsx'
import styles from './settings.module.css'

type Words = typeof fr
type SectionName = keyof Words['sections']

/** In the order of the page. */
const service: readonly SectionName[] = ['name', 'lead', 'limits', 'newness', 'absences', 'retention']
const place: readonly SectionName[] = ['returns', 'lock']

/** What a figure of a sentence reads: a number with its unit, or a word of the library's own. */
const readFigure = (words: Words, settings: Settings, name: string): string => {
  if (name === 'serviceName') return settings.serviceName
  const figures: Readonly<Record<string, (n: number) => string>> = words.figures
  const numbers: Readonly<Record<string, unknown>> = { ...retentionDefaults, ...settings }
  return figures[name]?.(Number(numbers[name])) ?? ''
}

export const SettingsRoom = () => {
  const words = useWords(fr, en)
  const settings = useSettings()
  const panel = (title: string, names: readonly SectionName[]) => (
    <Panel title={title} className={styles.sections ?? ''}>
      <Rows label={title}>
        {settings === undefined
          ? null
          : names.map((name) => (
              <Row
                key={name}
                where={words.sections[name].title}
                what={
                  <Sentence template={words.sections[name].sentence} figure={(figure) => <b>{readFigure(words, settings, figure)}</b>} />
                }
              />
            ))}
      </Rows>
    </Panel>
  )
  return (
    <>
      <Verdict head={words.head}>{words.say}</Verdict>
      <div class={styles.halves}>
        {panel(words.service, service)}
        {panel(words.place, place)}
      </div>
    </>
  )
}
