/** What a simulated day depends on. Twelve hexadecimal digits. */
export declare const digestDays: (bundle: {
  readonly sources: readonly string[]
  readonly sourcesContent: readonly string[]
}) => Promise<string>
