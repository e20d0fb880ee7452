/**
 * A passphrase as it is typed: hidden, and shown by its eye to whoever would rather read it. Runs in the browser.
 * The browser is asked not to keep it: the tablet is everybody's.
 */

import { useId, useState } from 'preact/hooks'
import { textLengths } from '../../../domain/text-lengths.ts'
import { passphraseWords } from '../../../locale/en/passphrase.ts'
import type { FieldProps } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './passphrase.module.css'

type PassphraseFieldProps = Pick<FieldProps, 'label' | 'hint' | 'value' | 'onInput'>

export const PassphraseField = ({ label, hint, value, onInput }: PassphraseFieldProps) => {
  const words = useWords(passphraseWords)
  const [isShown, setShown] = useState(false)
  const id = useId()
  return (
    <div class={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div class={styles.box}>
        <Icon name="key" />
        <input
          id={id}
          type={isShown ? 'text' : 'password'}
          value={value}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          maxLength={textLengths.passphrase}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class={styles.eye} aria-label={words.show} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <Icon name="eye" />
        </button>
      </div>
      {hint === undefined ? null : (
        <small class="soft small" id={`${id}-hint`}>
          {hint}
        </small>
      )}
    </div>
  )
}
