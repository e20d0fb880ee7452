/**
 * A screen that breaks says so in words and can be reopened. Runs in the browser.
 * What was recorded is on the disk, not in the screen: nothing is lost with it.
 */
import type { ComponentChildren } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { shell as en } from '../../locale/en/shell.ts'
import { shell as fr } from '../../locale/fr/shell.ts'
import { Button } from '../components/button.tsx'
import { Say } from '../components/say.tsx'
import { useWords } from '../use-words.ts'

export const ScreenBoundary = ({ children }: { readonly children: ComponentChildren }) => {
  const words = useWords(fr, en)
  // The console keeps the stack for whoever is called to help; it holds no name or title (PRIV-4).
  const [error, reset] = useErrorBoundary((defect: unknown) => console.error('screen stopped', defect))
  if (error === undefined) return <>{children}</>
  return (
    <Say
      sign="stop"
      sentence={words.crashed.title}
      nextStep={words.crashed.say}
      actions={<Button onPress={reset}>{words.crashed.reopen}</Button>}
    />
  )
}
