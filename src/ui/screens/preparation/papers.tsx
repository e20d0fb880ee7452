/**
 * Preparation's windows on paper: which labels to print and on what, and the time at which something was done on paper (PULL-6).
 * Runs in the browser.
 */
import { useState } from 'preact/hooks'
import { compareMoments, type LocalDate, type LocalMoment, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import { baysOf, isOpen } from '../../../domain/order/order.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ChoiceField, Field, Form } from '../../components/field.tsx'
import { DateField, TimeField } from '../../components/moment-field.tsx'
import { Button, Say } from '../../components/parts.tsx'
import { HabitChoice } from '../../habit-choice.tsx'
import { firstLabel, labelPaper, labelsPerSheet } from '../../preferences.ts'
import { useNow, useSite, useSnapshot, useWords } from '../../use-desk.ts'
import { usePrintLabels } from './use-print-labels.ts'

export const LabelsWindow = ({ day, onClose }: { readonly day: LocalDate; readonly onClose: () => void }) => {
  const words = useWords(preparationWords).labels
  const { state } = useSnapshot()
  const site = useSite()
  const printLabels = usePrintLabels()
  const [first, setFirst] = useState(firstLabel.value)
  const bagged = [...state.all('order')]
    .filter((order) => order.slot.date === day && order.slot.siteId === site?.id && isOpen(order) && baysOf(order).length > 0)
    .sort((a, b) => (`${a.slot.time}${a.number}` < `${b.slot.time}${b.number}` ? -1 : 1))
  const missing = bagged.filter((order) => !order.facts.some((fact) => fact.what === 'label-printed'))
  const [which, setWhich] = useState<'missing' | 'all'>(missing.length === 0 ? 'all' : 'missing')
  const orders = which === 'all' ? bagged : missing
  /** How many went to the printer last; the window stays for those that come out badly. */
  const [sent, setSent] = useState<number | undefined>(undefined)
  return (
    <Dialog title={words.title} onClose={onClose}>
      {sent === undefined ? <p class="soft">{words.say}</p> : <Say sign="ok" sentence={words.sent(sent)} nextStep={words.sentNext} />}
      <ChoiceField
        label={words.which}
        value={which}
        choices={[
          { value: 'missing', words: words.notPrinted(missing.length) },
          { value: 'all', words: words.all(bagged.length) },
        ]}
        onChoose={setWhich}
      />
      <HabitChoice label={words.paper} habit={labelPaper} words={{ sheet: words.sheet, roll: words.roll }} />
      {labelPaper.value === 'sheet' ? (
        <Field
          label={words.first}
          inputMode="numeric"
          value={first}
          onInput={(text) => {
            setFirst(text)
            const place = Number(text)
            if (Number.isInteger(place) && place >= 1 && place <= labelsPerSheet) firstLabel.value = String(place)
          }}
        />
      ) : null}
      <Button
        look="primary"
        icon="print"
        unavailable={orders.length > 0 ? undefined : bagged.length === 0 ? words.none : words.allPrinted}
        onPress={async () => {
          await printLabels(orders)
          setSent(orders.length)
          setFirst(firstLabel.value)
        }}
      >
        {words.print(orders.length)}
      </Button>
    </Dialog>
  )
}

export const PaperWindow = ({ onClose, onStart }: { readonly onClose: () => void; readonly onStart: (moment: LocalMoment) => void }) => {
  const words = useWords(preparationWords)
  const now = useNow()
  const [date, setDate] = useState<string>(now.date)
  const [time, setTime] = useState<string>(now.time)
  const [day, hour] = [parseLocalDate(date), parseLocalTime(time)]
  const moment = day === undefined || hour === undefined ? undefined : { date: day, time: hour }
  const isPast = moment !== undefined && compareMoments(moment, now) <= 0
  return (
    <Dialog title={words.paperTitle} onClose={onClose}>
      <p>{words.paperSay}</p>
      <Form
        class="actions"
        onSubmit={() => {
          if (isPast) onStart(moment)
        }}
      >
        <DateField label={words.paperDate} value={date} onInput={setDate} />
        <TimeField label={words.paperTime} value={time} onInput={setTime} />
        <Button type="submit" look="primary" unavailable={isPast ? undefined : words.paperFuture}>
          {words.paperStart}
        </Button>
      </Form>
    </Dialog>
  )
}
