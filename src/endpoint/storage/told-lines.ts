/**
 * The diary of what was said to an ILS: one line for each loan or return, added once. Runs on the endpoint.
 * A batch writes its lines when it is made, a wire one when the ILS has it (`move-journey.ts`). What was said is asked here: no file of ours
 * is ever read again.
 */
import type { CardNumber, ItemBarcode, OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import { tableOf } from './line-table.ts'
import { SqlLines } from './sql-lines.ts'

/** Who hears: the ILS, by all its files and wires together, or people, who read a table. */
export type Voice = 'ils' | 'table'

export const voiceOf = (format: ExportFormat): Voice => (format === 'koc' ? 'ils' : 'table')

/** Stands for a batch where the ILS was told over the wire. */
export const overTheWire = 0

export interface ToldLine {
  /** 1, 2, 3… in its library: the order in which the lines were said. */
  readonly number: number
  readonly voice: Voice
  /** The batch that carries it, or `overTheWire`. */
  readonly batch: number
  readonly operationId: OperationId
  readonly barcode: ItemBarcode
  readonly movement: 'loan' | 'return'
  /** Whose loan; undefined of a return, and once the card is emptied with its age. */
  readonly card: CardNumber | undefined
  readonly at: Instant
  /**
   * What a wire answered, `unknown` where no answer came and the line was to be said again. Undefined of a line in a file, `refused` once
   * a person said that its reader refused it.
   */
  readonly answer: 'accepted' | 'already' | 'unknown' | 'refused' | undefined
}

/** A line of a batch, as whoever makes it writes it. */
export type BatchLine = Pick<ToldLine, 'operationId' | 'barcode' | 'movement' | 'card'>

export const linesOf = (
  { format, number: batch, madeAt: at }: { readonly format: ExportFormat; readonly number: number; readonly madeAt: Instant },
  lines: readonly BatchLine[],
): readonly Omit<ToldLine, 'number'>[] => lines.map((line) => ({ ...line, voice: voiceOf(format), batch, at, answer: undefined }))

/** The ILS has it, as far as anybody knows. */
export const isHeard = ({ answer }: Pick<ToldLine, 'answer'>): boolean => answer !== 'unknown' && answer !== 'refused'

const toldTable = tableOf<ToldLine>('told_line', { called: { told_at: 'at' } })

export class SqlToldLines extends SqlLines {
  /** Lines that speak for these operations, in the order in which they were said. */
  of(operationIds: readonly OperationId[]): Promise<readonly ToldLine[]> {
    return this.#inOrder(`operation_id IN ${this.connection.dialect.textsIn}`, JSON.stringify(operationIds))
  }

  /** The lines of one batch; those of one document as its file has them. */
  ofBatch(batch: number): Promise<readonly ToldLine[]> {
    return this.#inOrder('batch = ?', batch)
  }

  ofCard(card: CardNumber): Promise<readonly ToldLine[]> {
    return this.#inOrder('card = ?', card)
  }

  #inOrder(condition: string, value: string | number): Promise<readonly ToldLine[]> {
    return this.linesWhere(toldTable, `${condition} ORDER BY number`, value)
  }

  /** Writes lines under the next numbers. */
  async add(lines: readonly Omit<ToldLine, 'number'>[]): Promise<void> {
    const first = await this.nextNumber(toldTable)
    await this.keepLines(
      toldTable,
      lines.map((line, place) => ({ ...line, number: first + place })),
    )
  }

  /** What the reader of its file made of a line. */
  async answer(line: ToldLine, answer: 'refused' | undefined): Promise<void> {
    await this.keepLines(toldTable, [{ ...line, answer }])
  }

  /** Puts another card, or none, in the lines of one card; `before`: in those that are older, of any card. */
  async changeCard(of: CardNumber | { readonly before: Instant }, card: CardNumber | undefined): Promise<void> {
    const [condition, value] = typeof of === 'string' ? ['card = ?', of] : ['card IS NOT NULL AND told_at < ?', of.before]
    await this.connection.run(`UPDATE told_line SET card = ? WHERE library = ? AND ${condition}`, card ?? null, this.libraryId, value)
  }
}
export type ToldReader = Pick<SqlToldLines, 'of' | 'ofBatch' | 'ofCard'>
