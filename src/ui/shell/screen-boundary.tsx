/**
 * A screen that breaks says so in words and can be reopened. Runs in the browser.
 * What was recorded is on the disk, not in the screen: nothing is lost with it.
 */
import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { shellWords } from '../../locale/en/shell.ts'
import { Button, Say, Verdict } from '../components/parts.tsx'
import { useWords } from '../use-desk.ts'

interface ScreenBoundaryProps {
  /** The screen itself: its sentence is then the page's, and takes the focus that fell with the screen. */
  readonly isScreen?: boolean
  readonly children: ComponentChildren
}

export const ScreenBoundary = ({ isScreen = false, children }: ScreenBoundaryProps) => {
  const words = useWords(shellWords)
  // The console keeps the stack for whoever is called to help; it holds no name or title (PRIV-4).
  const [error, reset] = useErrorBoundary((defect: unknown) => console.error('screen stopped', defect))
  if (error === undefined) return <>{children}</>
  const { title, say, reopen } = words.crashed
  const again = <Button onPress={reset}>{reopen}</Button>
  if (!isScreen) return <Say sign="stop" sentence={title} nextStep={say} actions={again} />
  return (
    <>
      <Verdict sign="stop" head={title}>
        {say}
      </Verdict>
      <div class="actions">{again}</div>
    </>
  )
}
