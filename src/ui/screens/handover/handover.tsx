/**
 * Retrait: a conversation in three turns, who, what, done. Runs in the browser.
 * A gun or a camera carries it from one end to the other without a touch; every turn can also be typed and tapped.
 */
import { useArrivals } from '../../use-arrivals.ts'
import { Done } from './done.tsx'
import { useHandover } from './use-handover.ts'
import { What } from './what.tsx'
import { Who } from './who.tsx'

export const Handover = ({ order }: { readonly order: string | undefined }) => {
  const stage = useHandover(order)
  useArrivals()
  switch (stage.kind) {
    case 'who':
      return <Who stage={stage} />
    case 'what':
      return <What stage={stage} />
    case 'done':
      return <Done stage={stage} />
  }
}
