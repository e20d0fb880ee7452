/**
 * « Vérifier l'envoi »: what the world is told of the library's domain, and what to ask of the town's computer people. French is the source.
 */
import type { SenderCheck } from '../../domain/message/sender-check.ts'

interface Said {
  readonly what: string
  readonly next: string
}

export const checking = {
  title: 'Vérifier l’envoi',
  say: 'Un essai part à votre adresse, et l’on relit les réglages publics du domaine de vos courriels. Un courriel rangé dans les indésirables vient souvent de là.',
  to: 'Votre adresse',
  button: 'Vérifier',
  why: 'Pour vérifier l’envoi.',
  addressFirst: 'Tapez d’abord une adresse.',
  noDomain: 'La démonstration n’écrit à personne\u00a0: il n’y a pas de domaine à relire.',
  trial: (to: string) => ({
    what: `Un essai part à ${to}.`,
    next: 'S’il n’arrive pas en quelques minutes, regardez les indésirables, puis la liste ci-dessous.',
  }),
  spf: {
    there: (domain: string, record: string) => ({
      what: `SPF\u00a0: ${domain} dit qui écrit en son nom.`,
      next: `Demandez au service informatique si notre relais y est\u00a0: «\u00a0${record}\u00a0».`,
    }),
    missing: (domain: string) => ({
      what: `SPF\u00a0: ${domain} ne dit pas qui écrit en son nom.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Ajoutez au DNS de ${domain} un enregistrement TXT, v=spf1, qui autorise notre relais.\u00a0»`,
    }),
    twice: (domain: string) => ({
      what: `SPF\u00a0: ${domain} le dit deux fois, et aucune ne compte.`,
      next: 'Demandez au service informatique\u00a0: «\u00a0Réunissez les deux enregistrements v=spf1 en un seul.\u00a0»',
    }),
    open: (domain: string, record: string) => ({
      what: `SPF\u00a0: ${domain} laisse n’importe qui écrire en son nom.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Finissez l’enregistrement par -all, une fois notre relais autorisé.\u00a0» Aujourd’hui\u00a0: «\u00a0${record}\u00a0».`,
    }),
    unread: (domain: string) => ({
      what: `SPF\u00a0: le DNS de ${domain} n’a pas répondu.`,
      next: 'Réessayez\u202f; si rien ne change, le serveur n’a peut-être pas accès au DNS.',
    }),
  } satisfies Record<SenderCheck['spf']['kind'], (domain: string, record: string) => Said>,
  dmarc: {
    strict: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} fait écarter ce qui n’est pas prouvé.`,
      next: 'Demandez au service informatique si le relais signe nos courriels (DKIM) pour ce domaine\u00a0: sinon, ils sont écartés.',
    }),
    watching: (domain: string) => ({ what: `DMARC\u00a0: ${domain} observe, sans rien faire écarter.`, next: 'Rien à demander.' }),
    missing: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} n’en a pas.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Ajoutez un enregistrement TXT à _dmarc.${domain}, pour commencer v=DMARC1; p=none.\u00a0»`,
    }),
    twice: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} en a deux, et aucun ne compte.`,
      next: 'Demandez au service informatique de n’en garder qu’un.',
    }),
    unread: (domain: string) => ({ what: `DMARC\u00a0: le DNS de ${domain} n’a pas répondu.`, next: 'Réessayez dans un moment.' }),
  } satisfies Record<SenderCheck['dmarc']['kind'], (domain: string) => Said>,
}
