/**
 * The words of Réglages: each setting is a sentence with its figure inside. `{lead}` stands where the figure is read or
 * typed. French is the source. Runs everywhere.
 */
const s = (n: number): string => (n > 1 ? 's' : '')

/** « 6 mois », « 10 jours » : as people count them. */
const days = (n: number): string => {
  if (n > 0 && n % 365 === 0) return `${n / 365}\u00a0an${s(n / 365)}`
  const months = Math.round(n / 30.5)
  return n >= 60 && Math.abs(months * 30.5 - n) <= 1 ? `${months}\u00a0mois` : `${n}\u00a0jour${s(n)}`
}

export const settings = {
  head: 'Ce que fait le module',
  say: 'Chaque réglage est une phrase. Tout le monde la lit, les responsables la changent.',
  service: 'Le service',
  place: 'Le lieu et l’équipe',
  sections: {
    name: { title: 'Nom', sentence: 'Le service s’appelle {serviceName}.' },
    lead: { title: 'Délais', sentence: 'On commande jusqu’à {leadTimeHours} avant, et pour les {horizonDays} qui viennent.' },
    limits: { title: 'Limites', sentence: 'Une personne a {openOrdersPerSlot} par créneau, {openOrders} en tout.' },
    newness: { title: 'Nouveauté', sentence: 'Un document est nouveau {newReleaseDays}.' },
    absences: { title: 'Absences', sentence: 'En retard {graceMinutes} après son créneau\u202f; non venue, sa pile attend {keepDays}.' },
    retention: {
      title: 'Oubli',
      sentence:
        '{keepLoanDays} après un retour, plus personne ne sait qui l’avait lu\u202f; sans prêt depuis {keepNameDays}, un nom s’efface.',
    },
    returns: { title: 'Retours', sentence: 'Un document rendu repart {quarantineDays}.' },
    lock: { title: 'Verrou', sentence: 'Le code est redemandé après {idleLockMinutes} sans toucher l’écran.' },
  },
  /** A figure as the sentence says it. */
  figures: {
    leadTimeHours: (n: number) => (n === 0 ? 'la dernière minute' : `${n}\u00a0h`),
    horizonDays: (n: number) => `${n}\u00a0jour${s(n)}`,
    openOrdersPerSlot: (n: number) => `${n}\u00a0commande${s(n)}`,
    openOrders: (n: number) => `${n}`,
    newReleaseDays: (n: number) => days(n),
    graceMinutes: (n: number) => `${n}\u00a0min`,
    keepDays: (n: number) => `${n}\u00a0jour${s(n)}`,
    quarantineDays: (n: number) => (n === 0 ? 'tout de suite' : `après ${n}\u00a0jour${s(n)} de quarantaine`),
    keepLoanDays: (n: number) => days(n),
    keepNameDays: (n: number) => days(n),
    idleLockMinutes: (n: number) => `${n}\u00a0min`,
  },
}
