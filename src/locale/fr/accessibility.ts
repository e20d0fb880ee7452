/**
 * The declaration of accessibility, in the words that the French law gives such a page, and true to what was done: automatic tests and
 * reading the code, no audit by somebody from outside. French is the source; en is typed by it.
 */
export const accessibility = {
  verdict: 'Accessibilité\u00a0: non conforme',
  say: (service: string, library: string) =>
    `${service} (${library}) a été conçu pour être utilisable par tous ses agents. Aucun audit RGAA n’a encore été fait\u00a0: sans audit en cours de validité, la règle veut qu’un service se dise non conforme, quoi qu’il vaille. Déclaration établie le 26\u00a0novembre\u00a02026.`,
  statusTitle: 'État de conformité',
  status: [
    'Référentiel visé\u00a0: RGAA 4.1, soit WCAG 2.1 niveau AA, et les critères ajoutés par WCAG 2.2 au même niveau.',
    'Taux de conformité\u00a0: non mesuré, faute d’audit. Les critères qui s’appliquent et la manière dont chacun est traité sont décrits dans le dossier du logiciel (ACCESSIBILITY.md).',
  ],
  testedTitle: 'Ce qui a été vérifié',
  tested: [
    'Chaque écran dans chacun de ses états, en français et en anglais, en clair et en sombre, par un outil automatique (axe-core).',
    'Chaque état au clavier seul\u00a0: tout est atteint, dans l’ordre de lecture, sans piège, et l’on voit toujours où l’on est.',
    'Les actions par leur rôle et leur nom, l’ordre de lecture et les annonces, comme les donne l’arbre d’accessibilité du navigateur.',
    'Chaque état à 200\u00a0% et à 400\u00a0%, avec des textes plus longs ou plus espacés, en couleurs forcées et avec moins d’animations.',
    'Rien ne bouge de soi-même une fois l’écran affiché.',
    'Les contrastes, par le calcul\u00a0: au moins 7 pour ce qui se lit, 3 pour les formes.',
  ],
  notTestedTitle: 'Ce qui n’a pas été vérifié',
  notTested: [
    'Aucun audit, ni par un tiers ni par nous, et aucun essai par une personne en situation de handicap.',
    'Aucun essai avec un vrai lecteur d’écran (VoiceOver, TalkBack, NVDA)\u00a0: seul l’arbre d’accessibilité du navigateur a été lu.',
    'Safari et Firefox\u00a0: ces vérifications tournent dans Chromium. Seule une journée de travail a été essayée dans WebKit, le moteur de Safari.',
  ],
  limitsTitle: 'Limites connues',
  limits: [
    'L’image de la caméra n’a pas d’équivalent\u00a0: on peut toujours taper le code ou utiliser une douchette.',
    'Les étiquettes imprimées portent de petits caractères, à la taille de l’étiquette\u202f; l’écran dit la même chose en grand.',
    'Sur un téléphone étroit, les mots des onglets font 12,5\u00a0pixels\u202f; ils grandissent avec le zoom.',
    'La connexion demande un code à retenir\u202f; aucune autre manière n’est proposée.',
    'Les titres et les noms viennent du SIGB tels quels, sans indication de leur langue.',
  ],
  contactTitle: 'Signaler une difficulté',
  contact: (library: string) =>
    `Dites-le à la personne responsable du service (${library})\u00a0: elle doit vous proposer une autre manière de faire, ou la correction. Sans réponse, vous pouvez saisir le Défenseur des droits (defenseurdesdroits.fr, 09\u00a069\u00a039\u00a000\u00a000).`,
  thisLibrary: 'votre bibliothèque',
  thisService: 'Ce service',
}
