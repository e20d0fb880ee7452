/**
 * Why the library system cannot be asked over the network, for whoever waits and whoever mends the link. French is the source.
 */
export const ilsFaults = {
  failsSay: (why: string, since: string) => `${why} Depuis ${since}. Ce qui attend est gardé, et part dès qu’il répond.`,
  faults: {
    unreachable: 'Le SIGB est injoignable\u00a0: adresse, port ou pare-feu.',
    untrusted: 'Le certificat du SIGB n’est pas reconnu\u00a0: qui a posé le serveur peut indiquer qui l’a signé (SIP2_CA_FILE).',
    'login-refused': 'Le SIGB refuse le compte ou le mot de passe.',
    'not-permitted': 'Le compte n’a pas le droit de lire ce qu’il faut regarder avant d’écrire.',
    'branch-unknown': 'Le SIGB ne connaît pas ce code de site.',
    'too-old': 'Cette version du SIGB ne sait pas dire ce qu’un prêt ôterait à quelqu’un d’autre.',
    'off-line': 'Le SIGB se dit hors service.',
    closed: 'Le SIGB a raccroché.',
    cut: 'La ligne s’est coupée pendant l’échange.',
    silent: 'Le SIGB ne répond pas\u00a0: essayez une autre fin de messages, ou sans somme de contrôle.',
    garbled: 'Ce qui répond là n’est pas ce SIGB\u00a0: adresse, encodage ou somme de contrôle.',
    'key-broken': 'Sur le serveur, le fichier ils.key est vide ou abîmé\u00a0: ôtez-le, puis tapez l’accès à nouveau.',
    other: 'Le SIGB n’a pas pu être interrogé.',
  } as Readonly<Record<string, string>> & { readonly other: string },
}
