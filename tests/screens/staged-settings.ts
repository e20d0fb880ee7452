/**
 * The endpoint's answers about settings, which are played: a section is replaced as it stands, or somebody else was faster. For tests of
 * screens.
 */

import { toLibrarianId } from '../../src/domain/ids.ts'
import type { MailingLook } from '../../src/domain/message/mailing.ts'
import type { RotaWeekValue } from '../../src/domain/rota/rota-week.ts'
import { sectionVersion, withSection } from '../../src/domain/settings/settings.ts'
import type { Desk, MessagesLook, SettingChange, SettingJournal } from '../../src/tablet/desk.ts'
import type { Desk as Rows } from '../builders/a-desk.ts'
import { anInstant } from '../builders/a-moment.ts'
import { type IlsStage, stagedIls } from './staged-ils.ts'
import { stagedMailing, stagedMessages } from './staged-messages.ts'

const noPin = { salt: '', iterations: 1, hash: '' }

export interface SettingStage extends IlsStage {
  /** The journal of the settings; absent: it cannot be had. */
  readonly journal?: SettingJournal
  /** What became of the messages; absent: it cannot be had. */
  readonly messages?: MessagesLook
  /** How the mailing stands; absent: it cannot be had. */
  readonly mailing?: MailingLook
  /** What somebody else did to a section meanwhile. */
  readonly meanwhile?: SettingChange
  /** What somebody else did to a week of the rota meanwhile. */
  readonly weekMeanwhile?: SettingChange<RotaWeekValue>
}

export const stagedSettings = (
  { journal, messages, mailing, meanwhile, weekMeanwhile, ilsLink, onReadAnew, onReadItem, onHold }: SettingStage,
  state: Rows,
  isOpen: () => boolean,
  onChange: () => void,
): Pick<
  Desk['management'],
  | 'changeSetting'
  | 'sendTrial'
  | 'checkSender'
  | 'lookAtMessages'
  | 'lookAtMailing'
  | 'actOnMailing'
  | 'actOnMessage'
  | 'changeRotaWeek'
  | 'readSettingJournal'
  | 'changeTeam'
  | 'offerPinCode'
  | 'choosePin'
  | 'foundTeam'
  | 'countIdleNames'
  | 'weighRights'
  | 'lookAtIlsLink'
  | 'changeIlsAccess'
  | 'tryIls'
  | 'readPatronAnew'
  | 'readItemAnew'
  | 'holdInIls'
  | 'sendFile'
  | 'importFiles'
> => ({
  ...stagedMessages(messages),
  ...stagedIls({ ilsLink, onReadAnew, onReadItem, onHold }, isOpen),
  ...stagedMailing(mailing, isOpen),
  changeTeam: async (id, _, wanted) => {
    if (!isOpen()) return { kind: 'refused', problem: 'passphrase-missing' }
    if (wanted === undefined) {
      if (id !== undefined) state.erase('librarian', id)
      onChange()
      return { kind: 'done', value: { kind: 'changed', id: id ?? toLibrarianId('') } }
    }
    const { lastDay, ...said } = wanted
    const key = id ?? toLibrarianId(said.name.toLowerCase())
    const before = state.get('librarian', key)
    state.put({ ...(before ?? { pin: noPin, ownPin: 'awaited' }), kind: 'librarian', id: key, ...said, lastDay })
    onChange()
    return { kind: 'done', value: { kind: 'changed', id: key } }
  },
  offerPinCode: async (id) => {
    const before = state.get('librarian', id)
    if (!isOpen() || before === undefined) return { kind: 'refused', problem: 'passphrase-missing' }
    state.put({ ...before, pin: noPin, ownPin: 'awaited' })
    onChange()
    return { kind: 'done', value: { code: 'K7QF-2MXD', expiresAt: anInstant('2026-11-25 15:04') } }
  },
  choosePin: async (id, code) => {
    const before = state.get('librarian', id)
    if (code !== 'K7QF-2MXD' || before === undefined) return { kind: 'refused', problem: 'code-unknown' }
    state.put({ ...before, ownPin: 'chosen' })
    onChange()
    return { kind: 'done', value: true }
  },
  countIdleNames: async (keepNameDays) => ({ kind: 'done', value: keepNameDays < 365 ? 41 : 3 }),
  // Nine left with a reason; without a maximum somewhere too few persons would need one for anything to be told.
  weighRights: async ({ loanRights = [] }) => ({
    kind: 'done',
    value: { of: 9, since: undefined, asked: loanRights.every(({ maximum }) => maximum !== undefined) ? 5 : 0 },
  }),
  foundTeam: async (name) => {
    state.put({ kind: 'librarian', id: toLibrarianId(name.toLowerCase()), name, isManager: true, pin: noPin, ownPin: 'chosen' })
    onChange()
    return { kind: 'done', value: true }
  },
  changeSetting: async (section, _, value) => {
    const settings = state.get('settings', 'settings')
    if (!isOpen()) return { kind: 'refused', problem: 'passphrase-missing' }
    if (settings === undefined) return { kind: 'refused', problem: 'request-not-understood' }
    if (meanwhile !== undefined) return { kind: 'done', value: { kind: 'stale', version: meanwhile.number, change: meanwhile } }
    const version = sectionVersion(settings, section) + 1
    state.put({ ...withSection(settings, section, value), versions: { ...settings.versions, [section]: version } })
    onChange()
    return { kind: 'done', value: { kind: 'changed', version } }
  },
  checkSender: async () => {
    const record = 'v=spf1 include:_spf.mairie.example -all'
    const check = { domain: 'mediatheque.example', spf: { kind: 'there', record }, dmarc: { kind: 'missing', record: '' } } as const
    return isOpen() ? { kind: 'done', value: { check } } : { kind: 'refused', problem: 'passphrase-missing' }
  },
  sendTrial: async () => (isOpen() ? { kind: 'done', value: 'written' } : { kind: 'refused', problem: 'passphrase-missing' }),
  changeRotaWeek: async (monday, _, value) => {
    if (weekMeanwhile !== undefined) return { kind: 'done', value: { kind: 'stale', version: weekMeanwhile.number, change: weekMeanwhile } }
    const version = (state.get('rota-week', monday)?.version ?? 0) + 1
    state.put({ kind: 'rota-week', id: monday, ...value, version })
    onChange()
    return { kind: 'done', value: { kind: 'changed', version } }
  },
  readSettingJournal: async () => (journal === undefined ? { kind: 'refused', problem: 'unreachable' } : { kind: 'done', value: journal }),
})
