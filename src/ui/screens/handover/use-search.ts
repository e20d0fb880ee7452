/**
 * The field of « Qui est là ? »: a name or a number is searched as it is typed, and Enter takes it. Runs in the browser.
 */
import { useState } from 'preact/hooks'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import { announce } from '../../announcer.ts'
import { useDesk } from '../../use-desk.ts'
import { describeWho, sayNames } from './describe-who.ts'
import type { WhoStage } from './use-handover.ts'

export const useSearch = ({ describing, asked, clear, take, open }: WhoStage) => {
  const desk = useDesk()
  const [text, setText] = useState('')
  return {
    text,
    type: (typed: string) => {
      setText(typed)
      clear()
    },
    /** A number is judged as a scan is; anything else is a name. */
    enter: (typed: string) => {
      if (desk.judgeTyped(typed).kind !== 'unrecognised' || /\d/.test(typed)) {
        setText('')
        return take(typed)
      }
      const orders = findOrders(describing.state, { kind: 'name', text: typed })
      const [only] = orders
      if (only !== undefined && orders.length === 1) open(only.card, only.id)
      else announce(sayNames(describing, typed, orders))
    },
    who: describeWho(describing, asked, text),
  }
}
