/**
 * What narrows a search of the catalogue: type, audience, location, and what is on its shelf. Runs in the browser.
 */

import { availabilityOf, linesWaiting } from '../../../domain/item/availability.ts'
import { isOnShelf } from '../../../domain/item/is-on-shelf.ts'
import { itemState } from '../../../domain/item/item-state.ts'
import type { CatalogueFilter } from '../../../domain/search/catalogue-findings.ts'
import { searchWords } from '../../../locale/en/search.ts'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { useFromState, useNow, useSettings } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import styles from '../call/call.module.css'

/** What the desk knows of the shelves: the records of which no copy can be fetched, and those of which one came back; undefined where all are shown. */
export const useOnShelf = (isAsked: boolean): CatalogueFilter['onShelf'] => {
  const { date } = useNow()
  return useFromState(
    (state) => {
      if (!isAsked) return undefined
      const waiting = linesWaiting(state)
      const known = [...state.all('record')].filter((record) => {
        const { kind } = availabilityOf(state, record, waiting.get(record.id) ?? 0, date)
        return kind !== 'on-shelf' && kind !== 'returned'
      })
      // Of these the base knows better than the ILS's list: they came back, or are on their shelf again.
      const back = [...state.all('item')].filter((item) => itemState(item).kind === 'returned' || isOnShelf(state, { barcode: item.id }))
      return { without: new Set(known.map(({ id }) => id)), back: new Set(back.flatMap(({ recordId }) => recordId ?? [])) }
    },
    isAsked,
    date,
  )
}

interface FiltersProps {
  readonly filter: CatalogueFilter
  readonly onFilter: (filter: CatalogueFilter) => void
  readonly isThereOnly: boolean
  readonly onThereOnly: (isAsked: boolean) => void
}

const box = { className: styles.choice, hideLabel: true }

export const Filters = ({ filter, onFilter, isThereOnly, onThereOnly }: FiltersProps) => {
  const words = useWords(searchWords)
  const settings = useSettings()
  const types = [...new Set(settings?.loanRights.map(({ documentType }) => documentType))].filter((type) => type !== '*').sort()
  const locations = settings?.zones.flatMap((zone) => zone.locations) ?? []
  return (
    <div class={styles.filters}>
      <SelectField
        {...box}
        label={words.type}
        none={words.everyType}
        value={filter.documentType}
        choices={types}
        onChoose={(documentType) => onFilter({ ...filter, documentType })}
      />
      <SelectField
        {...box}
        label={words.audience}
        none={words.everyone}
        value={filter.audience}
        choices={Object.keys(words.audiences)}
        say={(audience) => words.audiences[audience] ?? ''}
        onChoose={(audience) => onFilter({ ...filter, audience })}
      />
      <SelectField
        {...box}
        label={words.location}
        none={words.everywhere}
        value={filter.location}
        choices={locations}
        onChoose={(location) => onFilter({ ...filter, location })}
      />
      <Button pressed={isThereOnly} onPress={() => onThereOnly(!isThereOnly)}>
        {words.onShelf}
      </Button>
    </div>
  )
}
