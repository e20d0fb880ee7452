/**
 * « Déjà en prêt »: the document in hand was not scanned back. Its return is recorded here, then it is scanned again (RET-1, RET-4).
 * Runs in the browser. Whatever follows from the return is said as for any scan: a quarantine may still keep it here.
 */
import type { ItemBarcode } from '../../../domain/ids.ts'
import { buildReturnItem, judgeReturn } from '../../../domain/return/judge-return.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useSettings } from '../../use-desk.ts'
import type { Describing } from './describe-found.ts'
import type { KnownDocuments } from './use-known-documents.ts'

/** `again` takes the document once more, its return on the disk. */
export const useGiveBack = (
  { words }: Describing,
  documents: KnownDocuments,
  again: (barcode: ItemBarcode) => void,
): ((barcode: ItemBarcode) => void) => {
  const desk = useDesk()
  const settings = useSettings()
  const act = useAct()
  const giveBack = async (barcode: ItemBarcode): Promise<void> => {
    if (settings === undefined) return
    const { date, time } = desk.now()
    const judged = judgeReturn(desk.snapshot.state, settings, barcode, date, documents.catalogue())
    // A colleague took it back and put it on a pile meanwhile: it is no loan that would end (RET-10).
    if (judged.pileOf !== undefined) return again(barcode)
    const said = words.givenBack(judged.title ?? words.unknownItem(barcode))
    const result = await act(buildReturnItem(judged, { date, time }, undefined), said, [`${said} (${barcode})`])
    if (result.kind === 'saved') again(barcode)
  }
  return (barcode) => void giveBack(barcode)
}
