/**
 * Every document type and location of the whole catalogue, and every category of the directory, as the library's files brought them
 * (SET-15), whether anybody has ordered of them or not. Runs in the browser. Until the catalogue answers, those of the titles ordered.
 */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { type FoundAxes, findAxes } from '../../../domain/loan-right/change-rights.ts'
import type { CatalogueLists } from '../../../domain/search/catalogue-findings.ts'
import { useDesk, useFromState, useSnapshot } from '../../use-desk.ts'

const none: CatalogueLists = { documentTypes: [], locations: [] }

export const useCatalogueLists = (): CatalogueLists => {
  const desk = useDesk()
  const { state, catalogueArrival } = useSnapshot()
  const file = state.get('catalogue', 'catalogue')
  const [lists, setLists] = useState(none)
  useEffect(() => {
    let isShown = true
    // A catalogue that does not answer takes nothing from what the rows say.
    desk.catalogueLists().then(
      (all = none) => isShown && setLists(all),
      () => undefined,
    )
    return () => {
      isShown = false
    }
  }, [file?.hash, file?.changes?.hash, catalogueArrival?.kind])
  return lists
}

export const useFoundAxes = (): FoundAxes => {
  const found = useFromState(findAxes)
  const { documentTypes } = useCatalogueLists()
  return useMemo(() => ({ ...found, types: new Set([...found.types, ...documentTypes]) }), [found, documentTypes])
}
