/**
 * What whoever installs the endpoint may write in its environment, and what they are told when it cannot be right.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { askedNode, faultOfNode } from '../../../src/endpoint/asked-node.ts'
import { readConfiguration } from '../../../src/endpoint/configuration.ts'
import { RateLimit } from '../../../src/endpoint/enrolment/rate-limit.ts'
import { startLibrary } from '../../../src/endpoint/first-start.ts'
import { isOfTheHouse } from '../../../src/endpoint/http/address-of.ts'
import { aStore } from '../../builders/a-store.ts'

const here = new URL(import.meta.url).pathname

const configurationOf = (environment: Record<string, string>, argv: readonly string[] = []) => {
  const read = readConfiguration(environment, argv)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.value
}
const faultsOf = (environment: Record<string, string>, argv: readonly string[] = []): readonly string[] => {
  const read = readConfiguration(environment, argv)
  return read.ok ? [] : read.faults
}

describe('the configuration', () => {
  test('an empty configuration means port 8080, ./data, this machine only, and a demo', () => {
    expect(configurationOf({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: './data',
      libraryName: undefined,
      publicUrl: 'http://localhost:8080',
      tls: undefined,
      trustsProxy: false,
    })
  })

  test('a demo listens on this machine and in its house, and on no public address', async () => {
    const asked = { ...configurationOf({}), host: '203.0.113.7' }
    expect(await startLibrary(aStore(), asked, toInstant(0))).toMatchObject({
      ok: false,
      fault: expect.stringContaining('HOST is 203.0.113.7'),
    })
    for (const own of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      '0.0.0.0',
      '192.168.1.4',
      '172.16.0.1',
      'fe80::1',
      '[fd00::1]',
      'pc-accueil',
      'drive.lan',
    ])
      expect([own, isOfTheHouse(own)]).toEqual([own, true])
    for (const other of ['drive.example.fr', '203.0.113.7', '172.32.0.1', '[2001:db8::1]', 'localhost.example.fr'])
      expect([other, isOfTheHouse(other)]).toEqual([other, false])
  })

  test('with a certificate it listens to the network, under https', () => {
    const { host, publicUrl, tls } = configurationOf({ PORT: '8443' }, ['--tls-cert', here, '--tls-key', here])
    expect({ host, publicUrl }).toEqual({ host: '0.0.0.0', publicUrl: 'https://localhost:8443' })
    expect(tls?.certPath).toBe(here)
  })

  test('a variable that is empty is a variable that is absent, and a slash at the end of an address is not its own', () => {
    expect(configurationOf({ PORT: '', LIBRARY_NAME: ' ', PUBLIC_URL: 'https://drive.example.fr/' })).toMatchObject({
      port: 8080,
      libraryName: undefined,
      publicUrl: 'https://drive.example.fr',
    })
  })

  test('every fault is told, each by its name and with what was expected', () => {
    const faults = faultsOf(
      {
        PORT: '99999',
        DATABASE_URL: 'mysql://u:secret@h/d',
        PUBLIC_URL: 'ftp://x',
        LOG_LEVEL: 'loud',
        METRICS_TOKEN: 'short',
        TRUST_PROXY: 'yes',
        STOP_GRACE: '21',
        LIBRARY_ZONE: 'Mars',
      },
      ['--tls-cert', '/nowhere.crt'],
    )
    const named = [
      'PORT',
      '--tls-cert and --tls-key',
      '--tls-cert names',
      'PUBLIC_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'METRICS_TOKEN',
      'STOP_GRACE',
      'TRUST_PROXY',
      'LIBRARY_ZONE',
    ]
    expect(faults).toHaveLength(named.length)
    named.forEach((name, i) => {
      expect(faults[i]).toContain(name)
      expect(faults[i]).not.toContain('\n')
    })
  })

  test('any variable may stand in a file, as secrets do, and a file that cannot be read is a fault that names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
    const [database, token] = [join(folder, 'database'), join(folder, 'token')]
    writeFileSync(database, 'postgres://desk:hunter2@db/desk\n')
    writeFileSync(token, 'a token of the network’s keeper\n')
    expect(configurationOf({ DATABASE_URL_FILE: database, METRICS_TOKEN_FILE: token, METRICS_TOKEN: 'an older token, too' })).toMatchObject(
      {
        databaseUrl: 'postgres://desk:hunter2@db/desk',
        metricsToken: 'a token of the network’s keeper',
      },
    )
    writeFileSync(database, 'mysql://desk:hunter2@db/desk')
    const faults = faultsOf({ DATABASE_URL_FILE: database, METRICS_TOKEN_FILE: join(folder, 'gone') })
    expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL /), expect.stringMatching(/^METRICS_TOKEN_FILE names .*gone/)])
    expect(faults.join()).not.toContain('hunter2')
    rmSync(folder, { recursive: true })
  })

  test('an unknown flag is a fault, not something to ignore', () => {
    expect(faultsOf({}, ['--tls-crt', here])).toEqual([expect.stringContaining('--tls-crt')])
  })

  test('another Node than package.json asks for is refused, in French and in English, and none that it asks for', () => {
    const versions = ['18.20.8', '20.18.3', '20.20.2', '22.11.0', '22.13.1', '22.14.0', '23.11.1', '24.0.0', '24.22.3', '25.0.0', '26.10.0']
    const taken = (asked: string | undefined) => versions.filter((version) => faultOfNode(version, asked) === undefined)
    expect(taken('^22.14.0 || ^24.0.0')).toEqual(['22.14.0', '24.0.0', '24.22.3'])
    expect(taken(askedNode())).toEqual(['20.20.2', '22.13.1', '22.14.0'])
    expect(taken(undefined)).toEqual(versions)
    expect(faultOfNode('20.20.2', '^22.14.0 || ^24.0.0')).toBe(
      'Il faut Node 22 (22.14 au moins) ou 24, et celui-ci est 20.20.2 : rien n’a été ouvert. · Node 22 (22.14 at least) or 24 is needed, and this one is 20.20.2: nothing was opened.',
    )
  })

  test('a token never shows in a fault', () => {
    expect(faultsOf({ METRICS_TOKEN: 'hunter2' }).join()).not.toContain('hunter2')
  })
})

describe('a bound on how often', () => {
  const at = (ms: number) => toInstant(1_764_000_000_000 + ms)

  test('so many at once, then one each time the bucket refills, and another key is not held back', () => {
    const limit = new RateLimit({ burst: 2, refillMs: 1000 })
    expect([limit.take('a', at(0)), limit.take('a', at(0))]).toEqual([0, 0])
    expect(limit.take('a', at(250))).toBe(750)
    expect(limit.take('b', at(250))).toBe(0)
    expect(limit.take('a', at(1000))).toBe(0)
    expect(limit.take('a', at(1000))).toBe(1000)
  })

  test('the last ten thousand of countless strangers are counted, and one of them is still held back', () => {
    const limit = new RateLimit({ burst: 1, refillMs: 60_000 })
    const now = toInstant(0)
    for (let i = 0; i < 30_000; i++) expect(limit.take(`stranger-${i}`, now)).toBe(0)
    expect(limit.size).toBe(10_000)
    expect(limit.take('stranger-29999', now)).toBeGreaterThan(0)
  })

  test('a clock set back makes nobody wait longer', () => {
    const limit = new RateLimit({ burst: 1, refillMs: 1000 })
    expect(limit.take('a', at(0))).toBe(0)
    expect(limit.take('a', at(-3_600_000))).toBe(1000)
  })
})
