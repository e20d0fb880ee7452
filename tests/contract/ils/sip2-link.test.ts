/**
 * SIP2 on the line: what is sent, what is read, and the answers that real servers gave. The recordings of real servers are read where the
 * shared data are (`PTE_DATA`); every line with a checksum has to open, and to be sealed again to the byte.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import { encode, fieldOf, listsNumber, parseAnswer } from '../../../src/endpoint/connectors/sip2/answer.ts'
import { checksumOf, FrameReader, longestFrame, openFrame, sealFrame } from '../../../src/endpoint/connectors/sip2/frame.ts'
import { formatMoment, loanRequest, loginRequest, patronRequest } from '../../../src/endpoint/connectors/sip2/request.ts'
import { parseDue } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { runWire } from '../../../src/endpoint/ils/run-wire.ts'
import type { WirePlan } from '../../../src/endpoint/ils/wire.ts'
import { libraryToTell } from '../../../src/endpoint/ils/wire.ts'
import { aDate, aTime } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const moment = { date: aDate('2026-10-21'), time: aTime('10:15'), seconds: 30 }

describe('a message', () => {
  it('carries the checksum of its bytes, whatever the encoding', () => {
    expect(checksumOf(bytes('9900302.00AY1AZ'))).toBe('FCA5')
    const account = { login: 'pda', password: 'secret', location: 'DRIVE', institution: 'BIBLIO', branch: 'DRIVE' }
    expect(sealFrame(encode(loginRequest(account), 'utf8'), 0).toString()).toBe('9300CNpda|COsecret|CPDRIVE|AY0AZF570')
    for (const encoding of ['utf8', 'iso-8859-1', 'cp850'] as const) {
      const sealed = sealFrame(encode('18030201AB1|AJL’Été|', encoding), 3)
      expect(openFrame(sealed)).toMatchObject({ sequence: 3, checksum: 'good' })
    }
  })

  it('a field never begins with what stands in a number, and asks for no renewal and no force', () => {
    const asked = loanRequest({ institution: 'B|ANx' }, '2|BIY', '3\r1', moment)
    expect(asked).toBe(`11NN20261021    101530${' '.repeat(18)}AOBANx|AA2BIY|AB31|AC|BON|BIN|`)
    expect(patronRequest({ institution: 'B' }, '21', 'loans', moment).slice(0, 33)).toBe('6300220261021    101530  Y       ')
    expect(formatMoment(moment)).toHaveLength(18)
  })

  it('is whole however the line cuts it, ends with CR or CR LF, and keeps a line feed inside', () => {
    const line = '1803020120261126    220317AB1|AJL\nmeurtrier|\r\n'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (cuts) => {
        const reader = new FrameReader()
        const all = bytes(`${line}941\r\n\r\n  98Y\r`)
        const frames: string[] = []
        let from = 0
        for (const cut of [...cuts, all.length]) {
          frames.push(...reader.push(all.subarray(from, from + cut)).map((frame) => frame.toString('latin1')))
          from += cut
        }
        expect(frames).toEqual([line.trimEnd(), '941', '98Y'])
      }),
    )
  })

  it('that never ends is given up, and one of another form is no answer', () => {
    expect(() => new FrameReader().push(Buffer.alloc(longestFrame + 1, 65))).toThrow(RangeError)
    for (const text of ['', '9', '64short', '77foo|', '941AY0AZFFFF']) expect(parseAnswer(bytes(text), 'utf8')).toBeUndefined()
  })

  it('is read or not whatever its bytes, and throws nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('utf8' as const, 'cp850' as const, 'iso-8859-1' as const),
        (raw, encoding) => {
          for (const frame of new FrameReader().push(Buffer.from(raw))) parseAnswer(frame, encoding)
        },
      ),
    )
  })

  it('is read with fields that repeat, that nobody knows, and a bar that was written otherwise', () => {
    const answer = parseAnswer(
      bytes('64              01220261124    233843000000000001000000000000AOM|AAX|AU 31|AU32|ZZ?|AJa&#124;b|'),
      'utf8',
    )
    if (answer === undefined) throw new Error('not read')
    expect([listsNumber(answer, 'AU', '31'), listsNumber(answer, 'AU', '33'), fieldOf(answer, 'AJ'), fieldOf(answer, 'AF')]).toEqual([
      true,
      false,
      'a|b',
      '',
    ])
  })

  it.each([
    ['20261218    235900', '2026-12-18'],
    ['2026-12-18 23:59', '2026-12-18'],
    ['18/12/2026', '2026-12-18'],
    ['', undefined],
    ['bientôt', undefined],
    ['20261340    000000', undefined],
  ])('gives a due date as %j: %s', (written, due) => {
    expect(parseDue(written)).toBe(due)
  })
})

const recordings = join(process.env.PTE_DATA ?? '', '../../interop/exchanges.md')
describe.skipIf(process.env.PTE_DATA === undefined || !existsSync(recordings))('the recordings of real servers', () => {
  it('all open, with their checksums', () => {
    const lines = readFileSync(recordings, 'utf8').split('\n')
    let good = 0
    for (const line of lines) {
      const [, text] = /^< (\d\d.*?)(?: {2}\(\\r.*)$/.exec(line) ?? []
      // What the recording itself could not write is marked so.
      if (text === undefined || /[�]/.test(text) || text.startsWith('36') || text.startsWith('24') || /^(30|96)/.test(text)) continue
      const answer = parseAnswer(encode(text, 'utf8'), 'utf8')
      expect(answer, text).toBeDefined()
      if (/AZ[0-9A-F]{4}$/.test(text)) good += 1
    }
    expect(good).toBeGreaterThan(80)
  })
})

describe('the link', () => {
  let ils: Sip2Ils
  beforeEach(async () => {
    ils = await startSip2Ils()
    ils.patrons.add('21')
  })
  afterEach(() => ils.stop())

  const planOf = (environment: Record<string, string>): WirePlan | undefined => {
    const read = readConfiguration(
      { SIP2_URL: `sip2://127.0.0.1:${ils.port}`, SIP2_LOGIN: 'd', SIP2_INSTITUTION: 'M', SIP2_BRANCH: 'M', ...environment },
      [],
    )
    if (!read.ok) throw new Error(read.faults.join(' '))
    return read.value.wire
  }
  const run = async (args: readonly string[], environment: Record<string, string> = { SIP2_PASSWORD: 'secret' }) => {
    const said: string[] = []
    const writer = { write: (text: string) => said.push(text) }
    const code = await runWire(args, {
      openStore: async () => aStore(),
      plan: planOf(environment),
      typedPlans: async () => [],
      now: () => toInstant(Date.UTC(2026, 10, 24, 12)),
      output: writer,
      errors: writer,
    })
    return { code, said: said.join('') }
  }

  it('is tried by reading one card, and nothing is written', async () => {
    const { code, said } = await run(['--try', '21'])
    expect([code, said.includes('It knows this card'), ils.heard.map((text) => text.slice(0, 2))]).toEqual([0, true, ['93', '99', '63']])
    expect((await run(['--try', '99'])).said).toContain('does not know this number')
  })

  it('says why it does not hold, and never the password', async () => {
    const { code, said } = await run(['--try'], { SIP2_PASSWORD: 'hunter2' })
    expect([code, said.includes('refuses the account'), said.includes('hunter2')]).toEqual([1, true, false])
    expect((await run(['--what'])).code).toBe(2)
    expect((await run(['--list'])).code).toBe(2)
  })

  it('is refused in readable lines where its settings cannot be right', () => {
    const read = readConfiguration({ SIP2_URL: 'http://sigb', SIP2_ENCODING: 'ebcdic', ILS_EVERY: '1', SIP2_PASSWORD_FILE: '/nowhere' }, [])
    expect(read.ok ? [] : read.faults).toHaveLength(7)
    for (const end of [':0', ':65536', ':99999', '?', '/#']) {
      const whole = { SIP2_URL: `sip2://sigb${end}`, SIP2_LOGIN: 'd', SIP2_INSTITUTION: 'M', SIP2_BRANCH: 'M' }
      const refused = readConfiguration(whole, [])
      expect(refused.ok ? '' : refused.faults.join(), end).toMatch(/^SIP2_URL is not understood/)
    }
    expect(readConfiguration({}, [])).toMatchObject({ ok: true, value: { wire: undefined } })
  })
})

describe('the passes', () => {
  it('tell no real ILS of a demo, and of several libraries only the one that is named', async () => {
    const of = (id: string, isDemo = false) => ({ id, isDemo }) as never
    expect(libraryToTell([of('demo', true)], undefined)).toBeUndefined()
    expect(libraryToTell([of('demo', true), of('main')], undefined)).toMatchObject({ id: 'main' })
    expect(libraryToTell([of('a'), of('b')], undefined)).toBeUndefined()
    expect(libraryToTell([of('a'), of('b')], 'b')).toMatchObject({ id: 'b' })
  })
})
