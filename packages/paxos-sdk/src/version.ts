// The package's version, for the User-Agent. `changeset version` rewrites package.json; a test keeps the two equal.
export const version = '0.0.0';
