// The package's version, for the User-Agent. `pnpm version-packages` writes it, and a test keeps it equal to package.json.
export const version = '0.0.0';
