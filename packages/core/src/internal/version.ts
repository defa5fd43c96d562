// The version of the packages, which are released together. `npm run changeset -- version` writes it, and a test holds it equal to
// that of package.json.
export const version = "0.1.0"
