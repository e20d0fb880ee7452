/**
 * The declaration of accessibility (French law of 11 February 2005, article 47), reached from the menu and before signing in.
 * Runs in the browser. It says what was checked and what was not.
 */
import { accessibilityWords } from '../../../locale/en/accessibility.ts'
import { Panel, Verdict } from '../../components/parts.tsx'
import { useSettings, useWords } from '../../use-desk.ts'
import styles from './accessibility.module.css'

export const Accessibility = () => {
  const words = useWords(accessibilityWords)
  const settings = useSettings()
  const library = settings?.libraryName ?? words.thisLibrary
  return (
    <>
      <Verdict head={words.verdict} />
      <p class={styles.text}>{words.say(settings?.serviceName ?? words.thisService, library)}</p>
      <Part title={words.statusTitle} sentences={words.status} />
      <Part title={words.testedTitle} sentences={words.tested} />
      <Part title={words.notTestedTitle} sentences={words.notTested} />
      <Part title={words.limitsTitle} sentences={words.limits} />
      <Panel title={words.contactTitle}>
        <p class={`${styles.body} ${styles.text}`}>{words.contact(library)}</p>
      </Panel>
    </>
  )
}

const Part = ({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) => (
  <Panel title={title}>
    <ul class={`${styles.body} ${styles.text}`}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  </Panel>
)
