/**
 * An object with some of its members replaced, private fields and all: a spread loses what a class keeps to itself. Runs on the endpoint and in
 * its commands, where a store does something in another way (in a library's turn, for the patrons' page), and in tests at any port.
 */
export const withMembers = <T extends object>(target: T, overrides: Partial<T>): T =>
  new Proxy(target, {
    get: (_, name) => {
      const override: unknown = Reflect.get(overrides, name)
      if (override !== undefined) return override
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
