/** `/embed.js`: one script tag that defines `<sotto-call>` and puts `SottoEmbed` and `SottoExternalAPI` into the page. */
import { createCall, sottoCallClass, SottoExternalAPI } from "./index.ts";

if (customElements.get("sotto-call") === undefined) customElements.define("sotto-call", sottoCallClass());
Object.assign(globalThis, { SottoEmbed: { createCall }, SottoExternalAPI });
