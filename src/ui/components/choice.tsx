/**
 * One of the ways out of a conflict, as a button of its own: what it does, and what becomes of the other's change. Runs in the browser.
 * Which ways there are is said by the letter that shows them.
 */
import { Icon } from './icon.tsx'

export const Choice = ({ head, say, onPress }: { readonly head: string; readonly say: string; readonly onPress: () => void }) => (
  <button type="button" class="choice" onClick={onPress}>
    <span>
      <b>{head}</b>
      {say}
    </span>
    <Icon name="right" />
  </button>
)
