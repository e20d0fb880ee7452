/**
 * The settings cut into sections, and what a section may be: the same judgement at the field, at the endpoint and in a file. Runs in vitest.
 */
import { describe, expect, test } from 'vitest'
import { toSiteId } from '../../../src/domain/ids.ts'
import { figureBounds } from '../../../src/domain/settings/bounds.ts'
import { checkSection } from '../../../src/domain/settings/check-section.ts'
import {
  buildDefaultSettings,
  changedSections,
  type PublicPage,
  type SectionName,
  type Settings,
  sectionNames,
  sectionOf,
  sections,
  withSection,
} from '../../../src/domain/settings/settings.ts'
import { aDate, aTime, tuesday } from '../../builders/a-moment.ts'
import { aLoanRight, anOpeningRange, aSettings, centre } from '../../builders/a-settings.ts'

const faultsOf = (name: SectionName, changes: Partial<Settings>) => checkSection(name, aSettings(changes), aSettings(), tuesday)

describe('[SET-3] a section', () => {
  test('is changed alone: the others stay as they are', () => {
    const before = aSettings()
    const after = withSection(before, 'lead', { leadTimeHours: 2, horizonDays: 21 })
    expect(after).toEqual({ ...before, leadTimeHours: 2, horizonDays: 21 })
    expect(changedSections(before, after)).toEqual(['lead'])
  })

  test('a member that is left out is absent afterwards, and an absent one is no change', () => {
    const before = aSettings({ accentColour: '#00573f', symbologies: undefined })
    const after = withSection(before, 'name', { serviceName: 'Drive' })
    expect('accentColour' in after).toBe(false)
    expect(changedSections(aSettings(), aSettings({ symbologies: undefined }))).toEqual([])
  })

  test('says again what it held, whatever the order of its members', () => {
    const before = aSettings()
    for (const name of sectionNames) {
      const read = JSON.parse(JSON.stringify(sectionOf(before, name)))
      const turned = Object.fromEntries(Object.entries(read).reverse())
      expect(changedSections(before, withSection(before, name, turned))).toEqual([])
    }
  })
})

describe('[SET-4] what a section may be', () => {
  test('a new library’s settings and the builder’s are within every bound', () => {
    for (const settings of [buildDefaultSettings('Salins', 'Europe/Paris'), aSettings()])
      expect(sectionNames.flatMap((name) => checkSection(name, settings))).toEqual([])
  })

  test.each(Object.entries(figureBounds))('%s: both ends are taken, a step further is not', (figure, bounds) => {
    const section = sectionNames.find((name) => (sections[name] as readonly string[]).includes(figure)) ?? 'lead'
    const faults = [bounds.from - 1, bounds.from, bounds.to, bounds.to + 1, bounds.from + 0.5].map((n) =>
      faultsOf(section, { [figure]: n }),
    )
    const wrong = [{ at: figure, fault: 'bounds', bounds }]
    expect(faults).toEqual([wrong, [], [], wrong, wrong])
  })

  test('each fault names its field', () => {
    const range = { ...anOpeningRange(3, '14:00', '10:00'), siteId: toSiteId('ailleurs'), capacity: 100 }
    expect(
      faultsOf('ranges', { openingRanges: [anOpeningRange(2, '10:00', '12:00'), range] }).map(({ at, fault }) => `${at} ${fault}`),
    ).toEqual([
      'openingRanges[1].siteId unknown-site',
      'openingRanges[1].to after-from',
      'openingRanges[1].capacity bounds',
      'openingRanges today',
    ])
    const rights = [aLoanRight('adulte', 'livre', { maximum: 1000 }), aLoanRight('adulte', 'livre', { durationDays: 0 })]
    expect(faultsOf('rights', { loanRights: rights }).map(({ at, fault }) => `${at} ${fault}`)).toEqual([
      'loanRights[0].maximum bounds',
      'loanRights[1].durationDays bounds',
      'loanRights[1] twice',
    ])
    expect(faultsOf('name', { serviceName: 'D', accentColour: 'jaune' }).map(({ at }) => at)).toEqual(['serviceName', 'accentColour'])
  })

  test('a location is walked once, a day is said once and not two years ahead, and a site that has orders stays', () => {
    const zones = [
      { name: 'Romans', locations: ['Romans', 'Poches'] },
      { name: 'Poches', locations: ['Poches'] },
    ]
    expect(faultsOf('walk', { zones })).toEqual([{ at: 'zones', fault: 'twice' }])
    const closed = (date: string) => ({ siteId: centre, date: aDate(date), ranges: [] })
    const days = [closed('2026-12-25'), closed('2026-12-25'), closed('2028-12-25')]
    expect(faultsOf('days', { dayExceptions: days }).map(({ at, fault }) => `${at} ${fault}`)).toEqual([
      'dayExceptions[2].date too-far',
      'dayExceptions[1].date twice',
    ])
    expect(
      faultsOf('days', {
        dayExceptions: [
          { ...closed('2026-12-24'), ranges: [{ from: aTime('10:00'), to: aTime('09:00'), intervalMinutes: 1, capacity: 4 }] },
        ],
      }),
    ).toHaveLength(2)
    expect(faultsOf('messages', { quietDays: [1, 2, 3, 4, 5, 6, 7], reminderTime: aTime('20:00'), noShowTime: aTime('07:59') })).toEqual([
      { at: 'reminderTime', fault: 'quiet' },
      { at: 'noShowTime', fault: 'quiet' },
      { at: 'quietDays', fault: 'all-days' },
    ])
    expect(faultsOf('templates', { messageTemplates: { en: { moved: { subject: '', text: '{day} {hours}' } } } })).toEqual([
      { at: 'messageTemplates.en.moved.subject', fault: 'subject-empty', near: '' },
      { at: 'messageTemplates.en.moved.text', fault: 'blank-unknown', near: 'hour' },
      { at: 'messageTemplates.en.moved.text', fault: 'blank-missing', near: 'hour' },
    ])
    const page: PublicPage = { isOn: true, telephone: ' ', closed: { fr: '' }, place: { fr: 'À la porte.', en: ' ' } }
    expect(faultsOf('page', { publicPage: { ...page, bring: { fr: 'x'.repeat(301), en: 'x'.repeat(300) } } }).map(({ at }) => at)).toEqual([
      'publicPage.telephone',
      'publicPage.closed.fr',
      'publicPage.place.en',
      'publicPage.bring.fr',
    ])
    expect(faultsOf('page', { publicPage: { isOn: false, telephone: '1'.repeat(30), hours: { fr: 'x' } } })).toEqual([])
    expect(faultsOf('page', { publicPage: undefined })).toEqual([])
    expect(faultsOf('call', { callWords: { fr: '', en: 'x'.repeat(201) } }).map(({ at }) => at)).toEqual(['callWords.fr', 'callWords.en'])
    expect([{ fr: 'x'.repeat(200) }, undefined].flatMap((callWords) => faultsOf('call', { callWords }))).toEqual([])
    expect(faultsOf('messages', { quietDays: [1, 2, 3, 4, 5, 6], noShowTime: aTime('08:00') })).toEqual([])
    expect(faultsOf('bays', { sites: [{ id: toSiteId('autre'), name: 'Autre', bays: 40 }] })).toEqual([{ at: 'sites', fault: 'lost-site' }])
  })
})
