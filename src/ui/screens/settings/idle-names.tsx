/**
 * What the coming night would erase by the draft: how many names go, as the endpoint counts them (SET-2, PRIV-3). Runs in the browser.
 * On line alone: which card was last in use when is told to no tablet.
 */
import { figureBounds, isWithin } from '../../../domain/settings/bounds.ts'
import { retentionDefaults } from '../../../domain/settings/default-settings.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Row, Rows } from '../../components/panel.tsx'
import { useDesk } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'
import { useWeighed } from './use-weighed.ts'

const daysOf = ({ keepNameDays = retentionDefaults.keepNameDays }: Settings): number => keepNameDays

export const IdleNames = ({ base, draft, words }: { readonly base: Settings; readonly draft: Settings; readonly words: SettingsWords }) => {
  const desk = useDesk()
  const format = useFormats()
  const told = useWeighed(
    [daysOf(base), daysOf(draft)]
      .filter((days) => isWithin(figureBounds.keepNameDays, days))
      .map((days) => ({ key: `${days}`, ask: () => desk.management.countIdleNames(days) })),
  )
  const [was, becomes] = [told.get(`${daysOf(base)}`), told.get(`${daysOf(draft)}`)]
  return (
    <div class={styles.effects}>
      <Rows label={words.preview.title}>
        <Row
          where={becomes === undefined ? '…' : format.count(becomes)}
          what={<span>{words.preview.names}</span>}
          by={
            was === undefined || becomes === undefined
              ? words.preview.namesOnline
              : was === becomes
                ? words.preview.same
                : words.preview.was(format.count(was))
          }
        />
      </Rows>
    </div>
  )
}
