/** Not built yet: its place in the frame, so that the others can be. Runs in the browser. */
import { Verdict } from '../../components/verdict.tsx'

export const Closing = (_: object) => <Verdict head="…" />
