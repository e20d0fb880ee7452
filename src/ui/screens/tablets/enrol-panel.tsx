/**
 * One more tablet: the code that lets it in once, for ten minutes, to be scanned or typed there (docs/install.md, "The tablets"), and the codes
 * that nobody has used yet, each with who made it, to be cancelled. Runs in the browser. Off line the code that was made stays: it may be being
 * copied onto the other tablet, and this tablet's network has no part in it.
 */
import { encode } from 'uqr'
import { Button, Panel, Row, Rows } from '../../components/parts.tsx'
import styles from './tablets.module.css'
import type { KeptTablets } from './use-tablets.ts'

export const EnrolPanel = ({ kept }: { readonly kept: KeptTablets }) => {
  const { words, made, live, isOnline, sayCode } = kept
  const codes = live?.codes ?? []
  return (
    <Panel title={words.enrolTitle}>
      <div class={styles.body}>
        <p>{words.enrolSay}</p>
        {!isOnline ? null : (
          <div class="actions">
            <Button icon="tablet" onPress={() => void kept.makeCode()}>
              {words.makeCode}
            </Button>
          </div>
        )}
        {made === undefined ? null : (
          <div class={styles.code}>
            <QrSquare text={made.link} label={words.qr} />
            <dl>
              <dt>{words.codeLabel}</dt>
              <dd class={styles.big}>{made.code}</dd>
              <dt>{words.linkLabel}</dt>
              <dd class={styles.link}>{made.link}</dd>
              <dd class="soft">{kept.expiry(made)}</dd>
            </dl>
          </div>
        )}
      </div>
      {codes.length === 0 ? null : (
        <div class={styles.codes}>
          <h3>{words.codes}</h3>
          <Rows label={words.codes}>
            {codes.map((code) => (
              <Row key={code.id} where="" what={<span>{sayCode(code)}</span>}>
                <Button label={words.cancelNamed(sayCode(code))} onPress={() => void kept.cancelCode(code)}>
                  {words.cancel}
                </Button>
              </Row>
            ))}
          </Rows>
        </div>
      )}
    </Panel>
  )
}

/** An enrolment link, drawn as one path: sharp at any size, black on white whatever the theme so that a lens reads it. */
const QrSquare = ({ text, label }: { readonly text: string; readonly label: string }) => {
  // A quiet zone of four modules all round (ISO/IEC 18004, 9.1).
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
