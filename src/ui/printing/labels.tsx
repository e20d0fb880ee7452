/**
 * Labels on paper: a sheet of 21 or a roll of 62 mm, initials, four digits, bay, slot, number and its barcode (PULL-7). Runs in the browser,
 * in a chunk of its own with the barcode maker. No name and no title; a pile that moves gets a new label.
 */
import '../styles/labels.css'
import type { Label } from '../../domain/pull-list/build-label.ts'
import { preparationWords } from '../../locale/en/preparation.ts'
import { Each } from '../components/each.tsx'
import { labelsPerSheet } from '../preferences.ts'
import { useFormats, useWords } from '../use-desk.ts'
import { drawCode128 } from './code-128.ts'

export interface PaperLabel {
  readonly label: Label
  /** « J. R. »; empty for a patron the directory does not know. */
  readonly initials: string
}

/** Modules of a Code 128 that a label's width holds at the usual module; a longer number is drawn with a narrower one (labels.css). */
const roomyModules = 110

const numberOf = (label: PaperLabel | undefined): string => label?.label.number ?? ''

interface LabelPaperProps {
  readonly labels: readonly PaperLabel[]
  readonly paper: 'sheet' | 'roll'
  readonly first: number
}

/** `first` is the first free label of the sheet, 1 to `labelsPerSheet`. */
export const LabelPaper = ({ labels, paper, first }: LabelPaperProps) => {
  if (paper === 'roll') {
    return (
      <div class="roll">
        <Each of={labels} by={numberOf} place="label">
          {(label) => <OneLabel key={label.label.number} {...label} />}
        </Each>
      </div>
    )
  }
  const places: readonly (PaperLabel | undefined)[] = [...Array.from({ length: first - 1 }, () => undefined), ...labels]
  const sheets = Array.from({ length: Math.ceil(places.length / labelsPerSheet) }, (_, n) =>
    places.slice(n * labelsPerSheet, (n + 1) * labelsPerSheet),
  )
  return (
    <>
      {sheets.map((places, sheet) => (
        <div class="sheet" key={sheet}>
          <Each of={places} by={numberOf} place="label">
            {(label, place) =>
              label === undefined ? <div class="label used" key={place} /> : <OneLabel key={label.label.number} {...label} />
            }
          </Each>
        </div>
      ))}
    </>
  )
}

const OneLabel = ({ label, initials }: PaperLabel) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const { modules, path } = drawCode128(label.number)
  return (
    <div class="label">
      <p class="label-who">
        {initials} <span>··&nbsp;{label.lastDigits}</span>
      </p>
      {label.bays.length === 0 ? null : (
        <p class="label-bay">
          {words.bay(label.bays.length)} <b>{label.bays.join(', ')}</b>
        </p>
      )}
      <p class="label-slot">
        <b>{format.time(label.slot.time)}</b> {format.shortDate(label.slot.date)}
      </p>
      <svg
        class={modules > roomyModules ? 'barcode long' : 'barcode'}
        viewBox={`0 0 ${modules} 1`}
        preserveAspectRatio="none"
        style={{ '--modules': modules }}
        role="img"
        aria-label={words.labels.barcode(label.number)}
      >
        <path d={path} shape-rendering="crispEdges" />
      </svg>
      <p class="label-no">
        <span class="nowrap">{label.number}</span>
      </p>
    </div>
  )
}
