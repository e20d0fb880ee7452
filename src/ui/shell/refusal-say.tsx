/**
 * A refusal with its next step. Runs in the browser, in a chunk of its own with the words of every refusal: a start needs none of them,
 * whereas PAS ENREGISTRÉ travels with the frame, for a disk that fails may not give a chunk either.
 */
import type { ComponentChildren } from 'preact'
import type { Refusal } from '../../domain/operation/refusal.ts'
import { sayRefusal } from '../../locale/refusals.ts'
import { Say } from '../components/parts.tsx'
import { useLanguage, useNaming } from '../use-desk.ts'

export const RefusalSay = ({ refusal, actions }: { readonly refusal: Refusal; readonly actions: ComponentChildren }) => (
  <Say sign="stop" {...sayRefusal(useLanguage(), refusal, useNaming())} actions={actions} />
)
