/**
 * What the tablet says before it belongs to a library: code, first download, storage. French is the source; en is typed by it.
 * Each problem of the endpoint has a sentence and a next step; codes of the protocol are never shown.
 */
export const enrolment = {
  title: 'Associer cette tablette',
  say: 'La personne responsable crée un code sur une tablette déjà associée, ou sur l’ordinateur où le service tourne. Il sert une seule fois et reste valable dix minutes.',
  lostTitle: 'Cette tablette n’est plus reconnue',
  erasedTitle: 'Le navigateur a effacé cette tablette',
  lostSay: {
    'storage-erased':
      'Elle était associée, et tout ce qu’elle gardait a disparu\u00a0: ce qui n’avait pas été transmis est à retrouver. Notez ce qui a été remis depuis son dernier échange, puis demandez un nouveau code à la personne responsable. La tablette aura une autre lettre, et une anomalie le dira à tous. Pour que cela n’arrive plus, installez l’application sur l’écran d’accueil.',
    'credential-unknown':
      'Tout est gardé : rien de ce qui a été enregistré ici n’est perdu. Demandez un nouveau code à la personne responsable ; tout repartira ensuite.',
    revoked: 'La personne responsable l’a retirée du service. Pour la remettre en service, demandez-lui un nouveau code.',
    'two-tablets-one-identity':
      'Une autre tablette se présente sous la même identité, par une copie sans doute. Tout est gardé : demandez un nouveau code à la personne responsable, et cette tablette aura sa propre identité.',
    'other-library':
      'Le serveur répond pour une autre bibliothèque que celle de cette tablette. Tout est gardé\u00a0: rien de ce qui a été enregistré ici n’y est parti. Prévenez la personne responsable, et demandez-lui un nouveau code.',
  },
  /** The one true thing that a tablet can still say: what was sent, what is held apart, what was erased. */
  retiredTitle: 'Cette tablette est retirée du service',
  farewellSent: (sent: number) =>
    sent === 0
      ? 'Rien n’attendait d’être transmis.'
      : sent === 1
        ? 'Tout a été transmis\u00a0: une opération ces quatorze derniers jours.'
        : `Tout a été transmis\u00a0: ${sent} opérations ces quatorze derniers jours.`,
  farewellApart: (apart: number) =>
    apart === 1
      ? 'Le serveur en garde une à part\u00a0: la personne responsable décide si elle compte.'
      : `Le serveur en garde ${apart} à part\u00a0: la personne responsable décide si elles comptent.`,
  farewellErased:
    'Tout le reste est effacé d’ici\u00a0: commandes, usagers, catalogue, opérations transmises, et l’identité de la tablette.',
  lostPending: (count: number, library: string) =>
    count === 0
      ? 'Aucune opération n’attendait.'
      : count === 1
        ? `Une opération attend de partir pour «\u00a0${library}\u00a0»\u202f; dans une autre bibliothèque, la tablette la garderait sans l’y envoyer.`
        : `${count} opérations attendent de partir pour «\u00a0${library}\u00a0»\u202f; dans une autre bibliothèque, la tablette les garderait sans les y envoyer.`,
  elsewhere: (count: number, library: string) =>
    count === 1
      ? `Une opération faite à «\u00a0${library}\u00a0» est gardée ici\u202f; elle partira avec un code de cette bibliothèque.`
      : `${count} opérations faites à «\u00a0${library}\u00a0» sont gardées ici\u202f; elles partiront avec un code de cette bibliothèque.`,
  code: 'Code d’association',
  codeHint: 'Huit lettres et chiffres, par exemple K7QF\u2060-\u20602MXD. Majuscules, espaces et tirets ne comptent pas.',
  name: 'Nom de la tablette',
  nameHint: 'Facultatif : « Tablette de l’accueil », par exemple.',
  submit: 'Associer',
  working: 'Le code part au serveur…',
  installTitle: 'Installez d’abord l’application',
  installSay:
    'Sur iPad et iPhone, ce qui est enregistré dans Safari et ce qui l’est dans l’application installée ne se rencontrent jamais. Associez donc la tablette depuis l’application.',
  installSteps: [
    'Touchez le bouton Partager de Safari (un carré avec une flèche vers le haut).',
    'Choisissez « Sur l’écran d’accueil », puis « Ajouter ».',
    'Ouvrez l’application depuis l’écran d’accueil et tapez le code ici.',
  ],
  installCode: (code: string) => `Votre code, à taper dans l’application : ${code}`,
  installSkip: 'Associer dans ce navigateur quand même',
  problems: {
    'code-empty': { what: 'Il manque le code.', next: 'Tapez les huit caractères que la personne responsable a sous les yeux.' },
    'code-unknown': { what: 'Ce code n’existe pas.', next: 'Relisez-le caractère par caractère : ni zéro, ni O, ni 1, ni I n’y figurent.' },
    'code-expired': {
      what: 'Ce code a plus de dix minutes.',
      next: 'Demandez-en un autre à la personne responsable : il se fait en un geste.',
    },
    'code-used': { what: 'Ce code a déjà servi à une autre tablette.', next: 'Demandez-en un autre : un code par tablette.' },
    'too-many-attempts': { what: 'Trop d’essais de suite.', next: 'Attendez une minute, puis demandez un nouveau code.' },
    unreachable: {
      what: 'Le serveur ne répond pas.',
      next: 'Vérifiez que la tablette est sur le réseau de la bibliothèque, puis réessayez. Le code n’est pas perdu.',
    },
    'no-storage': {
      what: 'Cette tablette ne peut rien garder.',
      next: 'Quittez la navigation privée, ou libérez de la place sur la tablette, puis réessayez. Le code n’est pas perdu.',
    },
    'not-kept': {
      what: 'Cette tablette n’a pas pu garder son inscription.',
      next: 'Libérez de la place sur la tablette, puis rechargez la page\u00a0: si elle demande encore un code, il en faut un nouveau.',
    },
    'upgrade-required': {
      what: 'Cette application est plus ancienne que le serveur.',
      next: 'Rechargez la page, puis tapez le code de nouveau.',
    },
    other: {
      what: 'Le serveur n’a pas accepté la demande.',
      next: 'Réessayez ; si cela continue, rechargez la page et demandez un nouveau code.',
    },
  },
  persistence: {
    granted: 'Stockage protégé\u00a0: le navigateur n’effacera rien de lui-même.',
    refused:
      'Stockage non protégé\u00a0: le navigateur peut effacer s’il manque de place. Installez l’application sur l’écran d’accueil, et ouvrez-la par là.',
    unknown: 'Ce navigateur ne dit pas s’il protège les données.',
  },
}
export type EnrolmentWords = typeof enrolment
