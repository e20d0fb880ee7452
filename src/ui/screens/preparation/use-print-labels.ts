/**
 * Prints labels and remembers that they were (PULL-7): the barcode maker is fetched only now. Runs in the browser.
 */
import { h } from 'preact'
import type { Order } from '../../../domain/order/order.ts'
import { buildLabel } from '../../../domain/pull-list/build-label.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { formatInitials } from '../../../locale/formats.ts'
import { firstLabel, labelPaper, labelsPerSheet } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import { useAct, useDesk, useNow, useSnapshot, useWords } from '../../use-desk.ts'

export const usePrintLabels = (): ((orders: readonly Order[]) => Promise<void>) => {
  const words = useWords(preparationWords)
  const act = useAct()
  const desk = useDesk()
  const { state } = useSnapshot()
  const { date, time } = useNow()
  return async (orders) => {
    const { LabelPaper } = await import('../../printing/labels.tsx')
    const labels = orders.map((given) => {
      // As it is now: a pile is labelled in the press that gives it its bay.
      const order = desk.snapshot.state.get('order', given.id) ?? given
      const patron = state.get('patron', order.card)
      return { label: buildLabel(order, patron), initials: patron === undefined ? '' : formatInitials(patron) }
    })
    print(h(LabelPaper, { labels, paper: labelPaper.value, first: Number(firstLabel.value) }))
    if (labelPaper.value === 'sheet') firstLabel.value = String(((Number(firstLabel.value) - 1 + orders.length) % labelsPerSheet) + 1)
    for (const order of orders) {
      await act({ kind: 'print-label', orderId: order.id, happened: { date, time } }, words.labelSaid(order.number))
    }
  }
}
