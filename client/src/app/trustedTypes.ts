/** The part of the Trusted Types API that is used; browsers without it enforce nothing. */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/**
 * Allows scripts (the workers') from this origin and nothing else: no text becomes markup or code anywhere.
 * Call before anything is loaded.
 */
export function allowOwnScriptsOnly(
  global: { readonly trustedTypes?: TrustedTypesFactory },
  origin: string,
): void {
  global.trustedTypes?.createPolicy("default", {
    createScriptURL(url) {
      if (new URL(url, origin).origin !== origin) throw new TypeError("a script of another origin");
      return url;
    },
  });
}
