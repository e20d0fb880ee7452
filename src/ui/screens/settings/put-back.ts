/**
 * What a manager chose in the journal to put back: read by the section's screen when it opens, with today's preview and version (SET-5).
 * Runs in the browser, in memory.
 */
import { signal } from '@preact/signals'
import type { SectionName, SectionValue } from '../../../domain/settings/sections.ts'

export const putBack = signal<{ readonly section: SectionName; readonly value: SectionValue } | undefined>(undefined)
