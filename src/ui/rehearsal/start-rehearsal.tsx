/**
 * Begins a rehearsal, and ends it when its desk is left; meanwhile a banner stands on every screen. Runs in the browser, in the chunk of the
 * screen that offers it.
 */
import { msPerMinute } from '../../domain/instant.ts'
import { exerciseWords } from '../../locale/en/exercise.ts'
import type { Desk, RehearsalDesk } from '../../tablet/desk.ts'
import { Button, ButtonLink } from '../components/parts.tsx'
import { hrefOf } from '../routes.ts'
import { useFormats, useNow, useSnapshot, useWords } from '../use-desk.ts'
import { rehearsal } from './rehearsal.ts'
import styles from './rehearsal-banner.module.css'

/** Says that all of this is invented, when the network comes back, and how to leave. */
const RehearsalBanner = ({ desk }: { readonly desk: RehearsalDesk }) => {
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

export const startRehearsal = async (desk: Pick<Desk, 'rehearse'>): Promise<void> => {
  const rehearsed = await desk.rehearse(() => {
    rehearsal.value = undefined
  })
  rehearsal.value = { desk: rehearsed, Banner: RehearsalBanner }
}
