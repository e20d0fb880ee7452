/**
 * The settings over the wire: a section changed by a manager (SET-1), a week of the rota by whoever may (ROTA-1), the journal that
 * everybody reads, and what only the endpoint can weigh: how many names a night would take, what left beyond the rights. Runs on the endpoint.
 */
import { toLibrarianId } from '../../domain/ids.ts'
import { addDays, parseLocalDate } from '../../domain/local-date.ts'
import { lastWholeWeeks } from '../../domain/preview/simulate-places.ts'
import { sectionNames } from '../../domain/settings/settings.ts'
import type { SettingChangeText } from '../../protocol/management.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { CountedRate } from '../enrolment/rate-limit.ts'
import { weighRights } from '../figures/beyond-rights.ts'
import { countIdlePatrons } from '../retention/idle-patrons.ts'
import { changeRotaWeek, changeSection, proposeSection, type WeekEnd } from '../settings/change-section.ts'
import type { SettingChange } from '../storage/stored.ts'
import type { EndpointPorts } from './endpoint-ports.ts'
import type { AnswerRoute } from './management-answers.ts'

/** Bytes of a section: the week, the rights or the walk of a large library, several times over; every template, as long as it may be. */
const sectionBytes = 128 * 1024
/** Weeks of the rota ask for no passphrase, and every tablet pulls them: a model drawn anew for a year, then one each 5 minutes. */
const boundsOfWeeks = { burst: 200, refillMs: 300_000 }
/** Changes of one answer: more than a screen shows. */
const journalPage = 50

const toText = ({ by, was, became, ...change }: SettingChange): SettingChangeText => ({
  ...change,
  librarianId: by ?? null,
  was: JSON.parse(was),
  became: JSON.parse(became),
})

const answerEnd = (expectedVersion: number, end: WeekEnd) =>
  end.kind === 'refused'
    ? { end: end.kind, version: expectedVersion, faults: [...end.faults] }
    : {
        end: end.kind,
        version: end.version,
        ...('change' in end && end.change !== undefined ? { change: toText(end.change) } : {}),
      }

export const addSettingRoutes = ({ store, now }: EndpointPorts, answer: AnswerRoute): void => {
  const weeks = new CountedRate(store, 'rota-weeks', boundsOfWeeks)
  answer(
    'setting',
    async ({ librarianId, section: name, expectedVersion, value }, { libraryId }, context) => {
      const section = sectionNames.find((known) => known === name)
      if (section === undefined) return { problem: 'request-not-understood' }
      const wanted = { section, expectedVersion, value, by: toLibrarianId(librarianId) }
      const end = await changeSection(store, libraryId, wanted, now())
      context.set('logged', { section, end: end.kind })
      const told = end.kind === 'refused' ? { ...end, faults: end.faults.map(({ path, code }) => ({ at: path, fault: code })) } : end
      return answerEnd(expectedVersion, told)
    },
    sectionBytes,
  )

  answer(
    'rota-week',
    async ({ librarianId, monday: text, expectedVersion, value }, { libraryId }, context) => {
      const monday = parseLocalDate(text)
      if (monday === undefined) return { problem: 'request-not-understood' }
      const retryAfterMs = await weeks.take(context.get('device').id, now())
      if (retryAfterMs > 0) return { problem: 'too-many-attempts', retryAfterMs }
      const wanted = { monday, expectedVersion, value, by: toLibrarianId(librarianId) }
      const end = await changeRotaWeek(store, libraryId, wanted, now())
      if (end === undefined) return { problem: 'not-a-manager' }
      context.set('logged', { end: end.kind })
      return answerEnd(expectedVersion, end)
    },
    sectionBytes,
  )

  answer('setting-journal', async ({ before }, { libraryId }) => {
    const read = await store.read(libraryId, async (reader) => ({
      changes: await reader.settingChanges(before, journalPage + 1),
      devices: await reader.devices(),
    }))
    return {
      changes: read.changes.slice(0, journalPage).map(toText),
      isWhole: read.changes.length <= journalPage,
      tablets: read.devices
        .filter(({ setAsideAt }) => setAsideAt === undefined)
        .map(({ id, lastHeardAt }) => ({ deviceId: id, heardAt: lastHeardAt ?? null })),
    }
  })

  answer('idle-names', async ({ keepNameDays }, { libraryId }) => {
    const names = await store.read(libraryId, async (reader) => {
      const zone = (await reader.row('settings', 'settings'))?.zone ?? 'Europe/Paris'
      return countIdlePatrons(reader, keepNameDays, addDays(wallClockOf(zone)(now()).date, 1))
    })
    return { names }
  })

  answer(
    'weigh-rights',
    async ({ value }, { libraryId }) => {
      const weighed = await store.read(libraryId, async (reader) => {
        const settings = await reader.row('settings', 'settings')
        const proposed = settings && proposeSection(settings, { section: 'rights', value })
        if (settings === undefined || proposed === undefined || 'faults' in proposed) return undefined
        return weighRights(reader, proposed.settings, lastWholeWeeks(wallClockOf(settings.zone)(now()).date))
      })
      if (weighed === undefined) return { problem: 'request-not-understood' }
      return { ...weighed }
    },
    sectionBytes,
  )
}
