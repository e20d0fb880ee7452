/**
 * The walk: one station for each zone, in walking order (PULL-1). Runs in the browser.
 * Done stations are joined by an unbroken line; a station that leaves something for the second pass says so.
 */
import type { PullZone } from '../../../domain/pull-list/build-pull-list.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Icon } from '../../components/icon.tsx'
import { useNaming, useWords } from '../../use-desk.ts'
import styles from './preparation.module.css'
import { isLeft } from './use-pick.ts'

export const Walk = ({ zones, hereName }: { readonly zones: readonly PullZone[]; readonly hereName: string | undefined }) => {
  const words = useWords(preparationWords)
  const naming = useNaming()
  return (
    <section class="panel zones" aria-label={words.walk}>
      <ol class="walk" style={{ '--zones': zones.length }}>
        {zones.map((zone) => {
          const left = zone.entries.flatMap((entry) => entry.lines).filter(isLeft).length
          const review = zone.total - zone.done - left
          const isHere = zone.name === hereName
          const holder = zone.claim?.holders[0]
          return (
            <li
              key={zone.name}
              class={`walk-zone ${isHere ? 'here' : left === 0 ? 'done' : ''}`}
              aria-current={isHere ? 'step' : undefined}
            >
              <span class="station">{left === 0 && !isHere ? <Icon name={review > 0 ? 'again' : 'check'} /> : null}</span>
              <span class="name">{zone.name === '' ? words.noZone : zone.name}</span>
              <span class="n">
                <b>{zone.done}</b> {words.of(zone.total)}
                {review > 0 ? <span class="walk-by"> · {words.toReview(review)}</span> : null}
                {holder === undefined ? null : <span class="walk-by"> · {naming.author(holder)}</span>}
              </span>
            </li>
          )
        })}
      </ol>
      {/* A phone has no room for every name: it says where one is. */}
      {hereName === undefined ? null : (
        <p class={styles.here} aria-hidden="true">
          {words.hereAt(hereName === '' ? words.noZone : hereName)}
        </p>
      )}
    </section>
  )
}
