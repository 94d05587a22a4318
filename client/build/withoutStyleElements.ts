import type { Plugin } from "vite";

/** The toast library puts its styles into the page when it is loaded; we import them as a file instead. */
const INSERTION = /^__insertCSS\(.*\);?$/m;

/** Takes the insertion out: a content security policy without exceptions would refuse it. */
export function withoutStyleElements(): Plugin {
  return {
    name: "sotto:without-style-elements",
    enforce: "pre",
    transform: {
      filter: { id: /node_modules\/sonner\/dist\/index\.m?js$/ },
      handler(code) {
        if (!INSERTION.test(code)) this.error("sonner no longer inserts its styles as it did: look again");
        return { code: code.replace(INSERTION, ""), map: null };
      },
    },
  };
}
