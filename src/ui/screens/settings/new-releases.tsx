/**
 * How many copies of the whole catalogue are new releases today by the draft, each judged as the desk judges it (SET-2, LOAN-2). Runs in the
 * browser, off line too: the catalogue's file is on the tablet.
 */
import { isNewRelease } from '../../../domain/loan-right/due-date.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { Row, Rows } from '../../components/panel.tsx'
import { useNow } from '../../use-desk.ts'
import { useFormats } from '../../use-words.ts'
import type { SettingsWords } from './read-figures.ts'
import styles from './settings.module.css'
import { useCatalogueLists } from './use-catalogue-lists.ts'

interface NewReleasesProps {
  readonly base: Settings
  readonly draft: Settings
  readonly words: SettingsWords
}

export const NewReleases = ({ base, draft, words }: NewReleasesProps) => {
  const format = useFormats()
  const { date: today } = useNow()
  const { arrivals } = useCatalogueLists()
  const said = words.preview
  const [was = '', becomes = ''] = [base, draft].map((settings) =>
    format.count((arrivals ?? []).reduce((sum, [day, copies]) => sum + (isNewRelease(settings, day, today) ? copies : 0), 0)),
  )
  return (
    <div class={styles.effects}>
      <Rows label={said.arrivals}>
        <Row
          where={arrivals === undefined ? '…' : becomes}
          what={<span>{said.arrivals}</span>}
          by={
            arrivals === undefined
              ? said.arrivalsUnread
              : arrivals.length === 0
                ? said.noArrivals
                : was === becomes
                  ? said.same
                  : said.was(was)
          }
        />
      </Rows>
    </div>
  )
}
