/**
 * What each section brings to its screen besides its sentence and its words: what changes it, and what stands beside. Runs in the browser.
 * A section that is a sentence with figures needs no line here for its editor.
 */
import type { ComponentType } from 'preact'
import type { SectionName } from '../../../domain/settings/settings.ts'
import { later } from '../../later.tsx'
import { CodesEditor } from './codes-editor.tsx'
import { DaysEditor } from './days-editor.tsx'
import { IdleNames, NewReleases, ToCall } from './effects.tsx'
import { HolidayPanel } from './holiday-panel.tsx'
import { MessagesEditor } from './messages-editor.tsx'
import { NameEditor } from './name-editor.tsx'
import { NamePreview } from './name-preview.tsx'
import { RangesEditor } from './ranges-editor.tsx'
import { RightsEditor } from './rights-editor.tsx'
import { TryRights } from './try-rights.tsx'
import type { OfSection } from './use-section.ts'
import { WalkEditor, WalkToday } from './walk-editor.tsx'
import { PlacesSimulator, RightsWeeks } from './weeks-panel.tsx'

/** With words of their own: a chunk of their own. */
const CallEditor = later(() => import('./call-editor.tsx').then((module) => module.CallEditor))
const PageEditor = later(() => import('./page-editor.tsx').then((module) => module.PageEditor))
const PageMet = later(() => import('./page-met.tsx').then((module) => module.PageMet))

interface SectionEditor {
  /** Absent: its figures are fields of its sentence. */
  readonly edit?: ComponentType<Pick<OfSection, 'section'>>
  /** Under what the change makes. */
  readonly under?: ComponentType<Pick<OfSection, 'section'>>
  readonly side?: ComponentType<OfSection>
}

const BesideRanges = ({ section, section: { base, words, isChanged }, lines }: OfSection) => (
  <>
    <PlacesSimulator section={section} lines={lines} />
    <HolidayPanel settings={base} heldBy={isChanged ? words.days.hoursSaved : undefined} />
    <ToCall section={section} lines={lines} />
  </>
)

const BesideRights = ({ section }: OfSection) =>
  section.mayAct ? (
    <>
      <RightsWeeks section={section} />
      <TryRights section={section} />
    </>
  ) : null

export const sectionEditors: Partial<Readonly<Record<SectionName, SectionEditor>>> = {
  name: { edit: NameEditor, side: NamePreview },
  ranges: { edit: RangesEditor, side: BesideRanges },
  days: { edit: DaysEditor, side: ToCall },
  rights: { edit: RightsEditor, side: BesideRights },
  newness: { under: NewReleases },
  messages: { edit: MessagesEditor },
  call: { edit: CallEditor },
  page: { edit: PageEditor, side: PageMet },
  retention: { under: IdleNames },
  walk: { edit: WalkEditor, side: WalkToday },
  codes: { edit: CodesEditor },
}
