/**
 * What there is to say of a library's settings: faults of a settings file, and what was noticed when they were written. Runs on the endpoint.
 * Plain codes with their particulars; whoever asked for it puts them into words.
 */

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
    | 'pattern'
    | 'zone'
    | 'pin'
    | 'no-slash'
    | 'colour'
    | 'unknown-site'
    | 'unknown-librarian'
    | 'twice'
  /** What was awaited, as the schema says it; empty where the code says all. */
  readonly expected: string
}

/** A file that is not JSON, or says what no settings can be: nothing of it is taken. */
export interface SettingsRefusal {
  readonly kind: 'json-wrong'
  readonly faults: readonly SettingsFault[]
}

/** Noticed, and no reason to stop. */
export type SettingsNote =
  | { readonly kind: 'no-opening-range' }
  | { readonly kind: 'no-librarian' }
  | { readonly kind: 'rules-overlap' }
  | { readonly kind: 'accent-adjusted'; readonly colour: string; readonly light: string; readonly dark: string }
