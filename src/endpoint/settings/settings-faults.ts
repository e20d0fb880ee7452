/**
 * What is wrong in settings, by its path, from the schema that read them and from the rules that judged them. Runs on the endpoint.
 * A value is never repeated: it may be a PIN.
 */
import type * as v from 'valibot'
import type { SectionFault } from '../../domain/settings/check-section.ts'
import type { SettingsFault } from './settings-finding.ts'

const formatPath = (path: readonly { readonly key: unknown }[] | undefined): string =>
  (path ?? []).reduce(
    (text, { key }) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )

const ownCodes = ['date', 'time', 'after-from', 'pattern', 'pattern-unbounded', 'zone', 'pin', 'no-slash', 'colour', 'place'] as const

const toFault = (issue: v.BaseIssue<unknown>): SettingsFault => {
  // strictObject reports both a member too many and one that is missing by these two expectations.
  const own = ownCodes.find((code) => code === issue.message)
  const code =
    own ??
    (issue.expected === 'never' ? 'unknown-name' : issue.received === 'undefined' ? 'missing' : issue.kind === 'schema' ? 'type' : 'bounds')
  const path = formatPath(issue.path as readonly { readonly key: unknown }[] | undefined)
  // A value is never repeated: it may be a PIN.
  return {
    path: code === 'after-from' ? `${path}.to` : path,
    code,
    expected: String(issue.requirement ?? issue.expected ?? ''),
  }
}

/** Every fault of a JSON file, by its path. */
export const toFaults = (issues: readonly v.BaseIssue<unknown>[]): readonly SettingsFault[] => issues.map(toFault)

/** A fault of the rules, as one of a file. */
export const toSectionFault = ({ at, fault, bounds, near = '' }: SectionFault): SettingsFault => ({
  path: at,
  code: fault,
  expected: bounds === undefined ? near : `${bounds.from}–${bounds.to}`,
})
