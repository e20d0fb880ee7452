/**
 * “Check the sending”, in English.
 */
import { checking as fr } from '../fr/checking.ts'

export const checking: typeof fr = {
  title: 'Check sending',
  say: 'A trial is sent to your address, and the public settings of your emails’ domain are checked. They are often why an email ends up in the junk folder.',
  to: 'Your address',
  button: 'Check',
  why: 'To check the sending.',
  addressFirst: 'Type an address first.',
  noDomain: 'The demo writes to no one: there is no domain to check.',
  trial: (to) => ({
    what: `A trial is on its way to ${to}.`,
    next: 'If it has not come in a few minutes, look in the junk folder, then at the list below.',
  }),
  spf: {
    there: (domain, record) => ({
      what: `SPF: ${domain} says who writes in its name.`,
      next: `Ask your IT people whether our relay is in it: “${record}”.`,
    }),
    missing: (domain) => ({
      what: `SPF: ${domain} does not say who writes in its name.`,
      next: `Ask your IT people: “Add a TXT record, v=spf1, to the DNS of ${domain}, authorising our relay.”`,
    }),
    twice: (domain) => ({
      what: `SPF: ${domain} says it twice, and neither counts.`,
      next: 'Ask your IT people: “Join the two v=spf1 records into one.”',
    }),
    open: (domain, record) => ({
      what: `SPF: ${domain} lets anyone write in its name.`,
      next: `Ask your IT people: “End the record with -all, once our relay is authorised.” Today: “${record}”.`,
    }),
    unread: (domain) => ({
      what: `SPF: the DNS of ${domain} did not answer.`,
      next: 'Try again; if nothing changes, the server may have no access to the DNS.',
    }),
  },
  dmarc: {
    strict: (domain) => ({
      what: `DMARC: ${domain} has unproven email refused or sent to junk.`,
      next: 'Ask your IT people whether the relay signs our emails (DKIM) for this domain: if not, this happens to them.',
    }),
    watching: (domain) => ({ what: `DMARC: ${domain} watches, and has nothing refused.`, next: 'Nothing to ask.' }),
    missing: (domain) => ({
      what: `DMARC: ${domain} has none.`,
      next: `Ask your IT people: “Add a TXT record at _dmarc.${domain}, starting with v=DMARC1; p=none.”`,
    }),
    twice: (domain) => ({ what: `DMARC: ${domain} has two, and neither counts.`, next: 'Ask your IT people to keep one.' }),
    unread: (domain) => ({ what: `DMARC: the DNS of ${domain} did not answer.`, next: 'Try again in a while.' }),
  },
}
export const checkingWords = { fr, en: checking }
