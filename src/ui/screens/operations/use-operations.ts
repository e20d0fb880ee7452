/**
 * What this tablet did and how far each press went: enregistré ici, transmis, réglé, or where it stopped. Runs in the browser.
 * Read again whenever the desk changes; sentences are made of what the tablet knows now.
 */
import { useEffect, useState } from 'preact/hooks'
import { openCases } from '../../../domain/case/open-cases.ts'
import { movingKinds } from '../../../domain/desk/kinds.ts'
import { isScanned, type Scanned } from '../../../domain/desk/undo-of.ts'
import type { CaseId } from '../../../domain/ids.ts'
import { operationsWords } from '../../../locale/en/operations.ts'
import type { Journey, OwnOperation } from '../../../tablet/desk.ts'
import { announce, useDesk, useDocuments, useFormats, useFromState, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { barcodesNamed, type Describing, describeOperation, describeWinner, titleNamed } from './describe-operation.ts'

/** All that this tablet did, the newest first; undefined until it is read. */
export const useOperationLines = () => {
  const desk = useDesk()
  const words = useWords(operationsWords)
  const format = useFormats()
  const naming = useNaming()
  const { state, revision, link, pendingCount } = useSnapshot()
  const [own, setOwn] = useState<readonly OwnOperation[] | undefined>(undefined)
  // These three say that an operation may have moved on
  useEffect(() => {
    let isStale = false
    desk.ownOperations().then(
      (read) => isStale || setOwn(read),
      // Without the chunk that reads the disk trying by hand is offered all the same: it gives a new page.
      () => isStale || setOwn((before) => before ?? []),
    )
    return () => {
      isStale = true
    }
  }, [desk, revision, link, pendingCount])

  const documentOf = useDocuments((own ?? []).flatMap(({ payload }) => barcodesNamed(payload)))
  const describing: Describing = {
    state,
    words,
    format,
    naming,
    titleOf: (barcode, recordId) =>
      (recordId === undefined ? undefined : state.get('record', recordId)?.title) ??
      (barcode === undefined ? undefined : documentOf(barcode)?.title) ??
      '',
  }
  const shown = useFromState((all) => new Set<CaseId | undefined>(openCases(all).map(({ id }) => id)))
  const isOpenCase = (id: CaseId | undefined): boolean => {
    const found = id === undefined ? undefined : state.get('case', id)
    return found !== undefined && found.settlement === undefined
  }
  // « Réglé » is also « rien d'autre à faire », of what does not go to the ILS. A case that is held back while a tablet is awaited is
  // announced nowhere, and may yet ask for a person.
  const journeyOf = ({ type, journey }: OwnOperation): Journey =>
    journey.kind === 'transmitted' && !movingKinds.includes(type) && !isOpenCase(journey.caseId)
      ? { kind: 'settled', at: journey.at }
      : journey
  const sayQuarantine = (reason: string): string =>
    Object.entries(words.quarantined).find(([kind]) => kind === reason)?.[1] ?? words.quarantined.other
  return own?.map((operation) => {
    const scanned: Scanned | undefined = isScanned(operation.payload) ? operation.payload : undefined
    return {
      id: operation.operationId,
      at: desk.toLocal(operation.at),
      who: naming.librarian(operation.librarianId),
      ...describeOperation(describing, operation.payload),
      /** What was scanned, and its title as its undo names it; undefined: nothing was. */
      scanned,
      title: isScanned(operation.payload) ? titleNamed(describing, operation.payload) : '',
      journey: journeyOf(operation),
      /** Why it was not kept, in words; undefined when it was. */
      stopped:
        operation.journey.kind === 'refused'
          ? words.refusedBecause(describeWinner(describing, operation.payload, operation.journey.reason))
          : operation.journey.kind === 'quarantined'
            ? sayQuarantine(operation.journey.reason)
            : undefined,
      /** True while a person must decide about it. */
      isInCase: operation.journey.kind === 'transmitted' && shown.has(operation.journey.caseId),
    }
  })
}
export type OperationLine = NonNullable<ReturnType<typeof useOperationLines>>[number]

export const useOperations = () => {
  const desk = useDesk()
  const now = useNow()
  const words = useWords(operationsWords)
  const format = useFormats()
  const { state, link, pendingCount, oldestPendingAt, elsewhere, lastStuckAt } = useSnapshot()
  const lines = useOperationLines()
  const at = (kinds: readonly Journey['kind'][]): readonly OperationLine[] =>
    (lines ?? []).filter((line) => kinds.includes(line.journey.kind))
  return {
    words,
    format,
    now,
    link,
    isLoaded: lines !== undefined,
    pendingCount,
    oldestAt: oldestPendingAt === undefined ? undefined : desk.toLocal(oldestPendingAt),
    elsewhere: elsewhere.map((waiting) => ({
      ...waiting,
      isNamesake: waiting.libraryName === state.get('settings', 'settings')?.libraryName,
    })),
    stuckAt: lastStuckAt === undefined ? undefined : desk.toLocal(lastStuckAt),
    recorded: at(['recorded-here']),
    transmitted: at(['transmitted']),
    settled: at(['settled']),
    stopped: at(['refused', 'quarantined']),
    toLocal: desk.toLocal,
    tryNow: () => {
      desk.tryNow()
      announce(words.trying)
    },
  }
}
