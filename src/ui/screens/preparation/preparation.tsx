/** Not built yet: its place in the frame, so that the others can be. Runs in the browser. */
import { Verdict } from '../../components/verdict.tsx'

export const Preparation = (_: { readonly view: string | undefined }) => <Verdict head="…" />
