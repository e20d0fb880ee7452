/**
 * What is shown before there is a desk to show: opening, a browser that keeps nothing, the first download. Runs in the browser.
 */
import { shellWords } from '../../locale/en/shell.ts'
import type { Phase } from '../../tablet/desk.ts'
import { Button, Verdict } from '../components/parts.tsx'
import { useFormats, useWords } from '../use-desk.ts'

type Waiting = Extract<Phase, { readonly kind: 'starting' | 'unusable' | 'downloading' }>

export const WaitingPhase = ({ phase }: { readonly phase: Waiting }) => {
  const words = useWords(shellWords)
  const format = useFormats()
  switch (phase.kind) {
    case 'starting':
      return <Verdict head={words.phases.starting} />
    case 'unusable':
      return (
        <>
          <Verdict sign="stop" head={words.phases.unusableTitle}>
            {words.phases.unusable[phase.reason]}
          </Verdict>
          <p>
            <Button look="primary" onPress={() => location.reload()}>
              {words.phases.reload}
            </Button>
          </p>
        </>
      )
    case 'downloading':
      return (
        <>
          <Verdict head={words.phases.downloadingTitle}>
            {phase.total === 0
              ? words.phases.downloadingUnknown
              : words.phases.downloading(format.count(phase.done), format.count(phase.total))}
          </Verdict>
          <Progress label={words.phases.downloadingTitle} part={phase.total === 0 ? undefined : phase.done / phase.total} />
        </>
      )
  }
}

/** How far something long has come: 0 to 1, undefined while unknown. */
export const Progress = ({ label, part }: { readonly label: string; readonly part: number | undefined }) => {
  const percent = part === undefined ? undefined : Math.round(part * 100)
  return (
    <div class="progress" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <i style={{ width: `${percent ?? 0}%` }} />
    </div>
  )
}
