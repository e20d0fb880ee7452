/**
 * One more tablet: the code that lets it in once, for ten minutes, to be scanned or typed there (README.md, "The tablets").
 * Runs in the browser.
 */
import { Button } from '../../components/button.tsx'
import { Panel } from '../../components/panel.tsx'
import styles from './closing.module.css'
import { QrSquare } from './qr-square.tsx'
import type { Closing } from './use-closing.ts'

export const EnrolPanel = ({ closing }: { readonly closing: Closing }) => {
  const { words, format, code, toLocal } = closing
  return (
    <Panel title={words.enrolTitle}>
      <div class={styles.body}>
        <p>{words.enrolSay}</p>
        <div class="actions">
          <Button icon="tablet" onPress={() => void closing.makeCode()}>
            {words.makeCode}
          </Button>
        </div>
        {code === undefined ? null : (
          <div class={styles.code}>
            <QrSquare text={code.link} label={words.qr} />
            <dl>
              <dt>{words.codeLabel}</dt>
              <dd class={styles.big}>{code.code}</dd>
              <dt>{words.linkLabel}</dt>
              <dd class={styles.link}>{code.link}</dd>
              <dd class="soft">{words.expires(format.time(toLocal(code.expiresAt).time))}</dd>
            </dl>
          </div>
        )}
      </div>
    </Panel>
  )
}
