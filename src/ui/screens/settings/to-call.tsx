/**
 * Whom a change leaves without a place, by name and number, to call and to print (SET-8). Runs in the browser. Nobody is moved: the list
 * says who is to be asked.
 */
import '../../styles/labels.css'
import type { PreviewLine } from '../../../domain/preview/preview-section.ts'
import { Button } from '../../components/button.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { print } from '../../printing/print.tsx'
import { useNaming } from '../../use-naming.ts'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'

export const ToCall = ({ lines: preview, words }: { readonly lines: readonly PreviewLine[]; readonly words: SettingsWords }) => {
  const format = useFormats()
  const { patron } = useNaming()
  const people = preview.flatMap((line) => (line.kind === 'to-call' ? line.left : []))
  if (people.length === 0) return null
  const lines = people.map((order) => ({
    id: order.id,
    when: `${format.dayOfWeek(order.slot.date)} ${format.time(order.slot.time)}`,
    // Paper is read on another day: with its month.
    onPaper: `${format.shortDate(order.slot.date)}, ${format.time(order.slot.time)}`,
    who: `${order.number} · ${patron(order.card)}`,
    callBack: order.callBackNumber ?? '',
  }))
  return (
    <Panel
      title={words.toCall}
      end={
        <Button
          look="quiet"
          icon="print"
          onPress={() =>
            print(
              <article class="printed">
                <h1>{words.toCall}</h1>
                <ul>
                  {lines.map(({ id, onPaper, who, callBack }) => (
                    <li key={id}>
                      ☐ {onPaper} · {who} <span class="nowrap">{callBack}</span>
                    </li>
                  ))}
                </ul>
              </article>,
            )
          }
        >
          {words.print}
        </Button>
      }
    >
      <Rows label={words.toCall}>
        {lines.map(({ id, when, who, callBack }) => (
          <Row key={id} where={when} what={<span>{who}</span>} by={callBack || undefined} />
        ))}
      </Rows>
    </Panel>
  )
}
