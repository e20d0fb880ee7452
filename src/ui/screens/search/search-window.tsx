/**
 * The catalogue searched from any screen: a title, its copies, where each one is and who waits for it. Runs in the browser.
 * The same search as on the telephone, off line too; what is scanned meanwhile shows its record.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { type CatalogueFilter, mostFound } from '../../../domain/search/catalogue-findings.ts'
import { callWords } from '../../../locale/en/call.ts'
import { searchWords } from '../../../locale/en/search.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Rows } from '../../components/panel.tsx'
import { searchedTitle } from '../../title-search.ts'
import { useScan } from '../../use-scan.ts'
import { useWords } from '../../use-words.ts'
import styles from '../call/call.module.css'
import { FoundTitle } from '../call/found-title.tsx'
import { SearchField } from '../call/search-field.tsx'
import { type SaidAvailability, useEnter, useSayAvailability, useTitleAsked, useTitleSearch } from '../call/use-title-search.ts'
import { Filters, useOnShelf } from './filters.tsx'
import { RecordSheet } from './record-sheet.tsx'

export const SearchWindow = () => {
  const words = useWords(searchWords)
  const call = useWords(callWords)
  const [filter, setFilter] = useState<CatalogueFilter>({})
  const [isThereOnly, setThereOnly] = useState(false)
  const onShelf = useOnShelf(isThereOnly)
  const wanted = useMemo(() => ({ ...filter, onShelf }), [filter, onShelf])
  const search = useTitleSearch(useTitleAsked(), wanted)
  const sayAvailability = useSayAvailability()
  const [shown, setShown] = useState<BibliographicRecord | undefined>(undefined)
  /** A barcode was given: its record is shown as soon as it is found. */
  const isOne = useRef(false)
  const field = useRef<HTMLElement | null>(null)
  const { text, type, answered, found, records, lit } = search
  const enter = useEnter(search, setShown)
  const look = (barcode: string): void => {
    isOne.current = true
    setShown(undefined)
    type(barcode)
  }
  useEffect(() => {
    if (searchedTitle.value) look(searchedTitle.value)
    else field.current?.focus()
  }, [])
  useEffect(() => {
    if (!isOne.current || !search.isAnswered) return
    isOne.current = false
    if (found?.total === 1) setShown(records[0])
  }, [found])
  useScan(
    (scan) => {
      if (scan.kind === 'item') look(scan.barcode)
      else if (scan.kind === 'isbn') look(scan.text)
    },
    undefined,
    true,
  )
  return (
    <Dialog
      title={words.title}
      onClose={() => {
        searchedTitle.value = undefined
      }}
    >
      {shown === undefined ? (
        <div class={styles.window}>
          <SearchField
            label={call.what}
            short={call.whatShort}
            hint={words.hint}
            clearLabel={call.clear}
            value={text}
            fieldRef={(element) => {
              field.current = element
            }}
            onInput={type}
            onEnter={enter}
            onMove={search.move}
            said=""
          />
          <Filters filter={filter} onFilter={setFilter} isThereOnly={isThereOnly} onThereOnly={setThereOnly} />
          {found?.isNear === true && records.length > 0 ? <p>{call.near}</p> : null}
          {records.length === 0 ? null : (
            <Rows label={call.results(records.length)}>
              {records.map((record, n) => (
                <Found
                  key={record.id}
                  record={record}
                  query={answered}
                  isLit={n === lit}
                  availability={sayAvailability(record)}
                  onOpen={() => setShown(record)}
                />
              ))}
            </Rows>
          )}
          {search.unanswered === '' ? null : <p>{search.unanswered}.</p>}
          {found !== undefined && records.length === 0 ? <p>{call.nothing}</p> : null}
          {found !== undefined && found.total > mostFound ? <p class="small soft">{call.moreResults(found.total)}</p> : null}
        </div>
      ) : (
        <RecordSheet
          record={shown}
          onBack={() => {
            setShown(undefined)
            queueMicrotask(() => field.current?.focus())
          }}
        />
      )}
    </Dialog>
  )
}

interface FoundProps {
  readonly record: BibliographicRecord
  readonly query: string
  readonly isLit: boolean
  readonly availability: SaidAvailability
  readonly onOpen: () => void
}

const Found = ({ record, query, isLit, availability: { text, isOld }, onOpen }: FoundProps) => {
  const words = useWords(searchWords)
  const open = <Button icon="right" look="quiet" label={words.open(record.title)} onPress={onOpen} />
  return <FoundTitle record={record} query={query} isLit={isLit} said={text} isOld={isOld} act={open} />
}
