/**
 * What the pages of the emulator tell a browser to keep to.
 */

/** The headers of every file that a page loads. */
export const headers = {
  "cache-control": "no-cache",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff"
}

/** A policy in one line. */
export const policyOf = (directives: { readonly [name: string]: string }): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join("; ")

/** The headers of a page with this policy: nobody else frames it, or holds a reference to its window. */
export const pageHeaders = (directives: { readonly [name: string]: string }) => ({
  ...headers,
  "content-security-policy": policyOf({
    "default-src": "'none'",
    ...directives,
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'"
  }),
  "cross-origin-opener-policy": "same-origin"
})
