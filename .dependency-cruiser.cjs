/**
 * Which module may import which. Dependencies point one way:
 *
 *   shared <- keyserver-protocol <- (sfu, client, loadtest)
 *
 * and what must not hold a key cannot reach code that could.
 */
/** Tests and what only tests use. */
const TESTS = "\\.(test|e2e)\\.tsx?$|Contract\\.ts$|/testing/|^client/e2e/";
const PACKAGES = "(shared|keyserver-protocol|sfu|client|loadtest)";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "shared-imports-no-package",
      comment: "shared is what both ends speak; it knows neither of them",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: `^(keyserver-protocol|sfu|client|loadtest)/` },
    },
    {
      name: "keyserver-protocol-imports-only-shared",
      severity: "error",
      from: { path: "^keyserver-protocol/" },
      to: { path: "^(sfu|client|loadtest)/" },
    },
    {
      name: "nothing-imports-client",
      severity: "error",
      from: { pathNot: "^client/" },
      to: { path: "^client/" },
    },
    {
      name: "sfu-holds-no-key",
      comment:
        "the SFU may speak ids and signalling and read settings; frame encryption and key agreement stay out of its reach",
      severity: "error",
      from: { path: "^sfu/" },
      to: {
        path: ["^(shared|keyserver-protocol|loadtest)/", "node_modules/(ts-mls|@noble/ciphers|@hpke)/"],
        pathNot: "^shared/src/(ids|signalling|codec|settings|operating)/index\\.ts$",
      },
    },
    {
      name: "keyserver-is-blind",
      comment: "the server side of the keyserver must not be able to read what it orders",
      severity: "error",
      from: { path: "^keyserver-protocol/src/server/", pathNot: TESTS },
      to: {
        path: [
          "^keyserver-protocol/src/member/",
          "^shared/src/sframe/",
          "node_modules/(ts-mls|@noble/ciphers|@hpke)/",
        ],
      },
    },
    {
      name: "messages-know-neither-end",
      severity: "error",
      from: { path: "^keyserver-protocol/src/messages/", pathNot: TESTS },
      to: { path: "^keyserver-protocol/src/(member|server)/" },
    },
    {
      name: "client-imports-no-server",
      comment: "only tests start servers",
      severity: "error",
      from: { path: "^(client/src|keyserver-protocol/src/member)/", pathNot: TESTS },
      to: { path: "^(sfu/|keyserver-protocol/src/server/)" },
    },
    {
      name: "app-sees-no-key",
      comment: "what draws the page talks to the SDK; keys live in workers that only the SDK starts",
      severity: "error",
      from: { path: "^client/src/(app|embed)/", pathNot: TESTS },
      to: { path: "^(client/src/workers/|keyserver-protocol/|shared/src/sframe/)" },
    },
    {
      name: "packages-are-entered-by-their-index",
      severity: "error",
      from: { path: `^${PACKAGES}/` },
      to: { path: `^${PACKAGES}/src/`, pathNot: ["^$1/", "/index\\.ts$"] },
    },
    {
      name: "folders-are-entered-by-their-index",
      severity: "error",
      from: { path: "^(shared|keyserver-protocol)/src/([^/]+)/", pathNot: TESTS },
      to: { path: "^$1/src/[^/]+/", pathNot: ["^$1/src/$2/", "/index\\.ts$"] },
    },
    {
      name: "no-import-of-tests",
      comment: "benchmarks measure with the members of tests",
      severity: "error",
      from: { pathNot: [TESTS, "^loadtest/bench/"] },
      to: { path: TESTS },
    },
    {
      name: "peers-stay-in-tests",
      comment: "other implementations, under other licences, that ours are tested and measured against",
      severity: "error",
      from: { pathNot: [TESTS, "^loadtest/bench/"] },
      to: { path: "node_modules/(@wireapp|livekit-client)/" },
    },
    {
      name: "no-circular-imports",
      comment: "types may refer to each other",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable-import",
      severity: "error",
      from: {},
      // The address of a package's file: the build finds it, or fails.
      to: { couldNotResolve: true, pathNot: "\\?url$" },
    },
    {
      name: "no-undeclared-package",
      comment: "hoisting makes them work by accident",
      severity: "error",
      from: { path: `^${PACKAGES}/`, pathNot: TESTS },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: `^${PACKAGES}/dist/` },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "browser", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".css"],
    },
  },
};
