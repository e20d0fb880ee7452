/**
 * Beside the matrix, what left beyond it with a reason in the last four whole weeks, and how much of that would still need one (SET-2,
 * LOAN-3). Runs in the browser. The endpoint counts: what it counts from crosses categories and types, and is on no tablet.
 */
import { lastWholeWeeks } from '../../../domain/preview/simulate-places.ts'
import { sectionOf } from '../../../domain/settings/sections.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import { rights as en } from '../../../locale/en/rights.ts'
import { rights as fr } from '../../../locale/fr/rights.ts'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { useDesk, useNow } from '../../use-desk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import type { Section } from './use-section.ts'
import { useWeighed } from './use-weighed.ts'

const keyOf = (settings: Settings): string => JSON.stringify(sectionOf(settings, 'rights'))

export const RightsWeeks = ({ section: { base, draft, faults, words: common } }: { readonly section: Section }) => {
  const { management } = useDesk()
  const words = useWords(fr, en)
  const format = useFormats()
  const days = lastWholeWeeks(useNow().date)
  const drafts = faults.length > 0 ? [base] : [base, draft]
  const told = useWeighed(
    drafts.map((settings) => ({ key: keyOf(settings), ask: () => management.weighRights(sectionOf(settings, 'rights')) })),
  )
  const [was, becomes] = [told.get(keyOf(base)), told.get(keyOf(draft))]
  const said = common.weeks
  return (
    <Panel title={said.title} end={common.ranges.lastWeeks(format.shortDate(days.from), format.shortDate(days.to))}>
      <Rows label={said.title}>
        <Row
          where={becomes === undefined ? '…' : format.count(becomes.asked)}
          what={
            <>
              <span>{words.stillAsked}</span>
              <span class="by">
                {was === undefined || becomes === undefined
                  ? said.unknown
                  : [
                      words.leftBeyond(becomes.of, format.count(becomes.of)),
                      was.asked === becomes.asked ? common.preview.same : common.preview.was(format.count(was.asked)),
                    ].join(' · ')}
              </span>
            </>
          }
        />
      </Rows>
      {becomes?.since === undefined || becomes.since <= days.from ? null : (
        <p class="fold">{said.since(format.dayAndMonth(becomes.since))}</p>
      )}
    </Panel>
  )
}
