/**
 * Says on every screen that all of this is invented, when the network comes back, and how to leave. Runs in the browser, in a chunk that
 * only a rehearsal fetches.
 */
import { msPerMinute } from '../../domain/instant.ts'
import { exerciseWords } from '../../locale/en/exercise.ts'
import type { RehearsalDesk } from '../../tablet/desk.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { hrefOf } from '../routes.ts'
import { useNow, useSnapshot } from '../use-desk.ts'
import { useFormats, useWords } from '../use-words.ts'
import styles from './rehearsal-banner.module.css'

export const RehearsalBanner = ({ desk }: { readonly desk: RehearsalDesk }) => {
  const { banner: words } = useWords(exerciseWords)
  const format = useFormats()
  const now = useNow()
  const { link } = useSnapshot()
  const left = Math.max(1, Math.ceil((desk.networkBackAt - now.at) / msPerMinute))
  return (
    <section class={styles.banner} aria-label={words.label}>
      <p>
        <b>{words.title}</b> {link.kind === 'offline' ? words.cut(format.duration(left)) : words.back}
      </p>
      <div class="actions">
        <ButtonLink href={hrefOf('exercise')}>{words.guide}</ButtonLink>
        <Button onPress={() => desk.leave()}>{words.leave}</Button>
      </div>
    </section>
  )
}
