/**
 * What each section brings to its screen besides its sentence and its words: what changes it, and what stands beside. Runs in the browser.
 * A section that is a sentence with figures needs no line here for its editor.
 */
import type { ComponentChildren } from 'preact'
import type { PreviewLine } from '../../../domain/preview/preview-section.ts'
import type { SectionName } from '../../../domain/settings/sections.ts'
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
import type { Section } from './use-section.ts'
import { WalkEditor, WalkToday } from './walk-editor.tsx'
import { PlacesSimulator, RightsWeeks } from './weeks-panel.tsx'

/** With words of their own: a chunk of their own. */
const CallEditor = later(() => import('./call-editor.tsx').then((module) => module.CallEditor))
const PageEditor = later(() => import('./page-editor.tsx').then((module) => module.PageEditor))
const PageMet = later(() => import('./page-met.tsx').then((module) => module.PageMet))

interface SectionEditor {
  /** Absent: its figures are fields of its sentence. */
  readonly edit?: (section: Section) => ComponentChildren
  /** Under what the change makes. */
  readonly under?: (section: Section) => ComponentChildren
  readonly side?: (section: Section, lines: readonly PreviewLine[], isEdited: boolean) => ComponentChildren
}

export const sectionEditors: Partial<Readonly<Record<SectionName, SectionEditor>>> = {
  name: {
    edit: (section) => <NameEditor section={section} />,
    side: ({ draft, words }) => <NamePreview draft={draft} words={words} />,
  },
  ranges: {
    edit: (section) => <RangesEditor section={section} />,
    side: ({ base, draft, words, isChanged }, lines) => (
      <>
        <PlacesSimulator lines={lines} draft={draft} words={words} />
        <HolidayPanel settings={base} heldBy={isChanged ? words.days.hoursSaved : undefined} />
        <ToCall lines={lines} words={words} />
      </>
    ),
  },
  days: { edit: (section) => <DaysEditor section={section} />, side: ({ words }, lines) => <ToCall lines={lines} words={words} /> },
  rights: {
    edit: (section) => <RightsEditor section={section} />,
    side: (section, _, isEdited) =>
      isEdited ? (
        <>
          <RightsWeeks section={section} />
          <TryRights section={section} />
        </>
      ) : null,
  },
  newness: { under: ({ base, draft, words }) => <NewReleases base={base} draft={draft} words={words} /> },
  messages: { edit: (section) => <MessagesEditor section={section} /> },
  call: { edit: (section) => <CallEditor section={section} /> },
  page: { edit: (section) => <PageEditor section={section} />, side: ({ draft }) => <PageMet settings={draft} /> },
  retention: { under: ({ base, draft, words }) => <IdleNames base={base} draft={draft} words={words} /> },
  walk: { edit: (section) => <WalkEditor section={section} />, side: ({ base, draft }) => <WalkToday base={base} draft={draft} /> },
  codes: { edit: (section) => <CodesEditor section={section} /> },
}
