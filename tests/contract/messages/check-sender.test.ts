/**
 * What is read of the domain that mails are sent from (MSG-12), by the machine's own resolver, from a DNS server on the loopback.
 */
import { expect, test } from 'vitest'
import { createSenderCheck } from '../../../src/endpoint/messages/mail/check-sender.ts'
import { anEndpoint } from '../../builders/an-endpoint.ts'
import { startDnsServer } from '../../fakes/dns-server.ts'

const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(30)}-all`
const texts: Readonly<Record<string, readonly string[]>> = {
  'mairie.example': ['something else', 'v=spf1 include:relay.example -all'],
  '_dmarc.mairie.example': ['v=DMARC1; p=none; rua=mailto:dmarc@mairie.example'],
  'biblio.mairie.example': [long],
  'open.example': ['v=spf1 +all'],
  '_dmarc.open.example': ['v=DMARC1;p=Reject'],
  'twice.example': ['v=spf1 -all', 'v=spf1 mx -all'],
  '_dmarc.twice.example': ['v=DMARC1; p=none', 'v=DMARC1; p=none'],
  'bare.example': ['v=spf10 -all'],
}

test('[MSG-12, MSG-34] SPF and DMARC are read as they stand, a parent’s DMARC too, and what is wrong has its name', async () => {
  const dns = await startDnsServer(texts)
  try {
    const check = createSenderCheck([dns.server])
    const kinds = async (domain: string) => {
      const { spf, dmarc } = await check(domain)
      return `${spf.kind} ${dmarc.kind}`
    }
    expect(await check('mairie.example')).toEqual({
      domain: 'mairie.example',
      spf: { kind: 'there', record: 'v=spf1 include:relay.example -all' },
      dmarc: { kind: 'watching', record: 'v=DMARC1; p=none; rua=mailto:dmarc@mairie.example' },
    })
    expect((await check('biblio.mairie.example')).spf).toEqual({ kind: 'there', record: long })
    expect(await kinds('biblio.mairie.example')).toBe('there watching')
    expect(await kinds('open.example')).toBe('open strict')
    expect(await kinds('twice.example')).toBe('twice twice')
    expect(await kinds('bare.example')).toBe('missing missing')
    expect(await kinds('nowhere.example')).toBe('missing missing')
    dns.silence()
    expect(await kinds('mairie.example')).toBe('unread unread')
  } finally {
    await dns.stop()
  }
})

test('[MSG-12] a manager is told of the domain that mails are sent from, and of none where no relay is named', async () => {
  const dns = await startDnsServer(texts)
  try {
    const sender = { domain: 'open.example', check: createSenderCheck([dns.server]) }
    const tablet = await (await anEndpoint({ ports: { sender } })).enrol()
    expect((await tablet.manage('message-check')).body.check).toMatchObject({ domain: 'open.example', spf: { kind: 'open' } })
    const without = await (await anEndpoint()).enrol()
    expect((await without.manage('message-check')).body).not.toHaveProperty('check')
  } finally {
    await dns.stop()
  }
})
