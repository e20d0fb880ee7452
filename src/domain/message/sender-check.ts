/**
 * What is found of the domain that the library's mails are sent from (MSG-12). Types and names; runs everywhere.
 */

/** `unread`: nobody answered; `open`: it lets every machine write in its name. */
export const spfKinds = ['there', 'missing', 'twice', 'open', 'unread'] as const
/** `watching`: it asks nothing of those who receive; `strict`: they refuse or set aside what is not proven. */
export const dmarcKinds = ['strict', 'watching', 'missing', 'twice', 'unread'] as const

export interface SenderRecord<K extends string> {
  readonly kind: K
  /** As it stands in the DNS; empty where there is none. */
  readonly record: string
}

export interface SenderCheck {
  readonly domain: string
  readonly spf: SenderRecord<(typeof spfKinds)[number]>
  readonly dmarc: SenderRecord<(typeof dmarcKinds)[number]>
}
