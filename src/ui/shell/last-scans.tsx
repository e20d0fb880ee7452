/**
 * The last ten scans of this tablet, each with its undo, one press away on every screen, as in a till (RET-11). Runs in the browser.
 * What the desk no longer lets be taken back stays listed, without a button.
 */
import { operationsWords } from '../../locale/en/operations.ts'
import { shellWords } from '../../locale/en/shell.ts'
import { Dialog } from '../components/dialog.tsx'
import { EachRow, Row } from '../components/parts.tsx'
import { useOperationLines } from '../screens/operations/use-operations.ts'
import { TakeBack } from '../take-back.tsx'
import { useFormats, useWords } from '../use-desk.ts'

/** As many as one remembers having held. */
const shown = 10

export const LastScans = ({ onClose }: { readonly onClose: () => void }) => {
  const { noScan } = useWords(operationsWords)
  const { lastScans } = useWords(shellWords)
  const format = useFormats()
  const lines = (useOperationLines() ?? []).filter(({ scanned }) => scanned !== undefined).slice(0, shown)
  return (
    <Dialog title={lastScans} onClose={onClose}>
      {lines.length === 0 ? <p>{noScan}</p> : null}
      <EachRow label={lastScans} of={lines} by={({ id }) => id}>
        {({ id, at, who, does, detail, scanned, title }) => (
          <Row
            key={id}
            where={format.time(at.time)}
            what={
              <span>
                <b>{who}</b> {does}
              </span>
            }
            by={detail || undefined}
          >
            {scanned === undefined ? null : <TakeBack scanned={scanned} operationId={id} title={title} />}
          </Row>
        )}
      </EachRow>
    </Dialog>
  )
}
