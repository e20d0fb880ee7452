/**
 * Words of the scan field and of the camera, shared by every screen that scans. French is the source; en is typed by it.
 * Each way in which a camera fails has a sentence and a next step: typing always works.
 */
export const scanning = {
  camera: 'Caméra',
  closeCamera: 'Fermer la caméra',
  opening: 'La caméra s’ouvre…',
  aim: 'Présentez le code-barres dans le cadre, à une quinzaine de centimètres. iPhone récents\u00a0: tenez à 20–30\u00a0cm.',
  hints: {
    several: 'Plusieurs codes en vue\u00a0: visez-en un seul, au milieu du cadre.',
    black: 'L’image reste noire. Dégagez l’objectif, ou fermez la caméra et rouvrez-la. En attendant, tapez le code.',
  },
  zoom: 'Zoom',
  which: {
    title: (text: string) => `«\u00a0${text}\u00a0»\u00a0: une carte ou un document\u202f?`,
    why: 'Ici, les deux numéros se ressemblent.',
    card: 'C’est une carte',
    item: 'C’est un document',
  },
  troubles: {
    'cut-short': { what: 'Le code n’est arrivé qu’en partie.', next: 'Rien n’a été fait. Scannez-le de nouveau.' },
    failed: {
      what: 'Ce scan n’a pas pu être traité.',
      next: 'Scannez de nouveau\u00a0: rien ne compte deux fois. Si cela recommence, fermez l’application, rouvrez-la, et prévenez la personne responsable.',
    },
    locked: { what: 'Déverrouillez d’abord la tablette.', next: 'Le code est gardé\u00a0: il s’ouvre dès que vous avez tapé votre code.' },
    'window-open': {
      what: 'Une fenêtre est ouverte\u00a0: ce scan n’a rien fait.',
      next: 'Répondez-y ou fermez-la, puis scannez de nouveau.',
    },
    'not-expected': { what: 'Cet écran n’attend pas ce code.', next: 'Ouvrez Retrait, Préparation ou Retours, puis scannez de nouveau.' },
  },
  torchOn: 'Allumer la lampe',
  torchOff: 'Éteindre la lampe',
  picture: 'Image de la caméra',
  retry: 'Réessayer',
  failures: {
    'no-camera': { what: 'Cette tablette n’a pas de caméra.', next: 'Tapez le code ou branchez une douchette.' },
    refused: {
      what: 'La caméra a été refusée.',
      next: 'Autorisez-la dans les réglages du navigateur pour ce site, puis rouvrez-la. En attendant, tapez le code.',
    },
    busy: {
      what: 'Une autre application se sert de la caméra.',
      next: 'Fermez-la, puis rouvrez la caméra ici. En attendant, tapez le code.',
    },
    insecure: {
      what: 'La caméra ne marche que sur une adresse sûre (https).',
      next: 'Ouvrez le service par son adresse https ; le mode d’emploi dit comment. En attendant, tapez le code.',
    },
    unknown: { what: 'La caméra ne s’ouvre pas.', next: 'Réessayez ; sinon tapez le code, tout le reste marche.' },
  },
}
