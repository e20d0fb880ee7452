/**
 * The trial before the library opens: a card and a document are read, one more tablet is let in, what is missing is said; then the one act
 * that opens to orders (SET-16). Runs in the browser. Nothing that is read here is kept, and no fact is made.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { settledFrom } from '../../../domain/settings/change-week.ts'
import { countWeek } from '../../../domain/slot/count-week.ts'
import { Button } from '../../components/button.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { ScanField } from '../../components/scan-field.tsx'
import { useDesk, useFromState, useNow } from '../../use-desk.ts'
import { useNaming } from '../../use-naming.ts'
import { useScan } from '../../use-scan.ts'
import { useFormats } from '../../use-words.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import settingStyles from '../settings/settings.module.css'
import { EnrolPanel } from '../tablets/enrol-panel.tsx'
import { useTablets } from '../tablets/use-tablets.ts'
import styles from './first-run.module.css'
import { MissingFiles } from './question.tsx'
import type { FirstRunState } from './use-first-run.ts'

export const Trial = ({ run }: { readonly run: FirstRunState }) => {
  const { words, settings, goTo, answer } = run
  const desk = useDesk()
  const format = useFormats()
  const naming = useNaming()
  const tablets = useTablets()
  const { date: today } = useNow()
  const [read, setRead] = useState<{ readonly what: string; readonly isKnown: boolean } | undefined>(undefined)
  const { patrons, items } = useFromState((state) => ({
    patrons: [...state.all('patron')].length,
    items: state.get('catalogue', 'catalogue')?.items ?? 0,
  }))
  // As the tablet has them, not as they were when this opened.
  const [, setSeen] = useState(0)
  useEffect(() => desk.subscribe(() => setSeen((n) => n + 1)), [desk])
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const hear = useScan(async (scan) => {
    if (scan.kind === 'card') {
      const isKnown = desk.snapshot.state.get('patron', scan.card) !== undefined
      setRead({ what: isKnown ? words.cardKnown(naming.patron(scan.card)) : words.cardUnknown, isKnown })
    } else if (scan.kind === 'item') {
      const found = await desk.findItem(scan.barcode)
      setRead({ what: found === undefined ? words.itemUnknown : words.itemKnown(found.title), isKnown: found !== undefined })
    } else setRead({ what: words.neither, isKnown: false })
  })
  const { places } = countWeek(settings, settledFrom(settings, today))
  return (
    <>
      <div class={settingStyles.halves}>
        <div class={settingStyles.side}>
          <Panel title={words.trial}>
            <div class={settingStyles.add}>
              <p>{words.scanSay}</p>
              <ScanField
                label={words.scanLabel}
                isVisiblyLabelled
                value={typed}
                onInput={setTyped}
                onEnter={(text) => {
                  setTyped('')
                  hear(desk.judgeTyped(text))
                }}
                clearLabel={words.clear}
                submitWords={words.tryIt}
                inputRef={field}
              />
              {read === undefined ? null : <Say sign={read.isKnown ? 'ok' : 'unknown'} sentence={read.what} />}
            </div>
            <Rows label={words.yourFiles}>
              <Row where={format.count(patrons)} what={<span>{words.patrons}</span>} />
              <Row where={format.count(items)} what={<span>{words.documents}</span>} />
            </Rows>
            {patrons > 0 && items > 0 ? null : <MissingFiles words={words} />}
          </Panel>
        </div>
        <EnrolPanel kept={tablets} />
      </div>
      <div class={styles.onward}>
        <Button look="quiet" icon="left" label={words.back(words.names.where)} onPress={() => goTo(4)}>
          {words.names.where}
        </Button>
        <Button
          look="primary"
          walking
          unavailable={
            !run.isOnline ? words.offline : places === 0 ? words.hoursFirst : answer.kind === 'working' ? words.working : undefined
          }
          onPress={() => void run.open()}
        >
          {words.open}
        </Button>
      </div>
      <PassphraseWindow asked={tablets.passphrase} />
    </>
  )
}
