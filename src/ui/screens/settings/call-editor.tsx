/**
 * What the library has said on the telephone once an order was read back, in a manager's hands (PHONE-10). Runs in the browser, in a chunk
 * of its own.
 */
import { callWordsBounds } from '../../../domain/settings/bounds.ts'
import { OwnWordsField } from './own-words-field.tsx'
import styles from './settings.module.css'
import type { Section } from './use-section.ts'

export const CallEditor = ({ section: { words, draft, faults, told, change } }: { readonly section: Section }) => (
  <div class={styles.add}>
    <OwnWordsField
      title={words.labels.callWords}
      hint={words.call.hint}
      said={draft.callWords}
      bounds={callWordsBounds}
      noEnglish={words.call.noEnglish}
      isAt={(language) => [...faults, ...told].some(({ at }) => at === `callWords.${language}`)}
      write={(callWords) => change({ ...draft, callWords })}
    />
  </div>
)
