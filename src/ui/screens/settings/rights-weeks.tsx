/**
 * Beside the matrix, what left beyond it with a reason in the last four whole weeks, and how much of that would still need one (SET-2,
 * LOAN-3). Runs in the browser. The endpoint counts: what it counts from crosses categories and types, is on no tablet, and is told as a
 * minimum, in which few persons do not show (STAT-4).
 */
import type { BeyondRights } from '../../../domain/figures/counted.ts'
import { fewestPersons } from '../../../domain/figures/period.ts'
import { lastWholeWeeks } from '../../../domain/preview/simulate-places.ts'
import { sectionOf } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useDesk, useNow } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import type { Section } from './use-section.ts'
import { useWeighed } from './use-weighed.ts'

const keyOf = (settings: Settings): string => JSON.stringify(sectionOf(settings, 'rights'))

export const RightsWeeks = ({ section: { base, draft, faults, words: common } }: { readonly section: Section }) => {
  const { management } = useDesk()
  const words = useWords(rightsWords)
  const format = useFormats()
  const days = lastWholeWeeks(useNow().date)
  const drafts = faults.length > 0 ? [base] : [base, draft]
  const told = useWeighed(
    drafts.map((settings) => ({ key: keyOf(settings), ask: () => management.weighRights(sectionOf(settings, 'rights')) })),
  )
  const [was, becomes] = [told.get(keyOf(base)), told.get(keyOf(draft))]
  const said = common.weeks
  const sayAsked = ({ of, asked }: BeyondRights): string => {
    if (of === 0) return format.count(0)
    return asked === 0 ? words.few : words.atLeast(format.count(asked))
  }
  return (
    <Panel title={said.title} end={common.ranges.lastWeeks(format.shortDate(days.from), format.shortDate(days.to))}>
      <Rows label={said.title}>
        <Row
          where={becomes === undefined ? '…' : sayAsked(becomes)}
          what={<span>{words.stillAsked}</span>}
          by={
            was === undefined || becomes === undefined
              ? said.unknown
              : [words.leftBeyond(becomes.of, format.count(becomes.of)), common.preview.was(sayAsked(was))].join(' · ')
          }
        />
      </Rows>
      <p class="fold">{words.fewest(base.fewestPersons ?? fewestPersons)}</p>
      {becomes?.since === undefined || becomes.since <= days.from ? null : (
        <p class="fold">{said.since(format.dayAndMonth(becomes.since))}</p>
      )}
    </Panel>
  )
}
