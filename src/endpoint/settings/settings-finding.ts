/**
 * What there is to say of a library's settings: faults of a settings file, and what was noticed when they were written. Runs on the endpoint.
 * Plain codes with their particulars; whoever asked for it puts them into words.
 */
import type { TemplateFault } from '../../domain/message/template.ts'
import type { BarcodeRule } from '../../domain/settings/settings.ts'

/** One thing wrong in a settings or map file; `path` as in JavaScript ("openingRanges[2].to"). */
export interface SettingsFault {
  readonly path: string
  readonly code:
    | 'json'
    | 'missing'
    | 'unknown-name'
    | 'type'
    | 'bounds'
    | 'date'
    | 'time'
    | 'after-from'
    | 'short'
    | 'pattern'
    | 'pattern-unbounded'
    | 'zone'
    | 'pin'
    | 'no-slash'
    | 'colour'
    | 'unknown-site'
    | 'unknown-librarian'
    | 'twice'
    | 'place'
    | 'signs'
    | 'too-far'
    | 'today'
    | 'lost-site'
    | 'quiet'
    | 'all-days'
    | TemplateFault['kind']
  /** What was awaited, as the schema says it; empty where the code says all. */
  readonly expected: string
}

/** A file that is not JSON, or says what no settings can be: nothing of it is taken. */
export interface SettingsRefusal {
  readonly kind: 'json-wrong'
  readonly faults: readonly SettingsFault[]
}

/** A team in which nobody could act any more (SET-12), by their names. */
export interface TeamRefusal {
  readonly kind: 'team-unable'
  /** Who can act now. */
  readonly able: readonly string[]
  /** Managers of the file, without a PIN or a passphrase of their own. */
  readonly unable: readonly string[]
}

/** Numbers of one kind that the rule of the other takes: a scan of them does not say what it is. */
export interface RulesOverlap {
  readonly kind: 'rules-overlap'
  readonly documentsLikeCards: number
  readonly cardsLikeDocuments: number
  /** The first of them. */
  readonly numbers: readonly string[]
  /** Narrower rules, by the numbers that came; undefined where these do not tell them apart either. */
  readonly apart: { readonly cardRule: BarcodeRule; readonly itemRule: BarcodeRule } | undefined
}

/** Noticed, and no reason to stop. */
export type SettingsNote =
  | { readonly kind: 'no-opening-range' }
  | { readonly kind: 'no-librarian' }
  | RulesOverlap
  | { readonly kind: 'accent-adjusted'; readonly colour: string; readonly light: string; readonly dark: string }
